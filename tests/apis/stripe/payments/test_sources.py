"""A customer's sources: its old-fashioned cards, its bank accounts, and which of them is the default."""

from typing import Any

import pytest

from tests.apis.stripe.payments.paying import BANK_ACCOUNT, CARD, attached, card_error, events, ids, ok, refused
from tests.clients import Stripe
from tests.tables import each_row

NO_ADDRESS = {f"address_{name}": None for name in ("city", "country", "line1", "line2", "state", "zip")}


def add(stripe: Stripe, customer: str, source: Any = "tok_visa", **more: Any) -> Any:
    """Give a customer a source, and give it back."""
    return ok(stripe.post(f"/customers/{customer}/sources", source=source, **more))


def default_of(stripe: Stripe, customer: str) -> Any:
    """Give a customer's default source."""
    return ok(stripe.get(f"/customers/{customer}"))["default_source"]


def test_a_card(stripe: Stripe) -> None:
    """From a token: its bank has said that it is right, and of its number the end is left."""
    stripe.admin("POST", "/clock/freeze", {"at": "2026-01-15T12:00:00Z"})
    customer = stripe.customer()["id"]
    card = add(stripe, customer, metadata={"plan": "gold"})
    assert card == {
        "id": card["id"],
        "object": "card",
        **NO_ADDRESS,
        "address_line1_check": None,
        "address_zip_check": None,
        "brand": "Visa",
        "country": "US",
        "customer": customer,
        "cvc_check": "pass",
        "dynamic_last4": None,
        "exp_month": 1,
        "exp_year": 2027,
        "fingerprint": card["fingerprint"],
        "funding": "credit",
        "last4": "4242",
        "metadata": {"plan": "gold"},
        "name": None,
        "regulated_status": "unregulated",
        "tokenization_method": None,
    }
    assert card["id"].startswith("card_1")
    assert ok(stripe.get(f"/customers/{customer}/sources/{card['id']}")) == card


def test_a_card_in_so_many_words(stripe: Stripe) -> None:
    """Without a token; what was given is checked."""
    customer = stripe.customer()["id"]
    source = {"object": "card", **CARD, "name": "Ada", "address_line1": "Ring 1", "metadata": {"a": "1"}}
    card = add(stripe, customer, {**source, "number": "4000000000000028", "address_zip": "8010"}, metadata={"b": "2"})
    members = ("name", "address_line1", "address_zip", "address_line1_check", "address_zip_check", "metadata")
    assert [card[member] for member in members] == ["Ada", "Ring 1", "8010", "fail", "pass", {"a": "1", "b": "2"}]


def test_a_bank_account(stripe: Stripe) -> None:
    """It is new until its owner shows whose it is."""
    customer = stripe.customer()["id"]
    account = add(stripe, customer, BANK_ACCOUNT)
    assert account == {
        "id": account["id"],
        "object": "bank_account",
        "account_holder_name": "Ada",
        "account_holder_type": "individual",
        "account_type": None,
        "bank_name": "STRIPE TEST BANK",
        "country": "US",
        "currency": "usd",
        "customer": customer,
        "fingerprint": account["fingerprint"],
        "last4": "6789",
        "metadata": {},
        "routing_number": "110000000",
        "status": "new",
    }
    assert account["id"].startswith("ba_1")


def test_the_currency_of_a_bank_account_is_its_countrys(stripe: Stripe) -> None:
    """Unless another is named."""
    customer = stripe.customer()["id"]
    found = {}
    for country in ("gb", "DE", "CA"):
        given = {"object": "bank_account", "country": country, "account_number": f"{country}12345678"}
        account = add(stripe, customer, given)
        found[account["country"]] = (account["currency"], account["routing_number"])
    assert found == {"GB": ("gbp", None), "DE": ("eur", None), "CA": ("cad", None)}


