"""GET /customers/{id}: one customer, cut to what is asked for and with what is asked for beside it."""

import pytest

from tests.apis.rebilly.samples import CUSTOMER, lead_source
from tests.clients import Rebilly
from tests.tables import each_row

NOT_FOUND = {"type": "about:blank", "title": "Not Found", "status": 404, "detail": "Customer not found."}


@each_row("id", ["cus_unknown", "x" * 51, "a%20b", "%00", "%ff"])
def test_an_unknown_id_is_not_found(rebilly: Rebilly, id: str) -> None:
    """Whatever stands for an id, a customer that is not there is answered with 404."""
    answer = rebilly.get(f"/customers/{id}")
    assert (answer.status, answer.json) == (404, NOT_FOUND)


def test_ids_are_told_apart_by_case(rebilly: Rebilly) -> None:
    """`mara` and `Mara` are two customers."""
    rebilly.put("/customers/mara", {})
    assert rebilly.get("/customers/Mara").status == 404


def test_customers_belong_to_one_organization(rebilly: Rebilly) -> None:
    """An id of one organization means nothing in another."""
    id = rebilly.customer()["id"]
    stranger = Rebilly(rebilly.caller, f"{rebilly.organization}-other")
    assert stranger.get(f"/customers/{id}").json == NOT_FOUND


def test_fields_leave_only_what_is_asked_for_and_the_id(rebilly: Rebilly) -> None:
    """`fields` cuts an answer down; `id` always comes, unknown names are passed over."""
    id = rebilly.customer(**CUSTOMER)["id"]
    answer = rebilly.get(f"/customers/{id}?fields=primaryAddress.city,%20locale,primaryAddress.country,none,email.none")
    assert answer.json == {
        "id": id,
        "primaryAddress": {"city": "London", "country": "GB"},
        "locale": "en-GB",
        "email": "mara@example.com",
    }


@pytest.mark.parametrize("fields", ["primaryAddress,primaryAddress.city", "primaryAddress.city,primaryAddress"])
def test_fields_may_name_an_object_and_its_member(rebilly: Rebilly, fields: str) -> None:
    """Where a whole object is asked for, naming a member of it takes nothing away."""
    created = rebilly.customer(**CUSTOMER)
    answer = rebilly.get(f"/customers/{created['id']}?fields={fields}")
    assert answer.json == {"id": created["id"], "primaryAddress": created["primaryAddress"]}
    assert rebilly.get(f"/customers/{created['id']}").json == created


def test_expand_embeds_the_default_instrument_and_the_lead_source(rebilly: Rebilly) -> None:
    """`_embedded` holds each related record that was asked for, as its own operation answers it."""
    created = rebilly.customer(defaultPaymentInstrument={"method": "cash"}, leadSource={"source": "example"})
    instrument = rebilly.get(f"/payment-instruments/{created['defaultPaymentInstrument']['paymentInstrumentId']}").json
    answer = rebilly.get(f"/customers/{created['id']}?expand=defaultPaymentInstrument,%20leadSource")
    assert answer.json == {
        **created,
        "_embedded": {"defaultPaymentInstrument": instrument, "leadSource": lead_source(rebilly, created["id"])},
    }


@pytest.mark.parametrize("expand", ["defaultPaymentInstrument,leadSource,website", "nothing", ""])
def test_what_is_not_there_is_not_embedded(rebilly: Rebilly, expand: str) -> None:
    """A related record that does not exist is absent from `_embedded`, never null; nor is an empty one answered."""
    created = rebilly.customer(websiteId="web_shop")
    assert rebilly.get(f"/customers/{created['id']}?expand={expand}").json == created


def test_reading_reports_no_limit(rebilly: Rebilly) -> None:
    """Only writes are limited, so reads carry no limit headers and spend nothing."""
    id = rebilly.customer()["id"]
    answer = rebilly.get(f"/customers/{id}")
    assert [name for name in answer.headers if name.startswith("x-ratelimit")] == []
    assert rebilly.post("/customers", {}).headers["x-ratelimit-remaining"] == "2998"
