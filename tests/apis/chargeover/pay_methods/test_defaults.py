"""What a customer pays with by default follows its ways to pay."""

from tests.apis.chargeover.pay_methods.ways import MASTERCARD, card, freeze, token
from tests.clients import ChargeOver

Default = tuple[str | None, int | None]
NONE: Default = (None, None)


def default(chargeover: ChargeOver, customer_id: int) -> Default:
    """Give the kind of the default, and the id of the card it is."""
    customer = chargeover.shown(f"/customer/{customer_id}")
    assert customer["default_ach_id"] is None
    return customer["default_paymethod"], customer["default_creditcard_id"]


def test_the_first_way_to_pay_becomes_the_default(chargeover: ChargeOver) -> None:
    """Later ones change nothing."""
    first, second = chargeover.customer(), chargeover.customer()
    assert default(chargeover, first) == NONE
    id = card(chargeover, first)
    token(chargeover, first)
    card(chargeover, first, number=MASTERCARD)
    assert default(chargeover, first) == ("crd", id)
    token(chargeover, second, paymethod_hint="ach")
    card(chargeover, second)
    assert default(chargeover, second) == ("tok", None)


def test_a_deleted_default_passes_to_the_oldest_that_is_left(chargeover: ChargeOver) -> None:
    """Whether it is a card or a token; without one there is no default."""
    id = chargeover.customer()
    first = card(chargeover, id)
    second = token(chargeover, id)
    third = card(chargeover, id, number=MASTERCARD)
    chargeover.delete(f"/creditcard/{first}")
    assert default(chargeover, id) == ("tok", None)
    chargeover.delete(f"/tokenized/{second}")
    assert default(chargeover, id) == ("crd", third)
    chargeover.delete(f"/creditcard/{third}")
    assert default(chargeover, id) == NONE


def test_what_is_not_the_default_can_go(chargeover: ChargeOver) -> None:
    """The default stays what it is."""
    with_card, with_token = chargeover.customer(), chargeover.customer()
    id = card(chargeover, with_card)
    chargeover.delete(f"/creditcard/{card(chargeover, with_card, number=MASTERCARD)}")
    chargeover.delete(f"/tokenized/{token(chargeover, with_card)}")
    assert default(chargeover, with_card) == ("crd", id)
    token(chargeover, with_token)
    card(chargeover, with_token)
    chargeover.delete(f"/tokenized/{token(chargeover, with_token)}")
    assert default(chargeover, with_token) == ("tok", None)


def test_after_the_last_the_next_one_is_the_default_again(chargeover: ChargeOver) -> None:
    id = chargeover.customer()
    chargeover.delete(f"/creditcard/{card(chargeover, id)}")
    assert default(chargeover, id) == NONE
    next_id = card(chargeover, id)
    assert default(chargeover, id) == ("crd", next_id)


def test_a_card_that_is_stored_again_stays_the_default(chargeover: ChargeOver) -> None:
    """It is the oldest still."""
    id = chargeover.customer()
    first = card(chargeover, id)
    second = card(chargeover, id, number=MASTERCARD)
    card(chargeover, id, expdate="2035-01-01")
    assert default(chargeover, id) == ("crd", first)
    chargeover.delete(f"/creditcard/{first}")
    assert default(chargeover, id) == ("crd", second)


def test_customers_count_as_unchanged(chargeover: ChargeOver) -> None:
    """But for their default, they are what they were, the time of their last change included."""
    freeze(chargeover)
    id = chargeover.customer()
    before = chargeover.shown(f"/customer/{id}")
    freeze(chargeover, "2026-03-11T06:01:49Z")
    card_id = card(chargeover, id)
    assert chargeover.shown(f"/customer/{id}") == {
        **before, "default_paymethod": "crd", "default_creditcard_id": card_id,
    }  # fmt: skip
    chargeover.delete(f"/creditcard/{card_id}")
    assert chargeover.shown(f"/customer/{id}") == before


def test_others_defaults_are_theirs(chargeover: ChargeOver) -> None:
    first, second = chargeover.customer(), chargeover.customer()
    card(chargeover, first)
    assert default(chargeover, second) == NONE


def test_a_change_of_the_customer_leaves_the_default(chargeover: ChargeOver) -> None:
    """It can only be read there."""
    id = chargeover.customer()
    card_id = card(chargeover, id)
    chargeover.put(f"/customer/{id}", {"company": "Other", "default_paymethod": "inv", "default_creditcard_id": None})
    assert default(chargeover, id) == ("crd", card_id)
