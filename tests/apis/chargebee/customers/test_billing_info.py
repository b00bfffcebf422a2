"""Billing information: replaced as a whole, with identifiers that are changed one by one."""

from typing import Any

import pytest

from tests.clients import Answer, Chargebee
from tests.tables import each_row

STANDARD = "iso6523-actorid-upis"


def update(chargebee: Chargebee, id: str, **said: Any) -> Answer:
    """Replace the billing information of a customer."""
    return chargebee.post(f"/customers/{id}/update_billing_info", **said)


def identifiers(chargebee: Chargebee, id: str, *rows: dict[str, Any]) -> Any:
    """Send rows of identifiers, and give those the customer then has."""
    answer = update(chargebee, id, billing_address={"country": "BE"}, entity_identifiers=list(rows))
    assert answer.status == 200, answer.content
    return answer.json["customer"].get("entity_identifiers")


@pytest.fixture
def belgian(chargebee: Chargebee) -> str:
    """The id of a customer with one identifier, at a site that collects them."""
    chargebee.set(entity_identifier_collection=True)
    customer = chargebee.customer(
        billing_address={"country": "BE"}, entity_identifiers=[{"id": "first", "scheme": "BE:EN", "value": "0123"}]
    )
    assert customer["entity_identifiers"] == [{"id": "first", "value": "0123", "scheme": "BE:EN", "standard": STANDARD}]
    return str(customer["id"])


def test_billing_information_is_replaced_as_a_whole(chargebee: Chargebee) -> None:
    """What is not said again is gone, and everything else of the customer stays."""
    chargebee.set(all_features=True)
    billing = {
        "vat_number": "123456789",
        "entity_identifier_scheme": "DE:VAT",
        "is_einvoice_enabled": True,
        "einvoicing_method": "manual",
        "business_customer_without_vat_number": False,
        "registered_for_gst": False,
    }
    before = chargebee.customer(first_name="Ada", billing_address={"country": "DE", "city": "Ulm"}, **billing)
    assert billing.items() <= before.items()
    after = update(chargebee, before["id"], billing_address={"zip": "89073"}).json["customer"]
    kept = {name: value for name, value in before.items() if name not in {*billing, "entity_identifier_standard"}}
    address = {"zip": "89073", "validation_status": "not_validated", "object": "billing_address"}
    moved = {name: after[name] for name in ("updated_at", "resource_version")}
    assert after == {**kept, **moved, "billing_address": address}
    assert after["resource_version"] > before["resource_version"]
    assert chargebee.get(f"/customers/{before['id']}").json["customer"] == after


def test_billing_information_can_be_taken_away(chargebee: Chargebee) -> None:
    """A request without parameters leaves no address and no number."""
    id = chargebee.customer(billing_address={"country": "DE"}, vat_number="123456789")["id"]
    after = update(chargebee, id).json["customer"]
    assert not {"billing_address", "vat_number"} & after.keys()


def test_billing_information_of_nobody_is_not_found(chargebee: Chargebee) -> None:
    """An unknown customer has none."""
    assert update(chargebee, "nobody").status == 404


def test_ids_with_slashes_have_billing_information(chargebee: Chargebee) -> None:
    """The id of a customer reaches up to the name of the operation."""
    chargebee.customer(id="acme/billing")
    answer = update(chargebee, "acme/billing", billing_address={"city": "Graz"})
    assert answer.json["customer"]["id"] == "acme/billing"


@each_row(
    ("said", "standard"),
    [
        ({}, None),
        ({"entity_identifier_standard": STANDARD}, None),
        ({"entity_identifier_scheme": "GLN"}, STANDARD),
        ({"entity_identifier_scheme": "GLN", "entity_identifier_standard": STANDARD}, STANDARD),
    ],
)
def test_a_scheme_has_a_standard(chargebee: Chargebee, said: dict[str, str], standard: str | None) -> None:
    """The standard is there with a scheme, and not without one."""
    assert chargebee.customer(**said).get("entity_identifier_standard") == standard


def test_northern_ireland_has_schemes_of_great_britain(chargebee: Chargebee) -> None:
    """A customer in Northern Ireland may have the scheme of British VAT numbers."""
    chargebee.set(brexit_config=True)
    customer = chargebee.customer(
        billing_address={"country": "XI"}, vat_number="123456789", vat_number_prefix="GB",
        entity_identifier_scheme="GB:VAT",
    )  # fmt: skip
    assert (customer["vat_number_prefix"], customer["entity_identifier_scheme"]) == ("GB", "GB:VAT")


def test_rows_add_identifiers(chargebee: Chargebee, belgian: str) -> None:
    """A row adds an identifier with an id of its own, whether or not it says so; the others stay."""
    rows = identifiers(
        chargebee,
        belgian,
        {"operation": "create", "scheme": "BE:VAT", "value": "0456"},
        {"scheme": "BE:CBE", "standard": STANDARD},
    )
    assert rows == [
        {"id": "first", "value": "0123", "scheme": "BE:EN", "standard": STANDARD},
        {"id": rows[1]["id"], "value": "0456", "scheme": "BE:VAT", "standard": STANDARD},
        {"id": rows[2]["id"], "scheme": "BE:CBE", "standard": STANDARD},
    ]
    assert len({row["id"] for row in rows}) == 3


