"""Rules of exemptions from taxes, and of the services that compute them."""

from mockserver.apis.chargebee.customers.proposal import Proposal
from mockserver.apis.chargebee.problems import contradicts, incompatible

_AVATAX_SALES, _AVATAX_COMMUNICATIONS = "Avalara for Sales", "Avalara for Communications"


def taxable(proposal: Proposal) -> None:
    """Be taxable where no tax is set up, or where the TCO gateway is (documents; samples are taxable everywhere)."""
    if proposal.said.get("taxability") != "taxable" or not proposal.setting("tax_configured"):
        return
    if not proposal.has("tco_gateway"):
        raise incompatible("taxability", "The TCO gateway")


def exemption_details(proposal: Proposal) -> None:
    """Have details with AvaTax for Communications, of customers that are exempt (documents, create)."""
    _for_the_exempt(proposal, "exemption_details", "avatax_communications", _AVATAX_COMMUNICATIONS)


def communications_customer(proposal: Proposal) -> None:
    """Have what AvaTax for Communications knows of a customer where it is connected (documents, create)."""
    for name in ("customer_type", "client_profile_id"):
        if proposal.says(name) and not proposal.has("avatax_communications"):
            raise incompatible(name, _AVATAX_COMMUNICATIONS)


def taxjar_category(proposal: Proposal) -> None:
    """Have a category with TaxJar, of customers that are exempt (documents, create)."""
    _for_the_exempt(proposal, "taxjar_exemption_category", "taxjar", "TaxJar")


def entity_code(proposal: Proposal) -> None:
    """Have a code with AvaTax for Sales, of customers that are exempt (documents, create)."""
    _for_the_exempt(proposal, "entity_code", "avatax_sales", _AVATAX_SALES)


def exempt_number(proposal: Proposal) -> None:
    """Have a number with AvaTax for Sales, of customers that are exempt (documents, create)."""
    _for_the_exempt(proposal, "exempt_number", "avatax_sales", _AVATAX_SALES)


def code_or_number(proposal: Proposal) -> None:
    """Have either a code or a number (documents, create)."""
    if not proposal.says("entity_code", "exempt_number"):
        return
    if proposal.member("entity_code") and proposal.member("exempt_number"):
        raise contradicts("exempt_number", "cannot be set together with entity_code")


def _for_the_exempt(proposal: Proposal, name: str, feature: str, title: str) -> None:
    if proposal.says(name) and not proposal.has(feature):
        raise incompatible(name, title)
    concerned = proposal.touches(name, "taxability") and proposal.member(name)
    if concerned and proposal.member("taxability") != "exempt":
        raise contradicts(name, "can only be set when taxability is exempt")
