"""What the suite has to know of an API to try it: the `sample` of `tests/apis/<name>/sample.py`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from mockserver.registry import registered
from tests.clients import Answer


@dataclass(frozen=True)
class Request:
    """A request without its credentials."""

    method: str
    target: str
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sample:
    """An API's ordinary traffic, for any tenant."""

    api: str
    credentials: Callable[[str], Mapping[str, str]]
    """Headers of an accepted caller that speaks for a tenant."""
    secret: str
    """A part of these headers that nobody may read in the journal."""
    create: Callable[[str], Request]
    emailed: Callable[[str, str], Request]
    """Create the same with an e-mail address."""
    invalid: Callable[[str], Request]
    broken: Callable[[str], Request]
    """A body that cannot be read at all."""
    read: Callable[[str, Any], Request]
    """Read what `create` answered."""
    unknown: Callable[[str], Request]
    """An address the API does not have."""
    statuses: Mapping[str, int]
    """The status each named error has in this API."""
    id_of: Callable[[Answer], str]
    writes_limit: int
    """Writes the provider's published limit takes before it says no; it is the first of its limits."""
    ids_grow: bool = False
    """Whether the text of a younger id is greater."""
    shows: Callable[[Answer, Answer], bool] = lambda read, created: bool(read.json == created.json)
    """Whether what was read is what the creation answered."""
    counter: str = "ids"
    """What counts the ids of what `create` makes."""
    unknown_address: int | None = None
    """The status of an address the API does not have, where it is not that of an unknown object."""


def samples() -> list[Sample]:
    """Give the sample of every registered API; an API without one fails the collection."""
    return [import_module(f"tests.apis.{api.name}.sample").sample for api in registered()]
