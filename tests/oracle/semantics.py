"""An independent evaluator of the semantics, written from its text and the decision records alone.

A decision is a pure function of the ledger's first N statements, the instant T, a purpose, and the record with its sources.
Truth is True, False, or None for unknown. Statements are dicts, as `worlds.py` makes them.
"""

from __future__ import annotations

import datetime
import json

import aipref
import instants
import regions
import rows

# ---- Time and knowledge -----------------------------------------------------------------------------------------------


def counting(statements, n, t):
    """A statement counts at T if its position is below N and it is effective by then."""
    counted = [s for s in statements if s["position"] < n and s["effective_at"] <= t]
    return sorted(counted, key=lambda s: (s["effective_at"], s["position"]))


# ---- Standing of a subject --------------------------------------------------------------------------------------------


class Standing:
    """Folds the statements that count, in order of effect and position: the last about the same thing stands."""

    def __init__(self, statements):
        self.regions_by_source = {}
        self.birth = None
        self.status = None
        self.choices = {}
        self.objected_since = {}
        self.served = {}
        for s in statements:
            if s["kind"] == "member":
                if "regions" in s:
                    self.regions_by_source[s["source"]] = [None] if s["regions"] is None else s["regions"]
                if "birth" in s:
                    self.birth = s["birth"]
                if "status" in s:
                    self.status = s["status"]
            elif s["kind"] == "choice":
                purpose, choice = s["purpose"], s["choice"]
                if choice == "objected" and self.choices.get(purpose) != "objected":
                    self.objected_since[purpose] = s["effective_at"]
                self.choices[purpose] = choice
            elif s["kind"] == "served":
                self.served.setdefault((s["notice"], s["version"]), []).append(s["effective_at"])
            elif s["kind"] == "bounced":
                self.served[s["notice"], s["version"]] = []

    @property
    def claims(self):
        return {c for claimed in self.regions_by_source.values() for c in claimed}

    def served_first(self, notice, version, since=None):
        times = [t for t in self.served.get((notice, version), []) if since is None or t >= since]
        return min(times, default=None)


def births(age_from, age_to, on):
    """The earliest and the latest birth of somebody whose full years on a date lie in a range; None is no bound."""
    latest = _last_birth_of_age(age_from, on)
    earliest = None if age_to is None else _last_birth_of_age(age_to + 1, on) + datetime.timedelta(days=1)
    return earliest, latest


def _last_birth_of_age(years, on):
    day = datetime.date(on.year - years, on.month, 28) + datetime.timedelta(days=4)
    while birthday(day, years) > on:
        day -= datetime.timedelta(days=1)
    return day


def birthday(born, years):
    """29 February counts as 1 March, in every year."""
    if (born.month, born.day) == (2, 29):
        born = datetime.date(born.year, 3, 1)
    return datetime.date(born.year + years, born.month, born.day)


def is_under(birth, years, instant):
    """Asked of the earliest and the latest birth; where they differ it is unknown."""
    if birth is None or instant is None:
        return None
    earliest, latest = birth
    on = instants.to_date(instant)
    answers = {False if earliest is None else on < birthday(earliest, years), on < birthday(latest, years)}
    return answers.pop() if len(answers) == 1 else None


# ---- Unknown ----------------------------------------------------------------------------------------------------------


def negate(truth):
    return None if truth is None else not truth


def any_of(truths):
    truths = list(truths)
    return True if True in truths else None if None in truths else False


def together(conditions):
    """All must match. Gives the truth, and the first unknown field."""
    conditions = list(conditions)
    if any(truth is False for _, truth in conditions):
        return False, None
    unknown = [field for field, truth in conditions if truth is None]
    return (None, unknown[0]) if unknown else (True, None)


# ---- The verdict ------------------------------------------------------------------------------------------------------

OWN = ["no-policy", "malformed-record", "unknown-subject", "unknown-content-kind", "unknown-source"]
FIRST_STEP = ["unknown-subject", "unknown-region", "not-active"]
SIGNALS = ["content-usage", "tdm-reservation", "iptc-data-mining", "c2pa"]
DEMANDS = ["not-yet", "consent-not-given", "notice-not-served", "window-open"]


class Reason:
    def __init__(self, rank, word, subject=None, region=None):
        self.rank, self.word, self.subject, self.region, self.source = rank, word, subject, region, None

    @property
    def allows(self):
        return self.word.startswith("granted:")

    def fields(self):
        return self.word, self.subject, self.region, self.source


# Where none is in force, nothing is declared and there are no rules.
NO_POLICY = {"purposes": {}, "content": [], "rules": []}


