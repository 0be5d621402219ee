"""Draws policies, changes them into next versions, and writes them as YAML."""

from __future__ import annotations

import copy
import json
import re

import instants

TREES = [
    {"artificial-intelligence": {"children": {"train-generative-ai": {"aipref": "train-ai"}, "assist-writing": {}}}},
    {"artificial-intelligence": {"aipref": "train-ai", "children": {
        "train-generative-ai": {"children": {"train-text": {}, "train-images": {"aipref": "search"}}}, "assist-writing": {}}},
     "advertising": {}},
    {"train-generative-ai": {"aipref": "train-ai"}, "assist-writing": {"aipref": "search"}},
    {"artificial-intelligence": {"children": {"train-generative-ai": {}}}, "assist-writing": {"children": {"draft": {"aipref": "train-ai"}}}},
]
KINDS = ["post", "comment", "photo", "private-message"]
LABELS = ["trade-union", "health"]
SERVICES = ["network", "jobs"]
VISIBILITIES = ["public", "connections", "private"]
NOTICES = ["gen-ai", "again"]
REGION_WORDS = ["GB", "DE", "US", "JE", "GF", "EEA", "EU", "UK", "CH", "UK-crown-dependencies", "waiting", "told", "near"]
WINDOWS = ["0d", "1d", "30d", "46d", "36h", "90m", "1s", "200d", "400d"]
AGES = [13, 16, 18, 21]


def purposes_of(policy) -> list[str]:
    found = []

    def walk(tree):
        for name, purpose in (tree or {}).items():
            found.append(name)
            walk((purpose or {}).get("children"))

    walk(policy["purposes"])
    return found


def some(draw, values, least=1):
    return draw.sample(values, draw.randint(least, len(values)))


def value_or_list(draw, values):
    """A value, a list, or {not: ...}."""
    chosen = draw.choice(values) if draw.random() < 0.5 else draw.sample(values, min(len(values), draw.randint(1, 3)))
    spares_some = len(values) > (len(chosen) if isinstance(chosen, list) else 1)
    return {"not": chosen} if draw.random() < 0.25 and spares_some else chosen


def bounds(draw, when, low, high):
    a, b = sorted([when(draw), when(draw)])
    form = draw.choice([low, high, low + high])
    found = {}
    if low in form:
        found[low] = written(draw, a)
    if high in form:
        found[high] = written(draw, b if form != high else draw.choice([a, b]))
    if low in found and high in found and instants.parse(found[low]) >= instants.parse(found[high]):
        del found[high]
    return found


def written(draw, instant):
    """A date where it is one, else an instant."""
    if instant % instants.DAY == 0 and draw.random() < 0.9:
        return instants.to_date(instant).isoformat()
    return instants.text(instant)


def draw_when(draw, policy, when, nice):
    fields = {}
    count = draw.choice([0, 1, 1, 2]) if nice else draw.choice([0, 1, 1, 1, 2, 2, 3])
    names = ["region", "visibility", "purpose", "content", "labels", "service", "age", "age-at-creation", "created", "collected", "time"]
    weights = [4, 4, 3, 3, 2, 2, 3, 2, 2, 1, 1]
    while len(fields) < count:
        name = draw.choices(names, weights)[0]
        if name == "region":
            fields[name] = value_or_list(draw, [w for w in REGION_WORDS])
        elif name == "visibility":
            fields[name] = "public" if nice else value_or_list(draw, VISIBILITIES)
        elif name == "purpose":
            fields[name] = value_or_list(draw, purposes_of(policy))
            if isinstance(fields[name], dict):
                fields[name] = {"not": purposes_of(policy)[-1]}
        elif name == "content":
            fields[name] = value_or_list(draw, policy["content"])
        elif name == "labels" and policy.get("labels"):
            fields[name] = value_or_list(draw, policy["labels"])
        elif name == "service" and policy.get("services"):
            fields[name] = value_or_list(draw, policy["services"])
        elif name in ("age", "age-at-creation"):
            low, high = sorted(draw.sample(AGES, 2))
            form = draw.choice([{"under": low}, {"from": low}, {"from": low, "under": high}])
            fields[name] = form if not nice else {"from": 18}
        elif name in ("created", "collected"):
            fields[name] = bounds(draw, when, "from", "to")
        elif name == "time":
            for key, value in bounds(draw, when, "from", "until").items():
                fields[key] = value
        count = min(count, 8)
    keys = list(fields)
    draw.shuffle(keys)
    return {key: fields[key] for key in keys}


