"""Files that nobody should have to read: every one is exit code 2, one message that says where, soon, and nothing written.

    HEADGATE='dotnet Headgate.Cli.dll' python3 tests/oracle/badinput.py [--only WORD]
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

import drive

POLICY = """headgate: 1
policy: base
version: 1
purposes: { ai: { title: AI, children: { train: { title: Train, aipref: train-ai } } } }
content: [post, comment]
labels: [health]
services: [network]
notices: { told: { version: 1, title: Told, text: told.md, languages: [en] } }
rules:
  - deny: minors
    when: { age: { under: 18 } }
  - grant: rest
    when: { visibility: public }
    basis: legitimate-interests
    after: { notice: told, window: 1d }
"""
MEMBER = {"subject": "ann", "regions": ["GB"], "born": "1980-01-01", "status": "active"}
ROW = {"record_id": "r1", "author": "ann", "other_people": [], "kind": "post", "labels": [], "visibility": "public", "service": "network", "created": "2025-01-01", "collected": "2025-01-01", "text": "hello"}


def policy(**changes):
    """The base policy with some of its lines changed."""
    text = POLICY
    for key, value in changes.items():
        text = re.sub(r"(?m)^%s:.*$" % key, lambda _: "%s: %s" % (key, value), text) if re.search(r"(?m)^%s:" % key, text) else text + "%s: %s\n" % (key, value)
    return text


def rule(line, old="when: { visibility: public }"):
    return POLICY.replace(old, line)


def jsonl(*rows):
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows)


BOMB = "a0: &a0 [x]\n" + "".join("a%d: &a%d [%s]\n" % (i, i, ", ".join(["*a%d" % (i - 1)] * 10)) for i in range(1, 12)) + POLICY

POLICIES = {
    "nothing": "",
    "only a comment": "# nothing\n",
    "a list": "- headgate: 1\n",
    "a word": "headgate\n",
    "NUL within": POLICY.replace("base", "ba\0se"),
    "NUL at the end": POLICY + "\0",
    "not UTF-8": POLICY.encode().replace(b"base", b"b\xff\xfese"),
    "UTF-16 without a mark": POLICY.encode("utf-16-le"),
    "half a surrogate": policy(policy='"\\uD800"'),
    "tabs": POLICY.replace("  - ", "\t- "),
    "a key twice": POLICY + "version: 2\n",
    "a key twice in a rule": rule("when: { visibility: public, visibility: private }"),
    "an anchor bomb": BOMB,
    "an anchor": POLICY.replace("[post, comment]", "&c [post, comment]") + "labels2: *c\n",
    "a merge key": POLICY + "<<: { version: 2 }\n",
    "a tag": POLICY.replace("policy: base", "policy: !!python/object:os.system base"),
    "two documents": POLICY + "---\n" + POLICY,
    "10 MB of rules": POLICY + "".join("  - deny: r%d\n    when: { labels: health }\n" % i for i in range(230_000)),
    "10 MB of one line": policy(content="[%s]" % ", ".join("k%d" % i for i in range(1_000_000))),
    "10 MB of blanks": POLICY + " " * 10_000_000,
    "10 MB of brackets": policy(content="[" * 10_000_000),
    "a thousand brackets": policy(content="[" * 1000 + "]" * 1000),
    "deep purposes": policy(purposes="{ p: { title: t, children: " * 3000 + "{}" + " } }" * 3000),
    "10 MB title": policy(policy="x" * 10_000_000),
    "an open quote": policy(policy='"base'),
    "an open bracket": policy(content="[post, comment"),
    "another format": policy(headgate="2"),
    "format as text": policy(headgate='"one"'),
    "version 0": policy(version="0"),
    "version -1": policy(version="-1"),
    "version 1.5": policy(version="1.5"),
    "version huge": policy(version="9" * 40),
    "no version": POLICY.replace("version: 1\npurposes", "purposes"),
    "no purposes": re.sub("(?m)^purposes.*\n", "", POLICY),
    "no rules": POLICY[:POLICY.index("rules:")],
    "no grant word": POLICY.replace("- grant: rest", "- allow: rest"),
    "30 February": POLICY + "effective: 2025-02-30\n",
    "year 0": POLICY + "effective: 0000-01-01\n",
    "year 10000": POLICY + "effective: 10000-01-01\n",
    "effective of the wrong type": POLICY + "effective: [2025-01-01]\n",
    "not-before 25 o'clock": rule("when: { visibility: public }\n    not-before: 2025-01-01T25:00:00Z"),
    "an unknown key": POLICY + "efective: 2025-01-01\n",
    "an unknown key in a rule": rule("whenn: { visibility: public }"),
    "an unknown field": rule("when: { visibilty: public }"),
    "an unknown visibility": rule("when: { visibility: friends }"),
    "a Cyrillic look-alike": rule("when: { purpose: tr\u0430in }"),
    "a zero-width blank": rule("when: { purpose: train\u200b }"),
    "an unknown region": rule("when: { region: UKK }"),
    "a group of itself": POLICY + "regions: { a: [a] }\n",
    "groups in a circle": POLICY + "regions: { a: [b], b: [c], c: [a, GB] }\n",
    "a group named like a code": POLICY + "regions: { GB: [DE] }\n",
    "a group named like a built-in one": POLICY + "regions: { EU: [DE] }\n",
    "an empty group": POLICY.replace("visibility: public", "region: a") + "regions: { a: [] }\n",
    "a purpose twice": policy(purposes="{ ai: { title: AI, children: { ai: { title: again } } } }"),
    "a kind twice": policy(content="[post, post]"),
    "a rule twice": POLICY.replace("- deny: minors", "- deny: rest"),
    "an unused notice": POLICY.replace("    after: { notice: told, window: 1d }\n", ""),
    "an undeclared notice": POLICY.replace("after: { notice: told", "after: { notice: tolled"),
    "a notice elsewhere": POLICY.replace("told.md", "../../../../../../../../etc/hostname"),
    "a notice that is a device": POLICY.replace("told.md", "/dev/zero"),
    "a negative window": POLICY.replace("window: 1d", "window: -1d"),
    "a window of no unit": POLICY.replace("window: 1d", "window: 46"),
    "a huge window": POLICY.replace("window: 1d", "window: 99999999999999999d"),
    "an age of -1": POLICY.replace("under: 18", "under: -1"),
    "an age of 18.5": POLICY.replace("under: 18", "under: 18.5"),
    "an age of 10^9": POLICY.replace("under: 18", "under: 1000000000"),
    "an age in words": POLICY.replace("under: 18", "under: eighteen"),
    "an empty age": POLICY.replace("{ under: 18 }", "{ }"),
    "an age range that is none": POLICY.replace("{ under: 18 }", "{ from: 18, under: 18 }"),
    "a time range that is none": rule("when: { created: { from: 2025-01-01, to: 2024-01-01 } }"),
    "from after until": rule("when: { from: 2025-01-01, until: 2024-01-01 }"),
    "nothing in a list": rule("when: { visibility: [] }"),
    "not everything": rule("when: { visibility: { not: [public, connections, private] } }"),
    "an unknown basis": POLICY.replace("basis: legitimate-interests", "basis: necessity"),
    "no basis": POLICY.replace("    basis: legitimate-interests\n", ""),
    "a basis for a deny": POLICY.replace("when: { age: { under: 18 } }", "when: { age: { under: 18 } }\n    basis: consent"),
    "an objection of no effect": POLICY + "objection: none\n",
    "carriage returns": "headgate: 1\rpolicy: base\rversion: x\r",
}

PARQUET = object()

CONTENT = {
    "NUL instead of rows": ("c.jsonl", b"\0" * 1000),
    "no JSON": ("c.jsonl", jsonl(ROW) + "not json\n"),
    "half a row": ("c.jsonl", jsonl(ROW) + '{"record_id": "r2", "auth'),
    "not UTF-8": ("c.jsonl", jsonl(ROW).encode() + b'{"record_id": "\xff\xfe"}\n'),
    "an id twice": ("c.jsonl", jsonl(ROW, ROW)),
    "an id as text and as a number": ("c.jsonl", jsonl({**ROW, "record_id": 7}, {**ROW, "record_id": "7"})),
    "a line of 100 MB": ("c.jsonl", lambda: jsonl(ROW) + '{"record_id": "big", "text": "' + "x" * 100_000_000 + '"}\n'),
    "a text of 100 MB that does not end": ("c.jsonl", lambda: jsonl(ROW) + '{"record_id": "' + "x" * 100_000_000),
    "100,000 brackets": ("c.jsonl", jsonl(ROW) + '{"record_id": "r2", "deep": ' + "[" * 100_000 + "]" * 100_000 + "}\n"),
    "a row that is a number": ("c.jsonl", jsonl(ROW) + "5\n"),
    "a row that is a list": ("c.jsonl", jsonl(ROW) + "[1]\n"),
    "one JSON list": ("c.jsonl", json.dumps([ROW])),
    "a gzip that is cut": ("c.jsonl.gz", gzip.compress(jsonl(ROW).encode())[:-9]),
    "a gzip that is none": ("c.jsonl.gz", jsonl(ROW)),
    "a gzip with a wrong sum": ("c.jsonl.gz", gzip.compress(jsonl(ROW).encode())[:-8] + b"\0" * 8),
    "a CSV with an open quote": ("c.csv", 'record_id,author,text\nr1,ann,"open\nr2,ann,x\n'),
    "a CSV with a column twice": ("c.csv", "record_id,record_id,author\nr1,r2,ann\n"),
    "a CSV with a row too long": ("c.csv", "record_id,author\nr1,ann\nr2,ann,more\n"),
    "a CSV with an id twice": ("c.csv", "record_id,author\nr1,ann\nr1,ben\n"),
    "a CSV with NUL": ("c.csv", b"record_id,author\nr\x001,ann\n"),
    "a CSV that is not UTF-8": ("c.csv", b"record_id,author\nr\xff1,ann\n"),
    "no Parquet": ("c.parquet", "PAR1 this is not Parquet PAR1"),
    "an empty Parquet": ("c.parquet", b""),
    "a Parquet without its end": ("c.parquet", (PARQUET, lambda b: b[:-20])),
    "a Parquet without its middle": ("c.parquet", (PARQUET, lambda b: b[:len(b) // 3] + b[len(b) // 2:])),
    "half a Parquet": ("c.parquet", (PARQUET, lambda b: b[:len(b) // 2])),
    "a Parquet with a huge footer": ("c.parquet", (PARQUET, lambda b: b[:-8] + b"\xff\xff\xff\x7f" + b[-4:])),
    "a Parquet with zeros in its data": ("c.parquet", (PARQUET, lambda b: b[:4] + b"\0" * (len(b) // 4) + b[4 + len(b) // 4:])),
    "a file of no known kind": ("c.txt", jsonl(ROW)),
    "no file": ("nowhere.jsonl", None),
}

MEMBERS = {
    "no JSON": ("m.jsonl", jsonl(MEMBER) + "{"),
    "NUL": ("m.jsonl", b"\0\0\0\n"),
    "not UTF-8": ("m.jsonl", b'{"subject": "\xff"}\n'),
    "half a Parquet": ("m.parquet", (PARQUET, lambda b: b[:len(b) // 2])),
    "a CSV with an open quote": ("m.csv", 'subject,regions\nann,"GB\n'),
    "no file": ("nowhere.jsonl", None),
    "no column of subjects": ("m.csv", "person,regions\nann,GB\n"),
    "a line of 100 MB": ("m.jsonl", lambda: '{"subject": "' + "x" * 100_000_000 + '"}\n'),
}

WRONG_VALUES = [True, 1.5, {"a": 1}, [["x"]], [{"a": 1}]]


class Bench:
    """A ledger to hand bad files to, and what is expected of it."""

    def __init__(self, folder):
        self.folder = Path(folder)
        (self.folder / "told.md").write_text("told")
        (self.folder / "folder").mkdir()
        (self.folder / "base.yaml").write_text(POLICY)
        (self.folder / "base.jsonl").write_text(jsonl(MEMBER))
        (self.folder / "content.jsonl").write_text(jsonl(*[{**ROW, "record_id": "q%d" % i, "text": "some text %d" % i} for i in range(200)]))
        drive.done(self.folder, "init", "--json")
        drive.done(self.folder, "policy", "publish", "base.yaml", "--override", "bad input", "--by", "Oracle", "--recorded-at", "2025-01-01", "--json")
        drive.done(self.folder, "members", "base.jsonl", "--recorded-at", "2025-01-01", "--json")
        drive.done(self.folder, "notice", "serve", "told", "--to", "base.jsonl", "--recorded-at", "2025-01-01", "--json")
        drive.done(self.folder, "gate", "content.jsonl", "--purpose", "train", "--out", "good", "--json")
        self.parquet = next((self.folder / "good" / "eligible").glob("*.parquet")).read_bytes()
        shutil.rmtree(self.folder / "good")
        (self.folder / "content.jsonl").unlink()
        self.failures = []
        self.count = 0

    def write(self, name, what):
        if callable(what):
            what = what()
        if isinstance(what, tuple):
            what = what[1](self.parquet)
        if what is not None:
            (self.folder / name).write_bytes(what if isinstance(what, bytes) else what.encode("utf-8", "surrogatepass"))
        return name

    def state(self):
        """Everything that lies there, apart from SQLite's own working files."""
        return {str(p.relative_to(self.folder)): p.stat().st_size for p in self.folder.rglob("*") if p.is_file() and p.suffix not in (".db-wal", ".db-shm")}

    def refuses(self, title, name, what, *words, limit, position=True):
        self.write(name, what)
        before, start = self.state(), time.monotonic()
        try:
            ran = drive.run(self.folder, *words, timeout=120)
        except Exception as problem:
            return self.fail(title, "did not end: %s" % problem)
        seconds = time.monotonic() - start
        self.count += 1
        said = ran.stdout.strip() if words[1] == "check" and ran.stdout else ran.stderr.strip()
        errors = [line for line in said.splitlines() if "error:" in line]
        errors = errors[:1] if words[1] == "check" else errors
        if ran.returncode != 2:
            self.fail(title, "exit %d: %s" % (ran.returncode, (ran.stdout + said)[:300]))
        elif len(errors) != 1:
            self.fail(title, "%d messages: %s" % (len(errors), said[:300]))
        elif len(errors[0]) > 400:
            self.fail(title, "a message of %d characters: %s" % (len(errors[0]), errors[0][:200]))
        elif position and not re.search(re.escape(name) + r"(:\d+(:\d+)?)?: ", errors[0]) and not re.search(r"`[^`]*%s[^`]*`" % re.escape(name), errors[0]):
            self.fail(title, "does not say where: " + said[:300])
        elif position == "line" and "UTF-8" not in said and "MiB" not in said and not re.search(r":\d+(:\d+)?: |row \d|line \d", errors[0]):
            self.fail(title, "does not say in which line: " + said[:300])
        else:
            print("  %-55s %5.1f s  %s" % (title, seconds, errors[0][:150]), flush=True)
        if seconds > limit:
            self.fail(title, "took %.1f s" % seconds)
        if self.state() != before:
            self.fail(title, "wrote something: %s" % sorted(set(self.state().items()) ^ set(before.items())))
        if (self.folder / name).exists():
            (self.folder / name).unlink()

    def fail(self, title, why):
        self.failures.append((title, why))
        print("! %s: %s" % (title, why), flush=True)


