"""The types of parameters, each with the sentence Stripe refuses a wrong value with."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mockserver.apis.stripe.parameters import Describe, Parameter, Parameters, Path, Reading
from mockserver.apis.stripe.problems import bad
from mockserver.core.http.forms import bracketed

LONGEST_TEXT = 5000


class Text(Parameter):
    """Text of at most `most` characters; `stripped` of the space around it, and then unset where nothing is left.

    `earlier` is a shorter limit and the day on which it ended.
    """

    def __init__(
        self,
        most: int = LONGEST_TEXT,
        *,
        stripped: bool = False,
        earlier: tuple[int, str] | None = None,
        too_long: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(described={"maxLength": most, **kwargs.pop("described", {})}, **kwargs)
        self.most, self.stripped, self.earlier, self.too_long = most, stripped, earlier, too_long

    def openapi(self, described: Describe) -> dict[str, Any]:
        return {"type": "string"}

    def parse(self, value: Any, path: Path, reading: Reading) -> Any:
        text = text_of(value, path)
        if self.stripped:
            text = text.strip()
            if not text:
                return self.unset
        most = self.earlier[0] if self.earlier and reading.version[:10] < self.earlier[1] else self.most
        if len(text) > most:
            raise bad(path, (self.too_long or _TOO_LONG).format(shown=abridged(text), text=text, most=most))
        return text


_TOO_LONG = "Invalid string: {shown}; must be at most {most} characters"


def abridged(text: str) -> str:
    """Show the beginning and the end of a long text, as Stripe's errors do.

    >>> abridged("Pan American Middle and Upper School")
    'Pan Americ...per School'
    """
    return text if len(text) <= 20 else f"{text[:10]}...{text[-10:]}"


def text_of(value: Any, path: Path) -> str:
    """Return a value as the text a form would carry; raise `BadParameter` for a hash or an array."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    raise bad(path, "Invalid string: " + ("{}" if isinstance(value, dict) else "[]"))


_EMAIL = re.compile(r"[^\s@\uff20]+@[^\s@\uff20]+\.[^\s@\uff20]+")


class Email(Text):
    """An address: something, `@`, and a domain with a dot. Nothing more is known to be asked of it."""

    def __init__(self, most: int = 512, **kwargs: Any) -> None:
        super().__init__(most, **kwargs)

    def parse(self, value: Any, path: Path, reading: Reading) -> Any:
        text = super().parse(value, path, reading)
        if not _EMAIL.fullmatch(text):
            raise bad(path, f"Invalid email address: {text}", "email_invalid")
        return text


class Choice(Text):
    """One of a list of words."""

    def __init__(self, choices: Sequence[str], **kwargs: Any) -> None:
        super().__init__(described={"enum": list(choices)}, **kwargs)
        self.choices = tuple(choices)

    def parse(self, value: Any, path: Path, reading: Reading) -> Any:
        text = text_of(value, path)
        if text not in self.choices:
            raise bad(path, f"Invalid {bracketed(path)}: must be one of {one_of(self.choices)}")
        return text


def one_of(choices: Sequence[str]) -> str:
    """Write alternatives.

    >>> one_of(["none", "reverse", "exempt"])
    'none, reverse, or exempt'
    """
    if len(choices) < 3:
        return " or ".join(choices)
    return f"{', '.join(choices[:-1])}, or {choices[-1]}"


_WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)


class Whole(Parameter):
    """A whole number between two bounds."""

    def __init__(self, least: int | None = None, most: int | None = None, **kwargs: Any) -> None:
        bounds = {"minimum": least, "maximum": most}
        super().__init__(described={name: bound for name, bound in bounds.items() if bound is not None}, **kwargs)
        self.least, self.most = least, most

    def openapi(self, described: Describe) -> dict[str, Any]:
        return {"type": "integer"}

    def parse(self, value: Any, path: Path, reading: Reading) -> int:
        text = text_of(value, path).strip()
        if isinstance(value, bool) or not _WHOLE.fullmatch(text):
            raise bad(path, f"Invalid integer: {abridged(text)}", "parameter_invalid_integer")
        number = int(text)
        if self.least is not None and number < self.least:
            message = f"This value must be greater than or equal to {self.least}."
            raise bad(path, message, "parameter_invalid_integer")
        if self.most is not None and number > self.most:
            message = f"This value must be less than or equal to {self.most} (it currently is '{number}')."
            raise bad(path, message, "parameter_invalid_integer")
        return number