def draw_rule(draw, policy, when, number):
    is_grant = draw.random() < 0.7
    rule = {("grant" if is_grant else "deny"): "%s-%d" % (draw.choice(["some", "other", "rule"]), number)}
    fields = draw_when(draw, policy, when, is_grant and draw.random() < 0.7)
    if fields or draw.random() < 0.3:
        rule["when"] = fields
    if not rule.get("when"):
        rule.pop("when", None)
        if not is_grant:
            return draw_rule(draw, policy, when, number)
    if is_grant:
        rule["basis"] = draw.choice(["consent", "legitimate-interests", "legitimate-interests", "contract"])
        if draw.random() < 0.5:
            rule["after"] = {"notice": draw.choice(NOTICES)}
            if draw.random() < 0.85:
                rule["after"]["window"] = draw.choice(WINDOWS)
        if draw.random() < 0.2 and "until" not in rule.get("when", {}):
            rule["not-before"] = written(draw, when(draw))
    if draw.random() < 0.3:
        rule["because"] = "Because."
    if draw.random() < 0.3:
        rule["cites"] = ["Art. 1"]
    return rule


def draw_objection(draw, when):
    if draw.random() < 0.4:
        return "full"
    entries = []
    for _ in range(draw.randint(1, 3)):
        entry = {"region": draw.choice(REGION_WORDS) if draw.random() < 0.5 else draw.sample(REGION_WORDS, 2), "effect": draw.choice(["full", "prospective", "prospective"])}
        if entry["effect"] == "prospective" and draw.random() < 0.5:
            entry["full-if-before"] = written(draw, when(draw))
        entries.append(entry)
    return entries


def draw_policy(draw, when, recorded_at):
    policy = {"headgate": 1, "policy": "world", "version": 1, "objection": draw_objection(draw, when)}
    if draw.random() < 0.4:
        policy["effective"] = instants.to_date(min(when(draw), recorded_at + draw.choice([0, 0, instants.DAY]))).isoformat()
    policy["purposes"] = copy.deepcopy(draw.choice(TREES))
    policy["content"] = some(draw, KINDS, 2)
    if draw.random() < 0.9:
        policy["labels"] = some(draw, LABELS)
    if draw.random() < 0.9:
        policy["services"] = some(draw, SERVICES)
    policy["regions"] = {"waiting": ["EEA", "CH"], "told": ["waiting", "UK", "US"], "near": draw.sample(["GB", "FR", "JE", "EU-overseas", "Gibraltar"], 2)}
    policy["notices"] = {}
    rules = [draw_rule(draw, policy, when, i) for i in range(draw.randint(1, 7))]
    if not any("grant" in rule for rule in rules):
        rules.append({"grant": "elsewhere", "basis": "legitimate-interests"})
    policy["rules"] = rules
    forget_what_is_over(policy)
    declare_notices(draw, policy, {})
    return policy


def forget_what_is_over(policy):
    """An `until` that is not after the policy's `effective` can never hold, and is refused."""
    if "effective" not in policy:
        return
    for rule in policy["rules"]:
        when = rule.get("when", {})
        if "until" in when and instants.parse(when["until"]) <= instants.parse(policy["effective"]):
            del when["until"]
            if not when and "deny" in rule:
                when["visibility"] = "private"
            elif not when:
                del rule["when"]


def declare_notices(draw, policy, before):
    """Every notice that a rule asks for, and no other; sometimes in a new version."""
    asked = sorted({rule["after"]["notice"] for rule in policy["rules"] if "after" in rule})
    policy["notices"] = {}
    for notice in asked:
        version = before.get(notice, {"version": 1})["version"]
        if notice in before and draw.random() < 0.25:
            version += 1
        policy["notices"][notice] = {"version": version, "title": notice, "text": "notices/%s-%d.md" % (notice, version), "languages": ["en"]}
    if not policy["notices"]:
        del policy["notices"]


