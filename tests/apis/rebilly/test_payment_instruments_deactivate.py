"""POST /payment-instruments/{id}/deactivation: an instrument goes out of use."""

from tests.apis.rebilly.instruments import PLAIN, deactivate, default_of, messages, pay
from tests.apis.rebilly.samples import advance, freeze
from tests.clients import Rebilly
from tests.tables import each_row


@each_row("kind", PLAIN)
def test_an_instrument_is_deactivated(rebilly: Rebilly, kind: str) -> None:
    """The answer is 201 with the instrument, which stays where it was."""
    freeze(rebilly)
    before = pay(rebilly, PLAIN[kind]).json
    advance(rebilly, "5s")
    answer = deactivate(rebilly, before["id"])
    later = "2026-01-15T10:00:05+00:00"
    assert (answer.status, answer.headers["location"]) == (201, before["_links"][0]["href"])
    assert answer.headers["x-ratelimit-remaining"] == "2997"
    assert answer.json == {**before, "status": "deactivated", "updatedTime": later, "revision": 2}
    assert rebilly.get(f"/payment-instruments/{before['id']}").json == answer.json
    assert rebilly.get("/payment-instruments?filter=status:active").json == []


def test_a_second_time_is_a_conflict(rebilly: Rebilly) -> None:
    """What is out of use cannot be taken out of use."""
    id = pay(rebilly).json["id"]
    deactivate(rebilly, id)
    answer = deactivate(rebilly, id)
    assert (answer.status, answer.json) == (
        409,
        {
            "type": "about:blank",
            "title": "Conflict",
            "status": 409,
            "detail": "Payment instrument is deactivated already.",
        },
    )


def test_an_unknown_instrument_is_not_found(rebilly: Rebilly) -> None:
    """What does not exist cannot be deactivated."""
    answer = deactivate(rebilly, "inst_unknown")
    assert (answer.status, answer.json["detail"]) == (404, "Payment instrument not found.")


def test_an_expired_card_can_be_deactivated(rebilly: Rebilly) -> None:
    """Deactivated is what it is shown as from then on."""
    assert deactivate(rebilly, pay(rebilly, expYear=2020).json["id"]).json["status"] == "deactivated"


def test_a_default_instrument_is_cleared(rebilly: Rebilly) -> None:
    """The customer has no default afterwards, not even a backup, and its revision follows."""
    first = pay(rebilly).json
    pay(rebilly, PLAIN["paypal"], useAsBackup=True)
    deactivate(rebilly, first["id"])
    customer = rebilly.get("/customers/mara").json
    assert (customer["defaultPaymentInstrument"], customer["revision"]) == (None, 3)
    assert messages(rebilly)[-2:] == ["payment-instrument-deactivated", "default-payment-instrument-changed"]


def test_another_instrument_leaves_the_default_alone(rebilly: Rebilly) -> None:
    """Only the default itself clears the default."""
    first, second = pay(rebilly).json, pay(rebilly, PLAIN["paypal"]).json
    deactivate(rebilly, second["id"])
    assert default_of(rebilly)["paymentInstrumentId"] == first["id"]
    assert messages(rebilly)[-1] == "payment-instrument-deactivated"