def test_a_bank_account_is_verified_by_what_was_sent_to_it(stripe: Stripe) -> None:
    """Only by both amounts, and once."""
    customer = stripe.customer()["id"]
    account = add(stripe, customer, BANK_ACCOUNT)
    path = f"/customers/{customer}/sources/{account['id']}/verify"
    assert stripe.post(path, amounts=[32, 46]).refusal == refused(
        "The amounts provided do not match the amounts that were sent to the bank account.",
        code="bank_account_verification_failed",
    )
    assert stripe.post(path).refusal == refused(
        "Missing required param: amounts.", code="parameter_missing", param="amounts"
    )
    assert ok(stripe.post(path, amounts=[45, 32])) == {**account, "status": "verified"}
    assert stripe.post(path, amounts=[32, 45]).refusal == refused("This bank account has already been verified.")
    assert events(stripe, "customer.source.updated") == [("customer.source.updated", {"status": "new"})]


def test_a_card_cannot_be_verified(stripe: Stripe) -> None:
    """Nothing was sent to it."""
    customer = stripe.customer()["id"]
    card = add(stripe, customer)["id"]
    answer = stripe.post(f"/customers/{customer}/sources/{card}/verify", amounts=[32, 45])
    assert answer.refusal == refused("Only bank accounts can be verified.")


def test_tokens_of_bank_accounts(stripe: Stripe) -> None:
    """Those for tests are verified already, where their names say so."""
    customer, other = (stripe.customer()["id"] for _ in range(2))
    assert add(stripe, customer, "btok_us_verified")["status"] == "verified"
    assert add(stripe, customer, "btok_us_verified_noAccount")["last4"] == "1116"
    assert add(stripe, other, "btok_us")["status"] == "new"


def test_a_customer_has_a_bank_account_once(stripe: Stripe) -> None:
    """Another customer can have the same; a card can be there twice."""
    customer, other = (stripe.customer()["id"] for _ in range(2))
    add(stripe, customer, BANK_ACCOUNT)
    assert stripe.post(f"/customers/{customer}/sources", source=BANK_ACCOUNT).refusal == refused(
        "A bank account with that routing number and account number already exists for this customer.",
        code="bank_account_exists",
    )
    add(stripe, other, BANK_ACCOUNT)
    assert add(stripe, customer)["fingerprint"] == add(stripe, customer)["fingerprint"]


@each_row(
    ("changes", "error"),
    [
        (
            {"routing_number": "12345"},
            ("routing_number", "Routing number must have 9 digits", "routing_number_invalid"),
        ),
        (
            {"routing_number": None},
            ("routing_number", "You passed an empty string", "parameter_invalid_empty"),
        ),
        ({"account_number": "12"}, ("account_number", "Invalid account number", "account_number_invalid")),
        ({"account_number": "DE123456789"}, ("account_number", "Invalid account number", "account_number_invalid")),
        ({"account_number": "1" * 65}, ("account_number", "Invalid string; must be at most 64 characters", None)),
    ],
    ids=["short", "empty", "too-short", "letters", "long"],
)  # fmt: skip
def test_what_cannot_be_a_bank_account_is_refused(
    stripe: Stripe, changes: dict[str, Any], error: tuple[str, str, str | None]
) -> None:
    """Its number is not shown."""
    customer = stripe.customer()["id"]
    status, told = stripe.post(f"/customers/{customer}/sources", source={**BANK_ACCOUNT, **changes}).refusal
    param, message, code = error
    assert (status, told["param"], told.get("code")) == (400, f"source[{param}]", code)
    assert told["message"].startswith(message)


def test_an_account_in_the_united_states_needs_its_bank(stripe: Stripe) -> None:
    """Elsewhere the number tells it."""
    customer = stripe.customer()["id"]
    source = {name: value for name, value in BANK_ACCOUNT.items() if name != "routing_number"}
    assert stripe.post(f"/customers/{customer}/sources", source=source).refusal == refused(
        "Missing required param: source[routing_number].", code="parameter_missing", param="source[routing_number]"
    )


@pytest.mark.parametrize(
    ("source", "shown"),
    [("tok_nope", "tok_nope"), ("pm_card_visa", "pm_card_visa"), ("4242424242424242", "************4242")],
)
def test_what_is_no_token_is_refused(stripe: Stripe, source: str, shown: str) -> None:
    """Of the number of a card only the end is shown."""
    customer = stripe.customer()["id"]
    error = refused(f"No such token: '{shown}'", code="resource_missing", param="source")
    assert stripe.post(f"/customers/{customer}/sources", source=source).refusal == error
    assert stripe.post("/customers", source=source).refusal == error