def next_policy(draw, before, when, known_notices):
    """The same policy with a few things changed."""
    policy = copy.deepcopy(before)
    policy["version"] += 1
    policy.pop("effective", None)
    if draw.random() < 0.5:
        policy["effective"] = written(draw, when(draw))[:10]
    for _ in range(draw.randint(1, 3)):
        change = draw.choice(["add", "drop", "swap", "objection", "services", "labels", "content", "tree", "near"])
        if change == "add":
            policy["rules"].insert(draw.randint(0, len(policy["rules"])), draw_rule(draw, policy, when, 100 * policy["version"] + draw.randint(0, 99)))
        elif change == "drop" and len(policy["rules"]) > 1:
            policy["rules"].pop(draw.randrange(len(policy["rules"])))
        elif change == "swap":
            draw.shuffle(policy["rules"])
        elif change == "objection":
            policy["objection"] = draw_objection(draw, when)
        elif change == "services":
            policy["services"] = some(draw, SERVICES)
        elif change == "labels":
            policy["labels"] = some(draw, LABELS)
        elif change == "content":
            policy["content"] = some(draw, KINDS, 2)
        elif change == "tree":
            policy["purposes"] = copy.deepcopy(draw.choice(TREES))
        elif change == "near":
            policy["regions"]["near"] = draw.sample(["GB", "FR", "JE", "EU-overseas", "Gibraltar"], 2)
    forget_undeclared(policy)
    names = set()
    policy["rules"] = [r for r in policy["rules"] if (r.get("grant") or r.get("deny")) not in names and not names.add(r.get("grant") or r.get("deny"))]
    if not policy["rules"]:
        policy["rules"] = [{"grant": "elsewhere", "basis": "consent"}]
    forget_what_is_over(policy)
    declare_notices(draw, policy, known_notices)
    return policy


def kinder(policy, recorded_at):
    """The same policy, changed so that it lets in fewer who have objected: first those of before its start, then all."""
    start = max(recorded_at, instants.parse(policy["effective"])) if "effective" in policy else recorded_at
    keeps = copy.deepcopy(policy)
    if isinstance(keeps["objection"], list):
        for entry in keeps["objection"]:
            if entry["effect"] == "prospective":
                entry["full-if-before"] = instants.to_date(start + instants.DAY - 1).isoformat()
    return [keeps, {**copy.deepcopy(policy), "objection": "full"}]


def forget_undeclared(policy):
    """Takes words out of rules that the policy does not declare any longer, and rules with them that say nothing more."""
    words = {"purpose": purposes_of(policy), "content": policy["content"], "labels": policy.get("labels", []), "service": policy.get("services", [])}
    kept = []
    for rule in policy["rules"]:
        ok = True
        for field, declared in words.items():
            wanted = rule.get("when", {}).get(field)
            if wanted is None:
                continue
            inner = wanted["not"] if isinstance(wanted, dict) else wanted
            ok = ok and all(w in declared for w in (inner if isinstance(inner, list) else [inner]))
        if ok:
            kept.append(rule)
    policy["rules"] = kept


PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9-]*|\d{4}-\d\d-\d\d(T[\d:.]+Z)?|\d+")
WORDS_OF_YAML = {"NO", "No", "no", "yes", "on", "off", "true", "false", "null", "y", "n", "Y", "N"}


def flow(value) -> str:
    """YAML's flow style."""
    if isinstance(value, dict):
        return "{ %s }" % ", ".join("%s: %s" % (flow(k), flow(v)) for k, v in value.items())
    if isinstance(value, list):
        return "[%s]" % ", ".join(flow(v) for v in value)
    if isinstance(value, str) and PLAIN.fullmatch(value) and value not in WORDS_OF_YAML:
        return value
    return json.dumps(value)


def with_titles(purposes):
    return {name: {"title": name, **{k: with_titles(v) if k == "children" else v for k, v in purpose.items()}} for name, purpose in purposes.items()}


def as_yaml(policy) -> str:
    lines = []
    for key, value in policy.items():
        if key == "rules":
            lines.append("rules:")
            for rule in value:
                for i, (name, what) in enumerate(rule.items()):
                    lines.append("  %s %s: %s" % ("-" if i == 0 else " ", name, flow(what)))
        else:
            lines.append("%s: %s" % (key, flow(with_titles(value) if key == "purposes" else value)))
    return "\n".join(lines) + "\n"
