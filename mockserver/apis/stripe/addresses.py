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
    if written["country"]:
        written["country"] = written["country"].upper()
    return written


def shipping(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Write shipping details."""
    if values is None:
        return None
    return {"address": address(values["address"]), "name": values["name"], "phone": values.get("phone")}
