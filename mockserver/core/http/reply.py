"""What goes back to a client."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mockserver.core.http.bodies import encode_json
from mockserver.core.http.faults import Fault


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
