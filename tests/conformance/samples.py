"""What the suite has to know of an API to try it: the `sample` of `tests/apis/<name>/sample.py`."""

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any

from mockserver.registry import registered
from tests.clients import Answer, Caller, Client

Headers = Mapping[str, str]

MOMENT = 1_768_478_400
"""The epoch second at which limits are tried, 2026-01-15 at noon."""


@dataclass(frozen=True)
class Request:
    """A request without its credentials."""

    method: str
    target: str
    body: bytes | None = None
    headers: Headers = field(default_factory=dict)


@dataclass(frozen=True)
class Sample:
    """An API's ordinary traffic, for any tenant: one of its resources is created and read."""

    api: str
    collection: str
    """Where the records lie that `create` makes."""
    client: Callable[[Caller, str], Client]
    """A client that speaks for a tenant."""
    credentials: Callable[[str], Headers]
    """Headers of an accepted caller that speaks for a tenant."""
    ways: Sequence[Callable[[str], Headers]]
    """Every way in which a key of any text can be sent, in headers of small letters."""
    secret: str
    """A part of the credentials that nobody may read in the journal."""
    create: Callable[[str], Request]
    """Create a record whose city is Bath."""
    city: Sequence[str]
    """Where matchers find the city in this request; the first is a path of JSONPath and of templates, too."""
    emailed: Callable[[str, str], Request]
    """Create the same with an e-mail address."""
    invalid: Callable[[str], Request]
    broken: Callable[[str], Request]
    """A body that cannot be read at all."""
    read: Callable[[str, Any], Request]
    """Read what `create` answered."""
    unknown: Callable[[str], Request]
    """An address the API does not have."""
    record: Mapping[str, Any]
    """A record of a fixture file, with an id of its own where the API takes one."""
    wrong_record: Mapping[str, Any]
    """The same, but for a member that is refused."""
    statuses: Mapping[str, int]
    """The status each named error has in this API."""
    id_of: Callable[[Answer], str]
    writes_limit: int
    """Writes the provider's published limit takes before it says no; it is the first of its limits."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Settings of the API, with other values than their defaults; none where it has none."""
    ids_grow: bool = False
    """Whether the text of a younger id is greater."""
    shows: Callable[[Answer, Answer], bool] = lambda read, created: bool(read.json == created.json)
    """Whether what was read is what the creation answered."""
    counter: str = "ids"
    """What counts the ids of what `create` makes."""
    unknown_address: int | None = None
    """The status of an address the API does not have, where it is not that of an unknown object."""
    told: tuple[Headers, Headers] = field(default=({}, {}))
    """What headers tell of a limit of one request in 90 s from `MOMENT` on: to whom it lets in, and to the next."""
    refused_with: frozenset[str] = frozenset()
    """Headers of a 429 that tell of limits, and yet belong to every one, however limits are to be told of."""
    unreachable: Sequence[str] = ()
    """Names of tenants to which no credential leads."""
    account: Callable[[str], str] = lambda credential: credential
    """What the provider takes for the owner of a key: keys with the same owner share a tenant."""
    owned: str | None = None
    """An address that leaves it to the credential whose it is, where that of `create` does not."""
    more: Callable[[Caller, str], None] = lambda caller, tenant: None
    """Makes a tenant's records in the collections that the shipped fixtures leave empty."""
    fails_at: Sequence[str] = ()
    """Collections with records that the API fails at where their members are of other kinds."""


def bearer(key: str) -> Headers:
    """Send a key as a token."""
    return {"authorization": f"Bearer {key}"}


def basic(key: str) -> Headers:
    """Send a key as a user, with some password."""
    user = base64.b64encode(f"{key}:private".encode("utf-8", "surrogatepass")).decode()
    return {"authorization": f"Basic {user}"}


@cache
def sample_of(api: str) -> Sample:
    """Give the sample of an API; one without fails the collection."""
    found: Sample = import_module(f"tests.apis.{api}.sample").sample
    return found


def samples() -> list[Sample]:
    """Give the sample of every registered API."""
    return [sample_of(api.name) for api in registered()]
