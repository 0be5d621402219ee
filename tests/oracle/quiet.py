"""No quiet opt-in, by brute force: every case that two policies can tell apart, written from the text and decision 0012 alone.

A case is a point in a space of dimensions. A set of cases is an integer with a bit a case, so that a condition is looked at once for all.
"""

from __future__ import annotations

import collections
import datetime
import itertools

import aipref
import instants
import regions
import semantics

LONG_AGO = instants.parse("1990-01-01")
VISIBILITIES = ["public", "connections", "private", None]

FREE, OVERRIDE, NEVER = "may be published", "needs an override", "is never published"


# ---- Who is refused -----------------------------------------------------------------------------------------------------


class Opening:
    """Cases that go from deny to allow, and one of them."""

    def __init__(self, purpose, t, grant, against, case):
        self.purpose, self.t, self.grant, self.against, self.case = purpose, t, grant, against, case

    def __str__(self):
        about = {k: [instants.text(x) if isinstance(x, int) else str(x) for x in v] if isinstance(v, tuple) else v for k, v in self.case.items()}
        return "%s at %s by %s%s: %s" % (self.purpose, instants.text(self.t), self.grant, ", against an objection" if self.against else "", about)


def judge(statements, text, recorded_at, everything=False):
    """What becomes of publishing a policy, recorded after some statements; and the openings that were met, all or until one decides."""
    published = [s for s in statements if s["kind"] == "policy"]
    start = max(recorded_at, instants.parse(text["effective"])) if "effective" in text else recorded_at
    followed = [in_force(published, recorded_at)] + ([in_force(published, start - 1)] if start > recorded_at else [])
    end = min((s["effective_at"] for s in published if s["effective_at"] > start), default=None)
    declared = {version for s in published if s["effective_at"] <= recorded_at for version in versions(s["policy"])}
    found = []
    for before in followed:
        known = declared | (versions(before) if before else set())
        for opening in openings(before, text, start, end, known):
            found.append(opening)
            if opening.against and not everything:
                return NEVER, found
    later = sorted((s for s in published if s["effective_at"] > start), key=lambda s: (s["effective_at"], -s["position"]))
    if later:
        then = later[0]["effective_at"]
        until = next((s["effective_at"] for s in later if s["effective_at"] > then), None)
        again = next(openings(text, later[0]["policy"], then, until, declared | versions(text)), None)
    else:
        again = None
    leaves = again is not None or any(escapes(pauses(statements, start), semantics.Policy(before), semantics.Policy(text)) for before in followed if before)
    return (NEVER if any(o.against for o in found) else OVERRIDE if found or leaves else FREE), found


def pauses(statements, t):
    """The suspensions that are in force, also those that were lifted after a notice."""
    lifted = {s["suspension"]: s for s in sorted(statements, key=lambda s: (s["effective_at"], s["position"])) if s["kind"] == "lift" and s["effective_at"] <= t}
    return [s for s in statements if s["kind"] == "suspension" and s["effective_at"] <= t and not (s["position"] in lifted and lifted[s["position"]]["after"] is None)]


def escapes(suspensions, old, new):
    """Whether the new policy's words take something out of a pause (decision 0013)."""
    def paused(policy, purpose, suspended):
        return suspended in policy.line(purpose) or suspended not in policy.parents

    for s in suspensions:
        if any(p in old.parents and paused(old, p, s["purpose"]) and not paused(new, p, s["purpose"]) for p in new.parents):
            return True
        if s["service"] is not None and set(new.text.get("services") or []) - set(old.text.get("services") or []) - {s["service"]}:
            return True
    return False


def in_force(published, t):
    """The policy with the latest effect, then the highest position; None where there is none."""
    counting = [s for s in published if s["effective_at"] <= t]
    return max(counting, key=lambda s: (s["effective_at"], s["position"]))["policy"] if counting else None


def versions(policy):
    return {(notice, declared["version"]) for notice, declared in (policy.get("notices") or {}).items()}


def openings(before, after, start, end, known):
    """One opening a purpose, grant and kind of refusal, at the first instant at which there is one."""
    old = semantics.Policy(before or semantics.NO_POLICY)
    new = semantics.Policy(after)
    said = set()
    for purpose in new.parents:
        for t in moments(old, new, start, end):
            space = Space(old, new, purpose, t, start)
            allowed_before = allowed(space, old, purpose)[0] if before and purpose in old.parents else 0
            _, granted = allowed(space, new, purpose)
            for rule, cases in granted:
                if rule["basis"] == "consent":
                    continue
                opened = cases & ~allowed_before
                against = opened & space.objected_early if before else 0
                told = "after" in rule and instants.duration(rule["after"].get("window", "0s")) >= instants.DAY \
                    and (rule["after"]["notice"], new.notice_version(rule["after"]["notice"])) not in known
                for cases, is_against in ((against, True), (0 if told else opened & ~against, False)):
                    key = (purpose, rule["grant"], is_against)
                    if cases and key not in said:
                        said.add(key)
                        yield Opening(purpose, t, rule["grant"], is_against, space.case(cases))


