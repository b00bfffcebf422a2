"""What an API declares about itself, and what its operations are handed and give back."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mockserver.core import ids
from mockserver.core.auth import Access, Caller, Identity
from mockserver.core.bodies import encode_json
from mockserver.core.cors import Cors
from mockserver.core.deliveries import Delivery
from mockserver.core.faults import Fault
from mockserver.core.limiter import Allowance, RateLimit
from mockserver.core.problems import Problem
from mockserver.core.receivers import is_address
from mockserver.core.store import Collection, Condition, Record, Transaction
from mockserver.core.stored import Place, Shape, shapes

if TYPE_CHECKING:
    from marshmallow import Schema

    from mockserver.core.exchange import Exchange
    from mockserver.core.idempotency import Idempotency


ARGUMENT = re.compile(r"<(?:path:)?(\w+)>")
"""An argument in a path of a route; one of a `path:` may hold slashes."""


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


class Records:
    """One API's records of one tenant, inside a transaction. Collections go by the names the API declared."""

    def __init__(self, transaction: Transaction, api: str) -> None:
        self._transaction = transaction
        self._prefix = f"{api}."

    def get(self, collection: str, id: str) -> Record | None:
        return self._transaction.get(self._prefix + collection, id)

    def put(self, collection: str, id: str, record: Record) -> None:
        self._transaction.put(self._prefix + collection, id, record)

    def delete(self, collection: str, id: str) -> None:
        self._transaction.delete(self._prefix + collection, id)

    def lookup(self, collection: str, index: str, value: str) -> list[Record]:
        return self._transaction.lookup(self._prefix + collection, index, value)

    def lookup_newest_first(self, collection: str, index: str, value: str) -> Iterator[Record]:
        return self._transaction.lookup_newest_first(self._prefix + collection, index, value)

    def newest_first(self, collection: str, after: str | None = None) -> Iterator[Record]:
        return self._transaction.newest_first(self._prefix + collection, after)

    def oldest_first(self, collection: str, after: str | None = None) -> Iterator[Record]:
        return self._transaction.oldest_first(self._prefix + collection, after)

    def search(self, collection: str, condition: Condition) -> list[Record]:
        return self._transaction.search(self._prefix + collection, condition)

    def savepoint(self) -> AbstractContextManager[None]:
        return self._transaction.savepoint()

    def count(self, collection: str) -> int:
        return self._transaction.count(self._prefix + collection)

    def counter(self, name: str) -> int:
        """Give the value of a counter; 0 before it was set."""
        return self._transaction.counter(self._prefix + name)

    def set_counter(self, name: str, value: int) -> None:
        self._transaction.set_counter(self._prefix + name, value)

    def next_number(self, name: str) -> int:
        """Count one up; the first number is 1."""
        number = self.counter(name) + 1
        self.set_counter(name, number)
        return number


@dataclass(slots=True)
class Call:
    """One call of one operation: everything it may know, and the records it may change."""

    exchange: "Exchange"
    arguments: Mapping[str, str]
    body: Any
    tenant: str
    base_url: str
    records: Records
    now: datetime
    settings: Mapping[str, Any]
    seed: str
    _minted: int = 0
    _minted_at: int = 0

    @property
    def query(self) -> Mapping[str, str]:
        return self.exchange.query

    def deliver(self, delivery: Delivery) -> None:
        """Send a message once the operation's changes are kept; a refusal sends nothing."""
        self.exchange.deliveries.append(delivery)

    def mint(self, prefix: str) -> str:
        """Give a new id, greater than every one this tenant was given before in this API."""
        if not self._minted:
            self._minted = self.records.counter("ids")
            # Where the clock went back, ids keep the latest time they have seen: their order is a promise.
            self._minted_at = max(int(self.now.timestamp() * 1000), self.records.counter("ids_at"))
            self.records.set_counter("ids_at", self._minted_at)
        self._minted += 1
        self.records.set_counter("ids", self._minted)
        return f"{prefix}_{ids.ulid(self.seed, self.tenant, self._minted, self._minted_at)}"

    def mint_uuid(self) -> str:
        """Give a new id in the form of a UUID."""
        return ids.opaque_uuid(self.seed, self.tenant, self.records.next_number("uuids"))


Operation = Callable[[Call], Reply]


@dataclass(frozen=True, slots=True)
class Response:
    """A documented outcome: the shape of its body and the headers it carries."""

    schema: "type[Schema] | None" = None
    headers: Sequence[str] = ()
    many: bool = False


