"""Messages to receivers outside: what an operation owes somebody, and how it went."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delivery:
    """One request to a receiver, as it is to be sent; `event` is the vendor's name of what happened."""

    event: str
    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Delivered:
    """How a delivery went: the receiver's status, or why there is none. `time` is on the tenant's clock."""

    delivery: Delivery
    time: float
    status: int | None = None
    error: str | None = None
