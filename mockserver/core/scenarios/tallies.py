"""What a tenant counted for the rules it follows: calls, firings, and the states of machines."""

from collections import OrderedDict
from dataclasses import dataclass

from mockserver.core.scenarios.model import STARTED

MOST_TALLIES = 10_000
"""Tallies of one tenant; beyond, the one that was idle longest is forgotten."""


@dataclass(slots=True)
class Tally:
    """What was counted for one rule and share: requests it matched, and how often it fired."""

    matched: int = 0
    fired: int = 0


class Tallies:
    """The counters of a tenant's rules, by scenario, rule and share. The caller holds the tenant's lock."""

    def __init__(self) -> None:
        self._tallies: OrderedDict[tuple[str, str, str], Tally] = OrderedDict()
        self._states: dict[tuple[str, str], str] = {}

    def of(self, scenario: str, rule: str, share: str = "") -> Tally:
        """Give the counters that a request is counted in."""
        key = (scenario, rule, share)
        tally = self._tallies.get(key)
        if tally is None:
            tally = self._tallies[key] = Tally()
            if len(self._tallies) > MOST_TALLIES:
                self._tallies.popitem(last=False)
        elif share:
            self._tallies.move_to_end(key)
        return tally

    def known(self, scenario: str, rule: str, share: str = "") -> Tally:
        """Give a copy of the counters as they are, without beginning to count."""
        tally = self._tallies.get((scenario, rule, share))
        return Tally(tally.matched, tally.fired) if tally else Tally()

    def total(self, scenario: str, rule: str) -> Tally:
        """Give what was counted for a rule, whoever shared it."""
        found = [tally for (name, id, _), tally in self._tallies.items() if (name, id) == (scenario, rule)]
        return Tally(sum(tally.matched for tally in found), sum(tally.fired for tally in found))

    def state(self, scenario: str, machine: str) -> str:
        """Give the state a machine is in."""
        return self._states.get((scenario, machine), STARTED)

    def enter(self, scenario: str, machine: str, state: str) -> None:
        """Let a machine go to a state."""
        self._states[scenario, machine] = state

    def states(self, scenario: str) -> dict[str, str]:
        """Give the states of the machines of a scenario that have left their first one."""
        return {machine: state for (name, machine), state in self._states.items() if name == scenario}

    def forget(self, scenario: str, rule: str) -> None:
        """Begin to count anew for one rule."""
        for key in [key for key in self._tallies if key[:2] == (scenario, rule)]:
            del self._tallies[key]

    def clear(self) -> None:
        self._tallies.clear()
        self._states.clear()