@pytest.mark.parametrize("operation", [{"operation": "update"}, {}], ids=["said", "by-its-id"])
def test_rows_change_identifiers(chargebee: Chargebee, belgian: str, operation: dict[str, str]) -> None:
    """A row with an id that is there changes what it says of the identifier."""
    rows = identifiers(chargebee, belgian, {"id": "first", "value": "9", **operation})
    assert rows == [{"id": "first", "value": "9", "scheme": "BE:EN", "standard": STANDARD}]


def test_rows_take_identifiers_away(chargebee: Chargebee, belgian: str) -> None:
    """After its last identifier a customer has none."""
    assert identifiers(chargebee, belgian, {"id": "first", "operation": "delete"}) is None


def test_identifiers_stay_without_rows(chargebee: Chargebee, belgian: str) -> None:
    """Billing information without rows leaves identifiers alone, and so does a row of nothing."""
    kept = update(chargebee, belgian, billing_address={"country": "BE"}).json["customer"]["entity_identifiers"]
    assert kept == identifiers(chargebee, belgian, {"value": ""})


@pytest.mark.parametrize(
    ("row", "status", "param", "codes", "text"),
    [
        (
            {"operation": "update", "id": "none", "value": "1"}, 404, "id", ("resource_not_found",) * 2,
            "Entity identifier is not present",
        ),
        (
            {"operation": "delete", "id": "none"}, 404, "id", ("resource_not_found",) * 2,
            "Entity identifier is not present",
        ),
        ({"operation": "delete"}, 400, "id", ("param_wrong_value", "param_required"), "cannot be blank"),
        ({"value": "1"}, 400, "scheme", ("param_wrong_value", "param_required"), "cannot be blank"),
        (
            {"operation": "create", "id": "first", "scheme": "BE:EN"}, 400, "id",
            ("duplicate_entry", "param_not_unique"), "The value first is already present.",
        ),
        (
            {"operation": "replace"}, 400, "operation", ("param_wrong_value", "invalid_value"),
            "invalid value, should be one of create, update, delete",
        ),
    ],
)  # fmt: skip
def test_rows_that_fit_no_identifier_are_refused(
    chargebee: Chargebee, belgian: str, row: dict[str, str], status: int, param: str, codes: tuple[str, str], text: str
) -> None:
    """An operation wants its identifier, and a new one its scheme; the refusal names the cell."""
    refused = update(chargebee, belgian, billing_address={"country": "BE"}, entity_identifiers=[row])
    cell = f"entity_identifiers[{param}][0]"
    assert (refused.status, refused.json) == (
        status,
        {
            "message": text if status == 404 else f"{cell} : {text}",
            "type": "invalid_request",
            "api_error_code": codes[0],
            "param": cell,
            "error_code": codes[1],
            "error_msg": text,
            "error_param": cell,
            "http_status_code": status,
        },
    )


@each_row("outcome", ["valid", "invalid", "not_validated", "undetermined"])
def test_vat_numbers_have_a_status_with_validation(chargebee: Chargebee, outcome: str) -> None:
    """A site with validation says how that of a VAT number ended, and when; without a number nothing is validated."""
    chargebee.set(vat_validation=outcome)
    customer = chargebee.customer(billing_address={"country": "DE"}, vat_number="123456789")
    assert customer["vat_number_status"] == outcome
    told = customer.get("vat_number_validated_time")
    assert told == (customer["created_at"] if outcome in ("valid", "invalid") else None)
    after = update(chargebee, customer["id"], billing_address={"country": "DE"}).json["customer"]
    assert not {"vat_number_status", "vat_number_validated_time"} & after.keys()


def test_vat_numbers_have_no_status_without_validation(chargebee: Chargebee) -> None:
    """A site without validation says nothing of a VAT number."""
    customer = chargebee.customer(billing_address={"country": "DE"}, vat_number="123456789")
    assert not {"vat_number_status", "vat_number_validated_time"} & customer.keys()


def test_fields_of_tax_providers_are_rows(chargebee: Chargebee) -> None:
    """Rows take the place of the earlier ones; billing information without them leaves them alone."""
    row = {"provider_name": "avalara", "field_id": "code", "field_value": "7"}
    customer = chargebee.customer(tax_providers_fields=[row, {"field_id": "", "field_value": None}])
    assert customer["tax_providers_fields"] == [row]
    other = {"provider_name": "vertex"}
    id = customer["id"]
    assert update(chargebee, id).json["customer"]["tax_providers_fields"] == [row]
    assert update(chargebee, id, tax_providers_fields=[other]).json["customer"]["tax_providers_fields"] == [other]
    emptied = chargebee.post(f"/customers/{id}", tax_providers_fields="").json["customer"]
    assert "tax_providers_fields" not in emptied
