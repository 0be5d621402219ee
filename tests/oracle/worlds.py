"""Draws worlds: acts that a ledger records, content, and the points at which it is decided. A seed gives a world, for ever."""

from __future__ import annotations

import datetime
import random

import instants
import quiet
import policies
import regions
import rows
import semantics

NOW = instants.parse("2026-11-01")
SUBJECTS = ["ann", "ben", "cem", "dot", "1007", "zoë"]
STRANGER = "nobody"
CLAIMS = ["GB", "DE", "US", "JE", "GF", "CH", "IS", "SJ", "FR"]
ODD_CLAIMS = ["UK", "EL", "DEU", "Germany", "gb", "United Kingdom", "XK", "EU", "Atlantis", ""]
USAGES = ["train-ai=n", "train-ai=y", "search=n", "train-ai=n, search=y", "train-ai=y, train-ai=n;a=1", "TRAIN-AI=n", "train-ai=n,", "train-ai=\"n\"", "train-ai", "", "search=n, train-ai=?0", "a=(1 \"b\" c);d, train-ai=n"]


class World:
    def __init__(self):
        self.seed = None
        self.acts, self.content, self.sources = [], [], []
        self.columns, self.source_columns = set(), set()
        self.points, self.asks = [], []


def draw_world(seed) -> World:
    return Drawing(seed).world


