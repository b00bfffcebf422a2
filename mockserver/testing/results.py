"""Answers of the control plane as values, and a journal of exchanges as text for people."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any, Self

from mockserver.core.text import LONGEST_LINE, printable

LONGEST = 400
"""Characters of a body that a transcript shows."""


def _moment(told: str | float) -> datetime:
    return datetime.fromisoformat(told) if isinstance(told, str) else datetime.fromtimestamp(told, UTC)


class _Told:
    """A value read from members of its names; moments are texts of ISO 8601, or seconds since 1970."""

    __slots__ = ()

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        """Return the value of an answer."""
        members = {member.name: member.type for member in fields(cls)}  # type: ignore[arg-type]  # its heirs are
        return cls(**{name: _moment(told[name]) if kind is datetime else told[name] for name, kind in members.items()})


@dataclass(frozen=True, slots=True)
class Clock(_Told):
    """A tenant's time; `mode` is `real`, `offset` or `frozen`."""

    now: datetime
    mode: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, and how often it has matched and fired; `source` is its document."""

    id: str
    matched: int
    fired: int
    source: Mapping[str, Any]

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        """Return the rule of an answer."""
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
        """Return the scenario of an answer."""
        rules = {rule["id"]: Rule.read(rule) for rule in told["rules"]}
        return cls(told["name"], told["seed"], told["states"], rules)


@dataclass(frozen=True, slots=True)
class Limit(_Told):
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
        """Return the exchange of an answer."""
        request, response = told["request"], told["response"] or {}
        return cls(
            id=told["id"],
            time=_moment(told["time"]),
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
        """Return the delivery of an answer."""
        rest = {name: told[name] for name in ("event", "status", "error")}
        return cls(time=_moment(told["time"]), **told["request"], **rest)


@dataclass(frozen=True, slots=True)
class Snapshot(_Told):
    """A named state of a tenant: when it was taken, and how many records it holds."""

    name: str
    taken: datetime
    records: int


@dataclass(frozen=True, slots=True)
class Access(_Told):
    """A client's access to a tenant: the key for its library, and the headers of a plain request."""

    key: str
    headers: Mapping[str, str]
    path: str
    secret: str


def transcript(exchanges: Iterable[Exchange]) -> str:
    """Return exchanges in their order as text, each on a line, with the bodies below."""
    return "\n".join(printable(line, LONGEST_LINE) for exchange in exchanges for line in _lines(exchange))


def _lines(exchange: Exchange) -> Iterator[str]:
    outcome = "no answer" if exchange.status is None else str(exchange.status)
    marks = [f"{kind} {name}" for kind, name in (("rule", exchange.rule), ("fault", exchange.fault)) if name]
    shaped = f" ({', '.join(marks)})" if marks else ""
    named = f"{exchange.api} {exchange.operation or 'nothing known'}"
    yield f"{exchange.id}. {exchange.method} {exchange.target} -> {outcome}{shaped}  {named}"
    if exchange.body is not None:
        yield f"   sent {_short(exchange.body)}"
    if exchange.answer is not None:
        yield f"   got  {_short(exchange.answer)}"


def _short(body: Any) -> str:
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
