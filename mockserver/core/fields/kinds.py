"""The types of members: text in its forms, numbers, flags, JSON."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from marshmallow import ValidationError, fields, validate

from mockserver.core.api.receivers import ADDRESS, read_address
from mockserver.core.fields.field import Field, Reading
from mockserver.core.fields.refusals import Mistake, Refused, refuse
from mockserver.core.patterns import portable


class Text(Field):
    """Text of `least` to `most` characters that fits a pattern; the `hint` is the message where it does not.

    `stripped` of the space around it, and then unset where nothing is left.
    """

    json_type = "string"
    longest: int | None = None
    """The bound of an API whose texts have one."""

    def __init__(
        self,
        most: int | None = None,
        *,
        least: int = 0,
        pattern: re.Pattern[str] | None = None,
        hint: str = "",
        stripped: bool = False,
        described: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        self.most = self.longest if most is None else most
        self.least, self.pattern, self.hint, self.stripped = least, pattern, hint, stripped
        own: dict[str, Any] = {} if self.most is None else {"maxLength": self.most}
        if least:
            own["minLength"] = least
        if pattern is not None:
            own["pattern"] = portable(pattern, whole=True)
        super().__init__(described={**own, **(described or {})}, **kwargs)

    def parse(self, value: Any, reading: Reading) -> Any:
        text = value if type(value) is str else reading.dialect.text(value)
        if self.stripped:
            text = text.strip()
            if not text:
                return self.unset
        if (self.most is not None and len(text) > self.most) or len(text) < self.least:
            raise Refused(self.mistakes(text))
        if self.pattern is not None and not self.pattern.fullmatch(text):
            raise Refused(self.mistakes(text))
        return text

    def mistakes(self, text: str) -> list[Mistake]:
        """Return the mistake of a text."""
        found = []
        if self.most is not None and len(text) > self.most:
            found.append(Mistake("too_long", {"text": text, "most": self.most}))
        if len(text) < self.least:
            found.append(Mistake("too_short", {"text": text, "least": self.least}))
        if self.pattern is not None and not self.pattern.fullmatch(text):
            hint = {"said": self.hint} if self.hint else {"pattern": self.pattern.pattern}
            found.append(Mistake("pattern", hint))
        return found

    def shape(self) -> fields.Field[Any]:
        return fields.String(**self.shown())


class Email(Text):
    """An e-mail address: something, `@`, and a domain with a dot, unless an API requires more."""

    _FORM = re.compile(r"[^\s@\uff20]+@[^\s@\uff20]+\.[^\s@\uff20]+")

    def parse(self, value: Any, reading: Reading) -> Any:
        text = super().parse(value, reading)
        if not self._FORM.fullmatch(text):
            raise refuse("email", text=text)
        return text


class StrictEmail(Text):
    """An e-mail address as marshmallow knows them."""

    _form = validate.Email()

    def __init__(self, most: int | None = 255, **kwargs: Any) -> None:
        super().__init__(most, described={"format": "email"}, **kwargs)

    def parse(self, value: Any, reading: Reading) -> Any:
        text = super().parse(value, reading)
        try:
            self._form(text)
        except ValidationError:
            raise refuse("email", text=text) from None
        return text


class Choice(Text):
    """One of a list of words."""

    def __init__(self, choices: Sequence[str], **kwargs: Any) -> None:
        self.choices = tuple(choices)
        self._known = frozenset(choices)
        super().__init__(**kwargs)
        self.metadata = {
            **{name: said for name, said in self.metadata.items() if name != "maxLength"},
            "enum": [*choices],
        }

    def parse(self, value: Any, reading: Reading) -> Any:
        text = value if type(value) is str else reading.dialect.text(value)
        if text not in self._known:
            raise refuse("choice", choices=self.choices)
        return text

    def shape(self) -> fields.Field[Any]:
        words = (*self.choices, None) if self.null else self.choices
        return fields.String(validate=validate.OneOf(words), **self.shown())


_ANY = r"([A-Za-z0-9._~:/?@!$&'()*+,;=\-]|%[0-9A-Fa-f]{2})"
_HOST = r"([A-Za-z0-9.\-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?"
_URI = re.compile(rf"[A-Za-z][A-Za-z0-9+.\-]*:(//{_HOST}([/?]{_ANY}*)?|[A-Za-z0-9?]{_ANY}*)(#{_ANY}*)?")


class Uri(Text):
    """An absolute address, of any scheme."""

    def __init__(self, most: int | None = None, *, hint: str, **kwargs: Any) -> None:
        super().__init__(most, pattern=_URI, hint=hint, described={"format": "uri"}, **kwargs)

    def parse(self, value: Any, reading: Reading) -> Any:
        text = super().parse(value, reading)
        try:
            urlsplit(text)  # refuses what stands in brackets and is no address
        except ValueError:
            raise refuse("pattern", said=self.hint) from None
        return text


class WebAddress(Text):
    """An address that messages are sent to."""

    def __init__(self, most: int | None = None, *, hint: str, **kwargs: Any) -> None:
        super().__init__(most, pattern=ADDRESS, hint=hint, described={"format": "uri"}, **kwargs)

    def parse(self, value: Any, reading: Reading) -> Any:
        text = super().parse(value, reading)
        try:
            read_address(text)
        except ValueError:
            raise refuse("pattern", said=self.hint) from None
        return text


class CalendarDate(Text):
    """A day as `YYYY-MM-DD`."""

    _FORM = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(described={"format": "date"}, **kwargs)

    def parse(self, value: Any, reading: Reading) -> Any:
        text = super().parse(value, reading)
        try:
            if self._FORM.fullmatch(text):
                date.fromisoformat(text)
                return text
        except ValueError:
            pass
        raise refuse("date")


class Whole(Field):
    """A whole number between two bounds, as JSON has it or, where an API takes texts for numbers, as text."""

    json_type = "integer"

    def __init__(
        self,
        least: int | None = None,
        most: int | None = None,
        described: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        bounds = {"minimum": least, "maximum": most}
        own = {name: bound for name, bound in bounds.items() if bound is not None}
        super().__init__(described={**own, **(described or {})}, **kwargs)
        self.least, self.most = least, most

    def parse(self, value: Any, reading: Reading) -> Any:
        number = reading.dialect.whole(value)
        if self.least is not None and number < self.least:
            raise refuse("too_small", least=self.least, most=self.most, number=number)
        if self.most is not None and number > self.most:
            raise refuse("too_great", least=self.least, most=self.most, number=number)
        return number

    def shape(self) -> fields.Field[Any]:
        return fields.Integer(**self.shown())


class Moment(Whole):
    """A time in seconds since 1970."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(0, 253_370_764_800, **kwargs)


class Number(Field):
    """A number, whole or not, between two bounds."""

    json_type = "number"

    def __init__(self, least: float | None = None, most: float | None = None, **kwargs: Any) -> None:
        bounds = {"minimum": least, "maximum": most}
        super().__init__(described={name: bound for name, bound in bounds.items() if bound is not None}, **kwargs)
        self.least, self.most = least, most

    def parse(self, value: Any, reading: Reading) -> Any:
        number = reading.dialect.number(value)
        if (self.least is not None and number < self.least) or (self.most is not None and number > self.most):
            raise refuse("outside", least=self.least, most=self.most, number=number, value=value)
        return number

    def shape(self) -> fields.Field[Any]:
        return fields.Float(**self.shown())


class Flag(Field):
    """True or false."""

    json_type = "boolean"

    def parse(self, value: Any, reading: Reading) -> Any:
        return value if isinstance(value, bool) else reading.dialect.flag(value)

    def shape(self) -> fields.Field[Any]:
        return fields.Boolean(**self.shown())


class Anything(Field):
    """A value of any shape, which the operation looks at itself or not at all."""
