"""Draws pairs of policies, publishes one after the other through the command line, and compares who is refused, and for which cases, with `quiet.py`.

    HEADGATE='dotnet Headgate.Cli.dll' python3 tests/oracle/optin.py --seeds 0-99 --jobs 2

Exit code 0: all agree; 4: some do not, and are said.
"""

from __future__ import annotations

import argparse
import collections
import concurrent.futures
import copy
import json
import random
import shutil
import sys
import tempfile
import traceback
from pathlib import Path

import drive
import instants
import policies
import quiet

RECORDED = instants.parse("2025-06-01")


class Pair:
    """Policies that are published already, and one that shall follow them."""

    def __init__(self, seed):
        self.seed = seed
        self.draw = draw = random.Random(seed)
        days = sorted(RECORDED + draw.randint(-400, 400) * instants.DAY for _ in range(4))

        def when(draw):
            return draw.choice(days) + draw.choice([0, 0, 0, 0, -1, 1, instants.HOUR])

        at = RECORDED - 100 * instants.DAY
        first = policies.draw_policy(draw, when, at)
        self.published = [(first, at)]
        known = dict(first.get("notices", {}))
        if draw.random() < 0.3:
            second = policies.next_policy(draw, first, when, known)
            known.update(second.get("notices", {}))
            self.published.append((second, RECORDED - 50 * instants.DAY))
        self.what, self.next = self.follow(self.published[draw.randrange(len(self.published))][0], when, known)
        self.next["version"] = 9

    def follow(self, before, when, known):
        draw = self.draw
        changes = [c for c in dir(Changes) if not c.startswith("_")]
        policy = copy.deepcopy(before)
        policy.pop("effective", None)
        what = draw.choice(changes + ["any"] * 4)
        if what == "any":
            return what, policies.next_policy(draw, before, when, known)
        getattr(Changes, what)(draw, policy, when)
        names = set()
        policies.forget_undeclared(policy)
        policy["rules"] = [r for r in policy["rules"] if (r.get("grant") or r.get("deny")) not in names and not names.add(r.get("grant") or r.get("deny"))]
        policy["rules"] = policy["rules"] or [{"grant": "elsewhere", "basis": "consent"}]
        keep = {n: d for n, d in policy.get("notices", {}).items() if any(r.get("after", {}).get("notice") == n for r in policy["rules"])}
        policies.declare_notices(random.Random(0), policy, {})
        for notice, declared in keep.items():
            policy["notices"][notice] = declared
        if draw.random() < 0.3:
            policy["effective"] = instants.to_date(when(draw)).isoformat()
        return what, policy


class Changes:
    """One thing, in the ways in which somebody could be let in by a side door."""

    def removes_a_rule(draw, policy, when):
        policy["rules"].pop(draw.randrange(len(policy["rules"])))

    def shortens_or_lengthens_a_window(draw, policy, when):
        for rule in Changes._grants(policy):
            if "after" in rule:
                rule["after"]["window"] = draw.choice(policies.WINDOWS)

    def moves_not_before(draw, policy, when):
        for rule in Changes._grants(policy):
            if "not-before" in rule or draw.random() < 0.3:
                rule["not-before"] = policies.written(draw, when(draw))

    def lowers_an_age(draw, policy, when):
        for rule in policy["rules"]:
            for field in ("age", "age-at-creation"):
                for bound in rule.get("when", {}).get(field, {}):
                    rule["when"][field][bound] += draw.choice([-2, -1, 1])
                if rule.get("when", {}).get(field, {}).keys() == {"from", "under"} and rule["when"][field]["from"] >= rule["when"][field]["under"]:
                    del rule["when"][field]["under"]

    def declares_a_word(draw, policy, when):
        policy["content"] = sorted(set(policy["content"]) | {draw.choice(policies.KINDS)})
        policy["labels"] = sorted(set(policy.get("labels", [])) | {draw.choice(policies.LABELS)})
        policy["services"] = sorted(set(policy.get("services", [])) | {draw.choice(policies.SERVICES)})

    def forgets_a_word(draw, policy, when):
        for what in ("content", "labels", "services"):
            if len(policy.get(what, [])) > 1:
                policy[what].pop(draw.randrange(len(policy[what])))

    def widens_a_group(draw, policy, when):
        policy["regions"]["near"] = sorted(set(policy["regions"]["near"]) | {draw.choice(["GB", "FR", "JE", "US"])})
        policy["regions"]["waiting"] = policy["regions"]["waiting"] + draw.choice([[], ["JE"], ["US"]])

    def changes_what_an_objection_reaches(draw, policy, when):
        policy["objection"] = policies.draw_objection(draw, when)

    def renews_a_notice(draw, policy, when):
        for declared in policy.get("notices", {}).values():
            declared["version"] += 1
            declared["text"] = declared["text"].replace("-%d.md" % (declared["version"] - 1), "-%d.md" % declared["version"])
        Changes.removes_a_rule(draw, policy, when)

    def asks_for_less(draw, policy, when):
        for rule in Changes._grants(policy):
            rule.pop(draw.choice(["after", "not-before"]), None)
            if draw.random() < 0.3:
                rule["basis"] = "legitimate-interests"

    def drops_a_field(draw, policy, when):
        rule = draw.choice(policy["rules"])
        if rule.get("when"):
            rule["when"].pop(draw.choice(list(rule["when"])))
            if not rule["when"]:
                del rule["when"]
                if "deny" in rule:
                    policy["rules"].remove(rule)

    def moves_a_purpose(draw, policy, when):
        policy["purposes"] = copy.deepcopy(draw.choice(policies.TREES))

    def changes_nothing(draw, policy, when):
        pass

    def _grants(policy):
        return [rule for rule in policy["rules"] if "grant" in rule]


