"""Instants: whole microseconds since 1970, as an int. Dates: days, as a `datetime.date`."""

from __future__ import annotations

import datetime
import re

TICK = 1
SECOND = 1_000_000
HOUR = 3600 * SECOND
DAY = 24 * HOUR
EPOCH = datetime.date(1970, 1, 1)

ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)"
    r"(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s?(Z|z|[+-]\d\d(?::?\d\d)?)?)?",
    re.ASCII,
)


def of_date(date: datetime.date) -> int:
    """A bare date is 00:00 UTC of that day."""
    return (date - EPOCH).days * DAY


def to_date(instant: int) -> datetime.date:
    return EPOCH + datetime.timedelta(days=instant // DAY)


def parse(text: str) -> int | None:
    """ISO 8601 text. Digits below a microsecond are dropped. None where it is no time."""
    match = ISO.fullmatch(text)
    if not match:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    try:
        date = datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
    instant = of_date(date)
    if hour is not None:
        if int(hour) > 23 or int(minute) > 59 or int(second or 0) > 59:
            return None
        instant += int(hour) * HOUR + int(minute) * 60 * SECOND + int(second or 0) * SECOND
        instant += int(((fraction or "") + "000000")[:6])
    if zone and zone not in "Zz":
        digits = zone[1:].replace(":", "").ljust(4, "0")
        offset = int(digits[:2]) * HOUR + int(digits[2:]) * 60 * SECOND
        instant += offset if zone[0] == "-" else -offset
    return instant


def text(instant: int) -> str:
    """RFC 3339 in UTC, with six digits."""
    day = to_date(instant)
    rest = instant % DAY
    return "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ" % (
        day.year, day.month, day.day, rest // HOUR, rest // (60 * SECOND) % 60, rest // SECOND % 60, rest % SECOND)


def duration(text: str) -> int:
    """`46d` is 46 x 24 hours."""
    unit = {"d": DAY, "h": HOUR, "m": 60 * SECOND, "s": SECOND}[text[-1]]
    return int(text[:-1]) * unit
