"""Changing customers: what is sent changes, what is sent empty goes, and the rest stays."""

from typing import Any

import pytest

from tests.clients import Chargebee
from tests.tables import each_row

SAID: dict[str, Any] = {
    "first_name": "Ada",
    "last_name": "Moor",
    "email": "ada@example.com",
    "preferred_currency_code": "EUR",
    "phone": "+43 1 234",
    "company": "Moor Ltd",
    "auto_collection": "off",
    "allow_direct_debit": True,
    "net_term_days": 14,
    "taxability": "exempt",
    "exemption_details": [{"location": "1"}],
    "customer_type": "business",
    "client_profile_id": "profile",
    "locale": "de-AT",
    "entity_code": "a",
    "offline_payment_method": "bank_transfer",
    "invoice_notes": "Thanks",
    "auto_close_invoices": False,
    "meta_data": {"plan": {"seats": 3, "Gold": None}},
    "fraud_flag": "safe",
    "consolidated_invoicing": True,
    "tax_providers_fields": [{"provider_name": "avalara", "field_id": "code", "field_value": "7"}],
}
DEFAULTS = {
    "preferred_currency_code": "USD",
    "auto_collection": "on",
    "allow_direct_debit": False,
    "net_term_days": 0,
    "taxability": "taxable",
}
WRITTEN = {
    "exemption_details": '[{"location": "1"}]',
    "meta_data": '{"plan": {"seats": 3, "Gold": null}}',
}


def test_everything_that_can_change_changes(chargebee: Chargebee) -> None:
    """A change has what was sent of it, and nothing else but the version is another."""
    chargebee.set(all_features=True)
    before = chargebee.customer()
    after = chargebee.post(f"/customers/{before['id']}", **{**SAID, **WRITTEN}).json["customer"]
    moved = {name: after[name] for name in ("updated_at", "resource_version")}
    assert after == {**before, **SAID, **moved}
    assert chargebee.get(f"/customers/{before['id']}").json["customer"] == after


def test_everything_that_can_change_can_be_taken_away(chargebee: Chargebee) -> None:
    """Empty values bring a customer back to how it began."""
    chargebee.set(all_features=True)
    before = chargebee.customer()
    id = before["id"]
    chargebee.post(f"/customers/{id}", **{**SAID, **WRITTEN})
    after = chargebee.post(f"/customers/{id}", **dict.fromkeys([*SAID, "exempt_number"])).json["customer"]
    assert after == {**before, **{name: after[name] for name in ("updated_at", "resource_version")}}
    assert DEFAULTS.items() <= after.items()


def test_empty_values_of_a_new_customer_are_as_good_as_none(chargebee: Chargebee) -> None:
    """A customer of empty parameters is one of none."""
    nothing, empty = chargebee.customer(), chargebee.customer(**dict.fromkeys({**SAID, "id": None, "vat_number": None}))
    own = ("id", "created_at", "updated_at", "resource_version")
    assert {**empty, **{name: nothing[name] for name in own}} == nothing


@pytest.mark.parametrize(
    ("before", "emptied", "param"),
    [
        ({"auto_collection": "off", "offline_payment_method": "check"}, "auto_collection", "offline_payment_method"),
        ({"auto_collection": "off", "net_term_days": 14}, "auto_collection", "net_term_days"),
        ({"taxability": "exempt", "entity_code": "a"}, "taxability", "entity_code"),
    ],
)
def test_a_default_is_held_to_the_rules_too(
    chargebee: Chargebee, before: dict[str, Any], emptied: str, param: str
) -> None:
    """What an empty value brings back must go with the rest of the customer, as if it had been said."""
    chargebee.set(avatax_sales=True)
    id = chargebee.customer(**before)["id"]
    refused = chargebee.post(f"/customers/{id}", **{emptied: None})
    assert (refused.status, refused.json["api_error_code"], refused.json["param"]) == (400, "invalid_request", param)


def test_id_and_billing_information_are_passed_over(chargebee: Chargebee) -> None:
    """An id, a VAT number and an address in a change are no mistake and change nothing."""
    before = chargebee.customer(id="acme", billing_address={"country": "DE"}, vat_number="123456789")
    said = {"id": "other", "vat_number": "", "billing_address": {"country": "nowhere"}, "token_id": "tok_1"}
    after = chargebee.post("/customers/acme", **said).json["customer"]
    assert after == {**before, **{name: after[name] for name in ("updated_at", "resource_version")}}


