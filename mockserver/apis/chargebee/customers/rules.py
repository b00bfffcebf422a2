"""What a customer's members allow each other, and what the features of a site allow them."""

from collections.abc import Callable, Mapping
from typing import Any

from mockserver.apis.chargebee.customers import (
    collection_rules,
    einvoicing_rules,
    exemption_rules,
    site_rules,
    vat_rules,
)
from mockserver.apis.chargebee.customers.proposal import Proposal
from mockserver.core.api.model import Call

RULES: tuple[Callable[[Proposal], None], ...] = (
    collection_rules.preferred_currency,
    collection_rules.offline_method_without_collection,
    collection_rules.offline_methods,
    collection_rules.offline_methods_of_one_site,
    collection_rules.payment_terms,
    collection_rules.net_d_online,
    collection_rules.net_d_offline,
    vat_rules.vat_number_with_country,
    vat_rules.vat_number_of_country,
    vat_rules.prefix_with_number,
    vat_rules.prefix_of_country,
    vat_rules.northern_ireland,
    einvoicing_rules.known_scheme,
    einvoicing_rules.identifiers_with_country,
    einvoicing_rules.known_schemes_of_identifiers,
    einvoicing_rules.identifiers_feature,
    vat_rules.gst_feature,
    vat_rules.gst_with_country,
    vat_rules.gst_of_country,
    einvoicing_rules.einvoice_flag,
    einvoicing_rules.einvoicing_method,
    exemption_rules.taxable,
    exemption_rules.exemption_details,
    exemption_rules.communications_customer,
    exemption_rules.taxjar_category,
    vat_rules.business_without_number,
    site_rules.locale,
    exemption_rules.entity_code,
    exemption_rules.exempt_number,
    exemption_rules.code_or_number,
    site_rules.auto_close_invoices,
    site_rules.consolidated_invoicing,
    site_rules.business_entity,
)
"""In the order of the documents' parameters; the first that is broken is told. A rule looks at a request that has one
of its parameters, so that a feature switched off later leaves what was stored before alone."""


def check(call: Call, said: Mapping[str, Any], customer: Mapping[str, Any]) -> None:
    """Hold a customer to the rules as it will be, with the parameters that make it so; raise `Problem`."""
    proposal = Proposal(call, said, customer)
    for rule in RULES:
        rule(proposal)
