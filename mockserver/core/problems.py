"""What can go wrong, in no vendor's words: each API renders these kinds in its own wire format."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

_CAPITAL = re.compile("[A-Z]")


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing wrong with one member of a request; `field` is a dotted path, list elements by index."""

    field: str
    message: str


@dataclass
class Problem(Exception):
    """A refusal. `detail` is one plain sentence; empty lets the vendor's renderer choose its own text.

    Each direct subclass is a kind, named like the class; what refines one is of the same kind.
    """

    kind: ClassVar[str] = "server_error"

    detail: str = ""

    def __init_subclass__(cls) -> None:
        if Problem in cls.__bases__:
            cls.kind = _CAPITAL.sub(lambda capital: "_" + capital[0].lower(), cls.__name__).removeprefix("_")

    def __str__(self) -> str:
        return self.detail or self.kind


class Malformed(Problem):
    """The request cannot be read: broken JSON, a parameter that is no number."""


@dataclass
class BadMessage(Malformed):
    """The request breaks a rule of HTTP: `status` is what HTTP calls that, whatever a vendor calls a bad request.

    `headers` belong to every answer with that status.
    """

    status: int = 400
    headers: Mapping[str, str] = field(default_factory=dict)


def status_of(problem: Problem, usual: int) -> int:
    """Return the status of an answer to a problem, of which the vendor's is the `usual` one."""
    return problem.status if isinstance(problem, BadMessage) else usual


@dataclass
class Unauthenticated(Problem):
    """No credential, or one that is not accepted."""


@dataclass
class Forbidden(Problem):
    """A known caller without the permission it needs (`permission`: the provider's operation id)."""

    permission: str = ""


class NotFound(Problem):
    """Nothing lives at this address."""


@dataclass
class MethodNotAllowed(Problem):
    """The address exists, the verb does not; `allowed` lists the verbs that do."""

    allowed: Sequence[str] = ()


class Conflict(Problem):
    """The request contradicts what is stored."""


class Duplicate(Problem):
    """Something with this identity exists already."""


class Gone(Problem):
    """It was here once and will not come back."""


@dataclass
class Invalid(Problem):
    """Readable, but members break a rule; `errors` names each of them. A bad query carries `malformed`."""

    errors: Sequence[FieldError] = ()


@dataclass
class InvalidQuery(Malformed):
    """A query parameter breaks its grammar; `errors` names the parameter."""

    errors: Sequence[FieldError] = ()


@dataclass
class TooManyRequests(Problem):
    """A limit is spent. `retry_after` is in seconds, `reset` the epoch second at which it opens again."""

    retry_after: float = 1.0
    reset: int | None = None
    limit: int | None = None


class TooLarge(Problem):
    """The body is larger than this server takes."""


UNREADABLE = (Malformed, TooLarge)
"""What reading a body can raise."""


class Declined(Problem):
    """A payment method was refused by its bank."""


class Locked(Problem):
    """Another request is changing the same object."""


@dataclass
class IdempotencyMismatch(Problem):
    """An idempotency key came back with another request; `path` is the first one's where it went elsewhere."""

    key: str = ""
    path: str = ""


@dataclass
class IdempotencyInProgress(Problem):
    """An idempotency key came back while its first request still runs."""

    key: str = ""


class ServerError(Problem):
    """The provider failed."""


class Unavailable(Problem):
    """The provider is down for now."""


class Timeout(Problem):
    """The provider gave up waiting for itself."""


KINDS: Mapping[str, type[Problem]] = {problem.kind: problem for problem in Problem.__subclasses__()}
"""Every kind of problem by the name scenario files use."""


@dataclass
class Misconfigured(Exception):
    """A setting, option or file is wrong: its place (`where`) and the expected form. Never sent to a client."""

    where: str
    message: str
    more: Sequence[str] = ()
    errors: Sequence[tuple[Sequence[str | int], str]] = ()
    """Each mistake of a document: the path of keys and indexes to it, and its message."""

    def __str__(self) -> str:
        return "\n".join([f"{self.where}: {self.message}", *self.more])
