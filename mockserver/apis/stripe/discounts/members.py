"""What can be said about a coupon when it is created and when it is changed."""

from collections.abc import Sequence
from typing import Any

from mockserver.apis.stripe.currencies import Currency
from mockserver.apis.stripe.dialect import Parameters, invalid
from mockserver.apis.stripe.fields import Expandable, Range, Text
from mockserver.apis.stripe.metadata import Metadata
from mockserver.apis.stripe.query import ListParameters
from mockserver.core.fields.containers import Array, Object
from mockserver.core.fields.field import Describe, Field, Reading
from mockserver.core.fields.kinds import Choice, Moment, Whole
from mockserver.core.fields.refusals import Refused, refuse

DURATIONS = ("forever", "once", "repeating")


class Percent(Field):
    """More than nothing, at most a hundred."""

    least, most = 0.01, 100.0

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(described={"minimum": self.least, "maximum": self.most}, **kwargs)

    def openapi(self, describe: Describe) -> dict[str, Any]:
        return {"type": "number"}

    def parse(self, value: Any, reading: Reading) -> float:
        number = reading.dialect.number(value)
        if number < self.least:
            raise invalid(f"This value must be greater than or equal to {self.least} (it currently is '{number}').")
        if number > self.most:
            raise invalid(f"This value must be less than or equal to {self.most:.0f} (it currently is '{number}').")
        return number


class ByCurrency(Field):
    """A hash that has a hash of declared parameters for each of some currencies."""

    def __init__(self, schema: type[Parameters], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.inner = Object(schema)
        self._currency = Currency()

    def openapi(self, describe: Describe) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": describe(self.inner)}

    def unknown(self, value: Any, reading: Reading) -> Sequence[tuple[str, ...]]:
        if not isinstance(value, dict):
            return ()
        return [(key, *path) for key, item in value.items() for path in self.inner.unknown(item, reading)]

    def parse(self, value: Any, reading: Reading) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise refuse("object")
        values = {}
        for key, item in value.items():
            currency = self._currency.read(key, reading)
            try:
                values[currency] = self.inner.read(item, reading)
            except Refused as refused:
                raise Refused([*refused.below(key)]) from None
        return values


class AppliesToParameters(Parameters):
    """What a coupon is good for."""

    products = Array(Text())


class AmountOffParameters(Parameters):
    """What a coupon takes off in one currency."""

    amount_off = Whole(1, required=True)


class CouponUpdateParameters(Expandable):
    """A change of a coupon; most of it stays as it was created."""

    currency_options = ByCurrency(AmountOffParameters)
    metadata = Metadata()
    name = Text(40, unset=None)


class CouponCreateParameters(CouponUpdateParameters):
    """A new coupon."""

    amount_off = Whole(1)
    applies_to = Object(AppliesToParameters)
    currency = Currency()
    duration = Choice(DURATIONS)
    duration_in_months = Whole(1)
    id = Text()
    max_redemptions = Whole(1)
    percent_off = Percent()
    redeem_by = Moment()


class CouponListParameters(ListParameters):
    """A list of coupons."""

    created = Range()
