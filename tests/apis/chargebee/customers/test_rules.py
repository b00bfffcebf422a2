"""The rules between a customer's members, and what a site has to be set up like."""

from typing import Any

import pytest

from mockserver.apis.chargebee.customers.members import BillingInfo, CustomerUpdate
from tests.apis.chargebee.customers.rule_cases import CASES, Case
from tests.clients import Answer, Chargebee
from tests.tables import each_row

UPDATED, BILLING = frozenset(CustomerUpdate().parameters), frozenset(BillingInfo().parameters)

OF_ALL = [pytest.param(case, id=case.id) for case in CASES]
OF_UPDATES = [pytest.param(case, id=case.id) for case in CASES if case.names <= UPDATED]
OF_BILLING = [pytest.param(case, id=case.id) for case in CASES if case.names <= BILLING]
OF_FEATURES = [
    pytest.param(case, id=case.id)
    for case in CASES
    if case.text.endswith("is not enabled for this site") and not case.granted and case.id != "business-entities"
]


def refusal(case: Case) -> dict[str, Any]:
    """Give the whole error of a case."""
    api_error_code, error_code = case.codes
    return {
        "message": f"{case.param} : {case.text}",
        "type": "invalid_request",
        "api_error_code": api_error_code,
        "param": case.param,
        "error_code": error_code,
        "error_msg": case.text,
        "error_param": case.param,
        "http_status_code": 400,
    }


def expect(chargebee: Chargebee, case: Case, path: str) -> Answer:
    """See a case refused at a path, and then granted; give the second answer."""
    chargebee.set(**case.settings)
    refused = chargebee.post(path, **case.said)
    assert (refused.status, refused.json) == (400, refusal(case))
    chargebee.set(**{**case.settings, **case.granted_under})
    granted = chargebee.post(path, **{**case.said, **case.granted})
    assert granted.status == 200, granted.content
    return granted


@each_row("case", OF_ALL)
def test_new_customers_are_held_to_the_rules(chargebee: Chargebee, case: Case) -> None:
    """A request that breaks a rule stores nothing and says which parameter is wrong; otherwise it is granted."""
    granted = expect(chargebee, case, "/customers").json["customer"]
    assert chargebee.get(f"/customers/{granted['id']}").json["customer"] == granted


@each_row("case", OF_UPDATES)
def test_changes_are_held_to_the_rules(chargebee: Chargebee, case: Case) -> None:
    """A change is judged by what the customer would be."""
    id = chargebee.customer()["id"]
    expect(chargebee, case, f"/customers/{id}")


@each_row("case", OF_BILLING)
def test_billing_information_is_held_to_the_rules(chargebee: Chargebee, case: Case) -> None:
    """New billing information is judged alone, because it takes the place of the old."""
    id = chargebee.customer(billing_address={"country": "DE"}, vat_number="123456789")["id"]
    expect(chargebee, case, f"/customers/{id}/update_billing_info")


@each_row("case", OF_FEATURES)
def test_all_features_switches_every_feature_on(chargebee: Chargebee, case: Case) -> None:
    """With `all_features` nothing is refused for a feature that is off."""
    chargebee.set(**{**case.settings, "all_features": True})
    assert chargebee.post("/customers", **case.said).status == 200


def test_every_refusal_leaves_the_customer_alone(chargebee: Chargebee) -> None:
    """A refused change changes neither a member nor the version."""
    customer = chargebee.customer(first_name="Ada")
    refused = chargebee.post(f"/customers/{customer['id']}", first_name="Eda", net_term_days=30)
    assert refused.status == 400
    assert chargebee.get(f"/customers/{customer['id']}").json["customer"] == customer


def test_the_base_currency_needs_no_others(chargebee: Chargebee) -> None:
    """Where a site has one currency, it can still be named."""
    chargebee.set(multi_currency=False, base_currency="NOK")
    assert chargebee.customer(preferred_currency_code="NOK")["preferred_currency_code"] == "NOK"


