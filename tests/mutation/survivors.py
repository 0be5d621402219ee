#!/usr/bin/env python3
"""What survived a mutation run: as spans for a further run, or as a figure over several runs.

    survivors.py spans REPORT           a line a mutant that survived: FILE{from..to}, as `dotnet stryker --mutate` takes it
    survivors.py figure REPORT…         the first report, with what later ones killed of its survivors; and what is left
"""
import json
import sys


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)["files"]


def tried(files):
    for name, file in files.items():
        for mutant in file["mutants"]:
            if mutant["status"] not in ("Ignored", "CompileError"):
                yield name, file["source"], mutant


def offset(source, place):
    lines = source.split("\n")
    return sum(len(line) + 1 for line in lines[: place["line"] - 1]) + place["column"] - 1


def identity(name, mutant):
    start = mutant["location"]["start"]
    return name.split("/")[-1], start["line"], start["column"], mutant["mutatorName"], mutant["replacement"]


def main(what, *reports):
    survived = [(name, source, mutant) for name, source, mutant in tried(read(reports[0])) if mutant["status"] in ("Survived", "NoCoverage")]
    if what == "spans":
        spans = sorted({(name.split("/")[-1], offset(source, mutant["location"]["start"]), offset(source, mutant["location"]["end"])) for name, source, mutant in survived})
        for name, first, last in spans:
            print("**/%s{%d..%d}" % (name, first, last))
        return
    total = sum(1 for _ in tried(read(reports[0])))
    killed = {identity(name, mutant) for report in reports[1:] for name, _, mutant in tried(read(report)) if mutant["status"] in ("Killed", "Timeout")}
    left = [(name, source, mutant) for name, source, mutant in survived if identity(name, mutant) not in killed]
    for name, source, mutant in left:
        start, end = (offset(source, mutant["location"][place]) for place in ("start", "end"))
        print("%s:%d: %s => %s" % (name.split("/")[-1], mutant["location"]["start"]["line"], " ".join(source[start:end].split())[:120], " ".join(mutant["replacement"].split())[:120]))
    print("%d of %d mutants killed, %d left: %.1f %%" % (total - len(left), total, len(left), 100 * (total - len(left)) / max(total, 1)))


if __name__ == "__main__":
    main(*sys.argv[1:])
