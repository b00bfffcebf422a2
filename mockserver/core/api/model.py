"""Exchange, API, route and call: types that refer to each other."""

import inspect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal

from mockserver.core import ids
from mockserver.core.api.idempotency import Idempotency
from mockserver.core.api.receivers import Delivery, is_address
from mockserver.core.api.records import Records
from mockserver.core.api.settings import Setting
from mockserver.core.api.shapes import Place, Shape, shapes
from mockserver.core.http.auth import Access, Caller, Identity
from mockserver.core.http.bodies import decode_json
from mockserver.core.http.cors import Cors
from mockserver.core.http.reply import Reply
from mockserver.core.http.request import Request
from mockserver.core.limits.limiter import Allowance, RateLimit
from mockserver.core.problems import FieldError, Problem
from mockserver.core.store import Collection, Record

if TYPE_CHECKING:
    from marshmallow import Schema

ARGUMENT = re.compile(r"<(?:path:)?(\w+)>")
"""An argument in a path of a route; one of a `path:` may hold slashes."""


@dataclass(frozen=True, slots=True)
class Match:
    """Where a request leads: an API, and a route with its arguments or the verbs the address would take."""

    api: "Api"
    route: "Route | None" = None
    arguments: Mapping[str, str] = field(default_factory=dict)
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """The error of a request, in no vendor's words."""

    kind: str
    detail: str
    errors: Sequence[FieldError] = ()

    @classmethod
    def of(cls, problem: Problem) -> "Refusal":
        """Return the refusal of a problem, without its traceback."""
        return cls(problem.kind, problem.detail, getattr(problem, "errors", ()))


@dataclass
class Exchange(Request):
    """A request, the facts found on its way, and its reply."""

    match: Match
    _: KW_ONLY
    number: int = 0
    """Its number in the journal of its tenant."""
    trace: tuple[str, ...] = ()
    """The unique parts of this request, the same on every run."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """The settings of its API: those of its tenant, or the defaults without a tenant."""
    deliveries: list[Delivery] = field(default_factory=list)
    identity: Identity | None = None
    rule: str | None = None
    refusal: Refusal | None = None
    """What was wrong with it; refusals that rules order are none."""
    reply: Reply | None = None
    left: bool = False
    """Whether the client did not wait for its answer."""
    api: "Api" = field(init=False, repr=False)
    route: "Route | None" = field(init=False, repr=False)
    operation: str = field(init=False, repr=False)
    """The name of its operation, and the provider's own; empty where it leads to none."""
    operation_id: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.api, self.route = self.match.api, self.match.route
        self.operation, self.operation_id = (self.route.operation, self.route.operation_id) if self.route else ("", "")

    def _read(self) -> Any:
        return self.api.decode(self)


@dataclass(slots=True)
class Call:
    """One call of one operation: its inputs, and the records it may change."""

    exchange: Exchange
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
        """Return a new id, greater than every one this tenant was given before in this API."""
        if not self._minted:
            self._minted = self.records.counter("ids")
            # Where the clock went back, ids keep the latest time they have seen: their order is a promise.
            self._minted_at = max(int(self.now.timestamp() * 1000), self.records.counter("ids_at"))
            self.records.set_counter("ids_at", self._minted_at)
        self._minted += 1
        self.records.set_counter("ids", self._minted)
        return f"{prefix}_{ids.ulid(self.seed, self.tenant, self._minted, self._minted_at)}"

    def mint_uuid(self) -> str:
        """Return a new id in the form of a UUID."""
        return ids.opaque_uuid(self.seed, self.tenant, self.records.next_number("uuids"))


Operation = Callable[[Call], Reply]


@dataclass(frozen=True, slots=True)
class Response:
    """A documented outcome: the shape of its body and the headers it carries."""

    schema: "type[Schema] | None" = None
    headers: Sequence[str] = ()
    many: bool = False


