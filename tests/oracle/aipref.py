"""`Content-Usage`: an RFC 9651 dictionary whose tokens `y` and `n` allow and disallow. What does not parse says nothing."""

from __future__ import annotations

import re


def disallows(text: str, label: str) -> bool:
    try:
        return Dictionary(text).read().get(label) == ("token", "n")
    except Broken:
        return False


class Broken(Exception):
    """The text is no dictionary."""


class Dictionary:
    """Reads a dictionary by the algorithms of RFC 9651, section 4.2."""

    def __init__(self, text: str):
        self.text, self.at = text, 0

    def read(self) -> dict:
        if any(ord(c) > 127 for c in self.text):
            raise Broken
        members: dict = {}
        self.skip(" ")
        while self.at < len(self.text):
            key = self.key()
            if self.peek() == "=":
                self.at += 1
                value = self.item_or_inner_list()
            else:
                value = ("boolean", True)
                self.parameters()
            members.pop(key, None)
            members[key] = value
            self.skip(" \t")
            if self.at == len(self.text):
                return members
            self.expect(",")
            self.skip(" \t")
            if self.at == len(self.text):
                raise Broken
        return members

    def peek(self) -> str:
        return self.text[self.at:self.at + 1]

    def skip(self, blanks: str) -> None:
        while self.peek() and self.peek() in blanks:
            self.at += 1

    def expect(self, char: str) -> None:
        if self.peek() != char:
            raise Broken
        self.at += 1

    def take(self, pattern: str) -> str:
        match = re.compile(pattern).match(self.text, self.at)
        if not match:
            raise Broken
        self.at = match.end()
        return match.group()

    def key(self) -> str:
        return self.take(r"[a-z*][a-z0-9_\-.*]*")

    def item_or_inner_list(self):
        if self.peek() != "(":
            return self.item()
        self.at += 1
        items = []
        while True:
            self.skip(" ")
            if self.peek() == ")":
                self.at += 1
                self.parameters()
                return ("list", items)
            items.append(self.item())
            if self.peek() not in (" ", ")") or not self.peek():
                raise Broken

    def item(self):
        value = self.bare_item()
        self.parameters()
        return value

    def parameters(self) -> None:
        while self.peek() == ";":
            self.at += 1
            self.skip(" ")
            self.key()
            if self.peek() == "=":
                self.at += 1
                self.bare_item()

    def bare_item(self):
        first = self.peek()
        if first and (first in "-0123456789"):
            return ("number", self.number())
        if first == '"':
            return ("string", self.take(r'"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*"'))
        if first and (first == "*" or first.isalpha()):
            return ("token", self.take(r"[A-Za-z*][A-Za-z0-9!#$%&'*+\-.^_`|~:/]*"))
        if first == ":":
            return ("binary", self.binary())
        if first == "?":
            return ("boolean", self.take(r"\?[01]"))
        if first == "@":
            self.at += 1
            number = self.number()
            if "." in number:
                raise Broken
            return ("date", number)
        if first == "%":
            return ("display", self.display())
        raise Broken

    def number(self) -> str:
        number = self.take(r"-?[0-9]+(?:\.[0-9]*)?")
        whole, dot, fraction = number.lstrip("-").partition(".")
        if (len(whole) > 12 or not 1 <= len(fraction) <= 3) if dot else len(whole) > 15:
            raise Broken
        return number

    def binary(self) -> str:
        found = self.take(r":[A-Za-z0-9+/=]*:")
        if not re.fullmatch(r"[A-Za-z0-9+/]*={0,2}", found[1:-1]) or len(found[1:-1].rstrip("=")) % 4 == 1:
            raise Broken
        return found

    def display(self) -> str:
        found = self.take(r'%"(?:[\x20\x21\x23\x24\x26-\x7e]|%[0-9a-f]{2})*"')
        raw = re.sub(rb"%([0-9a-f]{2})", lambda m: bytes([int(m.group(1), 16)]), found[2:-1].encode())
        try:
            raw.decode()
        except UnicodeDecodeError:
            raise Broken from None
        return found
