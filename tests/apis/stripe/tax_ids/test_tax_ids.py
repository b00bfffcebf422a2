"""Tax ids: of customers and of the account, and what registers say of them after a while."""

from typing import Any

import pytest

from tests.clients import Answer, Stripe
from tests.tables import each_row

NOON = "2026-01-15T12:00:00Z"
ADA = {"name": "Ada Sandbox", "address": {"line1": "Ring 1", "postal_code": "10115", "city": "Berlin", "country": "de"}}
PENDING = {"status": "pending", "verified_address": None, "verified_name": None}
UNAVAILABLE = {**PENDING, "status": "unavailable"}


@pytest.fixture
def frozen(stripe: Stripe) -> Stripe:
    """An account whose clock stands still at noon."""
    stripe.admin("POST", "/clock/freeze", {"at": NOON})
    return stripe


def tax_id(stripe: Stripe, customer: str, type: str = "eu_vat", value: str = "DE123456789") -> Any:
    """Create a tax id of a customer and give it."""
    answer = stripe.post(f"/customers/{customer}/tax_ids", type=type, value=value)
    assert answer.status == 200, answer.content
    return answer.json


def listed(answer: Answer) -> list[str]:
    """Give the ids of a list."""
    return [row["id"] for row in answer.json["data"]]


def events(stripe: Stripe) -> list[Any]:
    """Give what happened to tax ids, newest first."""
    records = stripe.admin("GET", "/data/stripe/events").json["records"]
    return [record for record in records if "tax_id" in record["type"]]


def test_a_new_tax_id(frozen: Stripe) -> None:
    """It has its type's or its value's country, and waits for a register."""
    customer = frozen.customer()["id"]
    created = tax_id(frozen, customer, "eu_vat", "EL123456789")
    assert list(created) == [
        "id", "object", "country", "created", "customer", "customer_account", "livemode", "owner", "type", "value",
        "verification",
    ]  # fmt: skip
    assert created == {
        "id": created["id"],
        "object": "tax_id",
        "country": "GR",
        "created": 1768478400,
        "customer": customer,
        "customer_account": None,
        "livemode": False,
        "owner": {"customer": customer, "customer_account": None, "type": "customer"},
        "type": "eu_vat",
        "value": "EL123456789",
        "verification": PENDING,
    }
    assert created["id"].startswith("txi_1")
    assert len(created["id"]) == 28
    assert frozen.get(f"/customers/{customer}/tax_ids/{created['id']}").json == created


@pytest.mark.parametrize(
    ("value", "status"),
    [
        pytest.param("DE123456789", "verified", id="any-other-number"),
        pytest.param("DE000000000", "verified", id="zeros"),
        pytest.param("DE111111111", "unverified", id="ones"),
        pytest.param("DE222222222", "pending", id="twos"),
        pytest.param("111111111", "unverified", id="the-number-alone"),
    ],
)
def test_a_register_answers_after_a_while(frozen: Stripe, value: str, status: str) -> None:
    """Three seconds later there is an outcome, with what the register knows where it is a good one."""
    customer = frozen.customer(**ADA)["id"]
    created = tax_id(frozen, customer, value=value)
    path = f"/customers/{customer}/tax_ids/{created['id']}"
    frozen.admin("POST", "/clock/advance", {"by": "2s"})
    assert frozen.get(path).json["verification"] == PENDING
    frozen.admin("POST", "/clock/advance", {"by": "1s"})
    known = {"verified_address": "Ring 1, 10115, Berlin, DE", "verified_name": "Ada Sandbox"}
    expected = {**PENDING, "status": status, **(known if status == "verified" else {})}
    assert frozen.get(path).json == {**created, "verification": expected}
    assert frozen.get(f"/customers/{customer}/tax_ids").json["data"] == [frozen.get(path).json]


