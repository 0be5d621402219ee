"""From a row of content, as JSON gives it, to a record. What is wrong with a field makes the record malformed."""

from __future__ import annotations

import dataclasses

import instants

FIELDS = ["record_id", "author", "other_people", "kind", "labels", "visibility", "service", "created", "collected", "region",
          "derived_from", "content_usage", "tdm_reservation", "iptc_data_mining", "c2pa_training_mining"]


@dataclasses.dataclass
class Record:
    id: str | None = None
    author: str | None = None
    others: list = dataclasses.field(default_factory=list)
    kind: str | None = None
    labels: list | None = None
    visibility: str | None = None
    service: str | None = None
    created: int | None = None
    collected: int | None = None
    collected_is_created: bool = False
    regions: list = dataclasses.field(default_factory=list)
    derived_from: list = dataclasses.field(default_factory=list)
    content_usage: list = dataclasses.field(default_factory=list)
    other_signals: dict = dataclasses.field(default_factory=dict)
    malformed: bool = False


class WrongType(Exception):
    pass


def an_id(value):
    """Ids are text: an integer counts as its decimal digits."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise WrongType
    return str(value) or None


def a_text(value):
    if not isinstance(value, str):
        raise WrongType
    return value


def a_time(value):
    instant = instants.parse(value) if isinstance(value, str) else None
    if instant is None:
        raise WrongType
    return instant


def a_flag(value):
    return value


def several(one):
    """A list, or one. A null within stays: it is unknown."""
    def read(value):
        values = value if isinstance(value, list) else [value]
        return [None if each is None else one(each) for each in values]
    return read


def read(row: dict) -> Record:
    """What is absent or null is as decision 0010 says: unknown, or none. A key that a row of JSON lacks is a column that it does not have."""
    record = Record()

    def field(name, reader, if_null=None, if_wrong=None):
        value = row.get(name)
        if value is None:
            return if_null
        try:
            return reader(value)
        except WrongType:
            record.malformed = True
            return if_wrong

    record.id = field("record_id", an_id)
    record.author = field("author", an_id)
    record.others = field("other_people", several(an_id), [None] if "other_people" in row else [], [None])
    record.kind = field("kind", a_text)
    record.labels = field("labels", several(a_text))
    record.visibility = field("visibility", a_text)
    record.service = field("service", a_text)
    record.created = field("created", a_time)
    record.collected_is_created = "collected" not in row
    record.collected = record.created if record.collected_is_created else field("collected", a_time)
    record.regions = field("region", several(a_text), [], [])
    record.derived_from = field("derived_from", several(an_id), [], [None])
    record.content_usage = field("content_usage", several(a_text), [], [])
    for column in FIELDS[-3:]:
        record.other_signals[column] = field(column, a_flag)
    if record.id is None:
        record.malformed = True
    return record
