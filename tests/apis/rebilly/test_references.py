"""Records that a customer names, and whether they have to exist."""

import pytest

from tests.apis.rebilly.samples import configure
from tests.apis.rebilly.test_websites import WEBSITE
from tests.clients import Rebilly

MESSAGES = {
    "websiteId": ["Website must exist."],
    "preferredPayoutInstrumentId": ["Payment instrument must exist."],
}


def test_nothing_has_to_exist_by_default(rebilly: Rebilly) -> None:
    """A customer may name any website and instrument."""
    body = dict.fromkeys(MESSAGES, "none")
    assert rebilly.post("/customers", body).status == 201


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_strict_tenant_wants_them_to_exist(rebilly: Rebilly, method: str) -> None:
    """Each that does not is named, whichever way the customer comes."""
    configure(rebilly, references="strict")
    path = "/customers" if method == "POST" else "/customers/mara"
    answer = rebilly.send(method, path, dict.fromkeys(MESSAGES, "none"))
    assert (answer.status, answer.invalid_fields) == (422, MESSAGES)
    assert rebilly.get("/customers").json == []


def test_a_strict_tenant_takes_what_exists(rebilly: Rebilly) -> None:
    """A known website and instrument go, and so does naming none."""
    configure(rebilly, references="strict")
    rebilly.put("/websites/shop", WEBSITE)
    payer = rebilly.customer(defaultPaymentInstrument={"method": "cash"})
    body = {
        "websiteId": "shop",
        "preferredPayoutInstrumentId": payer["defaultPaymentInstrument"]["paymentInstrumentId"],
    }
    assert {name: rebilly.customer(**body)[name] for name in body} == body
    assert rebilly.customer(preferredPayoutInstrumentId=None)["preferredPayoutInstrumentId"] is None
