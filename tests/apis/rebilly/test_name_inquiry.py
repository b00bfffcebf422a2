"""POST /payment-instruments/{id}/name-inquiry: is the name on a card that of its billing address?"""

from typing import Any

from tests.apis.rebilly.instruments import GATEWAY, PLAIN, deactivate, inquire, pay
from tests.clients import Rebilly
from tests.tables import each_row


@each_row(
    ("kind", "members", "result", "response"),
    [
        ("payment-card", {}, "full-match", "First and last name match."),
        (
            "payment-card",
            {"billingAddress": {"lastName": "Quill"}},
            "partial-match",
            "Only a part of the name matches.",
        ),
        ("payment-card", {"billingAddress": {}}, "unknown", "There is no name to compare."),
        ("payment-card", {"pan": "4000000000000002"}, "no-match", "The name does not match."),
        ("payment-card", {"pan": "5555555555554444"}, "not-supported", "Only Visa cards can be asked for a name."),
        ("ach by IBAN", {}, "not-supported", "Only Visa cards can be asked for a name."),
        ("paypal", {}, "not-supported", "Only Visa cards can be asked for a name."),
        ("alternative", {}, "not-supported", "Only Visa cards can be asked for a name."),
    ],
)
def test_every_result_can_be_had(
    rebilly: Rebilly, kind: str, members: dict[str, Any], result: str, response: str
) -> None:
    """The result follows from the card and from which names its billing address has."""
    made = pay(rebilly, PLAIN[kind], **members).json
    answer = inquire(rebilly, made["id"])
    assert (answer.status, answer.headers["location"]) == (200, made["_links"][0]["href"])
    assert answer.headers["x-ratelimit-remaining"] == "2997"
    assert answer.json == {**GATEWAY, "result": result, "response": response}


def test_an_inquiry_changes_nothing(rebilly: Rebilly) -> None:
    """The instrument is the same afterwards."""
    made = pay(rebilly).json
    inquire(rebilly, made["id"])
    assert rebilly.get(f"/payment-instruments/{made['id']}").json == made


@each_row(
    ("body", "message"),
    [
        ({}, "This member is required."),
        ({"gatewayAccountId": None}, "Must not be null."),
        ({"gatewayAccountId": 7}, "Must be a string."),
        ({"gatewayAccountId": "x" * 51}, "Must be at most 50 characters long."),
    ],
)
def test_an_inquiry_names_a_gateway_account(rebilly: Rebilly, body: Any, message: str) -> None:
    """Without a well-formed id of a gateway account nobody can be asked."""
    answer = inquire(rebilly, pay(rebilly).json["id"], body)
    assert (answer.status, answer.invalid_fields) == (422, {"gatewayAccountId": [message]})


def test_a_deactivated_instrument_is_a_conflict(rebilly: Rebilly) -> None:
    """What is out of use is not asked for its name."""
    id = pay(rebilly).json["id"]
    deactivate(rebilly, id)
    answer = inquire(rebilly, id)
    assert (answer.status, answer.json["detail"]) == (409, "Payment instrument is deactivated.")


def test_an_unknown_instrument_is_not_found(rebilly: Rebilly) -> None:
    """What does not exist has no name."""
    assert inquire(rebilly, "inst_unknown").status == 404
