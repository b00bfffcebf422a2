"""A scenario as frozen values: a file's content, after it was checked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from mockserver.core.api.model import Api
from mockserver.core.clock import Mode
from mockserver.core.http.auth import Grant
from mockserver.core.http.reply import Fault
from mockserver.core.limits.counters import Algorithm
from mockserver.core.limits.limiter import Announced, Operations, RateLimit, Share
from mockserver.core.problems import FieldError
from mockserver.scenarios.notation.delays import Delay
from mockserver.scenarios.notation.moments import Instant
from mockserver.scenarios.notation.texts import PathTest
from mockserver.scenarios.rules.matching import Matcher

FOREVER = None

Effect = Literal["skip", "commit"]
"""The effect on the data where a rule answers: none, or the operation's."""

Stored = Literal["genuine", "injected"]
"""The answer stored under an idempotency key where a rule answers: the operation's own, or the rule's."""

Then = Literal["pass", "repeat_last", "cycle"]
"""The behaviour of a rule after its sequence of answers."""

STARTED = "Started"
"""The state every machine begins in."""


@dataclass(frozen=True, slots=True)
class Respond:
    """The answer of a rule: a named error in the vendor's words, or a status, headers and a body as they are.

    With `templates`, texts in it are filled with members of the request.
    """

    error: str | None = None
    detail: str = ""
    retry_after: float | None = None
    fields: Sequence[FieldError] = ()
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    templates: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """The effect of a rule that fires: an answer, a fault, or with neither the operation's own answer.

    `next_state` is the state the rule's machine is in from then on.
    """

    respond: Respond | None = None
    fault: Fault | None = None
    effect: Effect = "skip"
    store: Stored = "genuine"
    delay: Delay | None = None
    after: Delay | None = None
    next_state: str | None = None
    repeat: int = 1
    decides: bool = True
    """Whether no rule after this one is asked; not where all it does is to wait."""


@dataclass(frozen=True, slots=True)
class When:
    """The conditions for a matching rule to fire; all that are given must hold."""

    calls: Sequence[tuple[int, int | None]] = ()
    probability: float | None = None
    between: tuple[Instant, Instant | None] | None = None
    per: Share = "tenant"


ALWAYS = When()
"""The condition of a rule that has none."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule about some requests. It fires at most `times` times (`None`: without end) for each that it counts for.

    `steps` follow one another as it fires; `state` is the one its `machine` has to be in.
    """

    id: str
    api: str | None = None
    operations: Sequence[str] = ()
    method: str | None = None
    path: PathTest | None = None
    match: Sequence[Matcher] = ()
    when: When = ALWAYS
    steps: Sequence[Step] = ()
    then: Then = "repeat_last"
    times: int | None = FOREVER
    priority: int = 5
    machine: str = ""
    state: str | None = None
    expires: Instant | None = None
    unbounded: bool = field(init=False, repr=False, compare=False)
    """Whether the rule is about requests wherever they go, whenever they come and whatever state there is."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "unbounded", not (self.path or self.expires or self.state is not None))

    @property
    def length(self) -> int:
        """How often the rule fires until its sequence is over."""
        return sum(step.repeat for step in self.steps)


@dataclass(frozen=True, slots=True)
class LimitWish:
    """A rate limit a scenario enforces; `limit` is `None` for the one the provider publishes."""

    id: str
    api: str | None
    operations: Operations | tuple[str, ...] | None
    limit: int | None
    window: float
    algorithm: Algorithm = "fixed_window"
    burst: int | None = None
    per: Share = "tenant"
    announced: Announced = "vendor"
    granted: dict[str, tuple[RateLimit, ...]] = field(default_factory=dict, compare=False, repr=False)
    """Its limits for an API, cached."""

    def limits(self, api: Api) -> tuple[RateLimit, ...]:
        """Return the limits for an API; made once, because every request needs them."""
        limits = self.granted.get(api.name)
        if limits is None:
            limits = self.granted[api.name] = tuple(self._made(api)) if self.api in (None, api.name) else ()
        return limits

    def _made(self, api: Api) -> Iterator[RateLimit]:
        id = self.id if self.api else f"{api.name}.{self.id}"
        if self.limit is not None:
            yield self._limit(id, self.limit, self.window, self.operations or "all")
            return
        for published in api.published_limits:
            operations = self.operations or published.operations
            yield self._limit(f"{id}.{published.id}", published.limit, published.window, operations)

    def _limit(self, id: str, limit: int, window: float, operations: Operations | tuple[str, ...]) -> RateLimit:
        return RateLimit(
            id, limit, window, operations, self.algorithm, self.burst, self.per, self.announced, enforced=True
        )


@dataclass(frozen=True, slots=True)
class ClockWish:
    """What time it is where a scenario begins."""

    mode: Mode
    start: datetime | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """One file's worth of rules, limits, credentials, settings, records and time."""

    name: str
    seed: str
    rules: Sequence[Rule] = ()
    rate_limits: Sequence[LimitWish] = ()
    auth: Mapping[str, Sequence[Grant]] = field(default_factory=dict)
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    vars: Mapping[str, Any] = field(default_factory=dict)
    clock: ClockWish | None = None
    data: Any = None
    path: Path | None = None
    """The file it was read from, if it was."""
    source: Mapping[str, Any] | None = field(default=None, compare=False, repr=False)
    """Its own document, where it came without a file."""
    files: Sequence[Path] = ()
    """That file, and those it includes."""
    chosen: dict[tuple[str, str, str], tuple[Rule, ...]] = field(default_factory=dict, compare=False, repr=False)
    """The rules that can match requests of an API, method and operation, cached."""

    def changed(self, new: "Scenario") -> frozenset[str]:
        """Return the names of the rules that are changed or missing in the new version."""
        now = {rule.id: rule for rule in new.rules} if new.name == self.name else {}
        return frozenset(rule.id for rule in self.rules if now.get(rule.id) != rule)


def limits_of(scenarios: Iterable[Scenario], api: Api) -> list[RateLimit]:
    """Return the limits of an API: those that scenarios enforce, or else the ones its provider publishes.

    Where several have the same id, the first is meant.
    """
    enforced: dict[str, RateLimit] = {}
    for scenario in scenarios:
        for wish in scenario.rate_limits:
            for limit in wish.limits(api):
                enforced.setdefault(limit.id, limit)
    return [*enforced.values()] or [*api.published_limits]
