"""Rules of electronic invoices and of the identifiers that they are sent to."""

from mockserver.apis.chargebee.customers.proposal import Proposal
from mockserver.apis.chargebee.peppol import fits
from mockserver.apis.chargebee.problems import incompatible, lacking, wrong


def known_scheme(proposal: Proposal) -> None:
    """Want a scheme of the billing address's country, of a VAT number and of identifiers (documents, create)."""
    scheme = proposal.said.get("entity_identifier_scheme")
    if scheme is not None:
        _check(proposal, scheme, "entity_identifier_scheme")


def identifiers_with_country(proposal: Proposal) -> None:
    """Want the country of identifiers (documents, create)."""
    if proposal.says("entity_identifiers") and not proposal.country:
        raise lacking("billing_address[country]", "is needed for entity_identifiers")


def known_schemes_of_identifiers(proposal: Proposal) -> None:
    """Want schemes of the country in identifiers, too: the same rule as for the VAT number's."""
    for row, identifier in enumerate(proposal.said.get("entity_identifiers") or ()):
        if identifier.get("scheme") is not None:
            _check(proposal, identifier["scheme"], f"entity_identifiers[scheme][{row}]")


def identifiers_feature(proposal: Proposal) -> None:
    """Have identifiers where they are collected, or where the request has `is_einvoice_enabled` (documents, create)."""
    if not proposal.says("entity_identifiers") or proposal.says("is_einvoice_enabled"):
        return
    if not proposal.has("entity_identifier_collection"):
        raise incompatible("entity_identifiers", "Entity identifier collection")


def einvoice_flag(proposal: Proposal) -> None:
    """Have the flag where electronic invoices are on.

    Chargebee's documents say so, and say on the same page that the flag can be set before: `einvoice_flag_strict`.
    """
    if not proposal.says("is_einvoice_enabled") or not proposal.setting("einvoice_flag_strict"):
        return
    if not proposal.has("e_invoicing"):
        raise incompatible("is_einvoice_enabled", "E-invoicing")


def einvoicing_method(proposal: Proposal) -> None:
    """Have a method where electronic invoices are on, and in countries they are sent in (documents, create)."""
    if not proposal.says("einvoicing_method"):
        return
    if not proposal.has("e_invoicing"):
        raise incompatible("einvoicing_method", "E-invoicing")
    if proposal.country not in proposal.setting("einvoice_countries"):
        raise wrong(
            "einvoicing_method",
            "can only be set when e-invoicing is available in the country of the billing address",
            "configuration_incompatible",
            "configuration_incompatible",
        )


def _check(proposal: Proposal, scheme: str, param: str) -> None:
    if not fits(scheme, proposal.country, proposal.setting("peppol_schemes")):
        raise wrong(param, "is not a scheme of the country of the billing address", legacy="invalid_value")
