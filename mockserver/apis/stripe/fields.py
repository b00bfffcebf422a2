"""The types of parameters that only Stripe has."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mockserver.apis.stripe.dialect import Parameters
from mockserver.core.fields import kinds
from mockserver.core.fields.containers import Array, Object
from mockserver.core.fields.field import Describe, Field, Reading
from mockserver.core.fields.kinds import Moment
from mockserver.core.fields.refusals import Mistake, Refused


class Text(kinds.Text):
    """Text of at most 5000 characters; `earlier` is a shorter limit and the day on which it ended."""

    longest = 5000

    def __init__(
        self, most: int | None = None, *, earlier: tuple[int, str] | None = None, too_long: str = "", **kwargs: Any
    ) -> None:
        super().__init__(most, **kwargs)
        self.earlier, self.too_long = earlier, too_long

    def parse(self, value: Any, reading: Reading) -> Any:
        text = super().parse(value, reading)
        if self.earlier and reading.version[:10] < self.earlier[1] and len(text) > self.earlier[0]:
            raise Refused([self._too_long(text, self.earlier[0])])
        return text

    def mistakes(self, text: str) -> list[Mistake]:
        return [self._too_long(text, self.most)]

    def _too_long(self, text: str, most: int | None) -> Mistake:
        said = {"said": self.too_long.format(text=text, most=most)} if self.too_long else {}
        return Mistake("too_long", {"text": text, "most": most, **said})


class Email(kinds.Email):
    """An address: something, `@`, and a domain with a dot. Nothing more is known to be asked of it."""

    longest = 512


class _RangeParameters(Parameters):
    gt = Moment()
    gte = Moment()
    lt = Moment()
    lte = Moment()


class Range(Field):
    """A time, or bounds of one: `{"gte": 1768471200}`; a single time is given as `{"equal": …}`."""

    def __init__(self) -> None:
        super().__init__()
        self._bounds = Object(_RangeParameters)
        self._single = Moment()

    def openapi(self, describe: Describe) -> dict[str, Any]:
        return {"anyOf": [describe(self._single), describe(self._bounds)]}

    def unknown(self, value: Any, reading: Reading) -> Sequence[tuple[str, ...]]:
        return self._bounds.unknown(value, reading)

    def parse(self, value: Any, reading: Reading) -> dict[str, int]:
        if isinstance(value, dict):
            bounds: dict[str, int] = self._bounds.read(value, reading)
            return bounds
        return {"equal": self._single.read(value, reading)}


def within(bounds: Mapping[str, int], moment: int) -> bool:
    """Return whether a time lies within what a `Range` gave."""
    return all(_BOUNDS[name](moment, bound) for name, bound in bounds.items())


_BOUNDS: Mapping[str, Callable[[int, int], bool]] = {
    "equal": lambda moment, bound: moment == bound,
    "gt": lambda moment, bound: moment > bound,
    "gte": lambda moment, bound: moment >= bound,
    "lt": lambda moment, bound: moment < bound,
    "lte": lambda moment, bound: moment <= bound,
}


class Expandable(Parameters):
    """What nearly every request takes: the members of its answer that are wanted as whole objects."""

    expand = Array(Text())