@pytest.mark.parametrize(("type", "value"), [("us_ein", "12-3456789"), ("no_vat", "123456789MVA")])
def test_what_no_register_knows_is_unavailable(frozen: Stripe, type: str, value: str) -> None:
    """From the beginning, and for good."""
    customer = frozen.customer()["id"]
    created = tax_id(frozen, customer, type, value)
    assert created["verification"] == UNAVAILABLE
    frozen.admin("POST", "/clock/advance", {"by": "1d"})
    assert frozen.get(f"/customers/{customer}/tax_ids/{created['id']}").json == created


def test_an_outcome_is_seen_wherever_the_tax_id_is(frozen: Stripe) -> None:
    """In a list and inside its customer as well."""
    first, second = frozen.customer()["id"], frozen.customer()["id"]
    for customer in (first, second):
        tax_id(frozen, customer)
    frozen.admin("POST", "/clock/advance", {"by": "3s"})
    rows = frozen.get(f"/customers/{first}/tax_ids").json["data"]
    expanded = frozen.get(f"/customers/{second}", expand=["tax_ids"]).json["tax_ids"]
    assert [row["verification"]["status"] for row in (*rows, *expanded["data"])] == ["verified", "verified"]
    assert {name: expanded[name] for name in ("object", "has_more", "total_count", "url")} == {
        "object": "list",
        "has_more": False,
        "total_count": 1,
        "url": f"/v1/customers/{second}/tax_ids",
    }


def test_what_happens_to_a_tax_id_is_told(frozen: Stripe) -> None:
    """Its creation, its outcome once, and its end."""
    customer = frozen.customer()["id"]
    created = tax_id(frozen, customer)
    path = f"/customers/{customer}/tax_ids/{created['id']}"
    frozen.admin("POST", "/clock/advance", {"by": "3s"})
    verified = [frozen.get(path).json for _ in range(2)][1]
    frozen.delete(path)
    deleted, updated, begun = events(frozen)
    assert begun["type"] == "customer.tax_id.created"
    assert begun["data"] == {"object": created}
    assert updated["type"] == "customer.tax_id.updated"
    assert updated["data"] == {
        "object": verified,
        "previous_attributes": {"verification": {"status": "pending"}},
    }
    assert deleted["type"] == "customer.tax_id.deleted"
    assert deleted["data"] == {"object": verified}


def test_tax_ids_come_with_a_new_customer(stripe: Stripe) -> None:
    """In their order; the newest is listed first."""
    data = [{"type": "eu_vat", "value": "DE123456789"}, {"type": "us_ein", "value": "12-3456789"}]
    customer = stripe.customer(tax_id_data=data, expand=["tax_ids"])
    assert [row["value"] for row in customer["tax_ids"]["data"]] == ["12-3456789", "DE123456789"]
    assert stripe.get(f"/customers/{customer['id']}/tax_ids").json["data"] == customer["tax_ids"]["data"]


def test_five_tax_ids_come_with_a_customer_at_most(stripe: Stripe) -> None:
    """The sixth is too many."""
    data = [{"type": "eu_vat", "value": "DE123456789"}] * 6
    assert stripe.post("/customers", tax_id_data=data).refusal == (
        400,
        {
            "message": "Array tax_id_data exceeded maximum 5 allowed elements.",
            "param": "tax_id_data",
            "type": "invalid_request_error",
        },
    )


INVALID = {
    "code": "tax_id_invalid",
    "doc_url": "https://stripe.com/docs/error-codes/tax-id-invalid",
    "message": "Invalid value for eu_vat.",
    "type": "invalid_request_error",
}


def test_a_value_looks_as_values_of_its_type_do(stripe: Stripe) -> None:
    """The refusal names the parameter; with a customer, that one does not come into being either."""
    customer = stripe.customer()["id"]
    bad = {"type": "eu_vat", "value": "12345"}
    assert stripe.post(f"/customers/{customer}/tax_ids", **bad).refusal == (400, {**INVALID, "param": "value"})
    assert stripe.post("/tax_ids", **bad).refusal == (400, {**INVALID, "param": "value"})
    with_customer = stripe.post("/customers", tax_id_data=[{"type": "us_ein", "value": "123456789"}, bad])
    assert with_customer.refusal == (400, {**INVALID, "param": "tax_id_data[1][value]"})
    assert listed(stripe.get("/customers")) == [customer]