class Policy:
    """The published rules, as a dict in the form of the file."""

    def __init__(self, text):
        self.text = text
        self.parents = {}
        self.aipref = {}
        self._walk(text["purposes"], None)
        self.rules = text["rules"]

    def _walk(self, purposes, parent):
        for name, purpose in (purposes or {}).items():
            self.parents[name] = parent
            self.aipref[name] = (purpose or {}).get("aipref")
            self._walk((purpose or {}).get("children"), name)

    def line(self, purpose):
        """The purpose and its ancestors, nearest first."""
        while purpose is not None:
            yield purpose
            purpose = self.parents.get(purpose)

    def declared(self, what, value):
        """A value that the policy does not declare is unknown."""
        words = ["public", "connections", "private"] if what == "visibility" else self.text.get(what) or []
        return value if value in words else None

    def regions(self, names):
        return regions.members(as_list(names), self.text.get("regions") or {})

    def notice_version(self, notice):
        declared = (self.text.get("notices") or {}).get(notice)
        return declared["version"] if declared else None


def as_list(value):
    return value if isinstance(value, list) else [value]


class Decision:
    """Decides records for one N, T and purpose."""

    def __init__(self, statements, n, t, purpose, records=()):
        self.t, self.purpose = t, purpose
        self.records = {r.id: r for r in records if r.id is not None}
        self.by_subject = {}
        self.lifts = {}
        self.suspensions = []
        policy = None
        for s in counting(statements, n, t):
            if "subject" in s:
                self.by_subject.setdefault(s["subject"], []).append(s)
            elif s["kind"] == "policy":
                policy = s["policy"]
            elif s["kind"] == "suspension":
                self.suspensions.append(s)
            elif s["kind"] == "lift":
                self.lifts[s["suspension"]] = s
        self.suspensions.sort(key=lambda s: s["position"])
        self.has_policy = policy is not None
        self.policy = Policy(policy or NO_POLICY)
        self.is_usage_error = self.has_policy and purpose not in self.policy.parents

    def verdict(self, record):
        """The least reason, and all of them in the order in which they are explained."""
        reasons = self.reasons_with_sources(record)
        return min(reasons, key=lambda r: r.rank), reasons

    def reasons_with_sources(self, record):
        reasons = list(self.reasons(record))
        judged = {record.id}

        def follow(derived):
            for source in derived.derived_from:
                if source is None or source in judged or source not in self.records:
                    continue
                judged.add(source)
                for reason in self.reasons(self.records[source]):
                    reason.source = source
                    reasons.append(reason)
                follow(self.records[source])

        follow(record)
        return reasons

    def reasons(self, record):
        """The record's own reasons, then one a (subject, region)."""
        if not self.has_policy:
            yield self.own("no-policy")
        if record.malformed:
            yield self.own("malformed-record")
        if record.author is None:
            yield self.own("unknown-subject")
        if self.policy.declared("content", record.kind) is None:
            yield self.own("unknown-content-kind")
        if any(s is None or s not in self.records for s in record.derived_from):
            yield self.own("unknown-source")
        subjects = ([] if record.author is None else [record.author]) + record.others
        for subject in dict.fromkeys(subjects):
            yield from self.of_subject(record, subject)

    @staticmethod
    def own(word):
        return Reason((0, OWN.index(word)), word)

    def of_subject(self, record, subject):
        def first_step(word, region=None):
            return Reason((1, FIRST_STEP.index(word)), word, subject, region)

        standing = Standing(self.by_subject.get(subject, []))
        for region, is_understood in claimed(standing.claims | set(record.regions)):
            if subject not in self.by_subject:
                yield first_step("unknown-subject", region)
            elif not standing.claims or not is_understood:
                yield first_step("unknown-region", region)
            elif standing.status != "active":
                yield first_step("not-active", region)
            else:
                reason = self.of_case(Case(self, record, standing, region))
                reason.subject, reason.region = subject, region
                yield reason

    def of_case(self, case):
        return (self.suspended(case) or self.denied(case) or self.objected(case) or self.signalled(case) or self.granted(case))

    def suspended(self, case):
        for s in self.suspensions:
            matches, unknown = together(case.suspension(s))
            if matches is False:
                continue
            lift = self.lifts.get(s["position"])
            if lift and not case.is_still_paused(s, lift):
                continue
            return Reason((2, s["position"]), "suspended:%d%s" % (s["position"], "/unknown-" + unknown if unknown else ""))

    def denied(self, case):
        for i, rule in enumerate(self.policy.rules):
            if "deny" in rule:
                matches, unknown = together(case.when(rule.get("when")))
                if matches is not False:
                    return Reason((3, i), "denied:%s%s" % (rule["deny"], "/unknown-" + unknown if unknown else ""))

    def objected(self, case):
        for purpose in self.policy.line(self.purpose):
            if case.standing.choices.get(purpose) == "objected" and case.objection_reaches(case.standing.objected_since[purpose]):
                return Reason((4,), "objected")

    def signalled(self, case):
        for i, signal in enumerate(SIGNALS):
            if case.disallowed_by(signal):
                return Reason((5, i), "signal:" + signal)

    def granted(self, case):
        failure = None
        for i, rule in enumerate(self.policy.rules):
            if "grant" not in rule or together(case.when(rule.get("when")))[0] is not True:
                continue
            failing = case.first_that_fails(rule)
            if failing is None:
                return Reason((9,), "granted:" + rule["grant"])
            failure = failure or Reason((6, i, DEMANDS.index(failing)), failing + ":" + rule["grant"])
        return failure or Reason((7,), "no-grant")


