"""An expired card: nobody changes it, time passes."""

import pytest

from tests.apis.rebilly.instruments import PLAIN, deactivate, pay
from tests.apis.rebilly.samples import TOKENS, advance, freeze, token
from tests.clients import Rebilly
from tests.tables import each_row


@each_row(
    ("year", "month", "status"),
    [(2025, 12, "expired"), (2026, 1, "active"), (2026, 2, "active"), (2051, 10, "active"), (1970, 1, "expired")],
)
def test_a_card_is_good_to_the_end_of_its_month(rebilly: Rebilly, year: int, month: int, status: str) -> None:
    """In January 2026 a card of January is active and one of December is not."""
    freeze(rebilly)
    assert pay(rebilly, expYear=year, expMonth=month).json["status"] == status


def test_a_card_expires_as_time_passes(rebilly: Rebilly) -> None:
    """The status follows the tenant's clock; revision and times do not."""
    freeze(rebilly, "2026-01-31T23:59:59+00:00")
    made = pay(rebilly, expYear=2026, expMonth=1).json
    advance(rebilly, "1s")
    expired = {**made, "status": "expired"}
    assert rebilly.get(f"/payment-instruments/{made['id']}").json == expired
    assert rebilly.get("/payment-instruments").json == [expired]
    embedded = rebilly.get("/customers/mara?expand=defaultPaymentInstrument").json["_embedded"]
    assert embedded == {"defaultPaymentInstrument": expired}


def test_filters_and_order_see_the_status_of_now(rebilly: Rebilly) -> None:
    """What is shown as expired is found as expired."""
    freeze(rebilly)
    card = pay(rebilly, expYear=2026, expMonth=1).json["id"]
    other = pay(rebilly, PLAIN["paypal"]).json["id"]
    advance(rebilly, "31d")
    for query, expected in [
        ("filter=status:expired", [card]),
        ("filter=status:active", [other]),
        ("sort=status", [other, card]),
        ("sort=-status", [card, other]),
    ]:
        assert [one["id"] for one in rebilly.get(f"/payment-instruments?{query}").json] == expected


def test_a_deactivated_card_does_not_expire(rebilly: Rebilly) -> None:
    """Deactivated is the last thing an instrument can be."""
    freeze(rebilly)
    id = pay(rebilly, expYear=2026, expMonth=1).json["id"]
    deactivate(rebilly, id)
    advance(rebilly, "31d")
    assert rebilly.get(f"/payment-instruments/{id}").json["status"] == "deactivated"


@pytest.mark.parametrize("kind", ["digital-wallet", "Khelocard"])
def test_others_have_no_such_status(rebilly: Rebilly, kind: str) -> None:
    """Only a payment card whose expiry is known is ever expired."""
    made = pay(rebilly, {"customerId": "mara", "token": token(rebilly, TOKENS[kind])}).json
    advance(rebilly, "36500d")
    assert rebilly.get(f"/payment-instruments/{made['id']}").json["status"] == "active"