@each_row(
    ("stored", "change", "param"),
    [
        pytest.param(
            {"auto_collection": "off", "offline_payment_method": "cash"},
            {"auto_collection": "on"},
            "offline_payment_method",
            id="offline-method",
        ),
        pytest.param(
            {"auto_collection": "off", "net_term_days": 14}, {"auto_collection": "on"}, "net_term_days", id="terms"
        ),
        pytest.param(
            {"taxability": "exempt", "taxjar_exemption_category": "other"},
            {"taxability": "taxable"},
            "taxjar_exemption_category",
            id="category-nobody-sees",
        ),
        pytest.param(
            {"taxability": "exempt", "entity_code": "a"}, {"exempt_number": "1"}, "exempt_number", id="code-and-number"
        ),
    ],
)
def test_what_is_stored_counts(
    chargebee: Chargebee, stored: dict[str, Any], change: dict[str, Any], param: str
) -> None:
    """A change can contradict what was said before; it is granted with that taken away."""
    chargebee.set(taxjar=True, avatax_sales=True)
    id = chargebee.customer(**stored)["id"]
    refused = chargebee.post(f"/customers/{id}", **change)
    assert (refused.status, refused.json["api_error_code"], refused.json["param"]) == (400, "invalid_request", param)
    away = next(name for name in stored if name not in change and name != "taxability")
    assert chargebee.post(f"/customers/{id}", **change, **{away: None}).status == 200


def test_what_was_stored_before_a_feature_went_is_left_alone(chargebee: Chargebee) -> None:
    """A change of something else is granted to a customer whose other members would be refused today."""
    id = chargebee.customer(auto_collection="off", net_term_days=30, offline_payment_method="cash")["id"]
    chargebee.set(payment_terms=False, offline_payment_methods=False)
    changed = chargebee.post(f"/customers/{id}", first_name="Ada").json["customer"]
    assert (changed["net_term_days"], changed["offline_payment_method"]) == (30, "cash")


def test_a_business_entity_has_to_exist(chargebee: Chargebee) -> None:
    """An unknown business entity is not found, whether a parameter or a header names it."""
    chargebee.set(business_entities=["be_1", "be_2"])
    refused = chargebee.post("/customers", business_entity_id="be_3")
    assert (refused.status, refused.json) == (
        404,
        {
            "message": "Business entity is not present",
            "type": "invalid_request",
            "api_error_code": "resource_not_found",
            "param": "business_entity_id",
            "error_code": "resource_not_found",
            "error_msg": "Business entity is not present",
            "error_param": "business_entity_id",
            "http_status_code": 404,
        },
    )
    by_header = chargebee.send("POST", "/customers", "", {"chargebee-business-entity-id": "be_3"})
    assert (by_header.status, by_header.json) == (refused.status, refused.json)


def test_a_business_entity_comes_from_a_parameter_a_header_or_the_site(chargebee: Chargebee) -> None:
    """The parameter goes before the header, and the header before the default of the site."""
    chargebee.set(business_entities=["be_1", "be_2", "be_3"], default_business_entity="be_3")
    header = {"chargebee-business-entity-id": "be_2"}
    answers = (
        chargebee.send("POST", "/customers", {"business_entity_id": "be_1"}, header),
        chargebee.send("POST", "/customers", "", header),
        chargebee.post("/customers"),
    )
    assert [answer.json["customer"]["business_entity_id"] for answer in answers] == ["be_1", "be_2", "be_3"]


def test_an_id_is_looked_up_after_the_rules(chargebee: Chargebee) -> None:
    """Where an id is taken and a rule broken, the rule is told."""
    chargebee.customer(id="acme")
    assert chargebee.post("/customers", id="acme", net_term_days=30).json["param"] == "net_term_days"
    taken = chargebee.post("/customers", id="acme")
    assert (taken.status, taken.json) == (
        400,
        {
            "message": "id : The value acme is already present.",
            "type": "invalid_request",
            "api_error_code": "duplicate_entry",
            "param": "id",
            "error_code": "param_not_unique",
            "error_msg": "The value acme is already present.",
            "error_param": "id",
            "http_status_code": 400,
        },
    )


def test_the_first_broken_rule_is_told(chargebee: Chargebee) -> None:
    """One refusal has one parameter: that of the first rule in the order of the documents."""
    refused = chargebee.post("/customers", locale="tlh", vat_number="1", net_term_days=30, entity_code="a")
    assert refused.json["param"] == "net_term_days"
