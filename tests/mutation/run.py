#!/usr/bin/env python3
"""Runs the tests on the assembly that has every change of Stryker's in it, each change alone and in a process of its own (docs/testing.md).

    run.py keep                                  the tests as they are built, beside the changed assembly
    run.py try PART… [--for SECONDS] [--share I N] [--again]   what has not been killed yet; what is found is kept at once, so that a run can be broken off and gone on with
    run.py figure [PART…]                        how many are killed, and what is left

A process of its own, because a change also lives on in what is computed once, and because one that hangs must be ended without the next being the worse for it.
"""
import argparse
import collections
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "artifacts" / "mutation"
CONTROL = {"STRYKER_MUTANT_ID_CONTROL_VAR": "HEADGATE_CHANGE"}
# A test process takes a few seconds of a processor; one that takes as many times more hangs.
TIMES_LONGER, LEAST_SECONDS, MOST_WAITED = 5, 15, 300
MOST_MEMORY = 2 << 30

PARTS = {
    "evaluator": ["ReferencePolicy.cs", "Condition.cs", "Match.cs", "Case.cs", "Truth.cs", "ObjectionRule.cs", "Suspension.cs"],
    "comparison": ["QuietOptIn.cs", "PolicyChange.cs", "ChangeTimes.cs"],
    "table": None,  # all others
}
# What is quick and kills most comes first: a change that one process survives is tried by the next.
TRIES = {
    "evaluator": [
        ["Corpus.VerdictCorpusTests"],
        ["Policies.WholeRecordTests", "Policies.BoundaryTests"],
    ],
    "table": [
        ["Corpus.VerdictCorpusTests"],
        ["Policies.DatesTogetherTests", "Policies.LargePolicyTests", "Policies.BoundaryTests", "Policies.BudgetTests", "Policies.CanonicalTests", "Policies.NoticeClassesTests", "Policies.WitnessTests"],
        ["Policies.SideBySideTests", "Policies.TableTooLargeTests", "Engine.PolicyImpactTests", "Signals.SignalColumnTests"],
    ],
    "comparison": [
        ["Policies.ChangeTimesTests", "Policies.SideBySideTests", "Policies.BudgetTests"],
        ["Corpus.ChangeCorpusTests"],
    ],
}


class Change:
    def __init__(self, path, source, mutant):
        self.file, self.number = path.split("/")[-1], int(mutant["id"])
        start, end = mutant["location"]["start"], mutant["location"]["end"]
        lines = source.split("\n")
        begin, stop = (sum(len(line) + 1 for line in lines[: place["line"] - 1]) + place["column"] - 1 for place in (start, end))
        self.line, self.was, self.becomes = start["line"], source[begin:stop], mutant["replacement"]
        # Lines move when a file is edited; the text around a change says which it is.
        self.key = "|".join((self.file, lines[start["line"] - 1].strip(), str(start["column"]), mutant["mutatorName"], " ".join(self.becomes.split())))
        self.part = next(part for part, files in PARTS.items() if files is None or self.file in files)

    def __str__(self):
        return "%s:%d: %s => %s" % (self.file, self.line, " ".join(self.was.split())[:140], " ".join(self.becomes.split())[:140])


def changes():
    files = json.loads((KEPT / "report.json").read_text("utf-8"))["files"]
    every = [Change(path, file["source"], mutant) for path, file in sorted(files.items()) for mutant in file["mutants"] if mutant["status"] not in ("Ignored", "CompileError")]
    seen = collections.Counter()
    for change in every:
        seen[change.key] += 1
        change.key += "|%d" % seen[change.key]
    return every


def journal():
    path = KEPT / "found.jsonl"
    return {entry["key"]: entry for entry in map(json.loads, path.read_text("utf-8").splitlines())} if path.exists() else {}


def keep(change, status, by):
    with open(KEPT / "found.jsonl", "a", encoding="utf-8") as file:
        file.write(json.dumps({"key": change.key, "status": status, "by": by}) + "\n")


def keep_tests():
    """A copy of the built tests beside the changed assembly; a run that is going on sees the one or the other."""
    folder, made, past = KEPT / "tests", KEPT / "tests.new", KEPT / "tests.old"
    for one in (made, past):
        shutil.rmtree(one, ignore_errors=True)
    shutil.copytree(ROOT / "artifacts" / "bin" / "Headgate.Tests" / "release", made)
    shutil.copy(KEPT / "Headgate.Core.dll", made / "Headgate.Core.dll")
    (made / "Headgate.Core.pdb").unlink(missing_ok=True)
    if folder.exists():
        folder.rename(past)
    made.rename(folder)


