"""The members of a tax id: what can be said of it, with its customer or on its own, and what answers show."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe.dialect import Parameters, invalid
from mockserver.apis.stripe.fields import Constant, Expandable, ListParameters, Reference, Text
from mockserver.apis.stripe.tax_ids.types import EARLY, TYPES, well_formed
from mockserver.apis.stripe.versions import CUSTOM_FIELDS_GREW
from mockserver.core.fields.containers import Object
from mockserver.core.fields.field import Reading
from mockserver.core.fields.kinds import Choice, Flag, Whole
from mockserver.core.fields.refusals import refuse

MOST_WITH_CUSTOMER = 5
"""Tax ids that can come with a new customer."""

OWNERS = ("account", "application", "customer", "self")


class TaxIdType(Choice):
    """A type of tax id; a strict reading of an old version knows only the types of its time."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(tuple(TYPES), **kwargs)
        self._early = Choice(EARLY)

    def parse(self, value: Any, reading: Reading) -> Any:
        if reading.strict and reading.version[:10] < CUSTOM_FIELDS_GREW:
            return self._early.parse(value, reading)
        return super().parse(value, reading)


class TaxIdDatum(Parameters):
    """A tax id: its value has to look as values of its type do."""

    type = TaxIdType(required=True, answered=Text())
    value = Text(required=True)

    def read(self, data: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
        values = super().read(data, reading)
        if not reading.settings["any_id"] and not well_formed(values["type"], values["value"]):
            raise invalid(f"Invalid value for {values['type']}.", "tax_id_invalid", "value")
        return values


class Owner(Parameters):
    """Whose tax id it is; `account` and `customer` have to be named where they are the type."""

    account = Text(always=False)
    customer = Text(answered=Reference(), always=False)
    customer_account = Text(null=True, always=False)
    type = Choice(OWNERS, required=True)

    def read(self, data: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
        values = super().read(data, reading)
        _check_owner(values)
        return values


class Verification(Parameters):
    """What a register says."""

    status = Choice(("pending", "unavailable", "unverified", "verified"))
    verified_address = Text(null=True)
    verified_name = Text(null=True)


class TaxId(TaxIdDatum, Expandable):
    """A tax id of a customer."""

    id = Text(dump_only=True)
    object = Constant("tax_id")
    country = Text(dump_only=True, null=True)
    created = Whole(dump_only=True)
    customer = Reference(dump_only=True)
    customer_account = Text(dump_only=True, null=True)
    livemode = Flag(dump_only=True)
    owner = Object(Owner, dump_only=True)
    verification = Object(Verification, dump_only=True)


class AccountTaxId(TaxId):
    """A tax id of anybody."""

    owner = Object(Owner)


class AccountTaxIdListParameters(ListParameters):
    """The tax ids of somebody; without an owner, the account's own."""

    owner = Object(Owner)


_NAMED_BY = {"account": ("account",), "application": (), "customer": ("customer", "customer_account"), "self": ()}
"""By type of owner, the parameters that can name it."""


def _check_owner(values: Mapping[str, Any]) -> None:
    names = _NAMED_BY[values["type"]]
    for name in values:
        if name != "type" and name not in names:
            raise refuse("unknown", name)
    given = [name for name in names if name in values]
    if len(given) > 1:
        listed = ", ".join(f"owner[{name}]" for name in given)
        raise invalid(f"You may only specify one of these parameters: {listed}.", "", given[0])
    if names and not given:
        raise refuse("required", names[0])
