"""What a customer's members allow each other, and what the features of a site allow them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mockserver.apis.chargebee.dialect import NORTHERN_IRELAND
from mockserver.apis.chargebee.problems import NotPresent, contradicts, incompatible, lacking, unconfigured, wrong
from mockserver.apis.chargebee.site import has
from mockserver.apis.chargebee.tables import table
from mockserver.core.api.model import Call

PREFIXES = ("GB", "XI")
"""What the VAT number of a business in Northern Ireland may begin with."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The parameters a request has, and the customer as it will be with them."""

    call: Call
    said: Mapping[str, Any]
    customer: Mapping[str, Any]

    def says(self, *parameters: str) -> bool:
        """Return whether the request has a value for one of these parameters; an empty one takes away and is none."""
        return any(self.said.get(parameter) is not None for parameter in parameters)

    def touches(self, *parameters: str) -> bool:
        """Return whether the request sets one of these parameters, or takes it away."""
        return any(parameter in self.said for parameter in parameters)

    def member(self, name: str) -> Any:
        """Return a member the customer will have, or nothing; one that is never shown, too."""
        return self.customer.get(name, self.customer.get(f"_{name}"))

    def has(self, feature: str) -> bool:
        """Return whether the site has a feature."""
        return has(self.call, feature)

    def setting(self, name: str) -> Any:
        """Return a setting of the site, whatever `all_features` says."""
        return self.call.settings[name]

    @property
    def country(self) -> str:
        """The country of the billing address the customer will have; empty without one."""
        address: Mapping[str, Any] = self.customer.get("billing_address") or {}
        return str(address.get("country") or "")


Rule = Callable[[Proposal], None]
"""Raises `Wrong` where a request breaks it."""


def needs(parameter: str, feature: str, title: str) -> Rule:
    """Return the rule that a parameter is taken where the site has a feature."""

    def rule(proposal: Proposal) -> None:
        if proposal.says(parameter) and not proposal.has(feature):
            raise incompatible(parameter, title)

    return rule


def exempts(parameter: str) -> Rule:
    """Return the rule that a customer has a member only if it is exempt from taxes."""

    def rule(proposal: Proposal) -> None:
        concerned = proposal.touches(parameter, "taxability") and proposal.member(parameter)
        if concerned and proposal.member("taxability") != "exempt":
            raise contradicts(parameter, "can only be set when taxability is exempt")

    return rule


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
        text = "can only be set when e-invoicing is available in the country of the billing address"
        raise unconfigured("einvoicing_method", text)


def _check(proposal: Proposal, scheme: str, param: str) -> None:
    if not fits(scheme, proposal.country, proposal.setting("peppol_schemes")):
        raise wrong(param, "is not a scheme of the country of the billing address", legacy="invalid_value")


def fits(scheme: str, country: str, schemes: Sequence[str]) -> bool:
    """Return whether a scheme is known and belongs to a country; one without a country belongs to all.

    >>> known = ("DE:VAT", "FR:VAT", "GLN")
    >>> [fits("DE:VAT", country, known) for country in ("DE", "FR", "")]
    [True, False, False]
    >>> fits("GLN", "FR", known), fits("FR:NOTHING", "FR", known)
    (True, False)
    """
    if scheme not in schemes:
        return False
    place, colon, _ = scheme.partition(":")
    return not colon or place == ("GB" if country == NORTHERN_IRELAND else country)


_SALES, _COMMUNICATIONS = "Avalara for Sales", "Avalara for Communications"

RULES: tuple[Rule, ...] = (
    preferred_currency,
    offline_method_without_collection,
    needs("offline_payment_method", "offline_payment_methods", "Offline payment methods"),
    offline_methods_of_one_site,
    payment_terms,
    net_d_online,
    net_d_offline,
    vat_number_with_country,
    vat_number_of_country,
    prefix_with_number,
    prefix_of_country,
    northern_ireland,
    known_scheme,
    identifiers_with_country,
    known_schemes_of_identifiers,
    identifiers_feature,
    needs("registered_for_gst", "au_gst", "Australian GST"),
    gst_with_country,
    gst_of_country,
    einvoice_flag,
    einvoicing_method,
    taxable,
    needs("exemption_details", "avatax_communications", _COMMUNICATIONS),
    exempts("exemption_details"),
    needs("customer_type", "avatax_communications", _COMMUNICATIONS),
    needs("client_profile_id", "avatax_communications", _COMMUNICATIONS),
    needs("taxjar_exemption_category", "taxjar", "TaxJar"),
    exempts("taxjar_exemption_category"),
    business_without_number,
    locale,
    needs("entity_code", "avatax_sales", _SALES),
    exempts("entity_code"),
    needs("exempt_number", "avatax_sales", _SALES),
    exempts("exempt_number"),
    code_or_number,
    needs("auto_close_invoices", "metered_billing", "Metered billing"),
    needs("auto_close_invoices", "auto_close_invoices", "Automatic closing of invoices"),
    needs("consolidated_invoicing", "consolidated_invoicing", "Consolidated invoicing"),
    needs(
        "consolidated_invoicing", "consolidated_invoicing_override", "Overriding consolidated invoicing for customers"
    ),
    business_entity,
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
