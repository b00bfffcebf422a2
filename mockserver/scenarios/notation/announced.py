"""How files write the way answers tell of a limit."""

import re
from typing import Any

from mockserver.core.limits.announcements import NAMES
from mockserver.core.limits.limiter import Announced
from mockserver.core.text import suggestion

WORDS = ("vendor", "ietf", "none")

_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")


def read_announced(value: Any) -> Announced:
    """Read `vendor`, `ietf`, `none`, or headers by what they tell; raise `ValueError`."""
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
