"""Rules of currencies, of how and when a customer pays, of languages, invoices and business entities."""

from mockserver.apis.chargebee.customers.proposal import Proposal
from mockserver.apis.chargebee.problems import NotPresent, contradicts, incompatible, unconfigured, wrong
from mockserver.apis.chargebee.tables import table


def preferred_currency(proposal: Proposal) -> None:
    """Want a currency of the site; another one than the base currency needs several of them (documents, create)."""
    code = proposal.said.get("preferred_currency_code")
    if code is None or code == proposal.setting("base_currency"):
        return
    if not proposal.has("multi_currency"):
        raise incompatible("preferred_currency_code", "Multicurrency")
    if code not in proposal.setting("currencies"):
        raise wrong("preferred_currency_code", "should be a currency of the site", legacy="invalid_value")


def offline_method_without_collection(proposal: Proposal) -> None:
    """Have no way to pay offline where payments are collected automatically, which is the default (documents)."""
    if not proposal.touches("offline_payment_method", "auto_collection"):
        return
    if proposal.member("offline_payment_method") and proposal.member("auto_collection") == "on":
        raise contradicts("offline_payment_method", "can only be set when auto_collection is off")


def offline_methods_of_one_site(proposal: Proposal) -> None:
    """Have no ways to pay offline where customers are shared between sites (documents, create)."""
    if proposal.says("offline_payment_method") and proposal.setting("customer_sharing"):
        raise unconfigured("offline_payment_method", "cannot be set when customer sharing is enabled")


def payment_terms(proposal: Proposal) -> None:
    """Have days until payment where the site has payment terms (documents, create)."""
    if proposal.said.get("net_term_days") and not proposal.has("payment_terms"):
        raise incompatible("net_term_days", "Payment terms")


def net_d_online(proposal: Proposal) -> None:
    """Have no such days where payments are collected automatically, unless the site allows it (documents, create)."""
    if _has_days(proposal) and proposal.member("auto_collection") == "on" and not proposal.has("net_d_online"):
        raise contradicts("net_term_days", "should be 0 when auto_collection is on")


def net_d_offline(proposal: Proposal) -> None:
    """Have no such days where payments are not collected, unless the site allows it (documents, create)."""
    if _has_days(proposal) and proposal.member("auto_collection") != "on" and not proposal.has("net_d_offline"):
        raise contradicts("net_term_days", "should be 0 when auto_collection is off")


def _has_days(proposal: Proposal) -> bool:
    """Return whether the customer will have days until payment, and the request has to do with them."""
    return proposal.touches("net_term_days", "auto_collection") and bool(proposal.member("net_term_days"))


def locale(proposal: Proposal) -> None:
    """Have a locale Chargebee knows; whether the site has it makes no difference here (documents, create)."""
    if proposal.says("locale") and proposal.said["locale"] not in table("locales"):
        raise wrong("locale", "is not a supported locale", legacy="invalid_value")


def business_entity(proposal: Proposal) -> None:
    """Name a business entity of a site that has several (documents, create)."""
    if not proposal.says("business_entity_id"):
        return
    entities = proposal.setting("business_entities")
    if len(entities) < 2 and not proposal.setting("all_features"):
        raise incompatible("business_entity_id", "Multiple business entities")
    if proposal.said["business_entity_id"] not in entities:
        raise NotPresent("Business entity is not present", param="business_entity_id")
