"""Lives a world through the command line, and asks it what it decides."""

from __future__ import annotations

import base64
import json
import os
import shlex
import subprocess
from pathlib import Path

import instants
import quiet
import policies

COMMAND = shlex.split(os.environ.get("HEADGATE", "./headgate"))
COMMAND[0] = str(Path(COMMAND[0]).resolve()) if "/" in COMMAND[0] else COMMAND[0]
COMMAND = [str(Path(part).resolve()) if part.endswith(".dll") else part for part in COMMAND]


LOG = []


class Unexpected(Exception):
    """The command did what no world asks for."""


def run(folder, *arguments, timeout=300, stdin=None):
    LOG.append([str(a) for a in arguments])
    environment = {k: v for k, v in os.environ.items() if k != "HEADGATE_LEDGER"}
    return subprocess.run([*COMMAND, *map(str, arguments)], cwd=folder, env=environment, input=stdin, capture_output=True, text=True, timeout=timeout)


def done(folder, *arguments, expect=0):
    ran = run(folder, *arguments)
    if ran.returncode != expect:
        raise Unexpected("%s\nexit %d, expected %d\n%s%s" % (shlex.join(map(str, arguments)), ran.returncode, expect, ran.stdout, ran.stderr))
    return json.loads(ran.stdout) if "--json" in arguments and ran.stdout else None


def write_rows(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


class Ledger:
    """A folder with a ledger in which the acts of a world have been recorded."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.files = 0
        done(self.folder, "init", "--json")

    def rows(self, rows):
        self.files += 1
        return write_rows(self.folder / "in" / ("%d.jsonl" % self.files), rows).relative_to(self.folder)

    def record(self, act):
        """Records an act. Gives the position of its first statement."""
        kind, at = act["act"], ["--recorded-at", instants.text(act["at"]), "--json"]
        if kind == "policy":
            return self.publish(act, at)
        if kind == "members":
            return self.bulk(len(act["rows"]), "members", self.rows(act["rows"]), *at)
        if kind == "choices":
            rows = [{"subject": r["subject"], "purpose": r["purpose"], "choice": r["choice"], **({"at": instants.text(r["made"])} if r["made"] is not None else {})} for r in act["rows"]]
            return self.bulk(len(rows), "choices", self.rows(rows), *at)
        if kind == "choice":
            verb = {"objected": "object", "consented": "consent", "unset": "unset"}[act["choice"]]
            made = ["--at", instants.text(act["made"])] if act["made"] is not None else []
            return done(self.folder, verb, act["subject"], "--purpose", act["purpose"], *made, *at)["position"]
        if kind in ("serve", "bounce"):
            rows = [{"subject": s, **({"at": instants.text(t)} if t is not None else {})} for s, t in act["rows"]]
            return self.bulk(len(rows), "notice", kind, act["notice"], "--to", self.rows(rows), *at)
        if kind == "suspend":
            words = ["suspend", "--purpose", act["purpose"]]
            for region in act["regions"]:
                words += ["--region", region]
            if act["service"]:
                words += ["--service", act["service"]]
            for end, value in act["collected"].items():
                words += ["--collected-" + end, value]
            act["id"] = done(self.folder, *words, *at)["id"]
            return int(act["id"])
        how = ["--after", act["after"], "--window", act["window"]] if act["after"] else []
        if not act["after"] or instants.duration(act["window"]) < instants.DAY:
            how += ["--override", "generated world", "--by", "Oracle"]
        return done(self.folder, "lift", act["suspension"]["id"], *how, *at)["position"]

    def publish(self, act, at):
        """What opts nobody in quietly needs nobody to answer for it; what opts in somebody who objected is refused all the same."""
        path = self.write_policy(act["policy"], "policy-%d.yaml" % act["policy"]["version"])
        answer = [] if act["verdict"] == quiet.FREE else ["--override", "generated world", "--by", "Oracle"]
        said = done(self.folder, "policy", "publish", path, *answer, *at, expect=3 if act["verdict"] == quiet.NEVER else 0)
        return act["first"] if act["verdict"] == quiet.NEVER else said["position"]

    def write_policy(self, policy, name):
        for notice in policy.get("notices", {}).values():
            text = self.folder / notice["text"]
            text.parent.mkdir(exist_ok=True)
            text.write_text(notice["text"])
        (self.folder / name).write_text(policies.as_yaml(policy), encoding="utf-8")
        return name

    def bulk(self, count, *arguments):
        said = done(self.folder, *arguments)
        if said["recorded"] != count or said["rejected"]:
            raise Unexpected("%s: %s" % (shlex.join(map(str, arguments)), said))
        return said["first_position"]

    # Questions

    @staticmethod
    def at_point(point):
        return ["--at", instants.text(point["t"])] + (["--as-of", point["n"]] if point["n"] is not None else [])

    def gate(self, point, content, sources, out, form, with_subjects):
        words = ["gate", content, "--purpose", point["purpose"], "--out", out, "--format", form, "--threads", 1, "--json", *self.at_point(point)]
        words += ["--sources", sources] if sources else []
        words += ["--with-subjects"] if with_subjects else []
        return run(self.folder, *words)

    def verdicts(self, out):
        """Reason by reason from the verdict file, in the order of the input."""
        envelope = json.loads((self.folder / out / "manifest.dsse.json").read_text())
        manifest = json.loads(base64.b64decode(envelope["payload"]))
        words = {c["code"]: c["reason"] for c in manifest["predicate"]["verdicts"]["codes"]}
        codes = (self.folder / out / "verdicts.bin").read_bytes()
        return [words[int.from_bytes(codes[i:i + 2], "little")] for i in range(0, len(codes), 2)]

    def lines(self, *paths):
        return [json.loads(line) for path in paths for line in (self.folder / path).read_text(encoding="utf-8").splitlines()]

    def explain(self, point, content, sources, record_id):
        words = ["explain", content, "--purpose", point["purpose"], "--json", *self.at_point(point)]
        words += ["--sources", sources] if sources else []
        return run(self.folder, *words, "--", record_id)

    def ask(self, ask, file=None):
        words = ["policy", "ask"] + ([file] if file else []) + ["--purpose", ask["point"]["purpose"], "--json", *self.at_point({**ask["point"], **({"n": None} if file else {})})]
        for option in ("region", "age", "born", "status", "choice", "visibility", "service"):
            if ask.get(option) is not None:
                words += ["--" + option, ask[option]]
        if ask.get("kind") is not None:
            words += ["--content", ask["kind"]]
        for option in ("choice_at", "created", "collected"):
            if ask.get(option) is not None:
                words += ["--" + option.replace("_", "-"), instants.text(ask[option])]
        if ask.get("served"):
            words += ["--served", "%s@%s" % (ask["served"][0], instants.text(ask["served"][1]))]
        if ask.get("labels") == []:
            words += ["--no-labels"]
        for label in ask.get("labels") or []:
            words += ["--label", label]
        if ask.get("content_usage") is not None:
            words += ["--content-usage", ask["content_usage"]]
        return run(self.folder, *words)
