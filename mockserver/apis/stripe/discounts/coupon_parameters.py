"""What can be said about a coupon when it is created and when it is changed."""

from typing import Any

from mockserver.apis.stripe.currencies import Currency
from mockserver.apis.stripe.fields import Array, Choice, Decimal, Expandable, Hash, Moment, Range, Text, Whole
from mockserver.apis.stripe.listing import ListParameters
from mockserver.apis.stripe.metadata import Metadata
from mockserver.apis.stripe.parameters import Describe, Parameter, Parameters, Path, Reading
from mockserver.apis.stripe.problems import bad

DURATIONS = ("forever", "once", "repeating")


class Percent(Parameter):
    """More than nothing, at most a hundred."""

    least, most = 0.01, 100.0

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(described={"minimum": self.least, "maximum": self.most}, **kwargs)
        self._number = Decimal(-1e18, 1e18)

    def openapi(self, described: Describe) -> dict[str, Any]:
        return {"type": "number"}

    def parse(self, value: Any, path: Path, reading: Reading) -> float:
        number: float = self._number.parse(value, path, reading)
        if number < self.least:
            raise bad(path, f"This value must be greater than or equal to {self.least} (it currently is '{number}').")
        if number > self.most:
            raise bad(path, f"This value must be less than or equal to {self.most:.0f} (it currently is '{number}').")
        return number


class ByCurrency(Parameter):
    """A hash that has a hash of declared parameters for each of some currencies."""

    def __init__(self, schema: type[Parameters], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.inner = Hash(schema)
        self._currency = Currency()

    def openapi(self, described: Describe) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": described(self.inner)}

    def unknown(self, value: Any, path: Path, reading: Reading) -> list[str]:
        if not isinstance(value, dict):
            return []
        return [name for key, item in value.items() for name in self.inner.unknown(item, (*path, key), reading)]

    def parse(self, value: Any, path: Path, reading: Reading) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise bad(path, "Invalid object")
        return {
            self._currency.read(key, path, reading): self.inner.read(item, (*path, key), reading)
            for key, item in value.items()
        }


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
    applies_to = Hash(AppliesToParameters)
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
