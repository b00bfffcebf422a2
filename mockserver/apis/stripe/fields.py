"""The types of members that only Stripe has, and the parameters of nearly every request."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from marshmallow import fields

from mockserver.apis.stripe.dialect import Parameters, invalid
from mockserver.apis.stripe.problems import BadParameter
from mockserver.apis.stripe.tables import CURRENCIES
from mockserver.core.fields import kinds
from mockserver.core.fields.containers import Array, Object
from mockserver.core.fields.field import Describe, Field, Reading, constant
from mockserver.core.fields.kinds import Moment, Whole
from mockserver.core.fields.refusals import Mistake, Refused, refuse


class Text(kinds.Text):
    """Text of at most 5000 characters; `earlier` is a shorter limit and the day on which it ended."""

    longest = 5000

    def __init__(
        self, most: int | None = None, *, earlier: tuple[int, str] | None = None, too_long: str = "", **kwargs: Any
    ) -> None:
        super().__init__(most, **kwargs)
        self.earlier, self.too_long = earlier, too_long

    def parse(self, value: Any, reading: Reading) -> Any:
        if self.earlier and reading.version[:10] < self.earlier[1]:
            text = reading.dialect.text(value)
            if len(text) > self.earlier[0]:
                raise Refused([self._too_long(text, self.earlier[0])])
        return super().parse(value, reading)

    def mistakes(self, text: str) -> list[Mistake]:
        return [self._too_long(text, self.most)]

    def _too_long(self, text: str, most: int | None) -> Mistake:
        said = {"said": self.too_long.format(text=text, most=most)} if self.too_long else {}
        return Mistake("too_long", {"text": text, "most": most, **said})


class Email(kinds.Email):
    """An address: something, `@`, and a domain with a dot. Nothing more is known to be asked of it."""

    longest = 512


class Currency(Text):
    """Three letters that name a supported currency; capitals are made small."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(3, **kwargs)

    def parse(self, value: Any, reading: Reading) -> Any:
        text = reading.dialect.text(value)
        if text.lower() not in CURRENCIES:
            listed = ", ".join(CURRENCIES)
            raise invalid(f"Invalid currency: {text[:100]}. Stripe currently supports these currencies: {listed}")
        return text.lower()


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

    def shape(self) -> fields.Field[Any]:
        return fields.Dict(**self.shown())

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

    expand = Array(Text(), load_only=True)


class ListParameters(Expandable):
    """What every list takes."""

    ending_before = Text()
    limit = Whole()
    starting_after = Text()


class Constant(Field):
    """A member of answers that is always the same word."""

    def __init__(self, word: str) -> None:
        super().__init__(dump_only=True)
        self.word = word

    def shape(self) -> fields.Field[Any]:
        return constant(self.word)


class Reference(Field):
    """A member of answers that is an id or, expanded, the whole object; null where there is none."""

    def openapi(self, describe: Describe) -> dict[str, Any]:
        return {"type": ["string", "object", "null"]}

    def shape(self) -> fields.Field[Any]:
        return Reference(allow_none=True)


class Amounts(Field):
    """A member of answers that has an amount for each currency."""

    def shape(self) -> fields.Field[Any]:
        return fields.Dict(keys=fields.String(), values=fields.Integer(), **self.shown())


MOST_KEYS, LONGEST_KEY, LONGEST_VALUE = 50, 40, 500


class Metadata(Field):
    """A hash of text; the empty string takes away a key, or as a whole every key (`{}` is given for it)."""

    def __init__(self, **kwargs: Any) -> None:
        described = {"additionalProperties": {"type": "string", "maxLength": LONGEST_VALUE}}
        super().__init__(unset={}, described=described, **kwargs)

    def openapi(self, describe: Describe) -> dict[str, Any]:
        return {"type": "object"}

    def shape(self) -> fields.Field[Any]:
        return fields.Dict(keys=fields.String(), values=fields.String())

    def parse(self, value: Any, reading: Reading) -> dict[str, str]:
        if not isinstance(value, dict):
            raise refuse("object")
        return {key: _entry(key, item, reading) for key, item in value.items()}


def _entry(key: str, value: Any, reading: Reading) -> str:
    """Read one entry, whose value is refused by its own name, and whose size by none."""
    if len(key) > LONGEST_KEY:
        raise _too_large(
            f"Metadata keys can have up to {LONGEST_KEY} characters, but you passed in a key that is {len(key)} "
            f"characters. Invalid key: {key}"
        )
    if isinstance(value, (dict, list)):
        raise invalid("Metadata values must be strings, but you passed in a hash or an array.", "", key)
    text = "" if value is None else reading.dialect.text(value)
    if len(text) > LONGEST_VALUE:
        raise _too_large(
            f"Metadata values can have up to {LONGEST_VALUE} characters, but you passed in a value that is {len(text)} "
            f"characters. Invalid value: {text}"
        )
    return text


def _too_large(message: str) -> Refused:
    return refuse("said", said=message, of_request=True)


def merged_metadata(before: Mapping[str, str], given: Mapping[str, str] | None) -> dict[str, str]:
    """Lay metadata that came over what is stored; an empty value takes its key away, `{}` takes all."""
    if given is None:
        return dict(before)
    if not given:
        return {}
    merged = {key: value for key, value in {**before, **given}.items() if value != ""}
    if len(merged) > MOST_KEYS:
        raise BadParameter(f"Metadata can have up to {MOST_KEYS} keys, but you've set {len(merged)}.")
    return merged
