"""Ids: their form, their order, and that they repeat with the seed and the clock."""

import re

import pytest

from mockserver.app import create_app
from mockserver.settings import Settings
from tests.apis.rebilly.samples import CARD, NOW, advance, freeze, token
from tests.clients import InProcess, Rebilly

DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def fresh(organization: str = "org_x", seed: str = "x") -> Rebilly:
    """Give a caller of a new server with a frozen clock."""
    rebilly = Rebilly(InProcess(create_app(Settings(seed=seed))), organization)
    freeze(rebilly)
    return rebilly


def story(rebilly: Rebilly) -> list[str]:
    """Do a few things and give every id they made."""
    ids = []
    for _ in range(3):
        made = token(rebilly)
        customer = rebilly.customer(paymentToken=made)
        ids += [made, customer["id"], customer["defaultPaymentInstrument"]["paymentInstrumentId"]]
        advance(rebilly, "1s")
    return ids


@pytest.mark.parametrize("prefix", ["cus", "inst"])
def test_an_id_is_a_prefix_and_26_crockford_digits(rebilly: Rebilly, prefix: str) -> None:
    """Ids are ULIDs behind the prefix of their resource: no I, L, O or U, and the time first."""
    freeze(rebilly)
    customer = rebilly.customer(defaultPaymentInstrument={"method": "cash"})
    id = {"cus": customer["id"], "inst": customer["defaultPaymentInstrument"]["paymentInstrumentId"]}[prefix]
    assert re.fullmatch(f"{prefix}_[{DIGITS}]{{26}}", id)
    milliseconds = 0
    for digit in id.rpartition("_")[2][:10]:
        milliseconds = milliseconds * 32 + DIGITS.index(digit)
    assert milliseconds == 1_768_471_200_000


@pytest.mark.parametrize("clock", ["frozen", "running"])
def test_ids_grow_in_the_order_of_creation(rebilly: Rebilly, clock: str) -> None:
    """The text order of ids is the order in which they were made, also within a millisecond."""
    if clock == "frozen":
        freeze(rebilly)
    ids = [rebilly.customer()["id"] for _ in range(50)]
    assert ids == sorted(ids)
    assert len(set(ids)) == 50


def test_ids_keep_their_order_when_the_clock_is_set_back(rebilly: Rebilly) -> None:
    """Time may go back, ids do not: they go on from the latest time they have seen."""
    freeze(rebilly)
    before = rebilly.customer()["id"]
    freeze(rebilly, "2020-01-01T00:00:00Z")
    between = rebilly.customer()
    freeze(rebilly, "2026-01-15T10:00:01Z")
    after = rebilly.customer()["id"]
    assert before < between["id"] < after
    assert between["createdTime"] == "2020-01-01T00:00:00+00:00"
    assert [record["id"] for record in rebilly.get("/customers").json] == [after, between["id"], before]


def test_the_same_seed_and_clock_give_the_same_ids() -> None:
    """What a test saw once it sees again, whatever other organizations did meanwhile."""
    alone, busy = fresh(), fresh()
    neighbour = Rebilly(busy.caller, "org_neighbour")
    for _ in range(5):
        neighbour.customer()
        neighbour.post("/tokens", CARD)
    assert story(busy) == story(alone)


def test_another_seed_gives_other_ids() -> None:
    """Servers with other seeds do not share ids."""
    assert set(story(fresh(seed="x"))).isdisjoint(story(fresh(seed="y")))


def test_another_organization_gives_other_ids() -> None:
    """Two organizations of one server never share ids."""
    assert set(story(fresh("org_x"))).isdisjoint(story(fresh("org_y")))


def test_a_refused_call_takes_no_id() -> None:
    """A refusal leaves the ids to come as they were."""
    plain, erring = fresh(), fresh()
    erring.post("/customers", {"locale": 7})
    erring.post("/tokens", {})
    erring.get("/customers/none")
    assert story(erring) == story(plain)


def test_whole_answers_repeat() -> None:
    """Not only ids: everything of an answer is the same for the same seed, clock and calls."""
    first, second = (
        fresh().post("/customers?expand=defaultPaymentInstrument", {"defaultPaymentInstrument": {"method": "cash"}})
        for _ in range(2)
    )
    assert first.json["createdTime"] == NOW
    assert (first.content, first.headers) == (second.content, second.headers)