@pytest.mark.parametrize(
    ("parameters", "param", "message"),
    [
        pytest.param({"value": "1"}, "type", "Missing required param: type.", id="no-type"),
        pytest.param({"type": "eu_vat"}, "value", "Missing required param: value.", id="no-value"),
        pytest.param({"type": "eu_vat", "nope": 1}, "nope", "Received unknown parameter: nope", id="unknown"),
    ],
)
def test_parameters_of_a_tax_id(stripe: Stripe, parameters: Any, param: str, message: str) -> None:
    """Type and value have to be there, and nothing else may."""
    customer = stripe.customer()["id"]
    status, error = stripe.post(f"/customers/{customer}/tax_ids", **parameters).refusal
    assert (status, error["param"], error["message"]) == (400, param, message)


def test_an_unknown_type_is_told_the_known_ones(stripe: Stripe) -> None:
    """All of them, in the order of the documents."""
    customer = stripe.customer()["id"]
    status, error = stripe.post(f"/customers/{customer}/tax_ids", type="xx_vat", value="1").refusal
    assert (status, error["param"]) == (400, "type")
    assert error["message"].startswith("Invalid type: must be one of ad_nrt, ae_trn, ")


def test_a_strict_account_knows_the_types_of_its_version(stripe: Stripe) -> None:
    """Andorra's came later than 2022."""
    stripe.admin("PUT", "/settings/stripe", {"strict_version": True})
    customer = stripe.customer()["id"]
    old = {"Stripe-Version": "2022-11-15"}
    parameters = {"type": "ad_nrt", "value": "A-123456-Z"}
    path = f"/customers/{customer}/tax_ids"
    assert stripe.send("POST", path, parameters, old).status == 400
    assert stripe.send("POST", path, parameters).status == 200


def test_a_deleted_tax_id_is_gone(stripe: Stripe) -> None:
    """A stub is answered once; afterwards there is no such thing."""
    customer = stripe.customer()["id"]
    id = tax_id(stripe, customer)["id"]
    path = f"/customers/{customer}/tax_ids/{id}"
    assert stripe.delete(path).json == {"id": id, "object": "tax_id", "deleted": True}
    missing = {
        "code": "resource_missing",
        "doc_url": "https://stripe.com/docs/error-codes/resource-missing",
        "message": f"No such tax_id: '{id}'",
        "param": "id",
        "type": "invalid_request_error",
    }
    for answer in (
        stripe.delete(path),
        stripe.get(path),
        stripe.get(f"/tax_ids/{id}"),
        stripe.delete(f"/tax_ids/{id}"),
    ):
        assert answer.refusal == (404, missing)
    assert listed(stripe.get(f"/customers/{customer}/tax_ids")) == []


def test_a_tax_id_is_found_below_its_own_customer_only(stripe: Stripe) -> None:
    """Another customer's path leads nowhere."""
    one, other = stripe.customer()["id"], stripe.customer()["id"]
    id = tax_id(stripe, one)["id"]
    assert stripe.get(f"/customers/{other}/tax_ids/{id}").status == 404
    assert stripe.delete(f"/customers/{other}/tax_ids/{id}").status == 404
    assert stripe.get(f"/customers/{one}/tax_ids/{id}").status == 200


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_customer_has_to_exist(stripe: Stripe, method: str) -> None:
    """One that never was is refused with 404, a deleted one with 400."""
    gone = stripe.customer()["id"]
    stripe.delete(f"/customers/{gone}")
    parameters = {"type": "eu_vat", "value": "DE123456789"} if method == "POST" else {}
    for customer, expected in (("cus_nope", 404), (gone, 400)):
        status, error = stripe.send(method, f"/customers/{customer}/tax_ids", parameters).refusal
        assert (status, error["param"], error["message"]) == (expected, "customer", f"No such customer: '{customer}'")