@dataclass(frozen=True, slots=True)
class Parameter:
    """A documented query parameter."""

    name: str
    description: str
    type: Literal["string", "integer"] = "string"
    required: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Route:
    """One operation at one address.

    `operation` is its name in files and the journal, `operation_id` the provider's own. `callers` are the kinds of
    identity that may call it; a `public` one is answered without any. `mounts` are what its path can follow, where
    that is not what the API's paths follow; the first is the documented one. `body_many` makes the body a list of what
    `body` describes.
    """

    method: str
    path: str
    operation: str
    operation_id: str
    handler: Operation
    summary: str
    responses: Mapping[int, Response]
    callers: frozenset[str] = frozenset()
    body: "type[Schema] | None" = None
    query: Sequence[Parameter] = ()
    public: bool = False
    mounts: Sequence[str] | None = None
    body_many: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """What texts of a setting have to look like; `expected` says it after the word "must be"."""

    expected: str
    fits: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Setting:
    """A switch of a tenant: its default, the values it can take, and what it does.

    Without choices any text will do that has the `form`, where there is one. A default of several texts makes it a
    list of texts. What is `secret` is not shown.
    """

    name: str
    default: bool | str | tuple[str, ...]
    choices: Sequence[bool | str]
    description: str
    form: "Form | None" = None
    secret: bool = False

    def refusal(self, value: Any) -> str:
        """Say what is wrong with a value; nothing for one it can take."""
        if isinstance(self.default, tuple):
            texts = isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value)
            return "" if texts and all(self._chosen(item) for item in value) else f"must be a list of {self._expected}"
        return "" if self._chosen(value) else f"must be {self._expected}"

    @property
    def _expected(self) -> str:
        choices = ", ".join(str(choice).lower() if isinstance(choice, bool) else choice for choice in self.choices)
        return f"one of {choices}" if choices else self.form.expected if self.form else "text"

    def _chosen(self, value: Any) -> bool:
        if not self.choices:
            return isinstance(value, str) and (self.form is None or self.form.fits(value))
        return any(type(value) is type(choice) and value == choice for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Seeding:
    """The operations that put a record of a fixture file into the sandbox, without an id of its own or with one."""

    create: str
    create_with_id: str | None = None


@dataclass(frozen=True, eq=False)
class Api:
    """A vendor's table of contents: all the server needs to know to route, guard, answer and refuse."""

    name: str
    title: str
    mounts: Sequence[str]
    routes: Sequence[Route]
    collections: Sequence[Collection]
    identify: "Callable[[Exchange, bool], Identity]"
    """Says who calls; the flag is whether credentials of any form are accepted."""
    decode: "Callable[[Exchange], Any]"
    render: "Callable[[Problem, Exchange], Reply]"
    stamp: "Callable[[Exchange, Reply, Allowance | None], None]"
    access: Callable[[str], Access | None] | None = None
    """Says how a client comes in as a tenant, where a credential of the vendor's form can lead to one of that name."""
    authorize: Callable[[Records, Caller], None] | None = None
    """Raises where a tenant's own records (its keys and their permissions) refuse a call."""
    native: frozenset[str] = frozenset()
    """Kinds of problems the vendor has a form of its own for; the others are rendered by a fallback."""
    published_limits: Sequence[RateLimit] = ()
    settings: Sequence[Setting] = ()
    secret: str | None = None
    """The setting that holds the secret which proofs of a tenant's credentials have to fit.

    Where it is empty, the first secret that comes in is taken for it.
    """
    idempotency: "Idempotency | None" = None
    """What is promised of requests that carry a key; without it no header is one."""
    cors: Cors = Cors()
    trailing_slash: bool = True
    """Whether a slash at the end of a path means nothing, or makes it another, unknown one."""
    form_bodies: bool = False
    """Whether bodies are documented as forms instead of JSON."""
    secret_headers: frozenset[str] = frozenset()
    secret_members: frozenset[str] = frozenset()
    stored: Path | None = None
    """The file with the shapes of its records, by collection."""
    receivers: Mapping[str, str] = field(default_factory=dict)
    """The member of a collection's records that holds the address of a receiver."""
    tenants_word: str = "tenants"
    fixtures: Mapping[str, Seeding] = field(default_factory=dict)
    """How the records of each collection of a fixture file are created, in the order of loading."""

    def __post_init__(self) -> None:
        seen: set[tuple[str, str]] = set()
        for route in self.routes:
            if (route.method, route.path) in seen:
                raise ValueError(f"API {self.name}: {route.method} {route.path} is declared twice")
            seen.add((route.method, route.path))
        named = {name for seed in self.fixtures.values() for name in (seed.create, seed.create_with_id) if name}
        unknown = named - {route.operation for route in self.routes}
        if unknown:
            raise ValueError(f"API {self.name}: fixtures name unknown operations {sorted(unknown)}")

    def shape_of(self, collection: str) -> Shape | None:
        """Return the shape of the records of a collection, where there is one."""
        return shapes(self.stored).get(collection) if self.stored else None

    def mistakes_in(self, collection: str, record: Record) -> Iterator[tuple[Place, str]]:
        """Give what the API could not make use of in a record of a collection, and where."""
        shape = self.shape_of(collection)
        if shape and not shape.fits(record):
            yield from shape.mistakes(record)
        member = self.receivers.get(collection)
        if member and not is_address(record.get(member)):
            yield (member,), "must be an address of http or https that every client reads alike"

    def mounts_of(self, route: Route) -> Sequence[str]:
        """Give what the path of a route can follow."""
        return self.mounts if route.mounts is None else route.mounts

    def path_of(self, route: Route) -> str:
        """Give the path of a route as people write it: below the first mount that names no argument, if there is one.

        Arguments are in angle brackets.
        """
        mounts = self.mounts_of(route)
        mount = next((mount for mount in mounts if not ARGUMENT.search(mount)), mounts[0])
        return ARGUMENT.sub(r"<\1>", mount + route.path)

    def route(self, operation: str) -> Route | None:
        """Find an operation by our name or by the provider's."""
        for route in self.routes:
            if operation in (route.operation, route.operation_id):
                return route
        return None
