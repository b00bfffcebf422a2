"""What is declared of customers: the parameters of the official client, and every member of an answer."""

from importlib import import_module
from typing import Any

import pytest
from marshmallow import Schema, fields

from mockserver.apis.chargebee.customers.members import CustomerSchema
from mockserver.apis.chargebee.customers.operations import BILLING_INFO, CREATE, UPDATE
from mockserver.apis.chargebee.dialect import Parameters, Rows
from mockserver.core.fields.containers import Object
from tests.apis.chargebee.customers.test_updates import SAID, WRITTEN
from tests.clients import Chargebee

Customer: Any = import_module("chargebee").Customer
"""The official client's, which has no types of its own for others."""

OF_OTHERS = {"brand_id"}
"""Parameters of the client's that Chargebee's documents of customers do not have."""


@pytest.mark.parametrize(
    ("schema", "declared"),
    [
        pytest.param(CREATE, Customer.CreateParams, id="create"),
        pytest.param(UPDATE, Customer.UpdateParams, id="update"),
        pytest.param(BILLING_INFO, Customer.UpdateBillingInfoParams, id="update_billing_info"),
    ],
)
def test_every_parameter_of_the_client_is_declared(schema: Parameters, declared: Any) -> None:
    """What the official client can send is read here."""
    assert set(declared.__annotations__) - OF_OTHERS <= set(schema.parameters)


@pytest.mark.parametrize(
    ("group", "declared"),
    [
        ("billing_address", Customer.UpdateBillingInfoBillingAddressParams),
        ("entity_identifiers", Customer.UpdateBillingInfoEntityIdentifierParams),
        ("tax_providers_fields", Customer.UpdateBillingInfoTaxProvidersFieldParams),
    ],
)
def test_every_parameter_of_a_group_is_declared(group: str, declared: Any) -> None:
    """Groups have the members the official client gives them, and no others."""
    parameter = BILLING_INFO.parameters[group]
    assert isinstance(parameter, Object | Rows)
    assert set(parameter.schema.parameters) == set(declared.__annotations__)


def undeclared(schema: Schema, value: dict[str, Any], place: str = "customer") -> list[str]:
    """Name the members of an answer that its schema does not have."""
    names = []
    for name, member in value.items():
        field = schema.fields.get(name)
        inner = field.inner if isinstance(field, fields.List) else field
        if field is None:
            names.append(f"{place}.{name}")
        elif isinstance(inner, fields.Nested):
            for part in member if isinstance(member, list) else [member]:
                names += undeclared(inner.schema, part, f"{place}.{name}")
    return names


def test_every_member_of_an_answer_is_declared(chargebee: Chargebee) -> None:
    """A customer of whom everything is known has no member that the documents leave out."""
    chargebee.set(all_features=True, vat_validation="valid", business_entities=["be_1"])
    said = {**SAID, **WRITTEN, "entity_code": "", "exempt_number": "E-1"}
    customer = chargebee.customer(
        **said,
        billing_address={"country": "US", "state_code": "AZ"},
        business_entity_id="be_1",
        created_from_ip="203.0.113.7",
        registered_for_gst=False,
        is_einvoice_enabled=True,
        entity_identifiers=[{"scheme": "GLN", "value": "1"}],
    )
    german = {
        "vat_number": "123456789",
        "entity_identifier_scheme": "DE:VAT",
        "einvoicing_method": "automatic",
        "business_customer_without_vat_number": False,
        "billing_address": {"country": "DE"},
    }
    changed = chargebee.post(f"/customers/{customer['id']}/update_billing_info", **german).json["customer"]
    for answered in (customer, changed):
        assert undeclared(CustomerSchema(), answered) == []
        assert CustomerSchema().validate(answered) == {}