@pytest.mark.parametrize("said", [{}, {"first_name": "Ada"}], ids=["nothing", "something"])
def test_every_change_has_a_version_of_its_own(chargebee: Chargebee, said: dict[str, str]) -> None:
    """Versions grow with every change, even within a millisecond, and the time of the change goes along."""
    id = chargebee.customer()["id"]
    seen = [chargebee.post(f"/customers/{id}", **said).json["customer"] for _ in range(5)]
    versions = [customer["resource_version"] for customer in seen]
    assert versions == sorted(set(versions))
    assert all(customer["updated_at"] == customer["resource_version"] // 1000 for customer in seen)
    assert len({customer["created_at"] for customer in seen}) == 1


def test_no_details_of_exemptions_are_an_empty_value(chargebee: Chargebee) -> None:
    """An empty array takes them away, and wants no feature of the site."""
    assert "exemption_details" not in chargebee.customer(exemption_details="[]")
    chargebee.set(avatax_communications=True)
    said = {"taxability": "exempt", "exemption_details": '[{"location": "1"}]'}
    id = chargebee.customer(**said)["id"]
    assert "exemption_details" not in chargebee.post(f"/customers/{id}", exemption_details="[]").json["customer"]


def test_fraud_flags_of_callers_are_two(chargebee: Chargebee) -> None:
    """A caller can say safe or fraudulent; only Chargebee finds customers suspicious."""
    id = chargebee.customer()["id"]
    assert chargebee.post(f"/customers/{id}", fraud_flag="fraudulent").json["customer"]["fraud_flag"] == "fraudulent"
    refused = chargebee.post(f"/customers/{id}", fraud_flag="suspicious")
    assert (refused.status, refused.json["param"]) == (400, "fraud_flag")


def test_the_category_of_an_exemption_is_never_shown(chargebee: Chargebee) -> None:
    """TaxJar's category can be said, and no answer has it."""
    chargebee.set(taxjar=True)
    customer = chargebee.customer(taxability="exempt", taxjar_exemption_category="wholesale")
    assert not [name for name in customer if "taxjar" in name]


def test_custom_fields_stand_beside_the_rest(chargebee: Chargebee) -> None:
    """Custom fields are kept as they were said; an empty one is gone."""
    customer = chargebee.customer(cf_Colour="blue", cf_size="9")
    assert (customer["cf_Colour"], customer["cf_size"]) == ("blue", "9")
    changed = chargebee.post(f"/customers/{customer['id']}", cf_Colour="", cf_shape="round").json["customer"]
    assert {name: value for name, value in changed.items() if name.startswith("cf_")} == {
        "cf_size": "9",
        "cf_shape": "round",
    }


def test_what_nobody_declared_is_passed_over(chargebee: Chargebee) -> None:
    """Unknown parameters and unknown members of groups change nothing."""
    customer = chargebee.customer(colour="blue", billing_address={"planet": "Mars", "city": "Graz"})
    assert "colour" not in customer
    assert customer["billing_address"] == {
        "city": "Graz",
        "validation_status": "not_validated",
        "object": "billing_address",
    }


@pytest.mark.parametrize(
    ("said", "param"),
    [
        ({"colour": "blue"}, "colour"),
        ({"billing_address": {"planet": "Mars"}}, "billing_address[planet]"),
        ({"tax_providers_fields": [{"planet": "Mars"}]}, "tax_providers_fields[planet]"),
    ],
)
def test_a_strict_site_refuses_what_nobody_declared(chargebee: Chargebee, said: dict[str, Any], param: str) -> None:
    """With `strict_unknown_params` an unknown parameter is refused; a custom field is none."""
    chargebee.set(strict_unknown_params=True)
    chargebee.customer(cf_colour="blue")
    refused = chargebee.post("/customers", **said)
    assert (refused.status, refused.json) == (
        400,
        {
            "message": f"{param} : should not be sent",
            "type": "invalid_request",
            "api_error_code": "param_wrong_value",
            "param": param,
            "error_code": "param_should_not_be_sent",
            "error_msg": "should not be sent",
            "error_param": param,
            "http_status_code": 400,
        },
    )


def test_where_a_customer_comes_from_is_in_a_header(chargebee: Chargebee) -> None:
    """The header goes before the parameter of an older kind."""
    header = {"chargebee-request-origin-ip": "203.0.113.7"}
    by_header = chargebee.send("POST", "/customers", {"created_from_ip": "203.0.113.9"}, header)
    assert by_header.json["customer"]["created_from_ip"] == "203.0.113.7"
    assert chargebee.customer(created_from_ip="203.0.113.9")["created_from_ip"] == "203.0.113.9"


@pytest.mark.parametrize(
    "form",
    [
        "exemption_details=%5B%7B%22id%22%3A+1%7D%2C+%7B%22id%22%3A+null%7D%5D",
        "exemption_details=%7B%27id%27%3A+1%7D&exemption_details=%7B%27id%27%3A+None%7D",
    ],
    ids=["node", "python"],
)
def test_details_of_exemptions_are_read_as_every_client_writes_them(chargebee: Chargebee, form: str) -> None:
    """Details come as one array, or as one object a parameter."""
    chargebee.set(avatax_communications=True)
    created = chargebee.send("POST", "/customers", f"first_name=Ada&taxability=exempt&{form}")
    assert created.json["customer"]["exemption_details"] == [{"id": 1}, {"id": None}]


def test_one_detail_may_stand_alone(chargebee: Chargebee) -> None:
    """A list of one object is written by Python's client without a list around it."""
    chargebee.set(avatax_communications=True)
    created = chargebee.send("POST", "/customers", "taxability=exempt&exemption_details={'id': True}")
    assert created.json["customer"]["exemption_details"] == [{"id": True}]


@each_row("locale", ["en", "de", "pt-BR", "zh-TW", "es-DO"])
def test_a_locale_need_not_be_one_of_the_site(chargebee: Chargebee, locale: str) -> None:
    """Every locale Chargebee knows is kept as it was said."""
    assert chargebee.customer(locale=locale)["locale"] == locale