def test_a_source_says_what_it_is(stripe: Stripe) -> None:
    """What is not declared for its kind is unknown."""
    customer = stripe.customer()["id"]
    path = f"/customers/{customer}/sources"
    assert stripe.post(path).refusal == refused(
        "Missing required param: source.", code="parameter_missing", param="source"
    )
    assert stripe.post(path, source=CARD).refusal == refused(
        "Missing required param: source[object].", code="parameter_missing", param="source[object]"
    )
    assert stripe.post(path, source={**BANK_ACCOUNT, "cvc": "123"}).refusal == refused(
        "Received unknown parameter: source[cvc]", code="parameter_unknown", param="source[cvc]"
    )
    number = card_error("incorrect_number", "Your card number is incorrect.", "number")
    assert stripe.post(path, source={"object": "card", **CARD, "number": "4242424242424241"}).refusal == number


def test_the_first_source_is_the_default(stripe: Stripe) -> None:
    """Later ones are not; the customer tells of the change."""
    customer = stripe.customer()["id"]
    first = add(stripe, customer)["id"]
    add(stripe, customer, "tok_mastercard")
    assert default_of(stripe, customer) == first
    assert events(stripe, "customer.") == [
        ("customer.source.created", None),
        ("customer.updated", {"default_source": None}),
        ("customer.source.created", None),
        ("customer.created", None),
    ]


def test_the_newest_source_takes_the_place_of_a_deleted_default(stripe: Stripe) -> None:
    """After the last one there is none."""
    customer = stripe.customer()["id"]
    first, second, third = (add(stripe, customer, token)["id"] for token in ("tok_visa", "tok_amex", "btok_us"))
    path = f"/customers/{customer}/sources"
    assert ok(stripe.delete(f"{path}/{first}")) == {"id": first, "object": "card", "deleted": True}
    assert default_of(stripe, customer) == third
    assert ok(stripe.delete(f"{path}/{second}"))["deleted"]
    assert default_of(stripe, customer) == third
    assert ok(stripe.delete(f"{path}/{third}")) == {"id": third, "object": "bank_account", "deleted": True}
    assert default_of(stripe, customer) is None
    assert stripe.delete(f"{path}/{third}").status == 404


def test_a_customers_sources(stripe: Stripe) -> None:
    """The newest first, of one kind if wanted; nobody else's."""
    customer, other = (stripe.customer()["id"] for _ in range(2))
    card, account = add(stripe, customer)["id"], add(stripe, customer, "btok_us")["id"]
    theirs = add(stripe, other)["id"]
    path = f"/customers/{customer}/sources"
    assert ids(stripe.get(path)) == [account, card]
    assert ids(stripe.get(path, object="card")) == [card]
    assert ids(stripe.get(path, object="bank_account")) == [account]
    assert ids(stripe.get(path, limit=1, starting_after=account)) == [card]
    assert ok(stripe.get(path))["url"] == f"/v1{path}"
    status, error = stripe.get(f"{path}/{theirs}").refusal
    assert (status, error["code"], error["message"]) == (404, "resource_missing", f"No such source: '{theirs}'")


def test_a_card_can_be_changed(stripe: Stripe) -> None:
    """What is not said stays; its bank is asked again about a new address."""
    customer = stripe.customer()["id"]
    before = add(stripe, customer, {"object": "card", **CARD, "name": "Ada"}, metadata={"a": "1"})
    path = f"/customers/{customer}/sources/{before['id']}"
    changes = {"address_zip": "8010", "exp_month": 12, "exp_year": 31, "metadata": {"b": "2"}}
    after = ok(stripe.post(path, **changes))
    assert after == {
        **before,
        **changes,
        "address_zip_check": "pass",
        "exp_year": 2031,
        "metadata": {"a": "1", "b": "2"},
    }
    assert ok(stripe.post(path, address_zip=""))["address_zip_check"] is None
    assert stripe.post(path, exp_year=2001).refusal == card_error(
        "invalid_expiry_year", "Your card's expiration year is invalid.", "exp_year"
    )
    assert stripe.post(path, account_holder_name="Ada").refusal == refused(
        "Received unknown parameter: account_holder_name", code="parameter_unknown", param="account_holder_name"
    )
    assert [type for type, _ in events(stripe, "customer.source")] == [
        "customer.source.updated",
        "customer.source.updated",
        "customer.source.created",
    ]


