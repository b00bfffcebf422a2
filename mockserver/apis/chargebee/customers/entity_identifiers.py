"""A customer's Peppol identifiers: rows that are added, changed and taken away one by one."""

from collections.abc import Iterable, Mapping
from typing import Any

from mockserver.apis.chargebee.customers.customer_parameters import STANDARD
from mockserver.apis.chargebee.identifiers import mint
from mockserver.apis.chargebee.problems import NotPresent, blank, wrong
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
        raise wrong(
            f"entity_identifiers[id][{place}]",
            f"The value {id} is already present.",
            "duplicate_entry",
            "param_not_unique",
        )
    said.setdefault("standard", STANDARD)
    return {id: {"id": id, **{name: said[name] for name in _MEMBERS if name in said}}}
