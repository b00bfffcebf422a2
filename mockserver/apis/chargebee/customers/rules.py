"""What a customer's members allow each other, and what the features of a site allow them."""

from collections.abc import Callable, Mapping
from typing import Any

from mockserver.apis.chargebee.customers import identifiers, taxes, terms
from mockserver.apis.chargebee.customers.proposal import Proposal
from mockserver.core.api.model import Call

RULES: tuple[Callable[[Proposal], None], ...] = (
    terms.preferred_currency,
    terms.offline_method_without_collection,
    terms.offline_methods,
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
    taxes.gst_feature,
    taxes.gst_with_country,
    taxes.gst_of_country,
    identifiers.einvoice_flag,
    identifiers.einvoicing_method,
    taxes.taxable,
    taxes.exemption_details,
    taxes.communications_customer,
    taxes.taxjar_category,
    taxes.business_without_number,
    terms.locale,
    taxes.entity_code,
    taxes.exempt_number,
    taxes.code_or_number,
    terms.auto_close_invoices,
    terms.consolidated_invoicing,
    terms.business_entity,
)
"""In the order of the documents' parameters; the first that is broken is told. A rule looks at a request that has one
of its parameters, so that a feature switched off later leaves what was stored before alone."""


def check(call: Call, said: Mapping[str, Any], customer: Mapping[str, Any]) -> None:
    """Hold a customer to the rules as it will be, with the parameters that make it so; raise `Problem`."""
    proposal = Proposal(call, said, customer)
    for rule in RULES:
        rule(proposal)