@dataclass(frozen=True, slots=True)
class QueryParameter:
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
    body: "type[Schema] | Schema | None" = None
    query: Sequence[QueryParameter] = ()
    public: bool = False
    mounts: Sequence[str] | None = None
    body_many: bool = False


ROUTES = "__routes__"
"""The attribute of a handler that holds the operations it serves."""


def routes_of(*resources: ModuleType) -> Iterator[Route]:
    """Yield the operations that modules declare: by handlers of their own, in their order, then in `routes`."""
    for module in resources:
        for value in vars(module).values():
            if inspect.isfunction(value) and value.__module__ == module.__name__:
                yield from declared(value)
        yield from getattr(module, "routes", ())


def declared(handler: Operation) -> tuple[Route, ...]:
    """Return the operations that a handler serves."""
    routes: tuple[Route, ...] = getattr(handler, ROUTES, ())
    return routes


def collections_of(*resources: ModuleType) -> Iterator[Collection]:
    """Yield the collections that modules declare in `collections`."""
    for module in resources:
        yield from getattr(module, "collections", ())


def _as_json(exchange: Exchange) -> Any:
    return decode_json(exchange.body)


def _as_it_is(exchange: Exchange, reply: Reply, allowance: Allowance | None) -> None:
    """Leave an answer as it is."""


@dataclass(frozen=True, slots=True)
class Seeding:
    """The operations that put a record of a fixture file into the sandbox, without an id of its own or with one."""

    create: str
    create_with_id: str | None = None


@dataclass(frozen=True, eq=False)
class Api:
    """A vendor's table of contents: all that the server needs to route, guard, answer and refuse."""

    name: str
    title: str
    identify: Callable[[Exchange, bool], Identity]
    """Return the caller; the flag is whether credentials of any form are accepted."""
    render: Callable[[Problem, Exchange], Reply]
    """Return the vendor's answer to a problem."""
    decode: Callable[[Exchange], Any] = _as_json
    """Return the body of a request as the vendor reads it."""
    stamp: Callable[[Exchange, Reply, Allowance | None], None] = _as_it_is
    """Add the headers that every answer of the vendor's carries."""
    resources: Sequence[ModuleType] = ()
    """The modules that declare its routes and collections, in the order of the documents."""
    routes: Sequence[Route] = ()
    """Where they are not those of its resources."""
    collections: Sequence[Collection] = ()
    """Where they are not those of its resources."""
    mounts: Sequence[str] = ("",)
    """Prefixes of the paths of routes; the first is the documented one."""
    access: Callable[[str], Access | None] | None = None
    """Return how a client comes in as a tenant, where a credential of the vendor can lead to one of that name."""
    authorize: Callable[[Records, Caller], None] | None = None
    """Raises where a tenant's own records (its keys and their permissions) refuse a call."""
    native: frozenset[str] = frozenset()
    """Kinds of problems the vendor has a form of its own for; the others are rendered by a fallback."""
    published_limits: Sequence[RateLimit] = ()
    settings: Sequence[Setting] = ()
    secret: str | None = None
    """The setting that holds the secret which proofs of a tenant's credentials have to fit.

    If it is empty, the first secret of a request becomes it.
    """
    idempotency: Idempotency | None = None
    """The handling of idempotency keys; without it the API has none."""
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
        if self.resources:
            object.__setattr__(self, "routes", self.routes or (*routes_of(*self.resources),))
            object.__setattr__(self, "collections", self.collections or (*collections_of(*self.resources),))
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
        """Yield the mistakes in a record of a collection, each with its place."""
        shape = self.shape_of(collection)
        if shape and not shape.fits(record):
            yield from shape.mistakes(record)
        member = self.receivers.get(collection)
        if member and not is_address(record.get(member)):
            yield (member,), "must be an address of http or https that every client reads alike"

    def mounts_of(self, route: Route) -> Sequence[str]:
        """Return the prefixes that the path of a route can follow."""
        return self.mounts if route.mounts is None else route.mounts

    def path_of(self, route: Route) -> str:
        """Return the path of a route as people write it: below the first mount that names no argument, if there is one.

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
