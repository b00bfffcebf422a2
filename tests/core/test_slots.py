"""What a request holds of a limit it lets go in every case, also in those that no client can bring about."""

from pathlib import Path

import pytest

from mockserver.core.api.manifest import Manifest
from mockserver.core.documents import parse
from mockserver.core.store.tinydb import TinyStore
from mockserver.sandbox.sandbox import Sandbox
from mockserver.scenarios.format.includes import load_document
from mockserver.scenarios.format.library import Library
from tests.core.toy import call, exchange, sandbox, toy
from tests.tables import each_row

ONE = "rate_limits: [{ id: one, limit: 1, algorithm: concurrency }]"
SLOW = "rules: [{ operation: toys.create, delay: 5s, after: 5s }]"


def busy(*parts: str) -> Sandbox:
    """Make a sandbox whose tenant takes one request at a time."""
    box = sandbox()
    document = parse("\n".join(("version: 1", ONE, *parts)), "x")
    box.use(box.tenant("child"), [load_document(document, "x", {"toy": toy}, box.library.find)])
    return box


def free(box: Sandbox) -> bool:
    status, _ = call(box, "GET", "/toys/count")
    return bool(status == 200)


@each_row("body", [None, {"break": True}, {"invalid": True}, {"declined": True}, b"{"])
def test_an_operation_that_ends_in_any_way_holds_nothing(body: object) -> None:
    """An error of the implementation included."""
    box = busy()
    call(box, "POST", "/toys", body)
    assert free(box)


@pytest.mark.parametrize("waits", [0, 1, 2])
def test_an_exchange_that_is_given_up_holds_nothing(waits: int) -> None:
    """The server may end before it is answered, or before it began."""
    box = busy(SLOW)
    answer = box.answer(exchange(box, "POST", "/toys"))
    for _ in range(waits):
        next(answer)
    assert free(box) == (waits == 0)
    answer.close()
    assert free(box)


def test_an_exchange_holds_its_slot_until_it_is_answered() -> None:
    box = busy(SLOW)
    first = box.answer(exchange(box, "POST", "/toys"))
    assert [next(first), free(box), next(first), free(box)] == [5.0, False, 5.0, False]
    with pytest.raises(StopIteration):
        next(first)
    assert free(box)


def test_what_another_limit_turns_away_holds_nothing() -> None:
    box = busy()
    document = parse(f"version: 1\n{ONE[:-1]}, {{ id: two, limit: 1/1h, operations: writes }}]", "x")
    box.use(box.tenant("child"), [load_document(document, "x", {"toy": toy}, box.library.find)])
    assert [call(box, "POST", "/toys")[0] for _ in range(3)] == [201, 400, 400]
    assert free(box)


def test_the_limits_of_a_chosen_scenario_count_from_request_to_request(tmp_path: Path) -> None:
    """The tenant keeps their count, whatever it follows itself."""
    (tmp_path / "few.yaml").write_text("version: 1\nrate_limits: [{ id: few, limit: 2/1h }]")
    box = Sandbox([Manifest(toy.name, lambda: toy)], TinyStore(), Library([tmp_path], {"toy": toy}))
    statuses = []
    for _ in range(3):
        chosen = exchange(box, "GET", "/toys/count", headers={"x-mock-scenario": "few"})
        with pytest.raises(StopIteration) as end:
            next(box.answer(chosen))
        statuses.append(end.value.value.status)
    assert statuses == [200, 200, 400]
    assert free(box)
