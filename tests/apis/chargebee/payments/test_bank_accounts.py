"""Adding and verifying bank accounts."""

from typing import Any

import pytest

from tests.apis.chargebee.payments.sources import BANK_ACCOUNT, add_bank_account, ok, refusal, stored, wrong
from tests.clients import Chargebee

CREATE = "/payment_sources/create_bank_account"
IBAN = "DE89 3704 0044 0532 0130 00"


@pytest.fixture(autouse=True)
def _customer(chargebee: Chargebee) -> None:
    """There is a customer to add accounts to."""
    chargebee.customer(id="ada")


def test_a_bank_account_pays_by_direct_debit(chargebee: Chargebee) -> None:
    """Of its number the last four digits are left."""
    details = {
        "last_name": "Byron",
        "email": "ada@example.com",
        "bank_name": "First Bank",
        "account_type": "checking",
        "account_holder_type": "individual",
        "echeck_type": "web",
    }
    address = {"line1": "1 Main St", "country": "US", "state_code": "AZ"}
    account = {**BANK_ACCOUNT, **details, "phone": "1", "billing_address": address}
    answered = add_bank_account(chargebee, "ada", bank_account=account)
    source = answered["payment_source"]
    assert {name: source[name] for name in ("type", "status", "issuing_country", "bank_account")} == {
        "type": "direct_debit",
        "status": "valid",
        "issuing_country": "US",
        "bank_account": {
            "last4": "2227",
            "name_on_account": "Ada Byron",
            "direct_debit_scheme": "ach",
            "first_name": "Ada",
            **details,
            "object": "bank_account",
        },
    }
    assert source["billing_address"] == {
        **address,
        "state": "Arizona",
        "validation_status": "not_validated",
        "object": "billing_address",
    }
    assert answered["customer"]["payment_method"]["type"] == "direct_debit"
    assert "card" not in ok(chargebee.get("/customers/ada"))
    assert b"000222222227" not in chargebee.admin("GET", "/data/chargebee/payment_sources").content


def test_an_iban_tells_its_country(chargebee: Chargebee) -> None:
    """The country need not be said."""
    account = {"iban": IBAN, "company": "Engines"}
    source = ok(chargebee.post(CREATE, customer_id="ada", bank_account=account))["payment_source"]
    assert source["issuing_country"] == "DE"
    assert source["bank_account"] == {
        "last4": "3000",
        "name_on_account": "Engines",
        "direct_debit_scheme": "sepa_core",
        "object": "bank_account",
    }


@pytest.mark.parametrize(
    ("country", "scheme"),
    [("GB", "bacs"), ("AU", "becs"), ("NZ", "becs_nz"), ("CA", "pad"), ("SE", "autogiro"), ("BR", "not_applicable")],
)
def test_a_country_has_its_scheme(chargebee: Chargebee, country: str, scheme: str) -> None:
    """Local details are debited the way their country does it."""
    source = add_bank_account(chargebee, "ada", issuing_country=country)["payment_source"]
    assert source["bank_account"]["direct_debit_scheme"] == scheme


@pytest.mark.parametrize(
    ("said", "param"),
    [
        ({}, "bank_account[account_number]"),
        ({"bank_account": {"first_name": "Ada"}}, "bank_account[account_number]"),
        ({"bank_account": {"iban": "DE88370400440532013000"}}, "bank_account[iban]"),
        ({"bank_account": {"iban": "DE8937040"}}, "bank_account[iban]"),
        ({"bank_account": {"iban": "DE٨٩370400440532013000"}}, "bank_account[iban]"),
        ({"bank_account": {"account_number": "1" * 18}}, "bank_account[account_number]"),
        ({"bank_account": {**BANK_ACCOUNT, "account_type": "gold"}}, "bank_account[account_type]"),
        (
            {"bank_account": {"iban": IBAN, "billing_address": {"email": "no"}}},
            "bank_account[billing_address][email]",
        ),
        ({"bank_account": BANK_ACCOUNT}, "issuing_country"),
    ],
)
def test_what_cannot_be_a_bank_account(chargebee: Chargebee, said: dict[str, Any], param: str) -> None:
    """An account has an IBAN, or a number and a country."""
    assert refusal(chargebee.post(CREATE, customer_id="ada", **said)) == wrong(param)
    assert stored(chargebee, "payment_sources") == []


def test_a_new_customers_account_says_its_country_itself(chargebee: Chargebee) -> None:
    """There the country is one of the details."""
    assert refusal(chargebee.post("/customers", bank_account=BANK_ACCOUNT)) == wrong("bank_account[issuing_country]")
    customer = chargebee.customer(bank_account={**BANK_ACCOUNT, "issuing_country": "US"})
    assert customer["payment_method"]["type"] == "direct_debit"


@pytest.fixture
def unverified(chargebee: Chargebee) -> str:
    """The path of an account that waits to be verified: an American one at Stripe."""
    chargebee.set(gateway_accounts=["gw_stripe"])
    answered = add_bank_account(chargebee, "ada")
    assert answered["customer"]["card_status"] == answered["payment_source"]["status"] == "pending_verification"
    return f"/payment_sources/{answered['payment_source']['id']}"


def test_an_account_is_verified_by_two_amounts(chargebee: Chargebee, unverified: str) -> None:
    """They can come in any order; the answer is the payment source alone."""
    answered = ok(chargebee.post(f"{unverified}/verify_bank_account", amount1=45, amount2=32))
    assert answered == ok(chargebee.get(unverified))
    assert answered["payment_source"]["status"] == "valid"
    assert chargebee.get("/customers/ada").json["customer"]["card_status"] == "valid"
    again = chargebee.post(f"{unverified}/verify_bank_account", amount1=45, amount2=32)
    assert refusal(again) == (409, "invalid_request", "invalid_state_for_request", None)


def test_other_amounts_verify_nothing(chargebee: Chargebee, unverified: str) -> None:
    """The account waits on."""
    answer = chargebee.post(f"{unverified}/verify_bank_account", amount1=1, amount2=2)
    assert refusal(answer) == (400, "payment", "payment_method_verification_failed", None)
    assert ok(chargebee.get(unverified))["payment_source"]["status"] == "pending_verification"
    assert refusal(chargebee.post(f"{unverified}/verify_bank_account", amount1=32)) == wrong("amount2")


def test_numbers_of_people_are_masked(chargebee: Chargebee) -> None:
    """The journal shows no number of an account or of whoever holds it."""
    account = {**BANK_ACCOUNT, "swedish_identity_number": "198001011234"}
    ok(chargebee.post(CREATE, customer_id="ada", issuing_country="SE", bank_account=account))
    journal = chargebee.admin("GET", "/requests").json["requests"]
    said = journal[0]["request"]["body"]["bank_account"]
    assert said == {**account, **dict.fromkeys(("account_number", "swedish_identity_number"), "********")}