def test_a_bank_account_can_be_changed(stripe: Stripe) -> None:
    """Whose it is, not what it is."""
    customer = stripe.customer()["id"]
    before = add(stripe, customer, BANK_ACCOUNT)
    path = f"/customers/{customer}/sources/{before['id']}"
    changes = {"account_holder_name": "Analytical Engines", "account_holder_type": "company", "metadata": {"a": "1"}}
    assert ok(stripe.post(path, **changes)) == {**before, **changes}
    assert stripe.post(path, exp_month=1).refusal == refused(
        "Received unknown parameter: exp_month", code="parameter_unknown", param="exp_month"
    )


def test_an_old_fashioned_card_is_a_payment_method_as_well(stripe: Stripe) -> None:
    """Under the same id; a change of one is a change of the other, and so is its end."""
    customer = stripe.customer()["id"]
    card = add(stripe, customer, {"object": "card", **CARD, "name": "Ada", "address_line1": "Ring 1"})["id"]
    source, method = f"/customers/{customer}/sources/{card}", f"/payment_methods/{card}"
    assert ids(stripe.get("/payment_methods", customer=customer, type="card")) == [card]
    shown = ok(stripe.get(method))
    billing = shown["billing_details"]
    assert (shown["customer"], billing["name"], billing["address"]["line1"]) == (customer, "Ada", "Ring 1")
    ok(stripe.post(method, card={"exp_year": 2035}, billing_details={"name": "Ada King", "email": "ada@example.com"}))
    ok(stripe.post(source, address_zip="8010"))
    changed = ok(stripe.get(source))
    assert [changed[name] for name in ("exp_year", "name", "address_zip")] == [2035, "Ada King", "8010"]
    details = ok(stripe.get(method))["billing_details"]
    assert (details["email"], details["address"]["postal_code"]) == ("ada@example.com", "8010")
    settings = {"default_payment_method": card}
    assert ok(stripe.post(f"/customers/{customer}", invoice_settings=settings))["default_source"] == card
    assert ok(stripe.post(f"{method}/detach"))["customer"] is None
    after = ok(stripe.get(f"/customers/{customer}"))
    assert (after["default_source"], after["invoice_settings"]["default_payment_method"]) == (None, None)
    assert (stripe.get(source).status, stripe.get(method).status) == (404, 404)


def test_the_customer_of_a_source_can_be_expanded(stripe: Stripe) -> None:
    """And the sources of a customer."""
    customer = stripe.customer(source="tok_visa")["id"]
    card = default_of(stripe, customer)
    account = add(stripe, customer, "btok_us", expand=["customer"])
    assert account["customer"]["id"] == customer
    shown = ok(stripe.get(f"/customers/{customer}", expand=["default_source", "sources"]))
    assert (shown["default_source"]["id"], shown["default_source"]["object"]) == (card, "card")
    assert shown["sources"] == {
        "object": "list",
        "data": [{**account, "customer": customer}, shown["default_source"]],
        "has_more": False,
        "total_count": 2,
        "url": f"/v1/customers/{customer}/sources",
    }


def test_any_id_can_stand_for_a_source(stripe: Stripe) -> None:
    """Where the account is set so."""
    stripe.admin("PUT", "/settings/stripe", {"any_id": True})
    path = "/customers/cus_any/sources"
    card = ok(stripe.get(f"{path}/card_any"))
    assert (card["object"], card["customer"]) == ("card", "cus_any")
    assert ok(stripe.get(f"{path}/ba_any"))["object"] == "bank_account"
    assert ok(stripe.post(f"{path}/ba_other/verify", amounts=[32, 45]))["status"] == "verified"
    assert add(stripe, "cus_other", "btok_any")["object"] == "bank_account"
    assert ok(stripe.post("/customers/cus_any", default_source="card_other"))["default_source"] == "card_other"


def test_a_payment_method_is_no_source(stripe: Stripe) -> None:
    """Only cards are both."""
    customer = stripe.customer()["id"]
    attached(stripe, customer)
    assert ids(stripe.get(f"/customers/{customer}/sources")) == []
    assert default_of(stripe, customer) is None