class Drawing:
    def __init__(self, seed):
        self.draw = draw = random.Random(seed)
        self.world = World()
        self.world.seed = seed
        first, span = instants.parse("2024-01-01"), draw.choice([60, 300, 1000])
        self.days = sorted(first + draw.randrange(span) * instants.DAY for _ in range(5)) + [instants.parse("2024-02-29"), instants.parse("2026-03-01")]
        self.acts()
        self.columns()
        self.rows()
        self.draw_points()

    def maybe(self, probability):
        return self.draw.random() < probability

    def instant(self, draw=None):
        return self.draw.choice(self.days) + self.draw.choice([0, 0, 0, 0, -1, 1, instants.HOUR, 2 * instants.DAY])

    # What is recorded

    def acts(self):
        draw, world = self.draw, self.world
        times = sorted(min(self.instant(), NOW) for _ in range(draw.randint(8, 16)))
        self.policies, self.known_notices = [], {}
        plan = ["policy", "members"] if self.maybe(0.85) else ["members", "policy"]
        while len(plan) < len(times):
            plan.append(draw.choices(["policy", "members", "choices", "choice", "serve", "bounce", "suspend", "lift"], [3, 3, 4, 3, 5, 1, 3, 3])[0])
        for kind, at in zip(plan, times):
            act = getattr(self, "act_" + kind)(at)
            if act:
                world.acts.append({"act": kind, "at": at, **act})

    def act_policy(self, at):
        if not self.policies:
            policy = policies.draw_policy(self.draw, self.instant, at)
        else:
            policy = policies.next_policy(self.draw, self.policies[-1], self.instant, self.known_notices)
        for attempt in [policy] + policies.kinder(policy, at):
            act = {"act": "policy", "at": at, "policy": attempt}
            self.world.acts.append(act)
            record(self.world)
            if act["verdict"] != quiet.NEVER:
                self.policies.append(attempt)
                self.known_notices.update(attempt.get("notices", {}))
                return None
        return None

    def act_members(self, at):
        draw = self.draw
        return {"rows": [self.member(subject) for subject in draw.sample(SUBJECTS, draw.randint(1, len(SUBJECTS)) if self.world.acts and self.maybe(0.6) else len(SUBJECTS))]}

    def member(self, subject):
        draw, row = self.draw, {"subject": int(subject) if subject.isdigit() and self.maybe(0.5) else subject}
        if self.maybe(0.92):
            claims = draw.sample(CLAIMS, draw.choice([1, 1, 1, 1, 2, 2, 3]))
            if self.maybe(0.03):
                claims[draw.randrange(len(claims))] = draw.choice(ODD_CLAIMS)
            row["regions"] = claims if self.maybe(0.985) else draw.choice([None, [], claims + [None]])
        if self.maybe(0.25):
            row["source"] = draw.choice(["declared", "billing", "network", "phone"])
        if self.maybe(0.9):
            row.update(self.age())
        if self.maybe(0.93):
            row["status"] = draw.choices(["active", "closed", "memorialised", None], [96, 2, 1, 1])[0]
        return row

    def age(self):
        draw = self.draw
        kind = draw.choices(["old", "edge", "leap", "age", "band", "null"], [5, 4, 1, 2, 2, 0.5])[0]
        if kind == "old":
            return {"born": "19%02d-0%d-1%d" % (draw.randint(50, 99), draw.randint(1, 9), draw.randint(0, 9))}
        if kind == "edge":
            day = instants.to_date(draw.choice(self.days)) + datetime.timedelta(days=draw.choice([-1, 0, 0, 1]))
            return {"born": semantics.birthday(day, -draw.choice(policies.AGES)).isoformat()}
        if kind == "leap":
            return {"born": "2008-02-29"}
        on = (instants.to_date(draw.choice(self.days)) + datetime.timedelta(days=draw.choice([-400, -1, 0, 1]))).isoformat()
        if kind == "age":
            return {"age": draw.choice([12, 13, 15, 17, 18, 20, 21, 40]), "age_on": on}
        if kind == "band":
            return {"age_band": draw.choice(["13-15", "16-17", "18-20", "18-24", "65+", "18+", "13-17", "25-34"]), "age_on": on}
        return {"born": None}

    def some_purpose(self):
        return self.draw.choice(policies.purposes_of(self.policies[-1]))

    def choice(self, at):
        earlier = [d for d in self.days if d <= at]
        made = self.draw.choice(earlier) if earlier and self.maybe(0.4) else None
        return {"subject": self.draw.choice(SUBJECTS), "purpose": self.some_purpose(), "choice": self.draw.choices(["objected", "consented", "unset"], [3, 5, 2])[0], "made": made}

    def act_choices(self, at):
        if self.policies:
            return {"rows": [self.choice(at) for _ in range(self.draw.randint(1, 6))]}

    def act_choice(self, at):
        if self.policies:
            return self.choice(at)

    def act_serve(self, at):
        notices = sorted(self.policies[-1].get("notices", {})) if self.policies else []
        if notices:
            earlier = [d for d in self.days if d <= at]
            subjects = policies.some(self.draw, SUBJECTS)
            return {"notice": self.draw.choice(notices), "rows": [(s, self.draw.choice(earlier) if earlier and self.maybe(0.4) else None) for s in subjects]}

    def act_bounce(self, at):
        act = self.act_serve(at)
        if act:
            act["rows"] = act["rows"][:2]
        return act

    def act_suspend(self, at):
        draw = self.draw
        if not self.policies:
            return None
        act = {"purpose": self.some_purpose(), "regions": ["everywhere"] if self.maybe(0.15) else draw.sample(["GB", "DE", "US", "EEA", "UK", "waiting", "told", "JE", "FR"], draw.choice([1, 1, 2])), "service": None, "collected": {}}
        services = self.policies[-1].get("services")
        if services and self.maybe(0.3):
            act["service"] = draw.choice(services)
        if self.maybe(0.3):
            act["collected"] = policies.bounds(draw, self.instant, "from", "to")
        return act

    def act_lift(self, at):
        open_ones = [a for a in self.world.acts if a["act"] == "suspend" and not any(b.get("suspension") is a for b in self.world.acts)]
        if not open_ones:
            return None
        act = {"suspension": self.draw.choice(open_ones), "after": None, "window": None}
        notices = sorted(self.policies[-1].get("notices", {}))
        if notices and self.maybe(0.8):
            act["after"], act["window"] = self.draw.choice(notices), self.draw.choice(policies.WINDOWS)
        return act

    # What is decided

    def columns(self):
        world = self.world
        for name in ("columns", "source_columns"):
            columns = set(rows.FIELDS)
            for column in rows.FIELDS[1:]:
                if self.maybe({"labels": 0.05, "author": 0.01, "kind": 0.02, "created": 0.05, "service": 0.05, "visibility": 0.03, "other_people": 0.2}.get(column, 0.35)):
                    columns.discard(column)
            setattr(world, name, columns)
        if self.maybe(0.7):
            world.source_columns = world.columns

    def rows(self):
        world, draw = self.world, self.draw
        ids = ["p%d" % i for i in range(draw.randint(60, 300))] + ["1007", "é", "e\u0301", "P1", "12345678901234567890123"]
        source_ids = ["s%d" % i for i in range(6)]
        self.derivable = ids[:8] + source_ids
        world.content = [self.row(i, world.columns) for i in ids]
        if self.maybe(0.3):
            world.content += [self.row(None, world.columns) for _ in range(2)]
        if self.maybe(0.6):
            world.sources = [self.row(i, world.source_columns) for i in source_ids + ids[:2]]
        draw.shuffle(world.content)

    def row(self, record_id, columns):
        draw = self.draw
        nice = draw.choices(SUBJECTS + [STRANGER], [5, 5, 5, 3, 2, 2, 0.1])
        policy = self.policies[-1]
        row = {
            "record_id": int(record_id) if record_id and record_id.isdigit() and self.maybe(0.5) else record_id,
            "author": int(nice[0]) if nice[0].isdigit() and self.maybe(0.5) else nice[0],
            "other_people": self.others(),
            "kind": draw.choice(policy["content"]) if self.maybe(0.96) else draw.choice(["photo", "post", "poll", "Post", None]),
            "labels": draw.choices([[], None, policies.some(draw, LABELS_IN_CONTENT), ["trade-union"]], [75, 3, 10, 10])[0],
            "visibility": draw.choices(policies.VISIBILITIES + ["friends", "Public", None], [80, 7, 5, 2, 1, 2])[0],
            "service": draw.choice(policy.get("services", ["network"])) if self.maybe(0.9) else draw.choice(["network", "jobs", "elsewhere", None]),
            "created": self.time(),
            "collected": self.time(),
            "region": draw.choices([None, draw.choice(CLAIMS), draw.choice(ODD_CLAIMS)], [83, 15, 2])[0],
            "derived_from": self.derived(),
            "content_usage": draw.choices([None, draw.choice(USAGES), draw.sample(USAGES, 2) + [None]], [80, 17, 3])[0],
            "tdm_reservation": draw.choice(["0", "1", "false", "x", ""]) if self.maybe(0.1) else None,
            "iptc_data_mining": draw.choice(["DMI-ALLOWED", "DMI-UNSPECIFIED", "DMI-PROHIBITED", "x"]) if self.maybe(0.1) else None,
            "c2pa_training_mining": draw.choice(["allowed", "notAllowed", "constrained"]) if self.maybe(0.1) else None,
        }
        row = {k: v for k, v in row.items() if k in columns}
        if self.maybe(0.03):
            field = draw.choice(sorted(row))
            wrong = WRONG.get(field, WRONG_TEXT)
            row[field] = draw.choice(wrong)
        for field in list(row):
            if row[field] is None and self.maybe(0.2):
                del row[field]
        return row

    def others(self):
        draw = self.draw
        found = draw.choices([[], draw.sample(SUBJECTS, draw.randint(1, 2)), [STRANGER], [draw.choice(SUBJECTS), None], None, draw.choice(SUBJECTS), [1007, "ann", "ann"]], [74, 20, 0.5, 0.5, 0.5, 3, 1.5])[0]
        return found

    def derived(self):
        draw = self.draw
        return draw.choices([None, [], draw.choice(self.derivable), draw.sample(self.derivable, 2), ["missing"], [draw.choice(self.derivable), None]], [65, 22, 7, 5, 0.5, 0.5])[0]

    def time(self):
        draw = self.draw
        instant = self.instant()
        form = draw.choices(["text", "date", "offset", "digits", "null"], [60, 20, 6, 6, 3])[0]
        if form == "text":
            return instants.text(instant)
        if form == "date":
            return instants.to_date(instant).isoformat()
        if form == "offset":
            return instants.text(instant + 2 * instants.HOUR)[:-1] + "+02:00"
        if form == "digits":
            return instants.text(instant)[:-1] + "999Z"
        return None

    def draw_points(self):
        world, draw = self.world, self.draw
        statements, size = record(world)
        moments = {s["effective_at"] for s in statements} | set(self.days)
        windows = [instants.duration(w) for w in policies.WINDOWS]
        moments |= {s["effective_at"] + w for s in statements if s["kind"] == "served" for w in windows}
        last = max((s["recorded_at"] for s in statements), default=NOW)
        late = [m for m in moments if m >= last] + [last]
        for i in range(5):
            t = draw.choice(sorted(late)) if self.maybe(0.5) else draw.choice(sorted(moments))
            t += draw.choice([0, 0, -1, 1])
            n = None if self.maybe(0.6) else draw.randint(0, size)
            policy = semantics.Decision(statements, size if n is None else n, t, "").policy
            known = sorted(policy.parents) or ["train-generative-ai"]
            purpose = draw.choice(known) if self.maybe(0.98) else "no-such-purpose"
            world.points.append({"t": t, "n": n, "purpose": purpose})
        for point in world.points:
            for _ in range(3):
                world.asks.append(self.ask(point, statements, size))

    def ask(self, point, statements, size):
        draw = self.draw
        policy = semantics.Decision(statements, size if point["n"] is None else point["n"], point["t"], "").policy.text
        ask = {"point": point, "region": draw.choice(CLAIMS + ["UK"]) if self.maybe(0.95) else None}
        if self.maybe(0.5):
            ask["age"] = draw.choice([12, 13, 17, 18, 20, 21, 40])
        elif self.maybe(0.7):
            ask["born"] = self.age().get("born") or "1970-01-01"
        if self.maybe(0.1):
            ask["status"] = draw.choice(["active", "closed", "memorialised", "unknown"])
        if self.maybe(0.5):
            ask["choice"] = draw.choice(["unset", "consented", "objected"])
            if self.maybe(0.6):
                ask["choice_at"] = min(self.instant(), point["t"])
        notices = sorted(policy.get("notices", {}))
        if notices and self.maybe(0.7) or self.maybe(0.03):
            ask["served"] = (draw.choice(notices or policies.NOTICES), min(self.instant(), point["t"]))
        if self.maybe(0.92):
            ask["kind"] = draw.choice(policy["content"] + ["photo"])
        ask["labels"] = draw.choices([[], None, ["trade-union"], ["health", "trade-union"], ["odd"]], [80, 5, 5, 5, 5])[0]
        if self.maybe(0.9):
            ask["visibility"] = draw.choice(["public", "public", "public", "connections", "private"])
        if self.maybe(0.8):
            ask["service"] = draw.choice(["network", "jobs", "elsewhere"])
        if self.maybe(0.8):
            ask["created"] = self.instant()
        if self.maybe(0.2):
            ask["collected"] = self.instant()
        if self.maybe(0.2):
            ask["content_usage"] = draw.choice(USAGES[:4])
        return ask


