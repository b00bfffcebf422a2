"""What a site can be set up like: the features that rules of Chargebee's depend on."""

from collections.abc import Sequence

from mockserver.core.api import Call, Setting

LOCALES = ("en", "de", "fr", "es", "it", "nl", "pt", "sv", "da", "fi", "nb", "pl", "ja", "zh-CN")
"""Languages a site can be given; a customer may have any of those Chargebee knows."""

VAT_COUNTRIES = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE", "IT", "LT", "LU",
    "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "XI", "AU", "NZ", "CH", "NO", "IN", "SG", "ZA", "AE", "CA",
)  # fmt: skip

EU = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip


def _switch(name: str, description: str, *, default: bool = False) -> Setting:
    return Setting(name, default, (True, False), description)


def _names(name: str, default: Sequence[str], description: str) -> Setting:
    return Setting(name, tuple(default), (), description)


SETTINGS = (
    _switch("all_features", "Whether every feature below is on, whatever else is said."),
    _switch("strict_unknown_params", "Whether parameters nobody declared are refused instead of passed over."),
    Setting(
        "deletion",
        "immediate",
        ("immediate", "delayed"),
        "Whether deletions and merges wait five minutes of the clock.",
    ),
    Setting("base_currency", "USD", (), "The currency of customers that name none."),
    _switch("multi_currency", "Whether customers may have other currencies.", default=True),
    _names("currencies", ("USD", "EUR", "GBP"), "The currencies of the site."),
    _switch("payment_terms", "Whether invoices may be due later.", default=True),
    _switch("net_d_online", "Whether they may be so where payments are collected automatically."),
    _switch("net_d_offline", "Whether they may be so where they are not.", default=True),
    _switch("offline_payment_methods", "Whether customers have ways to pay offline.", default=True),
    _switch("customer_sharing", "Whether customers are shared between sites, which excludes ways to pay offline."),
    _names("vat_number_countries", VAT_COUNTRIES, "Countries whose tax numbers are collected."),
    _switch("brexit_config", "Whether Northern Ireland is a country of its own, XI."),
    _switch("eu_vat", "Whether VAT of the EU is collected."),
    _names("vat_required_countries", EU, "Countries whose businesses need a VAT number."),
    _switch("au_gst", "Whether GST of Australia is collected."),
    _switch("entity_identifier_collection", "Whether Peppol identifiers are collected."),
    _switch("e_invoicing", "Whether invoices are sent electronically."),
    _switch("einvoice_flag_strict", "Whether is_einvoice_enabled wants e_invoicing, too.", default=True),
    _names("einvoice_countries", (*EU, "GB", "AU", "NZ", "SG", "NO", "CH", "JP"), "Countries they are sent in."),
    _switch("tax_configured", "Whether taxes are set up, which excludes taxability=taxable without a TCO gateway."),
    _switch("tco_gateway", "Whether there is a TCO gateway."),
    _switch("avatax_sales", "Whether AvaTax for Sales is connected."),
    _switch("avatax_communications", "Whether AvaTax for Communications is connected."),
    _switch("taxjar", "Whether TaxJar is connected."),
    _names("locales_active", ("en",), "The languages of the site; others a customer has mean the primary one."),
    Setting("primary_locale", "en", LOCALES, "The primary language."),
    _switch("metered_billing", "Whether usage is billed."),
    _switch("auto_close_invoices", "Whether such invoices close by themselves."),
    _switch("consolidated_invoicing", "Whether invoices are put together."),
    _switch("consolidated_invoicing_override", "Whether a customer may differ from that."),
    _switch("calendar_billing", "Whether customers are billed on a day of the calendar."),
    _names(
        "business_entities", (), "The business entities of the site; with less than two there is nothing to choose."
    ),
    Setting("default_business_entity", "", (), "The one of customers that name none."),
    _names("gateway_accounts", ("gw_chargebee",), "The accounts at payment gateways."),
    _switch("smart_routing", "Whether the site chooses the gateway account itself."),
)
"""Every switch of a site, in the order of the documents."""


def has(call: Call, feature: str) -> bool:
    """Say whether a site has a feature."""
    return bool(call.settings[feature] or call.settings["all_features"])
