"""Counts of requests in files: rates, calls, times, shares, and the headers of a limit."""

import re
from hashlib import blake2b
from typing import Any

from mockserver.core.api.model import Exchange
from mockserver.core.limits.announcements import NAMES
from mockserver.core.limits.limiter import Announced, Share
from mockserver.core.patterns import portable
from mockserver.core.text import suggestion
from mockserver.scenarios.notation import Notation
from mockserver.scenarios.notation.moments import NUMBER, UNIT, duration

MOST_REQUESTS = 1_000_000_000
SHORTEST_WINDOW, LONGEST_WINDOW = 0.001, 366 * 86_400.0
"""Seconds that the time of a rate has."""

MOST_RANGES = 1_000
"""Ranges of calls."""

_RATE = re.compile(r"(\d{1,15})/(.*)", re.ASCII)
_WITH_UNIT = re.compile(rf"(\d{{1,15}})/((?:{NUMBER})?)({UNIT})", re.ASCII)
_RANGE = re.compile(r"(\d{1,9})?\.\.(\d{1,9})?", re.ASCII)


def read_limit(value: Any) -> tuple[int, float | None]:
    """Read `3000/10m` as a number and its seconds, or `5` as a number alone; raises `ValueError`.

    >>> read_limit("5/s")
    (5, 1.0)
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return _counted(value), None
    rate = _RATE.fullmatch(value) if isinstance(value, str) else None
    if not rate:
        raise ValueError("must be a number of requests in a time, such as 3000/10m, a number alone, or published")
    unit = _WITH_UNIT.fullmatch(rate[0]) and rate[2][:1].isalpha()
    seconds = duration(f"1{rate[2]}" if unit else rate[2])
    if not SHORTEST_WINDOW <= seconds <= LONGEST_WINDOW:
        raise ValueError("must have a time from 1ms to 366d")
    return _counted(int(rate[1])), seconds


def _counted(requests: int) -> int:
    if requests < 1:
        raise ValueError("must be at least 1; a rule with error: too_many_requests turns every request away")
    if requests > MOST_REQUESTS:
        raise ValueError(f"must be at most {MOST_REQUESTS}")
    return requests


def read_published(value: Any) -> tuple[int, float | None] | None:
    """Read a rate, or `published` for the provider's own, which is nothing; raise `ValueError`."""
    return None if value == "published" else read_limit(value)


def read_calls(value: Any) -> list[tuple[int, int | None]]:
    """Read `3`, `1..2`, `4..`, or a list of these; calls are counted from 1. Raise `ValueError`."""
    items = value if isinstance(value, list) else [value]
    if not items or len(items) > MOST_RANGES:
        raise ValueError("must be a number, a range such as 1..2, or a list of them")
    return [_range(item) for item in items]


def _range(item: Any) -> tuple[int, int | None]:
    if _is_count(item):
        return item, item
    match = _RANGE.fullmatch(item) if isinstance(item, str) else None
    first, last = (int(match[1] or 1), int(match[2]) if match[2] else None) if match else (0, None)
    if first < 1 or (last is not None and last < first):
        raise ValueError("must be a number from 1, a range such as 1..2 or 3.., or a list of them")
    return first, last


def read_times(value: Any) -> int | None:
    """Read a number from 1, or `forever`, which is no number; raise `ValueError`."""
    if value == "forever":
        return None
    if not _is_count(value):
        raise ValueError("must be a number from 1, or forever")
    times: int = value
    return times


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


NAMED = ("tenant", "credential", "ip", "idempotency_key")

LONGEST_SHARE = 100
"""Characters of a value by which it goes; of a longer one a part and a hash."""

_SHARE = re.compile(rf"{'|'.join(NAMED)}|header\.[A-Za-z0-9!#$%&'*+.^_`|~-]{{1,100}}|argument\.[A-Za-z_]{{1,100}}")


def share_of(per: Share, exchange: Exchange) -> str:
    """Return the name of a request's share of a count; empty for all of a tenant."""
    return "" if per == "tenant" else share_named(per, _value(per, exchange))


def share_named(per: Share, value: str) -> str:
    """Return the share of requests with a common value; an absent value is one, too."""
    if len(value) > LONGEST_SHARE:
        value = f"{value[:40]}…{blake2b(value.encode('utf-8', 'surrogatepass'), digest_size=16).hexdigest()}"
    return f"{per}:{value}"


def value_of(per: Share, share: str) -> str:
    """Return the value that those of a share have in common."""
    return share.removeprefix(f"{per}:")


def is_share(text: str) -> bool:
    """Return whether a text names a share."""
    return _SHARE.fullmatch(text) is not None


def read_share(text: Any) -> Share:
    """Read the share of a count; raise `ValueError`."""
    if isinstance(text, str) and is_share(text):
        return text
    known = suggestion(text, NAMED) if isinstance(text, str) else ""
    raise ValueError(f"must be one of {', '.join(NAMED)}, header.NAME or argument.NAME{known}")


def _value(per: Share, exchange: Exchange) -> str:
    if per == "credential":
        return exchange.identity.credential if exchange.identity else ""
    if per == "ip":
        return exchange.address
    if per == "idempotency_key":
        header = exchange.api.idempotency.header if exchange.api.idempotency else "idempotency-key"
        return exchange.headers.get(header, "")
    word, _, name = per.partition(".")
    return exchange.headers.get(name.lower(), "") if word == "header" else exchange.match.arguments.get(name, "")


WORDS = ("vendor", "ietf", "none")

_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")


def read_announced(value: Any) -> Announced:
    """Read `vendor`, `ietf`, `none`, or headers by their values; raise `ValueError`."""
    if value == "vendor" or value == "ietf" or value == "none":
        chosen: Announced = value
        return chosen
    if not isinstance(value, dict):
        meant = suggestion(value, WORDS) if isinstance(value, str) else ""
        raise ValueError(f"must be {', '.join(WORDS)}, or names of headers for {', '.join(NAMES)}{meant}")
    if not value:
        raise ValueError(f"must hold names of headers for {', '.join(NAMES)}; none tells nothing")
    for name, header in value.items():
        if name not in NAMES:
            raise ValueError(f"has the unknown key {name!r}{suggestion(name, NAMES)}; there are {', '.join(NAMES)}")
        if not isinstance(header, str) or not _HEADER.fullmatch(header):
            raise ValueError(f"{name} must be the name of a header")
    if len({header.lower() for header in value.values()}) < len(value):
        raise ValueError("must not name a header twice")
    return dict(value)


_COUNT = {"type": "integer", "minimum": 1}
_CALLS = [_COUNT, {"type": "string", "pattern": portable(_RANGE, whole=True)}]
RATE = Notation(
    read_published,
    {
        "oneOf": [
            {"type": "string", "pattern": f"^(?:published|{_WITH_UNIT.pattern})$"},
            {**_COUNT, "maximum": MOST_REQUESTS},
        ]
    },
)
CALLS = Notation(read_calls, {"oneOf": [*_CALLS, {"type": "array", "items": {"oneOf": _CALLS}}]})
TIMES = Notation(read_times, {"oneOf": [_COUNT, {"const": "forever"}]})
SHARE = Notation(read_share, {"type": "string", "pattern": portable(_SHARE, whole=True)})
ANNOUNCED = Notation(
    read_announced,
    {
        "oneOf": [
            {"enum": ["vendor", "ietf", "none"]},
            {
                "type": "object",
                "properties": {name: {"type": "string"} for name in NAMES},
                "additionalProperties": False,
                "minProperties": 1,
            },
        ]
    },
)