def test_tax_ids_go_with_their_customer(stripe: Stripe) -> None:
    """Nothing of a deleted customer's is left."""
    customer = stripe.customer()["id"]
    id = tax_id(stripe, customer)["id"]
    stripe.delete(f"/customers/{customer}")
    assert stripe.get(f"/tax_ids/{id}").status == 404


def test_pages_of_tax_ids(stripe: Stripe) -> None:
    """Newest first, before and after one of the customer's own."""
    customer, other = stripe.customer()["id"], stripe.customer()["id"]
    first, second, third = (tax_id(stripe, customer, value=f"DE12345678{number}")["id"] for number in range(3))
    foreign = tax_id(stripe, other)["id"]
    path = f"/customers/{customer}/tax_ids"
    page = stripe.get(path, limit=2)
    assert (listed(page), page.json["has_more"], page.json["url"]) == ([third, second], True, f"/v1{path}")
    assert listed(stripe.get(path, starting_after=second)) == [first]
    assert listed(stripe.get(path, ending_before=second)) == [third]
    assert stripe.get(path, starting_after=foreign).refusal[1]["message"] == f"No such tax_id: '{foreign}'"


def test_the_account_has_tax_ids_of_its_own(stripe: Stripe) -> None:
    """Without an owner, or as `self`; no customer's is among them, and nobody is told."""
    customer = stripe.customer()["id"]
    tax_id(stripe, customer)
    own = stripe.post("/tax_ids", type="us_ein", value="12-3456789").json
    assert (own["customer"], own["owner"], own["verification"]) == (None, {"type": "self"}, UNAVAILABLE)
    assert stripe.get(f"/tax_ids/{own['id']}").json == own
    assert stripe.get("/tax_ids").json == {"object": "list", "data": [own], "has_more": False, "url": "/v1/tax_ids"}
    assert stripe.get("/tax_ids", owner={"type": "self"}).json["data"] == [own]
    assert stripe.delete(f"/tax_ids/{own['id']}").json == {"id": own["id"], "object": "tax_id", "deleted": True}
    assert len(events(stripe)) == 1


def test_a_customers_tax_ids_by_the_accounts_way(stripe: Stripe) -> None:
    """They are the same ones."""
    customer = stripe.customer()["id"]
    owner = {"type": "customer", "customer": customer}
    created = stripe.post("/tax_ids", type="us_ein", value="12-3456789", owner=owner).json
    assert created == stripe.get(f"/customers/{customer}/tax_ids/{created['id']}").json
    assert stripe.get("/tax_ids", owner=owner).json["data"] == [created]
    assert listed(stripe.get("/tax_ids")) == []


def test_tax_ids_of_connected_accounts(stripe: Stripe) -> None:
    """Each is listed with its own account."""
    owner = {"type": "account", "account": "acct_1Sandbox"}
    created = stripe.post("/tax_ids", type="us_ein", value="12-3456789", owner=owner).json
    assert created["owner"] == {"account": "acct_1Sandbox", "type": "account"}
    assert listed(stripe.get("/tax_ids", owner=owner)) == [created["id"]]
    assert listed(stripe.get("/tax_ids", owner={"type": "account", "account": "acct_1Other"})) == []


