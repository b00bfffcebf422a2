"""Time as ChargeOver writes it: in the zone of the account, to the second. It is stored in seconds since 1970."""

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mockserver.core.api.model import Call


def now(call: Call) -> int:
    """Return the time."""
    return int(call.now.timestamp())


def shown(call: Call, seconds: int) -> str:
    """Write a time as the account wants it: with the offset of its zone, or as it was written until 2019."""
    moment = datetime.fromtimestamp(seconds, _zone(call.settings["timezone"]))
    if call.settings["datetimes"] == "legacy":
        return moment.strftime("%Y-%m-%d %H:%M:%S")
    return moment.isoformat(timespec="seconds")


def read_moment(call: Call, text: str) -> float:
    """Read a date, a time of the account's zone or one with an offset; raise `ValueError`."""
    try:
        moment = datetime.fromisoformat(text.strip())
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=_zone(call.settings["timezone"]))
        return moment.timestamp()
    except (ValueError, OverflowError):
        raise ValueError("must be a date or a time, like 2026-03-10 or 2026-03-10T01:01:49-05:00") from None


def is_zone(name: str) -> bool:
    """Return whether there is a time zone of this name."""
    try:
        _zone(name)
    except (ValueError, ZoneInfoNotFoundError, OSError):  # what a name can be that leads out of the zones' folder
        return False
    return True


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
