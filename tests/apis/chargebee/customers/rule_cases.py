"""Requests that a rule between a customer's members refuses, and what has to be otherwise for them to be granted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

INCOMPATIBLE = ("configuration_incompatible", "configuration_incompatible")
CONTRADICTING = ("invalid_request", "param_should_not_be_sent")
LACKING = ("invalid_request", "param_required")
WRONG = ("param_wrong_value", "invalid_value")


@dataclass(frozen=True)
class Case:
    """A refusal: under these settings, of these parameters, for this one, with these codes and this text."""

    id: str
    said: Mapping[str, Any]
    param: str
    codes: tuple[str, str]
    text: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    granted_under: Mapping[str, Any] = field(default_factory=dict)
    granted: Mapping[str, Any] = field(default_factory=dict)
    """Settings to add and parameters to change for the request to be granted."""

    @property
    def names(self) -> set[str]:
        return {*self.said, *self.granted}


def _off(feature: str) -> str:
    return f"{feature} is not enabled for this site"


def _at(country: str) -> dict[str, str]:
    return {"country": country}


EXEMPT = "can only be set when taxability is exempt"
SCHEME = "is not a scheme of the country of the billing address"
SALES, COMMUNICATIONS = "Avalara for Sales", "Avalara for Communications"

CASES = (
    Case(
        "currency-of-a-site-with-one", {"preferred_currency_code": "EUR"}, "preferred_currency_code", INCOMPATIBLE,
        _off("Multicurrency"), {"multi_currency": False}, {"multi_currency": True},
    ),
    Case(
        "currency-the-site-has-not", {"preferred_currency_code": "JPY"}, "preferred_currency_code", WRONG,
        "should be a currency of the site", granted_under={"currencies": ["JPY"]},
    ),
    Case(
        "offline-with-collection", {"offline_payment_method": "cash"}, "offline_payment_method", CONTRADICTING,
        "can only be set when auto_collection is off", granted={"auto_collection": "off"},
    ),
    Case(
        "offline-feature", {"offline_payment_method": "cash", "auto_collection": "off"}, "offline_payment_method",
        INCOMPATIBLE, _off("Offline payment methods"), {"offline_payment_methods": False},
        {"offline_payment_methods": True},
    ),
    Case(
        "offline-with-sharing", {"offline_payment_method": "check", "auto_collection": "off"},
        "offline_payment_method", INCOMPATIBLE, "cannot be set when customer sharing is enabled",
        {"customer_sharing": True}, {"customer_sharing": False},
    ),
    Case(
        "payment-terms", {"net_term_days": 30, "auto_collection": "off"}, "net_term_days", INCOMPATIBLE,
        _off("Payment terms"), {"payment_terms": False}, {"payment_terms": True},
    ),
    Case(
        "net-d-online", {"net_term_days": 30}, "net_term_days", CONTRADICTING,
        "should be 0 when auto_collection is on", {}, {"net_d_online": True},
    ),
    Case(
        "net-d-offline", {"net_term_days": 30, "auto_collection": "off"}, "net_term_days", CONTRADICTING,
        "should be 0 when auto_collection is off", {"net_d_offline": False}, {"net_d_offline": True},
    ),
    Case(
        "vat-number-without-country", {"vat_number": "123456789", "billing_address": {"city": "Graz"}}, "vat_number",
        LACKING, "needs billing_address[country]", granted={"billing_address": _at("AT")},
    ),
    Case(
        "vat-number-of-country", {"vat_number": "123456789", "billing_address": _at("US")}, "vat_number",
        CONTRADICTING, "is not collected for US", granted_under={"vat_number_countries": ["US"]},
    ),
    Case(
        "prefix-without-number", {"vat_number_prefix": "GB", "billing_address": _at("XI")}, "vat_number_prefix",
        LACKING, "needs vat_number", {"brexit_config": True}, granted={"vat_number": "123456789"},
    ),
    Case(
        "prefix-of-country", {"vat_number_prefix": "GB", "vat_number": "123456789", "billing_address": _at("DE")},
        "vat_number_prefix", WRONG, "is not valid for the country of the billing address", {"brexit_config": True},
        granted={"billing_address": _at("XI")},
    ),
    Case(
        "prefix-of-northern-ireland",
        {"vat_number_prefix": "IE", "vat_number": "123456789", "billing_address": _at("XI")}, "vat_number_prefix",
        WRONG, "is not valid for the country of the billing address", {"brexit_config": True},
        granted={"vat_number_prefix": "XI"},
    ),
    Case(
        "northern-ireland", {"billing_address": _at("XI")}, "billing_address[country]", WRONG,
        "XI needs the Brexit configuration", {}, {"brexit_config": True},
    ),
    Case(
        "unknown-scheme", {"entity_identifier_scheme": "DE:HRB", "billing_address": _at("DE")},
        "entity_identifier_scheme", WRONG, SCHEME, granted_under={"peppol_schemes": ["DE:HRB"]},
    ),
    Case(
        "scheme-of-another-country", {"entity_identifier_scheme": "DE:LWID45", "billing_address": _at("FR")},
        "entity_identifier_scheme", WRONG, SCHEME, granted={"billing_address": _at("DE")},
    ),
    Case(
        "scheme-without-country", {"entity_identifier_scheme": "DE:VAT"}, "entity_identifier_scheme", WRONG, SCHEME,
        granted={"billing_address": _at("DE")},
    ),
    Case(
        "unknown-standard", {"entity_identifier_scheme": "GLN", "entity_identifier_standard": "gs1"},
        "entity_identifier_standard", WRONG, "invalid value, should be one of iso6523-actorid-upis",
        granted={"entity_identifier_standard": "iso6523-actorid-upis"},
    ),
    Case(
        "identifiers-without-country", {"entity_identifiers": [{"scheme": "BE:EN", "value": "0123456749"}]},
        "billing_address[country]", LACKING, "is needed for entity_identifiers",
        {"entity_identifier_collection": True}, granted={"billing_address": _at("BE")},
    ),
    Case(
        "identifier-of-another-country",
        {
            "entity_identifiers": [{"scheme": "BE:EN", "value": "1"}, {"scheme": "NL:KVK", "value": "2"}],
            "billing_address": _at("BE"),
        },
        "entity_identifiers[scheme][1]", WRONG, SCHEME, {"entity_identifier_collection": True},
        granted={"entity_identifiers": [{"scheme": "BE:EN", "value": "1"}, {"scheme": "BE:VAT", "value": "2"}]},
    ),
    Case(
        "identifiers-feature",
        {"entity_identifiers": [{"scheme": "BE:EN", "value": "0123456749"}], "billing_address": _at("BE")},
        "entity_identifiers", INCOMPATIBLE, _off("Entity identifier collection"), {},
        {"entity_identifier_collection": True},
    ),
    Case(
        "identifiers-with-the-flag",
        {"entity_identifiers": [{"scheme": "BE:EN", "value": "0123456749"}], "billing_address": _at("BE")},
        "entity_identifiers", INCOMPATIBLE, _off("Entity identifier collection"), {"e_invoicing": True},
        granted={"is_einvoice_enabled": True},
    ),
    Case(
        "gst-feature", {"registered_for_gst": True, "billing_address": _at("AU")}, "registered_for_gst", INCOMPATIBLE,
        _off("Australian GST"), {}, {"au_gst": True},
    ),
    Case(
        "gst-without-country", {"registered_for_gst": False}, "registered_for_gst", LACKING,
        "needs billing_address[country]", {"au_gst": True}, granted={"billing_address": _at("NZ")},
    ),
    Case(
        "gst-of-another-country", {"registered_for_gst": True, "billing_address": _at("NZ")}, "registered_for_gst",
        CONTRADICTING, "can only be true when billing_address[country] is AU", {"au_gst": True},
        granted={"registered_for_gst": False},
    ),
    Case(
        "einvoice-flag", {"is_einvoice_enabled": True}, "is_einvoice_enabled", INCOMPATIBLE, _off("E-invoicing"), {},
        {"e_invoicing": True},
    ),
    Case(
        "einvoice-flag-before-its-feature", {"is_einvoice_enabled": True}, "is_einvoice_enabled", INCOMPATIBLE,
        _off("E-invoicing"), {}, {"einvoice_flag_strict": False},
    ),
    Case(
        "einvoicing-feature", {"einvoicing_method": "manual", "billing_address": _at("BE")}, "einvoicing_method",
        INCOMPATIBLE, _off("E-invoicing"), {}, {"e_invoicing": True},
    ),
    Case(
        "einvoicing-country", {"einvoicing_method": "automatic", "billing_address": _at("US")}, "einvoicing_method",
        INCOMPATIBLE, "can only be set when e-invoicing is available in the country of the billing address",
        {"e_invoicing": True}, {"einvoice_countries": ["US"]},
    ),
    Case(
        "taxable", {"taxability": "taxable"}, "taxability", INCOMPATIBLE, _off("The TCO gateway"),
        {"tax_configured": True}, {"tco_gateway": True},
    ),
    Case(
        "exemption-details-feature", {"exemption_details": ["of a list"], "taxability": "exempt"},
        "exemption_details", ("param_wrong_value", "wrong_format"), "should be a JSON array of objects",
        {"avatax_communications": True}, granted={"exemption_details": '[{"location": "1"}]'},
    ),
    Case(
        "exemption-details-of-avatax", {"exemption_details": '[{"location": "1"}]', "taxability": "exempt"},
        "exemption_details", INCOMPATIBLE, _off(COMMUNICATIONS), {}, {"avatax_communications": True},
    ),
    Case(
        "exemption-details-of-the-exempt", {"exemption_details": '[{"location": "1"}]'}, "exemption_details",
        CONTRADICTING, EXEMPT, {"avatax_communications": True}, granted={"taxability": "exempt"},
    ),
    Case(
        "customer-type", {"customer_type": "business"}, "customer_type", INCOMPATIBLE, _off(COMMUNICATIONS), {},
        {"avatax_communications": True},
    ),
    Case(
        "client-profile", {"client_profile_id": "profile"}, "client_profile_id", INCOMPATIBLE, _off(COMMUNICATIONS),
        {}, {"avatax_communications": True},
    ),
    Case(
        "taxjar-feature", {"taxjar_exemption_category": "other", "taxability": "exempt"},
        "taxjar_exemption_category", INCOMPATIBLE, _off("TaxJar"), {}, {"taxjar": True},
    ),
    Case(
        "taxjar-of-the-exempt", {"taxjar_exemption_category": "wholesale"}, "taxjar_exemption_category",
        CONTRADICTING, EXEMPT, {"taxjar": True}, granted={"taxability": "exempt"},
    ),
    Case(
        "business-feature", {"business_customer_without_vat_number": True, "billing_address": _at("DE")},
        "business_customer_without_vat_number", INCOMPATIBLE, _off("EU VAT"), {}, {"eu_vat": True},
    ),
    Case(
        "business-without-country", {"business_customer_without_vat_number": True},
        "business_customer_without_vat_number", LACKING, "needs billing_address[country]", {"eu_vat": True},
        granted={"billing_address": _at("DE")},
    ),
    Case(
        "business-of-country", {"business_customer_without_vat_number": True, "billing_address": _at("US")},
        "business_customer_without_vat_number", CONTRADICTING, "cannot be set for US, where no VAT number is required",
        {"eu_vat": True}, {"vat_required_countries": ["US"]},
    ),
    Case(
        "business-with-number",
        {"business_customer_without_vat_number": True, "vat_number": "1", "billing_address": _at("DE")},
        "business_customer_without_vat_number", CONTRADICTING, "cannot be true when vat_number is set",
        {"eu_vat": True}, granted={"business_customer_without_vat_number": False},
    ),
    Case(
        "locale", {"locale": "tlh"}, "locale", WRONG, "is not a supported locale", granted={"locale": "fr-CA"},
    ),
    Case(
        "entity-code-feature", {"entity_code": "med1", "taxability": "exempt"}, "entity_code", INCOMPATIBLE,
        _off(SALES), {}, {"avatax_sales": True},
    ),
    Case(
        "entity-code-of-the-exempt", {"entity_code": "a"}, "entity_code", CONTRADICTING, EXEMPT,
        {"avatax_sales": True}, granted={"taxability": "exempt"},
    ),
    Case(
        "exempt-number-feature", {"exempt_number": "E-1", "taxability": "exempt"}, "exempt_number", INCOMPATIBLE,
        _off(SALES), {}, {"avatax_sales": True},
    ),
    Case(
        "exempt-number-of-the-exempt", {"exempt_number": "E-1"}, "exempt_number", CONTRADICTING, EXEMPT,
        {"avatax_sales": True}, granted={"taxability": "exempt"},
    ),
    Case(
        "code-or-number", {"entity_code": "a", "exempt_number": "E-1", "taxability": "exempt"}, "exempt_number",
        CONTRADICTING, "cannot be set together with entity_code", {"avatax_sales": True},
        granted={"entity_code": ""},
    ),
    Case(
        "meta-data", {"meta_data": "[]"}, "meta_data", ("param_wrong_value", "wrong_format"),
        "should be a JSON object", granted={"meta_data": "{}"},
    ),
    Case(
        "long-meta-data", {"meta_data": '{"key": "' + "v" * 65_535 + '"}'}, "meta_data",
        ("param_wrong_value", "wrong_format"), "cannot be longer than 65535 characters",
        granted={"meta_data": '{"key": "' + "v" * 65_000 + '"}'},
    ),
    Case(
        "closing-invoices-of-usage", {"auto_close_invoices": False}, "auto_close_invoices", INCOMPATIBLE,
        _off("Metered billing"), {"auto_close_invoices": True}, {"metered_billing": True},
    ),
    Case(
        "closing-invoices", {"auto_close_invoices": True}, "auto_close_invoices", INCOMPATIBLE,
        _off("Automatic closing of invoices"), {"metered_billing": True}, {"auto_close_invoices": True},
    ),
    Case(
        "consolidating", {"consolidated_invoicing": True}, "consolidated_invoicing", INCOMPATIBLE,
        _off("Consolidated invoicing"), {"consolidated_invoicing_override": True}, {"consolidated_invoicing": True},
    ),
    Case(
        "consolidating-otherwise", {"consolidated_invoicing": False}, "consolidated_invoicing", INCOMPATIBLE,
        _off("Overriding consolidated invoicing for customers"), {"consolidated_invoicing": True},
        {"consolidated_invoicing_override": True},
    ),
    Case(
        "business-entities", {"business_entity_id": "be_1"}, "business_entity_id", INCOMPATIBLE,
        _off("Multiple business entities"), {"business_entities": ["be_1"]}, {"business_entities": ["be_1", "be_2"]},
    ),
    Case(
        "country", {"billing_address": _at("ZZ")}, "billing_address[country]", WRONG,
        "should be the code of a country in ISO 3166 alpha-2", granted={"billing_address": _at("ZM")},
    ),
)  # fmt: skip