def compare(seed, template):
    """What was drawn and how it was judged; a difference or trouble in words; whether the command could compare at all."""
    pair = Pair(seed)
    with tempfile.TemporaryDirectory(prefix="headgate-optin-") as folder:
        try:
            ledger = drive.Ledger.__new__(drive.Ledger)
            ledger.folder, ledger.files = Path(folder), 0
            shutil.copytree(template, Path(folder) / ".headgate")
            statements = []
            for policy, at in pair.published:
                if quiet.judge(statements, policy, at)[0] != quiet.NEVER:
                    ran = publish(ledger, policy, at, True)
                    if ran.returncode == 2:
                        return pair.what, None, None, False
                    if ran.returncode != 0:
                        return pair.what, None, "%s could not be published: %s" % (policy, ran.stdout + ran.stderr), False
                    effective = max(at, instants.parse(policy["effective"])) if "effective" in policy else at
                    statements.append({"kind": "policy", "position": len(statements), "recorded_at": at, "effective_at": effective, "policy": policy})
            at = RECORDED - 10 * instants.DAY
            in_force = quiet.in_force(statements, at)
            if in_force and pair.draw.random() < 0.3:
                pause = {"purpose": pair.draw.choice(policies.purposes_of(in_force)), "regions": ["GB"], "service": pair.draw.choice([None, *in_force.get("services", [])])}
                ledger.record({"act": "suspend", "at": at, "collected": {}, **pause})
                statements.append({"kind": "suspension", "position": len(statements), "recorded_at": at, "effective_at": at, **pause})
            expected, found = quiet.judge(statements, pair.next, RECORDED, everything=True)
            ran = publish(ledger, pair.next, RECORDED, False)
            if ran.returncode == 2:
                return pair.what, expected, None, False
            again = publish(ledger, pair.next, RECORDED, True).returncode if ran.returncode == 3 else 0
            said = {(0, 0): quiet.FREE, (3, 0): quiet.OVERRIDE, (3, 3): quiet.NEVER}.get((ran.returncode, again), "exit codes %d and %d" % (ran.returncode, again))
            mine = {(o.purpose, o.grant, o.against) for o in found}
            theirs = {(a["purpose"], a["grant"], a["objected"]) for a in json.loads(ran.stdout).get("admitted", [])}
            if said == expected and mine == theirs:
                return pair.what, expected, None, True
            lines = ["expected: %s, found: %s" % (expected, said)] + ["not named: %s" % o for o in found if (o.purpose, o.grant, o.against) not in theirs]
            lines += ["named beyond: %s" % a for a in json.loads(ran.stdout).get("admitted", []) if (a["purpose"], a["grant"], a["objected"]) not in mine]
            return pair.what, expected, "\n  ".join(lines + [policies.as_yaml(p) for p in [p for p, _ in pair.published] + [pair.next]]), True
        except Exception:
            return pair.what, None, traceback.format_exc(), False


def publish(ledger, policy, at, override):
    words = ["--override", "generated pair", "--by", "Oracle"] if override else []
    return drive.run(ledger.folder, "policy", "publish", ledger.write_policy(policy, "policy.yaml"), *words, "--recorded-at", instants.text(at), "--json")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", default="0-9", help="A-B, both included")
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    first, _, last = options.seeds.partition("-")
    seeds = range(int(first), int(last or first) + 1)
    verdicts, kinds, wrong, beyond = collections.Counter(), collections.Counter(), 0, 0
    with tempfile.TemporaryDirectory(prefix="headgate-optin-") as folder:
        drive.done(folder, "init", "--json")
        with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
            for seed, (what, verdict, trouble, compared) in zip(seeds, pool.map(compare, seeds, [Path(folder) / ".headgate"] * len(seeds))):
                verdicts[verdict] += compared
                kinds[what, verdict] += compared
                beyond += not compared and not trouble
                wrong += trouble is not None
                if trouble:
                    print("seed %d (%s): %s" % (seed, what, trouble), flush=True)
    print("compared: " + ", ".join("%d %s" % (count, verdict) for verdict, count in sorted(verdicts.items(), key=str) if count))
    print("met: " + ", ".join("%s, %s: %d" % (*key, count) for key, count in sorted(kinds.items(), key=str)))
    print("%d differences, %d beyond what the command compares" % (wrong, beyond))
    return 4 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