LABELS_IN_CONTENT = ["trade-union", "health", "odd", "Health"]
WRONG_TEXT = [5, ["public"], {"a": 1}, True]
WRONG = {
    "record_id": [True, 1.5, ["a"], {"a": 1}],
    "author": [True, 1.5, ["ann"], {"a": 1}],
    "other_people": [True, 1.5, {"a": 1}, [True], [["ann"]], [1.5]],
    "labels": [5, {"a": 1}, [5], [["health"]], True],
    "created": [True, {"a": 1}, ["2025-01-01"], "yesterday", "2025-02-30", "2025-13-01", ""],
    "collected": [True, {"a": 1}, ["2025-01-01"], "yesterday", "2025-02-30"],
    "derived_from": [True, 1.5, {"a": 1}, [1.5], [["p0"]]],
    "content_usage": [5, {"a": 1}, True, [5], [["train-ai=n"]]],
    "tdm_reservation": [True, False, 1, 0, [1], {"a": 1}],
    "iptc_data_mining": [["DMI-ALLOWED"], {"a": 1}, "dmi-allowed"],
    "region": [5, {"a": 1}, True, [5], ["DE", "Atlantis"], ["DE", "FR"], ["DE", None]],
    "c2pa_training_mining": [["allowed"], {"a": 1}, "Allowed"],
}


