"""What a site can be set up like: the features that rules of Chargebee's depend on."""

from collections.abc import Mapping, Sequence

from mockserver.apis.chargebee.tables import table
from mockserver.core.api.model import Call
from mockserver.core.api.settings import Setting

_COUNTRIES: Mapping[str, Sequence[str]] = table("site_countries")


def _switch(name: str, description: str, *, default: bool = False) -> Setting:
    return Setting(name, default, (True, False), description)


def _names(name: str, default: Sequence[str], description: str) -> Setting:
    return Setting(name, tuple(default), (), description)


SETTINGS = (
    _switch("all_features", "Whether every feature is on, whatever its own switch says."),
    _switch("strict_unknown_params", "Whether parameters that nobody declared are refused instead of passed over."),
    Setting(
        "deletion",
        "immediate",
        ("immediate", "delayed"),
        "Whether deletions, merges, moves and the clearing of personal data wait five minutes of the clock, or are "
        "done by the next request.",
    ),
    Setting(
        "list_order",
        "newest_first",
        ("newest_first", "oldest_first"),
        "How lists are sorted by the time of creation where a request does not say.",
    ),
    Setting("base_currency", "USD", (), "The currency of customers that name none."),
    _switch("multi_currency", "Whether customers may have other currencies than the base currency.", default=True),
    _names("currencies", ("USD", "EUR", "GBP"), "The currencies of a site with several."),
    _switch("payment_terms", "Whether customers may pay some days after the date of an invoice.", default=True),
    _switch("net_d_online", "Whether they may where payments are collected automatically."),
    _switch("net_d_offline", "Whether they may where payments are not collected automatically.", default=True),
    _switch("offline_payment_methods", "Whether customers have ways to pay offline.", default=True),
    _switch("customer_sharing", "Whether sites share customers, who then have no ways to pay offline."),
    _names("vat_number_countries", _COUNTRIES["vat_numbers"], "The countries whose VAT numbers are collected."),
    Setting(
        "vat_validation",
        "off",
        ("off", "valid", "invalid", "not_validated", "undetermined"),
        "What the validation of VAT numbers finds; with `off` there is none.",
    ),
    _switch("brexit_config", "Whether Northern Ireland is a country of its own, `XI`."),
    _switch("eu_vat", "Whether VAT of the European Union is collected."),
    _names("vat_required_countries", _COUNTRIES["eu"], "The countries whose businesses need a VAT number."),
    _switch("au_gst", "Whether GST of Australia is collected."),
    _switch("entity_identifier_collection", "Whether Peppol identifiers are collected."),
    _names(
        "peppol_schemes",
        table("peppol_schemes"),
        "The schemes of Peppol identifiers; what stands before a colon is the country.",
    ),
    _switch("e_invoicing", "Whether invoices are sent electronically."),
    _switch("einvoice_flag_strict", "Whether `is_einvoice_enabled` wants that, too.", default=True),
    _names("einvoice_countries", _COUNTRIES["einvoices"], "The countries they are sent in."),
    _switch("tax_configured", "Whether taxes are set up; nobody is then said to be taxable without the TCO gateway."),
    _switch("tco_gateway", "Whether there is a TCO gateway."),
    _switch("avatax_sales", "Whether AvaTax for Sales is connected."),
    _switch("avatax_communications", "Whether AvaTax for Communications is connected."),
    _switch("taxjar", "Whether TaxJar is connected."),
    _switch("metered_billing", "Whether usage is billed."),
    _switch("auto_close_invoices", "Whether invoices of usage close by themselves."),
    _switch("consolidated_invoicing", "Whether the invoices of a customer are put together."),
    _switch("consolidated_invoicing_override", "Whether a customer may differ from that."),
    _switch("calendar_billing", "Whether customers are billed on a day of the calendar."),
    _names("business_entities", (), "The business entities; with less than two there is nothing to choose."),
    Setting("default_business_entity", "", (), "The business entity of customers that name none."),
    _names("gateway_accounts", ("gw_chargebee",), "The accounts at payment gateways."),
    _switch("smart_routing", "Whether the site chooses the gateway account itself."),
)
"""Every switch of a site, in the order of the documents."""


def has(call: Call, feature: str) -> bool:
    """Return whether a site has a feature."""
    return bool(call.settings[feature] or call.settings["all_features"])


def currencies(call: Call) -> tuple[str, ...]:
    """Return the currencies of a site: its base currency, and the others where it has several."""
    others = call.settings["currencies"] if has(call, "multi_currency") else ()
    return (call.settings["base_currency"], *others)