def moments(old, new, start, end):
    """The instants at which anything can begin to be decided otherwise, their neighbours, and the days on which ages at a named date are reached."""
    named = {start}
    dates, now, then = set(), set(), set()
    for policy in (old, new):
        for rule in policy.rules:
            when = rule.get("when") or {}
            for field in ("created", "collected"):
                dates |= {instants.parse(v) for v in when.get(field, {}).values()}
            named |= {instants.parse(when[field]) for field in ("from", "until") if field in when}
            now |= set(when.get("age", {}).values())
            then |= set(when.get("age-at-creation", {}).values())
            if "not-before" in rule:
                named.add(instants.parse(rule["not-before"]))
        for entry in objection_entries(policy):
            if "full-if-before" in entry:
                named.add(instants.parse(entry["full-if-before"]))
    named |= dates
    for date, a, b in itertools.product(dates, now, then):
        day = instants.to_date(date)
        for off in range(-2, 3):
            named.add(instants.parse((semantics.birthday(day, a - b) + datetime.timedelta(days=off)).isoformat()))
    named.add(max(named) + 400 * instants.DAY)
    if end is not None:
        named.add(end)
    return sorted({t for n in named for t in (n - 1, n, n + 1) if t >= start and (end is None or t < end)})


def objection_entries(policy):
    objection = policy.text.get("objection", "full")
    return objection if isinstance(objection, list) else []


def allowed(space, policy, purpose):
    """The cases that a policy allows, and for each grant those of which it is the first that holds."""
    line = list(policy.line(purpose))
    out = space.where("kind", lambda kind: policy.declared("content", kind) is None)
    for rule in policy.rules:
        if "deny" in rule:
            out |= space.matching(policy, line, rule, unknown_holds=True)
    out |= space.objected(policy, line)
    label = next((policy.aipref[p] for p in line if policy.aipref[p]), None)
    if label:
        out |= space.where("usage", lambda usage: usage is not None and aipref.disallows(usage, label))
    granted, taken = [], out
    for rule in policy.rules:
        if "grant" in rule:
            cases = space.matching(policy, line, rule, unknown_holds=False) & space.demands_hold(policy, purpose, rule) & ~taken
            granted.append((rule, cases))
            taken |= cases
    return taken & ~out, granted


