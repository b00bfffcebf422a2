"""Records of fixture files: what cannot be created is told with its place, and what was deleted comes back."""

import json
from typing import Any

from tests.clients import Answer, Stripe
from tests.tables import each_row


def load(stripe: Stripe, **collections: Any) -> Answer:
    """Load records into the account, one of each collection."""
    accounts = {stripe.account: {name: [record] for name, record in collections.items()}}
    document = json.dumps({"version": 1, "stripe": {"accounts": accounts}}).encode()
    return stripe.caller.send("POST", "/__admin/data", {"Content-Type": "application/json"}, document)


@each_row(
    ("collection", "record", "message"),
    [
        ("customers", {"nmae": "Ada"}, "Received unknown parameter: nmae"),
        ("coupons", {}, "Must provide percent_off or amount_off."),
        ("sources", {"source": "tok_visa"}, "customer is missing"),
        ("customers", {"id": "cus/ada"}, "An id is text without a slash."),
        ("customers", {"id": ["cus_ada"]}, "An id is text without a slash."),
        ("customers", {"test_clock": "clock_none"}, "No such test_clock: 'clock_none'"),
    ],
)
def test_what_cannot_be_created_is_told(stripe: Stripe, collection: str, record: Any, message: str) -> None:
    """Also where it is the record as a whole, and nothing of the file is created."""
    answer = load(stripe, **{collection: record})
    assert answer.status == 422
    assert message in answer.content.decode()


def test_an_id_that_is_null_is_none(stripe: Stripe) -> None:
    """The record gets one."""
    assert load(stripe, customers={"id": None, "name": "Ada"}).status == 200
    [customer] = stripe.get("/customers").json["data"]
    assert customer["id"].startswith("cus_")


def test_a_deleted_customer_can_be_loaded_again(stripe: Stripe) -> None:
    """It is a new one under the old id."""
    for name in ("Ada", "Grace"):
        assert load(stripe, customers={"id": "cus_ada", "name": name}).status == 200
        assert stripe.get("/customers/cus_ada").json["name"] == name
        assert stripe.delete("/customers/cus_ada").status == 200


def test_empty_rendering_options_have_all_their_members(stripe: Stripe) -> None:
    """A form cannot say this, a file can."""
    load(stripe, customers={"id": "cus_ada", "invoice_settings": {"rendering_options": {}}})
    options = stripe.get("/customers/cus_ada").json["invoice_settings"]["rendering_options"]
    assert options == {"amount_tax_display": None, "template": None}
