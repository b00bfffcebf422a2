"""A customer's Peppol identifiers, and electronic invoices: the rules of them, and rows that change them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mockserver.apis.chargebee.customers.members import STANDARD
from mockserver.apis.chargebee.customers.proposal import Proposal
from mockserver.apis.chargebee.dialect import NORTHERN_IRELAND
from mockserver.apis.chargebee.problems import NotPresent, blank, incompatible, lacking, unconfigured, wrong
from mockserver.apis.chargebee.stamps import mint
from mockserver.core.api.model import Call

_MEMBERS = ("value", "scheme", "standard")


def changed_identifiers(
    call: Call, kept: Iterable[Mapping[str, Any]], rows: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]] | None:
    """Apply rows to the identifiers a customer has.

    A row without an operation changes the identifier whose id it has, and else adds one. Raises `Problem`.
    """
    identifiers = {identifier["id"]: dict(identifier) for identifier in kept}
    for place, row in enumerate(rows):
        id, operation = row.get("id"), row.get("operation")
        if operation in ("update", "delete") and id not in identifiers:
            raise _missing(id, place)
        if operation == "delete":
            del identifiers[id]
        elif id in identifiers and operation != "create":
            identifiers[id] = _laid_over(identifiers[id], row)
        else:
            identifiers |= _added(call, identifiers, row, place)
    return list(identifiers.values()) or None


def _missing(id: Any, place: int) -> Exception:
    param = f"entity_identifiers[id][{place}]"
    return blank(param) if id is None else NotPresent("Entity identifier is not present", param=param)


def _laid_over(identifier: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    said = {name: row[name] for name in _MEMBERS if row.get(name) is not None}
    return {**identifier, **said}


def _added(call: Call, identifiers: Mapping[str, Any], row: Mapping[str, Any], place: int) -> dict[str, dict[str, Any]]:
    """Return a new identifier under its id; a row that says nothing adds none."""
    said = _laid_over({}, row)
    if not said:
        return {}
    if said.get("scheme") is None:
        raise blank(f"entity_identifiers[scheme][{place}]")
    id = row.get("id") or mint(call)
    if id in identifiers:
        text = f"The value {id} is already present."
        raise wrong(f"entity_identifiers[id][{place}]", text, "duplicate_entry", "param_not_unique")
    said.setdefault("standard", STANDARD)
    return {id: {"id": id, **{name: said[name] for name in _MEMBERS if name in said}}}


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
