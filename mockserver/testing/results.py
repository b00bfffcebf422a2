"""What the control plane tells, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Clock:
    """A tenant's time; `mode` is `real`, `offset` or `frozen`."""

    now: datetime
    mode: str

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        return cls(datetime.fromisoformat(told["now"]), told["mode"])


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, and how often it has matched and fired; `source` is what it was made of."""

    id: str
    matched: int
    fired: int
    source: Mapping[str, Any]

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        counts = ("id", "matched", "fired")
        source = {name: value for name, value in told.items() if name not in counts}
        return cls(told["id"], told["matched"], told["fired"], source)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario that a tenant follows: the states of its machines, and its rules by id."""

    name: str
    seed: str
    states: Mapping[str, str]
    rules: Mapping[str, Rule]

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        rules = {rule["id"]: Rule.read(rule) for rule in told["rules"]}
        return cls(told["name"], told["seed"], told["states"], rules)


@dataclass(frozen=True, slots=True)
class Limit:
    """A rate limit: `remaining` requests are left until `reset`. One that is not `enforced` is only reported."""

    id: str
    api: str
    limit: int
    window: float | None
    """Seconds; `None` for a limit of requests at the same time."""
    per: str
    enforced: bool
    remaining: int
    reset: datetime

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        return cls(
            id=told["id"],
            api=told["api"],
            limit=told["limit"],
            window=told["window"],
            per=told["per"],
            enforced=told["enforced"],
            remaining=told["remaining"],
            reset=datetime.fromtimestamp(told["reset"], UTC),
        )


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer, as the journal has them; `status` is `None` where no answer arrived.

    Bodies are decoded: what they hold, or their text. `rule` shaped the answer, `fault` broke it.
    """

    id: int
    time: datetime
    api: str
    operation: str | None
    method: str
    target: str
    headers: Mapping[str, str]
    body: Any
    status: int | None
    answer_headers: Mapping[str, str]
    answer: Any
    rule: str | None
    fault: str | None
    milliseconds: float

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        request, response = told["request"], told["response"] or {}
        return cls(
            id=told["id"],
            time=datetime.fromtimestamp(told["time"], UTC),
            api=told["api"],
            operation=told["operation"],
            method=request["method"],
            target=request["target"],
            headers=request["headers"],
            body=request["body"],
            status=response.get("status"),
            answer_headers=response.get("headers", {}),
            answer=response.get("body"),
            rule=told["rule"],
            fault=told["fault"],
            milliseconds=told["milliseconds"],
        )


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message to a receiver of webhooks; `status` is its answer, `error` why there was none."""

    time: datetime
    event: str
    method: str
    url: str
    headers: Mapping[str, str]
    body: Any
    status: int | None
    error: str | None

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        return cls(
            time=datetime.fromtimestamp(told["time"], UTC),
            event=told["event"],
            **told["request"],
            status=told["status"],
            error=told["error"],
        )


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A named state of a tenant: when it was taken, and how many records it holds."""

    name: str
    taken: datetime
    records: int

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        return cls(told["name"], datetime.fromisoformat(told["taken"]), told["records"])


@dataclass(frozen=True, slots=True)
class Access:
    """How a client comes in as a tenant: what its library is handed, and what a plain request carries."""

    key: str
    headers: Mapping[str, str]
    path: str
    secret: str

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        return cls(told["key"], told["headers"], told["path"], told["secret"])
