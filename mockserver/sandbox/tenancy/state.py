"""A tenant beside its records, as values: its state, and its snapshots."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mockserver.core.clock import Clock
from mockserver.core.limits.limiter import LimitKey, Shares
from mockserver.core.store import Contents
from mockserver.scenarios.rules.engine import Followed
from mockserver.scenarios.rules.model import Rule, Scenario
from mockserver.scenarios.rules.tallies import ONE_OFF, Tallies


@dataclass(frozen=True, slots=True)
class OneOff:
    """A rule that came over the control plane, the text it came as, and the epoch second at which it came."""

    rule: Rule
    source: Mapping[str, Any]
    since: float = 0.0
    followed: Followed = field(init=False, repr=False)
    """The scenario it makes by itself."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "followed", Followed(Scenario(ONE_OFF, ONE_OFF, (self.rule,)), self.since))


@dataclass(frozen=True, slots=True)
class State:
    """A tenant's state beside its records. `requests` counts its requests, `began` is its creation in epoch seconds."""

    clock: Clock
    requests: int
    began: float
    settings: Mapping[str, Mapping[str, Any]]
    followed: tuple[Followed, ...]
    rules: Mapping[str, OneOff]
    tallies: Tallies
    limits: Mapping[LimitKey, Shares]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A tenant's state and records under a name; `taken` is the epoch second of the snapshot, on its clock."""

    name: str
    taken: float
    contents: Contents
    state: State
