"""Faults on the wire, by what is left of an answer."""

from typing import Any

LOST: list[Any] = ["connection_reset", "close", {"hang": "50ms"}]
"""The client gets no answer."""

CUT: list[Any] = ["truncate", "malformed"]
"""The client gets a part of an answer, and HTTP tells it so."""

WRONG: list[Any] = ["empty_response", "wrong_length"]
"""The client gets what is a whole answer to HTTP, and no JSON."""

SLOW: Any = {"dribble": "50ms"}
"""The client gets the answer."""