class Space:
    """All cases of one purpose and instant that two policies can tell apart. A dimension has values, each standing for all that are decided alike."""

    def __init__(self, old, new, purpose, t, start):
        self.t, self.policies, self.purpose = t, (old, new), purpose
        self.lines = [set(policy.line(purpose)) for policy in self.policies]
        self.dimensions = {
            "region": self.regions(),
            "kind": self.kinds(),
            "visibility": self.thin("visibility", VISIBILITIES),
            "service": self.words("services", "service"),
            "labels": self.labels(),
            "usage": self.usages(),
            "collected": self.dates("collected"),
            "choice": self.choices(purpose, start),
            "life": None,
            "notices": self.notices(),
        }
        self.dimensions["life"] = self.lives()
        self.size = 1
        self.strides = {}
        for name, values in self.dimensions.items():
            self.strides[name] = self.size
            self.size *= len(values)
        self.everything = (1 << self.size) - 1
        self.objected_early = self.where("choice", lambda choice: choice[0] == "objected" and choice[2] < start)

    # Sets of cases

    def where(self, dimension, holds):
        return self.spread(dimension, [i for i, value in enumerate(self.dimensions[dimension]) if holds(value)])

    def spread(self, dimension, chosen):
        stride, count = self.strides[dimension], len(self.dimensions[dimension])
        if len(chosen) == count:
            return self.everything
        block = sum(((1 << stride) - 1) << i * stride for i in chosen)
        width = stride * count
        while width < self.size:
            block |= block << width
            width *= 2
        return block & self.everything

    def case(self, cases):
        index = (cases & -cases).bit_length() - 1
        return {name: values[index // self.strides[name] % len(values)] for name, values in self.dimensions.items()}

    # Conditions

    def conditions(self, field):
        """What both policies ask of a field, each with its policy."""
        return [(policy, rule["when"][field]) for policy in self.policies for rule in policy.rules if field in (rule.get("when") or {})]

    def matching(self, policy, line, rule, unknown_holds):
        """All fields must match; what is unknown holds in a deny and fails in a grant."""
        cases = self.everything
        for field, wanted in (rule.get("when") or {}).items():
            cases &= self.holding(policy, line, field, wanted, unknown_holds)
            if not cases:
                break
        return cases

    def holding(self, policy, line, field, wanted, unknown_holds):
        def holds(truth):
            return unknown_holds if truth is None else truth

        if field in ("from", "until"):
            return self.everything if (self.t >= instants.parse(wanted)) == (field == "from") else 0
        if field == "purpose":
            inner = semantics.as_list(wanted["not"] if isinstance(wanted, dict) else wanted)
            return self.everything if any(p in inner for p in line) != isinstance(wanted, dict) else 0
        if field in ("age", "age-at-creation"):
            cases = self.everything
            for bound, years in wanted.items():
                cases &= self.where("life", lambda life: holds(aged(bound, life[2 if field == "age" else 3].get(years))))
            return cases
        if field == "created":
            return self.where("life", lambda life: holds(semantics.within(life[0], wanted)))
        if field == "collected":
            return self.where("collected", lambda collected: holds(semantics.within(collected, wanted)))
        if field == "region":
            return self.where("region", lambda region: truth_of_region(policy, region, wanted))
        return self.where("kind" if field == "content" else field, lambda value: holds(truth_of_word(policy, field, value, wanted)))

    def objected(self, policy, line):
        """Cases whose objection reaches the record."""
        cases = 0
        for i, choice in enumerate(self.dimensions["choice"]):
            if choice[0] != "objected" or choice[1] not in line:
                continue
            since = choice[2]
            reached = self.where("life", lambda life: life[0] is None or life[0] >= since)
            here = 0
            for j, region in enumerate(self.dimensions["region"]):
                entry = objection_of(policy, region)
                is_full = entry is None or entry["effect"] == "full" or ("full-if-before" in entry and since < instants.parse(entry["full-if-before"]))
                here |= self.spread("region", [j]) & (self.everything if is_full else reached)
            cases |= here & self.spread("choice", [i])
        return cases

    def demands_hold(self, policy, purpose, rule):
        if "not-before" in rule and self.t < instants.parse(rule["not-before"]):
            return 0
        cases = self.everything
        if rule["basis"] == "consent":
            cases &= self.where("choice", lambda choice: choice == ("consented", purpose))
        if "after" in rule:
            notice = (rule["after"]["notice"], policy.notice_version(rule["after"]["notice"]))
            window = instants.duration(rule["after"].get("window", "0s"))
            cases &= self.where("notices", lambda served: notice in served and self.t >= served[notice] + window)
        return cases

    # Dimensions

    def thin(self, field, values):
        """One value for all of which the same conditions hold."""
        asked = self.conditions(field)
        if not asked:
            return [next(v for v in values if v is not None)]
        found = {}
        for value in values:
            found.setdefault(tuple(truth_of_word(policy, field, value, wanted) for policy, wanted in asked), value)
        return list(found.values())

    def kinds(self):
        """What the new policy does not list it denies."""
        asked = self.conditions("content")
        found = {}
        for kind in sorted(self.policies[1].text["content"]):
            listed = self.policies[0].declared("content", kind) is not None
            found.setdefault((listed, tuple(truth_of_word(policy, "content", kind, wanted) for policy, wanted in asked)), kind)
        return list(found.values())

    def usages(self):
        labels = [next((policy.aipref[p] for p in policy.line(self.purpose) if policy.aipref.get(p)), None) for policy in self.policies]
        found = {}
        for usage in [None, "train-ai=n", "search=n"]:
            found.setdefault(tuple(label is not None and usage is not None and aipref.disallows(usage, label) for label in labels), usage)
        return list(found.values())

    def words(self, declared, field):
        return self.thin(field, sorted({w for policy in self.policies for w in policy.text.get(declared) or []}) + ["undeclared"])

    def labels(self):
        asked = self.conditions("labels")
        if not asked:
            return [[]]
        words = sorted({w for policy in self.policies for w in policy.text.get("labels") or []}) + ["undeclared"]
        found = {}
        for labels in [None] + [list(c) for n in range(len(words) + 1) for c in itertools.combinations(words, n)]:
            found.setdefault(tuple(truth_of_word(policy, "labels", labels, wanted) for policy, wanted in asked), labels)
        return list(found.values())

    def regions(self):
        asked = self.conditions("region")
        found = {}
        for code in sorted(regions.CODES):
            entries = tuple(id(objection_of(policy, code)) for policy in self.policies)
            found.setdefault((entries, tuple(truth_of_region(policy, code, wanted) for policy, wanted in asked)), code)
        return list(found.values())

    def cuts(self, field):
        return {instants.parse(v) for _, wanted in self.conditions(field) for v in wanted.values()}

    def dates(self, field):
        cuts = self.cuts(field)
        return [None] + sorted({c for cut in cuts for c in (cut - 1, cut)}) if cuts else [LONG_AGO]

    def choices(self, purpose, start):
        """Unset, consented, or objected to the purpose or an ancestor in either tree, since some time. Objecting twice lets nobody in whom objecting once does not."""
        since = {LONG_AGO, start - 1, start, self.t}
        since |= {f + off for policy in self.policies for e in objection_entries(policy) if "full-if-before" in e for f in [instants.parse(e["full-if-before"])] for off in (-1, 0)}
        since |= {cut + off for cut in self.cuts("created") for off in (0, 1)}
        line = sorted(self.lines[0] | self.lines[1], key=lambda p: (p in self.lines[0], p in self.lines[1], p))
        # Ancestors that stand above the purpose in the same trees are alike.
        alike = {(p in self.lines[0], p in self.lines[1]): p for p in line}
        self.since = sorted(s for s in since if s <= self.t)
        return [("unset",), ("consented", purpose)] + [("objected", p, s) for p in sorted(alike.values()) for s in self.since]

    def lives(self):
        """When a record was created, and how old its author was then and is now."""
        now = sorted({y for _, wanted in self.conditions("age") for y in wanted.values()})
        then = sorted({y for _, wanted in self.conditions("age-at-creation") for y in wanted.values()})
        cuts = self.cuts("created")
        created = {c for cut in cuts for c in (cut - 1, cut)} | {c for s in self.since for c in (s - 1, s)} | {self.t, LONG_AGO + instants.DAY}
        found = {}
        for moment in [None] + sorted(c for c in created if c <= self.t):
            asked = tuple(semantics.within(moment, wanted) for _, wanted in self.conditions("created")), None if moment is None else tuple(moment >= s for s in self.since)
            for births in self.births(now, then, moment):
                ages = tuple(semantics.is_under(births, y, self.t) for y in now), tuple(semantics.is_under(births, y, moment) for y in then)
                found.setdefault((asked, ages), (moment, births, dict(zip(now, ages[0])), dict(zip(then, ages[1]))))
        return list(found.values())

    def births(self, now, then, created):
        """Births on both sides of every age that is asked for, known to the day or less exactly."""
        if not now and not then:
            return [None]
        days = {semantics.birthday(instants.to_date(self.t), -y) for y in now}
        days |= {semantics.birthday(instants.to_date(created), -y) for y in then if created is not None}
        days = {day + datetime.timedelta(days=off) for day in days for off in (-1, 0, 1, 2)} | {datetime.date(1900, 1, 1)}
        distinct = {}
        for day in sorted(days):
            exact = (day, day)
            distinct[tuple(semantics.is_under(exact, y, self.t) for y in now), tuple(semantics.is_under(exact, y, created) for y in then)] = day
        steps = sorted(distinct.values())
        return [None] + [(a, b) for i, a in enumerate(steps) for b in steps[i:]]

    def notices(self):
        """Which notices were served, and when."""
        asked = collections.defaultdict(set)
        for policy in self.policies:
            for rule in policy.rules:
                if "after" in rule:
                    asked[rule["after"]["notice"], policy.notice_version(rule["after"]["notice"])].add(instants.duration(rule["after"].get("window", "0s")))
        found = {}
        for served in itertools.product(*[[None] + [self.t - w for w in sorted(windows | {0})] for windows in asked.values()]):
            met = tuple(at is not None and self.t >= at + window for at, windows in zip(served, asked.values()) for window in sorted(windows))
            found.setdefault(met, {notice: at for notice, at in zip(asked, served) if at is not None})
        return list(found.values())


def aged(bound, is_under):
    return is_under if bound == "under" else semantics.negate(is_under)


def truth_of_region(policy, region, wanted):
    inner = wanted["not"] if isinstance(wanted, dict) else wanted
    return (region in codes(policy, inner)) != isinstance(wanted, dict)


def truth_of_word(policy, field, value, wanted):
    inner = semantics.as_list(wanted["not"] if isinstance(wanted, dict) else wanted)
    what = {"service": "services"}.get(field, field)

    def one(word):
        known = policy.declared(what, word)
        return None if known is None else known in inner

    truth = (None if value is None else semantics.any_of(one(v) for v in value)) if field == "labels" else one(value)
    return semantics.negate(truth) if isinstance(wanted, dict) else truth


def objection_of(policy, region):
    """The first entry of the region; None where an objection is full."""
    return next((e for e in objection_entries(policy) if region in codes(policy, e["region"])), None)


def codes(policy, names):
    cached = policy.__dict__.setdefault("codes", {})
    key = str(names)
    if key not in cached:
        cached[key] = policy.regions(names)
    return cached[key]
