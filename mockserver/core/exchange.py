"""One request, what was learned about it on its way, and its reply."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, unquote

from mockserver.core.api import Api, Reply, Route
from mockserver.core.auth import Identity
from mockserver.core.deliveries import Delivery
from mockserver.core.problems import UNREADABLE, FieldError, Malformed, Problem

MOST_QUERY_PARAMETERS = 1000


def split_target(target: str) -> tuple[str, str]:
    """Part a raw request target into its path, decoded, and its query, as it is.

    >>> split_target("http://127.0.0.1/customers/a%20b?q=a%20b")
    ('/customers/a b', 'q=a%20b')
    """
    path, _, query = target.partition("?")
    if not path.startswith("/"):
        path = "/" + path.partition("://")[2].partition("/")[2]
    return (unquote(path) if "%" in path else path), query


@dataclass(frozen=True, slots=True)
class Match:
    """Where a request leads: an API, and a route with its arguments or the verbs the address would take."""

    api: Api
    route: Route | None = None
    arguments: Mapping[str, str] = field(default_factory=dict)
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was wrong with a request, in no vendor's words."""

    kind: str
    detail: str
    errors: Sequence[FieldError] = ()

    @classmethod
    def of(cls, problem: Problem) -> "Refusal":
        """Take what a problem says, and not the frames it came through."""
        return cls(problem.kind, problem.detail, getattr(problem, "errors", ()))


@dataclass
class Exchange:
    """A request as it came in. Header names are lower case; `target` is the raw request target."""

    method: str
    target: str
    path: str
    query_string: str
    headers: Mapping[str, str]
    """Several lines of one name are one value, see `core/headers.py`."""
    body: bytes
    """Without its content codings."""
    base_url: str
    match: Match
    peer: str = ""

    coded: bytes | None = None
    """The body as it was sent, where it had content codings."""
    given: Any = None
    """The decoded body of a request that never was bytes."""
    number: int = 0
    """Its number in the journal of its tenant."""
    trace: tuple[str, ...] = ()
    """What tells this request from all others of the server, the same on every run."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """The settings of its API: those of the tenant it speaks for, or of new ones where it speaks for none."""
    deliveries: list[Delivery] = field(default_factory=list)
    identity: Identity | None = None
    rule: str | None = None
    refusal: Refusal | None = None
    """What was wrong with it; refusals that rules order are none."""
    reply: Reply | None = None
    left: bool = False
    """Whether the client did not wait for its answer."""

    @property
    def api(self) -> Api:
        return self.match.api

    @property
    def route(self) -> Route | None:
        return self.match.route

    @property
    def sent(self) -> bytes:
        """The body as it was sent: what a client signs."""
        return self.body if self.coded is None else self.coded

    @property
    def address(self) -> str:
        """The client's address, without its port."""
        return self.peer.rpartition(":")[0]

    @property
    def operation(self) -> str:
        return self.match.route.operation if self.match.route else ""

    @property
    def operation_id(self) -> str:
        return self.match.route.operation_id if self.match.route else ""

    @cached_property
    def query(self) -> Mapping[str, str]:
        """The query parameters; of a repeated one the last."""
        if not self.query_string:
            return {}
        try:
            pairs = parse_qsl(
                self.query_string,
                keep_blank_values=True,
                max_num_fields=MOST_QUERY_PARAMETERS,
                errors="strict",
            )
        except UnicodeDecodeError:
            raise Malformed("The query string is not UTF-8.") from None
        except ValueError:
            raise Malformed(f"The query string has more than {MOST_QUERY_PARAMETERS} parameters.") from None
        return dict(pairs)

    def decoded(self) -> Any:
        """Read the body as its API reads bodies, once.

        Raise `Malformed` or `TooLarge` each time it is asked for one that cannot be read.
        """
        value = self._decoded
        if isinstance(value, UNREADABLE):
            raise value
        return value

    @cached_property
    def _decoded(self) -> Any:
        if self.given is not None:
            return self.given
        try:
            return self.api.decode(self)
        except UNREADABLE as problem:
            return problem