@each_row(
    ("owner", "param", "message"),
    [
        pytest.param({"customer": "cus_1"}, "owner[type]", "Missing required param: owner[type].", id="no-type"),
        pytest.param(
            {"type": "customer"}, "owner[customer]", "Missing required param: owner[customer].", id="no-customer"
        ),
        pytest.param({"type": "account"}, "owner[account]", "Missing required param: owner[account].", id="no-account"),
        pytest.param(
            {"type": "self", "customer": "cus_1"},
            "owner[customer]",
            "Received unknown parameter: owner[customer]",
            id="superfluous",
        ),
        pytest.param(
            {"type": "customer", "customer": "cus_1", "customer_account": "acct_1"},
            "owner[customer]",
            "You may only specify one of these parameters: owner[customer], owner[customer_account].",
            id="both",
        ),
        pytest.param(
            {"type": "customer", "customer": "cus_nope"},
            "owner[customer]",
            "No such customer: 'cus_nope'",
            id="no-such-customer",
        ),
        pytest.param(
            {"type": "customer", "customer_account": "acct_nope"},
            "owner[customer_account]",
            "No such account: 'acct_nope'",
            id="no-such-account",
        ),
        pytest.param(
            {"type": "nobody"},
            "owner[type]",
            "Invalid owner[type]: must be one of account, application, customer, or self",
            id="unknown-type",
        ),
    ],
)
def test_an_owner_is_named_as_its_type_says(stripe: Stripe, owner: Any, param: str, message: str) -> None:
    """For a new tax id as for a list."""
    for answer in (
        stripe.post("/tax_ids", type="eu_vat", value="DE123456789", owner=owner),
        stripe.get("/tax_ids", owner=owner),
    ):
        status, error = answer.refusal
        assert (status, error["param"], error["message"]) == (400, param, message)


def test_a_tax_id_with_its_customer(stripe: Stripe) -> None:
    """Both places that name it can be expanded."""
    customer = stripe.customer(name="Ada")
    expanded = stripe.post(
        f"/customers/{customer['id']}/tax_ids",
        type="us_ein", value="12-3456789", expand=["customer", "owner.customer"],
    ).json  # fmt: skip
    assert expanded["customer"] == expanded["owner"]["customer"] == customer
    assert stripe.get(f"/tax_ids/{expanded['id']}").json["owner"]["customer"] == customer["id"]


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_unknown_parameters_are_refused_everywhere(stripe: Stripe, method: str) -> None:
    """Reading and deleting take none but `expand`, deleting not even that."""
    customer = stripe.customer()["id"]
    id = tax_id(stripe, customer)["id"]
    for path in (f"/customers/{customer}/tax_ids/{id}", f"/tax_ids/{id}"):
        status, error = stripe.send(method, path, {"nope": "1"}).refusal
        assert (status, error["param"]) == (400, "nope")


def test_any_id_exists_where_the_account_says_so(stripe: Stripe) -> None:
    """A tax id is made up for its customer, and a list has one row."""
    stripe.admin("PUT", "/settings/stripe", {"any_id": True})
    found = stripe.get("/customers/cus_xxxxxxxxxxxxx/tax_ids/txi_xxxxxxxxxxxxx").json
    assert (found["id"], found["customer"], found["country"]) == ("txi_xxxxxxxxxxxxx", "cus_xxxxxxxxxxxxx", "DE")
    assert len(stripe.get("/customers/cus_other/tax_ids").json["data"]) == 1
    assert len(stripe.get("/tax_ids").json["data"]) == 1


def test_a_test_clock_is_its_customers_time(frozen: Stripe) -> None:
    """Registers answer when that clock has moved, however late the account has it."""
    clock = frozen.post("/test_helpers/test_clocks", frozen_time=1800000000).json["id"]
    customer = frozen.customer(test_clock=clock)["id"]
    created = tax_id(frozen, customer)
    assert created["created"] == 1800000000
    path = f"/customers/{customer}/tax_ids/{created['id']}"
    frozen.admin("POST", "/clock/advance", {"by": "1d"})
    assert frozen.get(path).json == created
    frozen.post(f"/test_helpers/test_clocks/{clock}/advance", frozen_time=1800000003)
    assert frozen.get(path).json["verification"]["status"] == "verified"