def wrong_rows(bench):
    """A parsed row with a field of the wrong type is a record denied as malformed, and counted; the others are as they were."""
    fields = ["record_id", "author", "other_people", "kind", "labels", "visibility", "service", "created", "collected", "derived_from", "content_usage"]
    rows, expected = [], {}
    for field in fields:
        for i, value in enumerate(WRONG_VALUES + ([5] if field not in ("record_id", "author", "other_people", "derived_from") else [])):
            rows.append({**ROW, "record_id": "%s-%d" % (field, i), field: value})
    good = len(rows)
    rows += [{**ROW, "record_id": "good-%d" % i} for i in range(3)]
    bench.write("rows.jsonl", jsonl(*rows))
    said = drive.done(bench.folder, "gate", "rows.jsonl", "--purpose", "train", "--out", "rows", "--format", "jsonl", "--json")
    bench.count += len(rows)
    if said["by_reason"] != {"malformed-record": good} or said["kept"] != 3:
        denied = [json.loads(line) for line in (bench.folder / "rows" / "denied.jsonl").read_text().splitlines()]
        bench.fail("rows with wrong fields", "%s; %s" % (said["by_reason"], [d for d in denied if d["reason"] != "malformed-record"]))
    no_id = [{k: v for k, v in ROW.items() if k != "record_id"}, {**ROW, "record_id": None}, {}]
    bench.write("rows.jsonl", jsonl(*no_id))
    said = drive.done(bench.folder, "gate", "rows.jsonl", "--purpose", "train", "--out", "rows2", "--format", "jsonl", "--json")
    if said["by_reason"] != {"malformed-record": 3}:
        bench.fail("rows without an id", str(said["by_reason"]))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="headgate-bad-") as folder:
        bench = Bench(folder)

        def each(kind, cases):
            print(kind)
            return [(title, case) for title, case in cases.items() if options.only in kind + ": " + title]

        for title, text in each("policy", POLICIES):
            bench.refuses("policy: " + title, "p.yaml", text, "policy", "check", "p.yaml", limit=2, position="line")
            bench.refuses("publish: " + title, "p.yaml", text, "policy", "publish", "p.yaml", "--override", "bad input", "--by", "Oracle", limit=2, position="line")
        for title, (name, what) in each("content", CONTENT):
            bench.refuses("content: " + title, name, what, "gate", name, "--purpose", "train", "--out", "out", limit=20)
        for title, (name, what) in each("members", MEMBERS):
            bench.refuses("members: " + title, name, what, "members", name, limit=20)
        if not options.only:
            wrong_rows(bench)
        print("%d files and rows handed over, %d taken wrongly" % (bench.count, len(bench.failures)))
        for title, why in bench.failures:
            print("%s: %s" % (title, why))
        return 4 if bench.failures else 0


if __name__ == "__main__":
    sys.exit(main())
