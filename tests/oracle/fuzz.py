"""Draws worlds, lives them through the command line, and compares every verdict with the evaluator's.

    HEADGATE='dotnet Headgate.Cli.dll' python3 tests/oracle/fuzz.py --seeds 0-99 --jobs 2

Exit code 0: everything agrees; 4: something does not, and is said.
"""

from __future__ import annotations

import argparse
import collections
import concurrent.futures
import datetime
import functools
import json
import random
import sys
import tempfile
import traceback
from pathlib import Path

import drive
import instants
import quiet
import rows
import semantics
import shrink
import worlds


class Comparison:
    """What was compared in one world, and what differs."""

    def __init__(self, world, folder, explains=4, asks=3):
        self.world, self.folder, self.explains, self.asks = world, Path(folder), explains, asks
        self.tally = collections.Counter()
        self.reasons = collections.Counter()
        self.differences = []
        self.pick = random.Random(world.seed)

    def differ(self, what, **how):
        self.differences.append({"seed": self.world.seed, "what": what, **how})

    def run(self):
        world = self.world
        self.statements, self.size = worlds.record(world)
        self.ledger = ledger = drive.Ledger(self.folder)
        for act in world.acts:
            position = ledger.record(act)
            if position != act["first"]:
                raise drive.Unexpected("%s is at %s, expected at %d" % (act["act"], position, act["first"]))
        self.tally["worlds"] += 1
        for act in world.acts:
            if act["act"] == "policy":
                self.tally["policies"] += 1
                self.tally["refused policies"] += act["verdict"] == quiet.NEVER
        self.content = drive.write_rows(self.folder / "content.jsonl", world.content).name
        self.sources = drive.write_rows(self.folder / "sources.jsonl", world.sources).name if world.sources else None
        self.records = [rows.read(row) for row in world.content]
        sources = [rows.read(row) for row in world.sources]
        for i, point in enumerate(world.points):
            n = self.size if point["n"] is None else point["n"]
            decision = semantics.Decision(self.statements, n, point["t"], point["purpose"], sources + self.records)
            self.gate(i, point, decision)
            if not decision.is_usage_error:
                self.explain(point, decision)
            for ask in [ask for ask in world.asks if ask["point"] is point][:self.asks]:
                self.ask(ask, decision)
        return self

    # The bulk gate

    def gate(self, i, point, decision):
        form = "parquet" if i % 5 == 4 else "jsonl"
        with_subjects = i % 5 != 1
        ran = self.ledger.gate(point, self.content, self.sources, "out-%d" % i, form, with_subjects)
        if ran.returncode != (2 if decision.is_usage_error else 0):
            return self.differ("gate: exit code", point=point, exit=ran.returncode, said=ran.stdout + ran.stderr)
        if decision.is_usage_error:
            return
        self.tally["gates"] += 1
        expected = [decision.verdict(record)[0] for record in self.records]
        found = self.ledger.verdicts("out-%d" % i)
        if len(found) != len(expected):
            return self.differ("gate: number of verdicts", point=point, expected=len(expected), found=len(found))
        for record, row, mine, theirs in zip(self.records, self.world.content, expected, found):
            self.tally["verdicts"] += 1
            self.reasons[mine.word.split(":")[0] + ("/unknown" if "/" in mine.word else "")] += 1
            if mine.word != theirs:
                self.differ("gate: reason", point=point, record=row, expected=mine.fields(), found=theirs)
        said = json.loads(ran.stdout)
        dropped = collections.Counter(v.word for v in expected if not v.allows)
        account = {"input": len(expected), "kept": sum(v.allows for v in expected), "dropped": sum(dropped.values()), "by_reason": dict(dropped)}
        for key, value in account.items():
            if found == [v.word for v in expected] and said[key] != value:
                self.differ("gate: account", point=point, key=key, expected=value, found=said[key])
        if form == "jsonl" and found == [v.word for v in expected]:
            self.outputs(i, point, expected, with_subjects)

    def outputs(self, i, point, expected, with_subjects):
        """What was kept is what came in, in its order; what was dropped has its reason, and whom it is about only if asked for."""
        out = Path("out-%d" % i)
        kept = self.ledger.lines(*sorted((self.folder / out / "eligible").glob("*.jsonl")))
        wanted = [row for row, verdict in zip(self.world.content, expected) if verdict.allows]
        if [without_nulls(r) for r in kept] != [without_nulls(r) for r in wanted]:
            self.differ("gate: kept rows", point=point, expected=wanted, found=kept)
        denied = self.ledger.lines(out / "denied.jsonl")
        for record, row, verdict, line in zip(*zip(*[(a, b, c) for a, b, c in zip(self.records, self.world.content, expected) if not c.allows]) if denied else ([], [], []), denied):
            about = {"record_id": record.id, "reason": verdict.word}
            if with_subjects:
                about.update(subject=verdict.subject, region=verdict.region)
            if line != about:
                self.differ("gate: denied line", point=point, record=row, expected=about, found=line)

    # One record at a time

    def explain(self, point, decision):
        known = [(record, row) for record, row in zip(self.records, self.world.content) if record.id]
        several = [pair for pair in known if len(decision.verdict(pair[0])[1]) > 1]
        chosen = self.pick.sample(several, min(len(several), self.explains * 3 // 4))
        chosen += self.pick.sample(known, min(len(known), self.explains - len(chosen)))
        for record, row in chosen:
            verdict, reasons = decision.verdict(record)
            ran = self.ledger.explain(point, self.content, self.sources, record.id)
            if ran.returncode != (0 if verdict.allows else 3):
                self.differ("explain: exit code", point=point, record=row, expected=verdict.fields(), exit=ran.returncode, said=ran.stdout + ran.stderr)
                continue
            self.tally["explains"] += 1
            said = json.loads(ran.stdout)
            found = [(r["reason"], r["subject"], r["region"], r["source"]) for r in said["reasons"]]
            expected = [r.fields() for r in reasons]
            if (said["record"], said["verdict"], said["reason"]) != (record.id, "allow" if verdict.allows else "deny", verdict.word):
                self.differ("explain: reason", point=point, record=row, expected=verdict.fields(), found={k: said[k] for k in ("record", "verdict", "reason")})
            elif found != expected:
                self.differ("explain: list", point=point, record=row, expected=expected, found=found)

    # One case by its fields

    def ask(self, ask, decision):
        ran = self.ledger.ask(ask)
        notice = ask.get("served", [None])[0]
        if decision.is_usage_error or notice and decision.policy.notice_version(notice) is None:
            self.tally["usage errors"] += 1
            if ran.returncode != 2:
                self.differ("ask: exit code", ask=ask, exit=ran.returncode, said=ran.stdout + ran.stderr)
            return
        verdict = answer(ask, decision, self.statements)
        if ran.returncode != (0 if verdict.allows else 3):
            return self.differ("ask: exit code", ask=ask, expected=verdict.fields(), exit=ran.returncode, said=ran.stdout + ran.stderr)
        self.tally["asks"] += 1
        said = json.loads(ran.stdout)
        if (said["verdict"], said["reason"]) != ("allow" if verdict.allows else "deny", verdict.word):
            self.differ("ask: reason", ask=ask, expected=verdict.word, found=said["reason"])


def answer(ask, decision, statements):
    """The same case as a world of one person and one record."""
    t, subject = ask["point"]["t"], "the person"
    member = {"kind": "member", "source": "declared", "status": None if ask.get("status") == "unknown" else ask.get("status", "active")}
    if ask.get("region") is not None:
        member["regions"] = [ask["region"]]
    if "age" in ask:
        member["birth"] = semantics.births(ask["age"], ask["age"], instants.to_date(t))
    if "born" in ask:
        member["birth"] = (datetime.date.fromisoformat(ask["born"]),) * 2
    said = [(member, t)]
    if "choice" in ask:
        said.append(({"kind": "choice", "purpose": ask["point"]["purpose"], "choice": ask["choice"]}, ask.get("choice_at", t)))
    if "served" in ask:
        notice, when = ask["served"]
        said.append(({"kind": "served", "notice": notice, "version": decision.policy.notice_version(notice)}, when))
    decision.by_subject[subject] = [{**s, "subject": subject, "effective_at": at} for s, at in said]
    record = rows.Record(id="the record", author=subject, kind=ask.get("kind"), labels=ask["labels"], visibility=ask.get("visibility"),
                         service=ask.get("service"), created=ask.get("created"), collected=ask.get("collected"), collected_is_created="collected" not in ask,
                         content_usage=[ask.get("content_usage")])
    return decision.verdict(record)[0]


def without_nulls(row):
    return {k: v for k, v in row.items() if v is not None}


def compare(seed, explains, asks):
    """Compares one world. Gives tallies, differences, and what went wrong."""
    world = worlds.draw_world(seed)
    with tempfile.TemporaryDirectory(prefix="headgate-oracle-") as folder:
        comparison = Comparison(world, folder, explains, asks)
        trouble = None
        try:
            comparison.run()
        except drive.Unexpected as unexpected:
            trouble = str(unexpected)
        except Exception:
            trouble = traceback.format_exc()
        return seed, comparison.tally, comparison.reasons, comparison.differences, trouble


def again(world, folder):
    """The differences of a small world, with every record explained."""
    return Comparison(world, folder, explains=20).run().differences


def readable(difference):
    return json.dumps(difference, ensure_ascii=False, default=lambda x: {k: v for k, v in vars(x).items()} if hasattr(x, "__dict__") else str(x))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", default="0-9", help="A-B, both included")
    parser.add_argument("--shrink", metavar="DIR", help="leave the least that still differs here, as a script")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--explains", type=int, default=4, help="records a point that are explained")
    parser.add_argument("--asks", type=int, default=3, help="cases a point that are asked about")
    options = parser.parse_args()
    first, _, last = options.seeds.partition("-")
    seeds = range(int(first), int(last or first) + 1)
    tally, reasons, differences, troubles = collections.Counter(), collections.Counter(), 0, 0
    with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
        for seed, counted, met, differing, trouble in pool.map(functools.partial(compare, explains=options.explains, asks=options.asks), seeds):
            tally += counted
            reasons += met
            for difference in differing:
                print("seed %d: %s" % (seed, readable(difference)), flush=True)
            if trouble:
                print("seed %d: %s" % (seed, trouble), flush=True)
            differences += len(differing)
            if differing and options.shrink:
                print("see %s" % shrink.shrink(again, worlds.draw_world(seed), differing[0], options.shrink), flush=True)
            troubles += trouble is not None
    print("compared: " + ", ".join("%d %s" % (count, what) for what, count in tally.items()))
    print("met: " + ", ".join("%s %d" % pair for pair in reasons.most_common()))
    print("%d differences, %d worlds in trouble" % (differences, troubles))
    return 4 if differences or troubles else 0


if __name__ == "__main__":
    sys.exit(main())