class Moment(Whole):
    """A time in seconds since 1970."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(0, 253_370_764_800, **kwargs)


_DECIMAL = re.compile(r"[+-]?\d{1,18}(\.\d{1,12})?", re.ASCII)


class Decimal(Parameter):
    """A number with or without decimals, between two bounds."""

    def __init__(self, least: float, most: float, **kwargs: Any) -> None:
        super().__init__(described={"minimum": least, "maximum": most}, **kwargs)
        self.least, self.most = least, most

    def openapi(self, described: Describe) -> dict[str, Any]:
        return {"type": "number"}

    def parse(self, value: Any, path: Path, reading: Reading) -> float:
        text = text_of(value, path).strip()
        if isinstance(value, bool) or not _DECIMAL.fullmatch(text):
            raise bad(path, f"Invalid decimal: {abridged(text)}")
        number = float(text)
        if not self.least <= number <= self.most:
            raise bad(path, f"Invalid decimal: {abridged(text)}; must be between {self.least} and {self.most}")
        return number


class Flag(Parameter):
    """`true` or `false`; old Python libraries write them with a capital."""

    def openapi(self, described: Describe) -> dict[str, Any]:
        return {"type": "boolean"}

    def parse(self, value: Any, path: Path, reading: Reading) -> bool:
        text = text_of(value, path)
        if text.lower() not in ("true", "false"):
            raise bad(path, f"Invalid boolean: {abridged(text)}")
        return text.lower() == "true"


class Hash(Parameter):
    """A hash of declared parameters."""

    def __init__(self, schema: type[Parameters], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.schema = schema()

    def openapi(self, described: Describe) -> dict[str, Any]:
        return described(self.schema)

    def unknown(self, value: Any, path: Path, reading: Reading) -> list[str]:
        return self.schema.unknown_names(value, path, reading) if isinstance(value, dict) else []

    def parse(self, value: Any, path: Path, reading: Reading) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise bad(path, "Invalid object")
        return self.schema.read(value, path, reading)


class Array(Parameter):
    """An array of parameters of one kind, at most `most` of them."""

    def __init__(self, inner: Parameter, most: int | None = None, **kwargs: Any) -> None:
        super().__init__(described={} if most is None else {"maxItems": most}, **kwargs)
        self.inner, self.most = inner, most

    def openapi(self, described: Describe) -> dict[str, Any]:
        return {"type": "array", "items": described(self.inner)}

    def unknown(self, value: Any, path: Path, reading: Reading) -> list[str]:
        items = elements(value)
        return [
            name
            for index, item in enumerate(items or ())
            for name in self.inner.unknown(item, (*path, str(index)), reading)
        ]

    def parse(self, value: Any, path: Path, reading: Reading) -> list[Any]:
        items = elements(value)
        if items is None:
            raise bad(path, "Invalid array")
        if self.most is not None and len(items) > self.most:
            raise bad(path, f"Array {bracketed(path)} exceeded maximum {self.most} allowed elements.")
        return [self.inner.read(item, (*path, str(index)), reading) for index, item in enumerate(items)]


def elements(value: Any) -> list[Any] | None:
    """Return the elements of an array, or of a hash whose keys are all numbers, in their order; else nothing.

    >>> elements({"1": "b", "0": "a"})
    ['a', 'b']
    """
    if isinstance(value, list):
        return value
    if isinstance(value, dict) and all(key.isdecimal() and len(key) < 10 for key in value):
        return [value[key] for key in sorted(value, key=int)]
    return None


class Anything(Parameter):
    """A value of any shape, which the operation looks at itself or not at all."""

    def parse(self, value: Any, path: Path, reading: Reading) -> Any:
        return value


class _RangeParameters(Parameters):
    gt = Moment()
    gte = Moment()
    lt = Moment()
    lte = Moment()


class Range(Parameter):
    """A time, or bounds of one: `{"gte": 1768471200}`; a single time is given as `{"equal": …}`."""

    def __init__(self) -> None:
        super().__init__()
        self._bounds = Hash(_RangeParameters)
        self._single = Moment()

    def openapi(self, described: Describe) -> dict[str, Any]:
        return {"anyOf": [described(self._single), described(self._bounds)]}

    def unknown(self, value: Any, path: Path, reading: Reading) -> list[str]:
        return self._bounds.unknown(value, path, reading)

    def parse(self, value: Any, path: Path, reading: Reading) -> dict[str, int]:
        if isinstance(value, dict):
            bounds: dict[str, int] = self._bounds.read(value, path, reading)
            return bounds
        return {"equal": self._single.read(value, path, reading)}


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
