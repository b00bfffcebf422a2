"""Postal addresses, and the shipping details around one."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe.dialect import Parameters
from mockserver.apis.stripe.fields import Text
from mockserver.core.fields.containers import Object


class Address(Parameters):
    """An address; what is left out is null afterwards."""

    city = Text(unset=None, null=True)
    country = Text(unset=None, null=True)
    line1 = Text(unset=None, null=True)
    line2 = Text(unset=None, null=True)
    postal_code = Text(unset=None, null=True)
    state = Text(unset=None, null=True)


class Shipping(Parameters):
    """Where goods go, and to whom."""

    address = Object(Address, required=True)
    name = Text(required=True)
    phone = Text(unset=None, null=True)


_MEMBERS = Address.plain()


def address(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Write an address with all its members, the country in capitals."""
    if values is None:
        return None
    written = {name: values.get(name) for name in _MEMBERS}
    if isinstance(written["country"], str):
        written["country"] = written["country"].upper()
    return written


def lines(address: Mapping[str, Any]) -> str:
    """Write an address on one line, of those of its members that are text: records written raw may hold others.

    >>> lines({"line1": "1 Example Street", "line2": None, "postal_code": "10115", "city": "Berlin", "country": "DE"})
    '1 Example Street, 10115, Berlin, DE'
    """
    members = (address.get(name) for name in ("line1", "line2", "postal_code", "city", "country"))
    return ", ".join(member for member in members if member and isinstance(member, str))


def shipping(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Write shipping details."""
    if values is None:
        return None
    return {"address": address(values["address"]), "name": values["name"], "phone": values.get("phone")}
