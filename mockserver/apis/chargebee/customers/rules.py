"""What a customer's members allow each other, and what the features of a site allow them."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargebee.customers import identifiers, taxes, terms
from mockserver.apis.chargebee.customers.proposal import Proposal, Rule, exempts, needs
from mockserver.core.api.model import Call

_SALES, _COMMUNICATIONS = "Avalara for Sales", "Avalara for Communications"

RULES: tuple[Rule, ...] = (
    terms.preferred_currency,
    terms.offline_method_without_collection,
    needs("offline_payment_method", "offline_payment_methods", "Offline payment methods"),
    terms.offline_methods_of_one_site,
    terms.payment_terms,
    terms.net_d_online,
    terms.net_d_offline,
    taxes.vat_number_with_country,
    taxes.vat_number_of_country,
    taxes.prefix_with_number,
    taxes.prefix_of_country,
    taxes.northern_ireland,
    identifiers.known_scheme,
    identifiers.identifiers_with_country,
    identifiers.known_schemes_of_identifiers,
    identifiers.identifiers_feature,
    needs("registered_for_gst", "au_gst", "Australian GST"),
    taxes.gst_with_country,
    taxes.gst_of_country,
    identifiers.einvoice_flag,
    identifiers.einvoicing_method,
    taxes.taxable,
    needs("exemption_details", "avatax_communications", _COMMUNICATIONS),
    exempts("exemption_details"),
    needs("customer_type", "avatax_communications", _COMMUNICATIONS),
    needs("client_profile_id", "avatax_communications", _COMMUNICATIONS),
    needs("taxjar_exemption_category", "taxjar", "TaxJar"),
    exempts("taxjar_exemption_category"),
    taxes.business_without_number,
    terms.locale,
    needs("entity_code", "avatax_sales", _SALES),
    exempts("entity_code"),
    needs("exempt_number", "avatax_sales", _SALES),
    exempts("exempt_number"),
    taxes.code_or_number,
    needs("auto_close_invoices", "metered_billing", "Metered billing"),
    needs("auto_close_invoices", "auto_close_invoices", "Automatic closing of invoices"),
    needs("consolidated_invoicing", "consolidated_invoicing", "Consolidated invoicing"),
    needs(
        "consolidated_invoicing", "consolidated_invoicing_override", "Overriding consolidated invoicing for customers"
    ),
    terms.business_entity,
)
"""In the order of the documents' parameters, of which they are (create); the first that is broken is told.

A rule looks at a request that has one of its parameters, so that a feature switched off later leaves what was stored
before alone.
"""


def check(call: Call, said: Mapping[str, Any], customer: Mapping[str, Any]) -> None:
    """Hold a customer to the rules as it will be, with the parameters that make it so; raise `Problem`."""
    proposal = Proposal(call, said, customer)
    for rule in RULES:
        rule(proposal)