def claimed(claims):
    """Regions alphabetically, and whether each is understood; what is not is kept as written. Where there is none, one that is not known."""
    codes = {regions.understand(written) or written or "": regions.understand(written) is not None for written in claims}
    return sorted(codes.items()) or [(None, False)]


class Case:
    """One subject in one region, and a record."""

    def __init__(self, decision, record, standing, region):
        self.decision, self.record, self.standing, self.region = decision, record, standing, region
        self.policy, self.t, self.purpose = decision.policy, decision.t, decision.purpose
        self.created = record.created if record.created is not None and record.created <= self.t else None
        self.collected = self.created if record.collected_is_created else record.collected

    # `when`: all fields must match; each a value, a list, or {not: value-or-list}

    def when(self, fields):
        for field, wanted in (fields or {}).items():
            if field in ("age", "age-at-creation"):
                at = self.t if field == "age" else self.created
                if "from" in wanted:
                    yield field, negate(is_under(self.standing.birth, wanted["from"], at))
                if "under" in wanted:
                    yield field, is_under(self.standing.birth, wanted["under"], at)
            elif field in ("created", "collected"):
                yield field, within(getattr(self, field), wanted)
            elif field == "from":
                yield field, self.t >= instants.parse(wanted)
            elif field == "until":
                yield field, self.t < instants.parse(wanted)
            elif isinstance(wanted, dict):
                yield field, negate(self.is_one_of(field, as_list(wanted["not"])))
            else:
                yield field, self.is_one_of(field, as_list(wanted))

    def is_one_of(self, field, wanted):
        if field == "purpose":
            return any(p in wanted for p in self.policy.line(self.purpose))
        if field == "region":
            return self.region in self.policy.regions(wanted)
        if field == "labels":
            if self.record.labels is None:
                return None
            return any_of(self.is_value("labels", label, wanted) for label in self.record.labels)
        if field == "service":
            return self.is_value("services", self.record.service, wanted)
        return self.is_value(field, getattr(self.record, "kind" if field == "content" else field), wanted)

    def is_value(self, what, value, wanted):
        known = self.policy.declared(what, value)
        return None if known is None else known in wanted

    # Suspension, and its end

    def suspension(self, s):
        if s["purpose"] in self.policy.parents:
            yield "purpose", s["purpose"] in self.policy.line(self.purpose)
        else:
            yield "purpose", None
        yield "region", s["regions"] is None or self.region in s["regions"]
        if s["service"] is not None:
            yield "service", self.is_value("services", self.record.service, [s["service"]])
        if s["collected"]:
            yield "collected", within(self.collected, s["collected"])

    def is_still_paused(self, suspension, lift):
        """After a lift: everybody who was not served its notice since the suspension began, or whose window is open."""
        if lift["after"] is None:
            return False
        version = self.policy.notice_version(lift["after"])
        served = None if version is None else self.standing.served_first(lift["after"], version, since=suspension["effective_at"])
        return served is None or self.t < served + instants.duration(lift["window"])

    # Which records an objection reaches

    def objection_reaches(self, since):
        objection = self.policy.text.get("objection", "full")
        if objection == "full":
            return True
        for entry in objection:
            if self.region in self.policy.regions(entry["region"]):
                if entry["effect"] == "full":
                    return True
                if "full-if-before" in entry and since < instants.parse(entry["full-if-before"]):
                    return True
                return self.created is None or self.created >= since
        return True

    # Signals

    def disallowed_by(self, signal):
        if signal == "content-usage":
            labels = [self.policy.aipref.get(p) for p in self.policy.line(self.purpose)]
            label = next((label for label in labels if label), None)
            return label is not None and any(u is not None and aipref.disallows(u, label) for u in self.record.content_usage)
        column, plainly_allows = {
            "tdm-reservation": ("tdm_reservation", ["0", "false"]),
            "iptc-data-mining": ("iptc_data_mining", ["DMI-ALLOWED", "DMI-UNSPECIFIED"]),
            "c2pa": ("c2pa_training_mining", ["allowed"]),
        }[signal]
        value = self.record.other_signals.get(column)
        return value is not None and (json.dumps(value) if not isinstance(value, str) else value) not in plainly_allows

    # What a grant asks for

    def first_that_fails(self, rule):
        if "not-before" in rule and self.t < instants.parse(rule["not-before"]):
            return "not-yet"
        if rule["basis"] == "consent" and self.standing.choices.get(self.purpose) != "consented":
            return "consent-not-given"
        after = rule.get("after")
        if after:
            served = self.standing.served_first(after["notice"], self.policy.notice_version(after["notice"]))
            if served is None:
                return "notice-not-served"
            if self.t < served + instants.duration(after.get("window", "0s")):
                return "window-open"
        return None


def within(instant, interval):
    """Half-open: [from, to)."""
    if instant is None:
        return None
    start, end = interval.get("from"), interval.get("to")
    return (start is None or instant >= instants.parse(start)) and (end is None or instant < instants.parse(end))
