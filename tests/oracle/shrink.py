"""Lives a world that differs again with less and less in it, and leaves the least that still differs as a script."""

from __future__ import annotations

import copy
import shlex
import shutil
import tempfile
from pathlib import Path

import drive
import worlds


def shrink(comparison_of, world, difference, into):
    """Gives the folder with `run.sh`. `comparison_of(world, folder)` compares a world and gives its differences."""
    what = difference["what"]

    def still(candidate):
        for act in candidate.acts:
            act.pop("verdict", None)
        with tempfile.TemporaryDirectory(prefix="headgate-shrink-") as folder:
            try:
                return any(d["what"] == what for d in comparison_of(candidate, folder))
            except drive.Unexpected:
                return False

    best = focus(world, difference)
    if not still(best):
        best = world
    changed = True
    while changed:
        changed = False
        for candidate in smaller(best):
            if still(candidate):
                best, changed = candidate, True
                break
    folder = Path(into) / ("seed-%d" % world.seed)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    drive.LOG.clear()
    differences = comparison_of(best, folder)
    lines = ["#!/bin/sh", "# Seed %d. HEADGATE is the command; run in an empty copy of this folder." % world.seed, 'cd "$(dirname "$0")" && rm -rf .headgate out-*']
    lines += ["${HEADGATE:-./headgate} " + shlex.join(words) for words in drive.LOG]
    lines += ["# " + line for d in differences for line in repr({k: v for k, v in d.items() if k != "record"}).splitlines()]
    (folder / "run.sh").write_text("\n".join(lines) + "\n")
    return folder


def focus(world, difference):
    """Only the point, and where it is about one record or question, only that and what it derives from."""
    found = copy.deepcopy(world)
    point = difference.get("point") or difference["ask"]["point"]
    found.points = [p for p in found.points if p == point][:1]
    found.asks = [a for a in found.asks if a == difference.get("ask")]
    for ask in found.asks:
        ask["point"] = found.points[0]
    if "record" in difference:
        wanted = {str(difference["record"].get("record_id"))}
        rows = {str(r.get("record_id")): r for r in found.sources + found.content}
        while True:
            more = {str(s) for w in wanted for s in worlds.as_list(rows.get(w, {}).get("derived_from"))} - wanted
            if not more:
                break
            wanted |= more
        found.content = [r for r in found.content if str(r.get("record_id")) in wanted]
    elif "ask" in difference:
        found.content = found.content[:1]
    return found


def smaller(world):
    """The same world without one thing."""
    for i in reversed(range(len(world.acts))):
        if world.acts[i]["act"] in ("policy",) and sum(a["act"] == "policy" for a in world.acts) == 1:
            continue
        if any(a.get("suspension") is world.acts[i] for a in world.acts):
            continue
        candidate = copy.deepcopy(world)
        del candidate.acts[i]
        if world.points[0]["n"] is not None:
            first = world.acts[i].get("first", 0)
            last = world.acts[i + 1].get("first", first) if i + 1 < len(world.acts) else None
            if first < world.points[0]["n"]:
                candidate.points[0]["n"] -= min(world.points[0]["n"], last if last is not None else first + 1) - first
        yield candidate
    for i in range(len(world.content)):
        if len(world.content) > 1:
            yield without(world, "content", i)
    for i in range(len(world.sources)):
        yield without(world, "sources", i)
    for i, act in enumerate(world.acts):
        if act["act"] == "policy":
            for j in range(len(act["policy"]["rules"])):
                candidate = copy.deepcopy(world)
                rules = candidate.acts[i]["policy"]["rules"]
                del rules[j]
                asked = {r["after"]["notice"] for r in rules if "after" in r}
                declared = candidate.acts[i]["policy"].get("notices", {})
                for notice in [n for n in declared if n not in asked]:
                    del declared[notice]
                if rules:
                    yield candidate
        elif "rows" in act and len(act["rows"]) > 1 and world.points[0]["n"] is None:
            for j in range(len(act["rows"])):
                candidate = copy.deepcopy(world)
                del candidate.acts[i]["rows"][j]
                yield candidate


def without(world, what, i):
    candidate = copy.deepcopy(world)
    del getattr(candidate, what)[i]
    return candidate
