"""Rules of languages, invoices and business entities."""

from mockserver.apis.chargebee.customers.proposal import Proposal
from mockserver.apis.chargebee.problems import NotPresent, incompatible, wrong
from mockserver.apis.chargebee.tables import table


def locale(proposal: Proposal) -> None:
    """Have a locale Chargebee knows; whether the site has it makes no difference here (documents, create)."""
    if proposal.says("locale") and proposal.said["locale"] not in table("locales"):
        raise wrong("locale", "is not a supported locale", legacy="invalid_value")


def auto_close_invoices(proposal: Proposal) -> None:
    """Override the closing of invoices where usage is billed and invoices close by themselves (documents, create)."""
    _override(
        proposal,
        "auto_close_invoices",
        {"metered_billing": "Metered billing", "auto_close_invoices": "Automatic closing of invoices"},
    )


def consolidated_invoicing(proposal: Proposal) -> None:
    """Override the putting together of invoices where it is on, and may be overridden (documents, create)."""
    _override(
        proposal,
        "consolidated_invoicing",
        {
            "consolidated_invoicing": "Consolidated invoicing",
            "consolidated_invoicing_override": "Overriding consolidated invoicing for customers",
        },
    )


def business_entity(proposal: Proposal) -> None:
    """Name a business entity of a site that has several (documents, create)."""
    if not proposal.says("business_entity_id"):
        return
    entities = proposal.setting("business_entities")
    if len(entities) < 2 and not proposal.setting("all_features"):
        raise incompatible("business_entity_id", "Multiple business entities")
    if proposal.said["business_entity_id"] not in entities:
        raise NotPresent("Business entity is not present", param="business_entity_id")


def _override(proposal: Proposal, name: str, features: dict[str, str]) -> None:
    if not proposal.says(name):
        return
    for feature, title in features.items():
        if not proposal.has(feature):
            raise incompatible(name, title)
