"""Which requests of a journal are asked for, and why one is not among them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mockserver.core.api.model import Exchange
from mockserver.sandbox.journal import Entry, mask_reason, mask_text
from mockserver.sandbox.tenancy.tenant import Tenant
from mockserver.scenarios.rules.engine import Followed, Situation, misfit, mismatches
from mockserver.scenarios.rules.matching import Budget, Facts
from mockserver.scenarios.rules.model import Rule, Scenario
from mockserver.scenarios.rules.tallies import Tallies

_ALONE = Situation(Tallies(), "", "", 0.0)


class Heard(NamedTuple):
    """An entry of a journal, and the facts about its request that matchers need."""

    entry: Entry
    facts: Facts

    @property
    def exchange(self) -> Exchange:
        return self.facts.exchange


def hear(tenant: Tenant, entry: Entry, steps: Budget) -> Heard:
    """Take an entry of a tenant's journal; what looks at it spends of `steps`."""
    return Heard(entry, Facts(entry.again(tenant.setting(entry.api)), steps))


def heard(tenant: Tenant, steps: Budget) -> list[Heard]:
    """Take all entries of a tenant's journal, in the order in which they began."""
    return [hear(tenant, entry, steps) for entry in sorted(tenant.journal, key=lambda entry: entry.id)]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The wanted requests: conditions as in a rule, and on their answers.

    `statuses` are statuses or their classes (`4xx`), `none` for no answer; `by` is the rule that fired.
    """

    request: Rule
    statuses: Sequence[str] = ()
    by: str | None = None

    def holds(self, each: Heard) -> bool:
        """Return whether a request is asked for."""
        return next(self._reasons(each), None) is None

    def reasons(self, each: Heard) -> list[str]:
        """Return why a request does not match, a reason for each member, with secrets masked."""
        return [mask_reason(reason, each.entry.api) for reason in self._reasons(each)]

    def distance(self, each: Heard) -> tuple[bool, int]:
        """Return how far a request is from being asked for: another operation is further than other members."""
        return bool(misfit(self.request, each.exchange)), len([*self._reasons(each)])

    def share(self, each: Heard) -> float:
        """Return the share of the conditions that do not hold for a request, from 0 to 1."""
        return round(len([*self._reasons(each)]) / max(self._asked, 1), 3)

    @property
    def _asked(self) -> int:
        return asked(self.request) + bool(self.statuses) + (self.by is not None)

    def _reasons(self, each: Heard) -> Iterator[str]:
        entry = each.entry
        alone = Followed(Scenario("", "", (self.request,)), 0.0)
        yield from mismatches(self.request, each.facts, alone, _ALONE)
        if self.statuses and not {str(entry.status or "none"), f"{(entry.status or 0) // 100}xx"} & {*self.statuses}:
            yield f"status is {entry.status or 'none'}, expected {' or '.join(self.statuses)}"
        if self.by is not None and entry.rule != self.by:
            yield f"rule is {entry.rule or 'none'}, expected {self.by}"

    def __str__(self) -> str:
        """Write which requests are asked for, for people."""
        rule = self.request
        address = [" or ".join(rule.operations), rule.method, rule.path and rule.path.text]
        words = [rule.api or "", *(word for word in address if word)]
        if not any(words[1:]):
            words.append("any request")
        if rule.match:
            tests = (f"{each.part} {each.key} {' and '.join(map(str, each.tests))}" for each in rule.match)
            words += ["with", ", ".join(tests)]
        if self.statuses:
            words += ["answered", " or ".join(self.statuses)]
        if self.by is not None:
            words += ["by rule", self.by]
        return mask_text(" ".join(filter(None, words)))


def asked(rule: Rule) -> int:
    """Count the conditions of a rule."""
    members = (rule.api, rule.method, rule.operations, rule.path, rule.state is not None, rule.expires)
    return sum(map(bool, members)) + len(rule.match)
