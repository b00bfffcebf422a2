"""What goes back to a client, and what can go wrong on its way: words for it, which the edges turn into bytes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from mockserver.core.http.bodies import encode_json

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
    silent: bool = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "silent", self.kind in SILENT)


@dataclass(slots=True)
class Reply:
    """What goes back to the client."""

    status: int
    content: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    fault: Fault | None = None
    """What becomes of it on its way."""

    @classmethod
    def json(cls, status: int, value: Any, headers: Mapping[str, str] | None = None) -> "Reply":
        return cls(status, encode_json(value), {"Content-Type": "application/json", **(headers or {})})
