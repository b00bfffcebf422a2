"""A tenant's counts for its rules: calls, firings, and the states of machines."""

from collections import OrderedDict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from mockserver.scenarios.rules.model import STARTED

ONE_OFF, DIRECTED = RESERVED = ("one-off", "ordered")
"""The names under which rules that came one by one, and words of requests, are counted: no scenario has them."""

MOST_SHARED = 10_000
"""Counters of one tenant that are for some of its requests only; beyond, the one idle longest is forgotten."""


@dataclass(slots=True)
class Tally:
    """What was counted for one rule and share: requests it matched, and how often it fired."""

    matched: int = 0
    fired: int = 0


class Tallies:
    """The counters of a tenant's rules, by scenario, rule and share. The caller holds the tenant's lock."""

    def __init__(self) -> None:
        self._whole: dict[tuple[str, str], Tally] = {}
        self._shared: OrderedDict[tuple[str, str, str], Tally] = OrderedDict()
        self._states: dict[tuple[str, str], str] = {}

    def of(self, scenario: str, rule: str, share: str = "") -> Tally:
        """Return the counters that a request is counted in."""
        if share:
            return self._of_share((scenario, rule, share))
        tally = self._whole.get((scenario, rule))
        if tally is None:
            tally = self._whole[scenario, rule] = Tally()
        return tally

    def known(self, scenario: str, rule: str, share: str = "") -> Tally:
        """Return a copy of the counters as they are, without beginning to count."""
        tally = self._shared.get((scenario, rule, share)) if share else self._whole.get((scenario, rule))
        return Tally(tally.matched, tally.fired) if tally else Tally()

    def total(self, scenario: str, rule: str) -> Tally:
        """Return the counts of a rule, of all shares."""
        return self.totals(scenario).get(rule, Tally())

    def totals(self, scenario: str) -> dict[str, Tally]:
        """Return the counts of the rules of a scenario that any request matched, of all shares."""
        totals: dict[str, Tally] = {}
        for rule, tally in self._counted(scenario):
            total = totals.setdefault(rule, Tally())
            total.matched += tally.matched
            total.fired += tally.fired
        return totals

    def state(self, scenario: str, machine: str) -> str:
        """Return the state a machine is in."""
        return self._states.get((scenario, machine), STARTED)

    def enter(self, scenario: str, machine: str, state: str) -> None:
        """Let a machine go to a state."""
        self._states[scenario, machine] = state

    def states(self, scenario: str) -> dict[str, str]:
        """Return the states of the machines of a scenario that any rule has moved."""
        return {machine: state for (name, machine), state in self._states.items() if name == scenario}

    def counted(self) -> Iterator[tuple[tuple[str, str, str], Tally]]:
        """Yield all counters, by scenario, rule and share, which is empty for a whole tenant."""
        yield from (((*key, ""), tally) for key, tally in self._whole.items())
        yield from self._shared.items()

    def machines(self) -> Iterator[tuple[tuple[str, str], str]]:
        """Yield the states of the machines that any rule has moved, by scenario and machine."""
        yield from self._states.items()

    def forget(self, scenario: str, rules: Collection[str]) -> None:
        """Reset the counts of some rules of a scenario."""
        for rule in rules:
            self._whole.pop((scenario, rule), None)
        for key in [key for key in self._shared if key[0] == scenario and key[1] in rules]:
            del self._shared[key]

    def copy(self) -> "Tallies":
        """Return an independent copy of the counters."""
        copy = Tallies()
        copy._whole = {key: Tally(tally.matched, tally.fired) for key, tally in self._whole.items()}
        copy._shared.update((key, Tally(tally.matched, tally.fired)) for key, tally in self._shared.items())
        copy._states = dict(self._states)
        return copy

    def clear(self) -> None:
        """Reset all counts, and every machine to its first state."""
        self._whole.clear()
        self._shared.clear()
        self._states.clear()

    def _of_share(self, key: tuple[str, str, str]) -> Tally:
        tally = self._shared.get(key)
        if tally is None:
            tally = self._shared[key] = Tally()
            if len(self._shared) > MOST_SHARED:
                self._shared.popitem(last=False)
        else:
            self._shared.move_to_end(key)
        return tally

    def _counted(self, scenario: str) -> Iterator[tuple[str, Tally]]:
        yield from ((rule, tally) for (name, rule), tally in self._whole.items() if name == scenario)
        yield from ((rule, tally) for (name, rule, _), tally in self._shared.items() if name == scenario)
