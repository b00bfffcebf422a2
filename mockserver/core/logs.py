"""The log: printable and bounded, whatever a client sends."""

import logging
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass

from mockserver.core.clock import monotonic
from mockserver.core.text import printable

MOST_ALIKE = 30
"""Records of one kind that are written in `PERIOD`."""
PERIOD = 60.0
"""Seconds."""
LONGEST_MESSAGE = 2_000
MOST_LINES = 200
"""Lines of a traceback that are written, the last ones."""


@dataclass(slots=True)
class _Period:
    began: float
    written: int = 0
    left_out: int = 0


class Guard(logging.Filter):
    """Pass so many records of a kind in a period; the first one after it gives the number left out.

    Records of the same line of code are of one kind. A passed record is made printable: the message on one line, and
    the lines of a traceback indented, so that none can pass for a record.
    """

    def __init__(self, most: int = MOST_ALIKE, period: float = PERIOD, now: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self._most, self._period, self._now = most, period, now
        self._periods: dict[tuple[str, int], _Period] = {}
        self._lock = threading.Lock()

    def forget(self) -> None:
        """Reset the counts."""
        with self._lock:
            self._periods.clear()

    def filter(self, record: logging.LogRecord) -> bool:
        remark = self._admit((record.pathname, record.lineno))
        if remark is None:
            return False
        record.msg, record.args = printable(record.getMessage().strip(), LONGEST_MESSAGE) + remark, None
        if record.exc_info and record.exc_info[1]:
            record.exc_text = _indented("".join(traceback.format_exception(record.exc_info[1])))
        return True

    def _admit(self, kind: tuple[str, int]) -> str | None:
        """Return the addition to a record, `None` for one too many of its kind."""
        with self._lock:
            now = self._now()
            period = self._periods.get(kind)
            left_out = 0
            if period is None or now - period.began >= self._period:
                left_out = period.left_out if period else 0
                period = self._periods[kind] = _Period(now)
            if period.written == self._most:
                period.left_out += 1
                return None
            period.written += 1
            if period.written == self._most:
                return f" (more like this are left out for {self._period:g} seconds)"
            return f" ({left_out} like this were left out before)" if left_out else ""


def _indented(text: str) -> str:
    return "\n".join(f"    {printable(line)}" for line in text.rstrip("\n").split("\n")[-MOST_LINES:])


def logger(name: str = "mockserver") -> logging.Logger:
    """Return a logger that is guarded."""
    found = logging.getLogger(name)
    if not any(isinstance(one, Guard) for one in found.filters):
        found.addFilter(Guard())
    return found