def as_list(value):
    return value if isinstance(value, list) else [] if value is None else [value]


def record(world):
    """The statements that the acts of a world make, and how many there are."""
    statements = []
    suspensions = {}
    published = []

    def add(kind, at, effective_at=None, **rest):
        statements.append({"kind": kind, "position": len(statements), "recorded_at": at, "effective_at": at if effective_at is None else effective_at, **rest})

    def version_of(notice, at):
        """Decision 0011: the policy published last, else the one in force."""
        in_force = semantics.Decision(statements, len(statements), at, "").policy
        for policy in published[-1:] + [in_force.text]:
            if notice in policy.get("notices", {}):
                return policy["notices"][notice]["version"]
        return None

    for act in world.acts:
        kind, at = act["act"], act["at"]
        act["first"] = len(statements)
        if kind == "policy":
            policy = act["policy"]
            if "verdict" not in act:
                act["verdict"] = quiet.judge(statements, policy, at)[0]
            if act["verdict"] == quiet.NEVER:
                continue
            effective = instants.parse(policy["effective"]) if "effective" in policy else at
            add("policy", at, max(effective, at), policy=policy)
            published.append(policy)
        elif kind == "members":
            for row in act["rows"]:
                add("member", at, subject=str(row["subject"]), **member_fields(row))
        elif kind == "choices":
            for row in act["rows"]:
                add("choice", at, row["made"], subject=row["subject"], purpose=row["purpose"], choice=row["choice"])
        elif kind == "choice":
            add("choice", at, act["made"], subject=act["subject"], purpose=act["purpose"], choice=act["choice"])
        elif kind in ("serve", "bounce"):
            version = version_of(act["notice"], at)
            for subject, when in act["rows"]:
                add("served" if kind == "serve" else "bounced", at, when, subject=subject, notice=act["notice"], version=version)
        elif kind == "suspend":
            groups = published[-1].get("regions", {})
            codes = None if act["regions"] == ["everywhere"] else regions.members(act["regions"], groups)
            suspensions[id(act)] = len(statements)
            add("suspension", at, purpose=act["purpose"], regions=codes, service=act["service"], collected=act["collected"])
        elif kind == "lift":
            if id(act["suspension"]) not in suspensions:
                continue
            add("lift", at, suspension=suspensions[id(act["suspension"])], after=act["after"], window=act["window"])
    return statements, len(statements)


def member_fields(row):
    fields = {"source": row.get("source", "declared")}
    for name in ("regions", "status"):
        if name in row:
            fields[name] = row[name]
    if "born" in row:
        fields["birth"] = None if row["born"] is None else (datetime.date.fromisoformat(row["born"]),) * 2
    if "age_on" in row:
        on = datetime.date.fromisoformat(row["age_on"])
        if "age" in row:
            fields["birth"] = semantics.births(row["age"], row["age"], on)
        elif row["age_band"].endswith("+"):
            fields["birth"] = semantics.births(int(row["age_band"][:-1]), None, on)
        else:
            low, high = row["age_band"].split("-")
            fields["birth"] = semantics.births(int(low), int(high), on)
    return fields
