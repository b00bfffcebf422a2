"""An outcome in words: one sentence, and a picture of what was expected beside what came."""

from collections.abc import Iterator

from mockserver.sandbox.journal.shown import url_of
from mockserver.sandbox.verification.expectations import Expectation, Outcome
from mockserver.sandbox.verification.wanted import Heard

MOST_SHOWN = 20
"""Requests that a picture shows."""


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
