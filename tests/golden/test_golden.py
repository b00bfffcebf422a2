"""Whole answers stay as they are: status, headers, and the body to the byte."""

import difflib

import pytest

from tests.golden.operations import APIS, Operations
from tests.golden.replay import Replayer
from tests.golden.wire import DATA, Ask, Recorded, Told, read, shortened


@pytest.fixture(scope="module")
def replayer() -> Replayer:
    return Replayer()


@pytest.fixture(scope="module")
def operations(replayer: Replayer) -> Operations:
    return Operations(replayer)


@pytest.mark.parametrize("api", APIS)
def test_every_recorded_exchange_gets_the_same_answer(api: str, replayer: Replayer) -> None:
    held = read(DATA / f"{api}.jsonl")
    differences = [text for sequence in held if (text := _first_difference(sequence, replayer))]
    assert not differences, "\n\n".join([f"{len(differences)} of {len(held)} sequences differ.", *differences[:10]])


@pytest.mark.parametrize("api", APIS)
def test_every_operation_has_a_recorded_success(api: str, operations: Operations) -> None:
    succeeded = {
        operation.id
        for sequence in read(DATA / f"{api}.jsonl")
        for ask, told in sequence.exchanges
        if told.status < 400 and (operation := operations.of(ask))
    }
    assert [
        operation.id for operation in operations.all if operation.api == api and operation.id not in succeeded
    ] == []


def _first_difference(sequence: Recorded, replayer: Replayer) -> str:
    """Return the first answer of a sequence that differs, as a difference by line; nothing where none does."""
    for (ask, expected), told in zip(sequence.exchanges, replayer.replay(sequence.asks), strict=True):
        if shortened(told) != expected:
            return f"{sequence.name}\n{_asked(ask)}\n{_difference(expected, shortened(told))}"
    return ""


def _asked(ask: Ask) -> str:
    return f"{ask.method} {ask.target} {ask.body or ''}".rstrip()


def _difference(expected: Told, told: Told) -> str:
    return "\n".join(difflib.unified_diff(_lines(expected), _lines(told), "golden", "now", n=2, lineterm=""))


def _lines(told: Told) -> list[str]:
    """Write an answer in lines, each member of its body on one of its own."""
    headers = sorted(f"{name}: {value}" for name, value in told.headers.items())
    return [str(told.status), *headers, *told.body.replace(",", ",\n").replace("{", "{\n").split("\n")]
