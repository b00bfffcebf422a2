"""Rules of taxes: VAT numbers, Northern Ireland, GST of Australia, exemptions."""

from mockserver.apis.chargebee.customers.proposal import Proposal
from mockserver.apis.chargebee.dialect import NORTHERN_IRELAND
from mockserver.apis.chargebee.problems import contradicts, incompatible, lacking, wrong

PREFIXES = ("GB", "XI")
"""What the VAT number of a business in Northern Ireland may begin with."""


def vat_number_with_country(proposal: Proposal) -> None:
    """Want the country of a VAT number (documents, create)."""
    if proposal.says("vat_number") and not proposal.country:
        raise lacking("vat_number", "needs billing_address[country]")


def vat_number_of_country(proposal: Proposal) -> None:
    """Take VAT numbers of countries that collect them (documents, create)."""
    if proposal.says("vat_number") and proposal.country not in proposal.setting("vat_number_countries"):
        raise contradicts("vat_number", f"is not collected for {proposal.country}")


def prefix_with_number(proposal: Proposal) -> None:
    """Want the number a prefix belongs to (documents, create)."""
    if proposal.says("vat_number_prefix") and not proposal.member("vat_number"):
        raise lacking("vat_number_prefix", "needs vat_number")


def prefix_of_country(proposal: Proposal) -> None:
    """Take another prefix for Northern Ireland alone: `GB` or `XI` (documents, create)."""
    prefix = proposal.said.get("vat_number_prefix")
    if prefix is not None and (proposal.country != NORTHERN_IRELAND or prefix not in PREFIXES):
        raise wrong("vat_number_prefix", "is not valid for the country of the billing address", legacy="invalid_value")


def northern_ireland(proposal: Proposal) -> None:
    """Have Northern Ireland as a country where the site is set up so (specification, `billing_address[country]`)."""
    named = proposal.says("billing_address") and proposal.country == NORTHERN_IRELAND
    if named and not proposal.has("brexit_config"):
        raise wrong("billing_address[country]", "XI needs the Brexit configuration", legacy="invalid_value")


def gst_with_country(proposal: Proposal) -> None:
    """Want the country of a registration for GST (documents, create)."""
    if proposal.says("registered_for_gst") and not proposal.country:
        raise lacking("registered_for_gst", "needs billing_address[country]")


def gst_of_country(proposal: Proposal) -> None:
    """Have registrations for GST in Australia; nowhere else can they be true (documents, create)."""
    if proposal.said.get("registered_for_gst") and proposal.country != "AU":
        raise contradicts("registered_for_gst", "can only be true when billing_address[country] is AU")


def business_without_number(proposal: Proposal) -> None:
    """Mark businesses without a VAT number where the country wants one, and none is said (documents, create)."""
    name = "business_customer_without_vat_number"
    if not proposal.says(name):
        return
    if not proposal.has("eu_vat"):
        raise incompatible(name, "EU VAT")
    if not proposal.country:
        raise lacking(name, "needs billing_address[country]")
    if proposal.country not in proposal.setting("vat_required_countries"):
        raise contradicts(name, f"cannot be set for {proposal.country}, where no VAT number is required")
    if proposal.said[name] and proposal.member("vat_number"):
        raise contradicts(name, "cannot be true when vat_number is set")


def taxable(proposal: Proposal) -> None:
    """Be taxable where no tax is set up, or where the TCO gateway is (documents; samples are taxable everywhere)."""
    if proposal.said.get("taxability") != "taxable" or not proposal.setting("tax_configured"):
        return
    if not proposal.has("tco_gateway"):
        raise incompatible("taxability", "The TCO gateway")


def code_or_number(proposal: Proposal) -> None:
    """Have either a code or a number (documents, create)."""
    if not proposal.says("entity_code", "exempt_number"):
        return
    if proposal.member("entity_code") and proposal.member("exempt_number"):
        raise contradicts("exempt_number", "cannot be set together with entity_code")