def run(program, classes, number, seconds):
    """Whether all pass (None), or the one that fails; "time" where they took too long."""
    arguments = [str(program), "-noLogo", "-noColor", "-stopOnFail", "-parallel", "none"]
    for name in classes:
        arguments += ["-class", "Headgate.Tests." + name]
    environment = os.environ | CONTROL | {"HEADGATE_CHANGE": str(number), "DOTNET_GCHeapHardLimit": hex(MOST_MEMORY), "DOTNET_TieredPGO": "0", "DOTNET_gcConcurrent": "0", "DOTNET_DbgEnableMiniDump": "0"}
    limit = lambda: (resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds)), resource.setrlimit(resource.RLIMIT_CORE, (0, 0)))
    try:
        ended = subprocess.run(arguments, cwd=ROOT, env=environment, preexec_fn=limit, capture_output=True, text=True, errors="replace", timeout=MOST_WAITED)
    except subprocess.TimeoutExpired:
        return "time"
    if ended.returncode == 0:
        if re.search(r"Total: [1-9]", ended.stdout) is None:
            sys.exit("no test ran: " + ended.stdout + ended.stderr)
        return None
    if ended.returncode in (-9, -24):
        return "time"
    failed = re.search(r"Headgate\.Tests\.([\w.]+).*\[FAIL\]", ended.stdout)
    return failed.group(1) if failed else "crash"


def measured(program, classes):
    """How many seconds of a processor they take where nothing is changed, which they must pass."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    failed = run(program, classes, -1, MOST_WAITED)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if failed:
        sys.exit("%s fails without any change: %s" % (" ".join(classes), failed))
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def attempt(parts, seconds, again, share):
    until = time.monotonic() + seconds
    program, found = KEPT / "tests" / "Headgate.Tests", journal()
    for part in parts:
        rounds = [(classes, measured(program, classes)) for classes in TRIES[part]]
        for classes, took in rounds:
            print("%s: %.1f s" % (" ".join(classes), took))
        left = [change for change in changes() if change.part == part and change.number % share[1] == share[0] % share[1] and (change.key not in found or again and found[change.key]["status"] == "survived")]
        print("%s: %d to try" % (part, len(left)), flush=True)
        for change in left:
            if time.monotonic() > until:
                sys.exit("time is up; the next run goes on from here")
            by = next((by for classes, took in rounds if (by := run(program, classes, change.number, max(LEAST_SECONDS, int(took * TIMES_LONGER))))), None)
            status = "survived" if by is None else "timeout" if by == "time" else "killed"
            keep(change, status, by)
            if by is None or by in ("time", "crash"):
                print(by or "survived", change.number, change, flush=True)


def figure(parts):
    found = journal()
    for part in parts:
        every = [change for change in changes() if change.part == part]
        said = collections.Counter(found[change.key]["status"] if change.key in found else "not tried" for change in every)
        by = collections.Counter(found[change.key]["by"].split(".")[1] for change in every if change.key in found and found[change.key]["status"] == "killed" and "." in found[change.key]["by"])
        for change in every:
            if found.get(change.key, {"status": ""})["status"] == "survived":
                print("  ", change.number, change)
        killed = said["killed"] + said["timeout"]
        print("%s: %d of %d killed (%.1f %%), %d by time; %s; %s" % (part, killed, len(every), 100 * killed / max(len(every), 1), said["timeout"], dict(said), dict(by)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["keep", "try", "figure"])
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], default=[])
    parser.add_argument("--for", dest="seconds", type=int, default=1 << 30)
    parser.add_argument("--share", type=int, nargs=2, default=(0, 1), metavar=("I", "N"), help="of N runs side by side the I-th")
    parser.add_argument("--again", action="store_true", help="those that survived, with the tests as they are now")
    given = parser.parse_args()
    parts = given.parts or list(PARTS)
    if given.what == "keep":
        keep_tests()
    elif given.what == "try":
        attempt(parts, given.seconds, given.again, given.share)
    else:
        figure(parts)


if __name__ == "__main__":
    main()
