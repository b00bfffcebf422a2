"""What can go wrong with a connection: words for it, which the edges turn into bytes or their absence."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "connection_reset", "close", "hang", "empty_response", "truncate", "malformed", "wrong_length", "dribble"
]

SILENT = frozenset({"connection_reset", "close", "hang"})
"""Faults that leave the client without any answer."""

DAMAGING = frozenset({"empty_response", "truncate", "malformed", "wrong_length", "dribble"})
"""Faults that spoil an answer, and so need one."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault.

    `share` is the part of the body that gets through (`truncate`) or that the length admits to (`wrong_length`);
    `seconds` is how long a client is left hanging at most, or how long the body dribbles, in `pieces`.
    """

    kind: Kind
    share: float = 0.5
    seconds: float = 0.0
    pieces: int = 0

    @property
    def silent(self) -> bool:
        return self.kind in SILENT
