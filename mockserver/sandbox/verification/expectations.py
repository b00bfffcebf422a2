"""A test's expectation of requests, whether it holds, and the result in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mockserver.sandbox.journal.shown import url_of
from mockserver.sandbox.verification.wanted import Heard, Wanted

MOST_NEAREST = 3
"""Requests that are listed as nearest to an expectation."""

MOST_SHOWN = 20
"""Requests that a picture shows."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """From `least` to `most` requests (`None`: any number) are `wanted`; and those of `order` came in this order."""

    wanted: Wanted | None = None
    least: int = 1
    most: int | None = None
    order: Sequence[Wanted] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of an expectation.

    `found` are the matching requests. `steps` are those that came in order; `nearest` are the nearest misses, each with
    its reasons.
    """

    expectation: Expectation
    found: Sequence[Heard]
    steps: Sequence[Heard]
    nearest: Sequence[tuple[Heard, Sequence[str]]]

    @property
    def too_many(self) -> bool:
        """Return whether more requests came than expected, which no waiting will change."""
        most = self.expectation.most
        return self.expectation.wanted is not None and most is not None and len(self.found) > most

    @property
    def too_few(self) -> bool:
        return self.expectation.wanted is not None and len(self.found) < self.expectation.least

    @property
    def out_of_order(self) -> bool:
        return len(self.steps) < len(self.expectation.order)

    @property
    def holds(self) -> bool:
        return not (self.too_many or self.too_few or self.out_of_order)


def judge(expectation: Expectation, came: Sequence[Heard]) -> Outcome:
    """Hold an expectation against what came, oldest first."""
    wanted = expectation.wanted
    found = [each for each in came if wanted.holds(each)] if wanted else []
    steps = _in_order(expectation.order, came)
    outcome = Outcome(expectation, found, steps, ())
    if outcome.too_few and wanted:
        return Outcome(expectation, found, steps, nearest(wanted, came, found))
    if outcome.out_of_order:
        after = [each for each in came if not steps or each.entry.id > steps[-1].entry.id]
        return Outcome(expectation, found, steps, nearest(expectation.order[len(steps)], after))
    return outcome


def nearest(wanted: Wanted, came: Sequence[Heard], found: Sequence[Heard] = ()) -> list[tuple[Heard, Sequence[str]]]:
    """Return the requests nearest to the wanted ones that are not `found`, the nearest and latest first."""
    numbers = {each.entry.id for each in found}
    others = [each for each in reversed(came) if each.entry.id not in numbers]
    return [(each, wanted.reasons(each)) for each in sorted(others, key=wanted.distance)[:MOST_NEAREST]]


def _in_order(order: Sequence[Wanted], came: Sequence[Heard]) -> list[Heard]:
    """Return the earliest requests that came in an order, as far as they did; others may come between them."""
    steps: list[Heard] = []
    left = iter(came)
    for wanted in order:
        step = next((each for each in left if wanted.holds(each)), None)
        if step is None:
            break
        steps.append(step)
    return steps


def sentence(outcome: Outcome) -> str:
    """Return in one sentence what was expected and what came."""
    expectation = outcome.expectation
    if outcome.too_few or outcome.too_many:
        return f"Expected {calls(expectation)} of {expectation.wanted}, found {len(outcome.found) or 'none'}."
    if outcome.out_of_order:
        missing = len(outcome.steps)
        after = f" after request {outcome.steps[-1].entry.id}" if outcome.steps else ""
        return f"Expected in order {missing + 1}. {expectation.order[missing]}, which did not come{after}."
    return "It holds."


def calls(expectation: Expectation) -> str:
    """Return how many calls are expected.

    >>> calls(Expectation(least=0, most=1))
    'at most 1 call'
    """
    least, most = expectation.least, expectation.most
    if most == 0:
        return "no call"
    if most is None:
        return f"at least {_counted(least)}"
    if least == most:
        return _counted(least)
    return f"{least} to {_counted(most)}" if least else f"at most {_counted(most)}"


def picture(outcome: Outcome) -> str:
    """Draw what was expected and what came: `=` is as expected, `-` is missing, `+` too much, `~` came near."""
    return "\n".join(_lines(outcome))


def _lines(outcome: Outcome) -> Iterator[str]:
    expectation = outcome.expectation
    if expectation.wanted:
        yield f"expected: {calls(expectation)} of {expectation.wanted}"
        yield f"found:    {_counted(len(outcome.found))}"
        yield from _found(outcome)
    if expectation.order:
        yield "expected in this order:"
        for index, wanted in enumerate(expectation.order):
            come = index < len(outcome.steps)
            yield f"  {'=' if come else '-'} {index + 1}. {wanted}"
            if come:
                yield f"       {line(outcome.steps[index])}"
    if outcome.nearest:
        yield "nearest:"
        for each, reasons in outcome.nearest:
            yield f"  ~ {line(each)}"
            yield from (f"      {reason}" for reason in reasons)


def _found(outcome: Outcome) -> Iterator[str]:
    most = outcome.expectation.most
    for index, each in enumerate(outcome.found[:MOST_SHOWN]):
        yield f"  {'=' if most is None or index < most else '+'} {line(each)}"
    if len(outcome.found) > MOST_SHOWN:
        yield f"  … and {len(outcome.found) - MOST_SHOWN} more"


def line(each: Heard) -> str:
    """Write a request in a line."""
    entry = each.entry
    return f"#{entry.id} {entry.method} {url_of(entry)} -> {entry.status or entry.fault or 'no answer'}"


def _counted(number: int) -> str:
    return f"{number} call" if number == 1 else f"{number} calls"
