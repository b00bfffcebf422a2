"""Objects and lists as members."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from marshmallow import Schema, fields, missing

from mockserver.core.fields.field import Describe, Dialect, Field, Occasion, OpenShape, Reading, Shape
from mockserver.core.fields.refusals import MISSING, Mistake, Refused, refuse


class _Entry(NamedTuple):
    """A member as it is read: under a key of the request, for a name among the values.

    It is `expected` where its absence means something, and `reads_itself` where it has its own idea of an
    empty value; for all others that is settled without a call, because every member of every request pays for it.
    """

    key: str
    name: str
    field: Field
    parse: Callable[[Any, Reading], Any]
    expected: bool
    reads_itself: bool

    @classmethod
    def of(cls, key: str, field: Field, members: "Members") -> "_Entry":
        return cls(
            key=key,
            name=str(field.name) if members.keeps_names else key,
            field=field,
            parse=field.parse,
            expected=field.required or field.load_default is not missing,
            reads_itself=type(field).read is not Field.read,
        )


class Members(Schema):
    """The members of an object, in the order of their declaration, for requests and for answers.

    An instance reads requests: those of any kind, or with `on` those that create or change the object.
    `component` is its name in documents.
    """

    dialect: Dialect
    always = False
    """Whether a member without its own `always` is in every answer."""
    open = False
    """Whether answers can hold undeclared members."""
    whole = False
    """Whether documents show an object once, for requests and answers, with what is only taken or only shown marked."""
    keeps_names = False
    """Whether values go by the names of the declarations, where those are not the names of requests."""

    def __init__(self, on: Occasion | None = None, **kwargs: Any) -> None:
        if not self.whole:
            kwargs["only"] = [*self.taken(on)]
        super().__init__(**kwargs)
        name = type(self).__name__
        self.component = name if self.whole else f"{name}{(on or 'parameters').title()}"
        declared = sorted(self.fields.items()) if self.dialect.order == "alphabet" else self.fields.items()
        self.parameters: Mapping[str, Field] = {
            field.data_key or name: field
            for name, field in declared
            if isinstance(field, Field) and not field.dump_only
        }
        for field in self.parameters.values():
            field.settle(self.dialect)
        self._entries = {key: _Entry.of(key, field, self) for key, field in self.parameters.items()}

    @classmethod
    def declared(cls) -> Mapping[str, Field]:
        """Return the declarations of this class and of those it stands on."""
        return {name: field for name, field in cls._declared_fields.items() if isinstance(field, Field)}

    @classmethod
    def taken(cls, on: Occasion | None) -> Iterator[str]:
        """Return the members that a request may have: one that creates or changes the object, or any."""
        for name, field in cls.declared().items():
            if not field.dump_only and (on is None or field.on in (None, on)):
                yield name

    @classmethod
    def initial(cls) -> dict[str, Any]:
        """Return the stored values of absent members."""
        return {name: field.default for name, field in cls.declared().items() if field.default is not MISSING}

    @classmethod
    def plain(cls) -> tuple[str, ...]:
        """Return the names of the members that are stored as they are sent."""
        return tuple(
            name
            for name, field in cls.declared().items()
            if field.plain and not field.dump_only and not field.load_only and not isinstance(field, Object)
        )

    def read(self, data: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
        """Return the values of the sent members; raise `Refused` with all that are wrong or missing."""
        values: dict[str, Any] = {}
        mistakes: list[Mistake] = []
        empty_text = self.dialect.empty_text
        for entry in self._looked_at(data):
            value = data.get(entry.key, MISSING)
            try:
                if value is MISSING:
                    if not entry.expected:
                        continue
                    value = self._absent(entry.field, reading)
                elif entry.reads_itself:
                    value = entry.field.read(value, reading)
                elif value is None or (value == "" and empty_text):
                    value = entry.field.emptied(reading)
                else:
                    value = entry.parse(value, reading)
            except Refused as refused:
                mistakes += refused.below(entry.key)
                value = refused.valid or MISSING
            if value is not MISSING:
                values[entry.name] = value
        if mistakes:
            raise Refused(mistakes, values)
        return values

    def _absent(self, field: Field, reading: Reading) -> Any:
        if field.required:
            return self.dialect.absent(field, reading)
        return field.load_default() if callable(field.load_default) else field.load_default

    def _looked_at(self, data: Mapping[str, Any]) -> "Iterable[_Entry]":
        if self.dialect.order == "sent":
            return [self._entries[key] for key in data if key in self._entries]
        return self._entries.values()

    def unknown_paths(self, data: Mapping[str, Any], reading: Reading) -> list[tuple[str, ...]]:
        """Return the paths of undeclared members, at every depth."""
        paths: list[tuple[str, ...]] = []
        for name, value in data.items():
            field = self.parameters.get(name)
            if field is None or not reading.knows(field):
                paths.append((name,))
            elif isinstance(value, (dict, list)):
                paths += ((name, *path) for path in field.unknown(value, reading))
        return paths


@cache
def shape_of(members: type[Members]) -> type[Schema]:
    """Return the schema of an object as answers show it."""
    declared = {
        name: (field.answered or field).shape() for name, field in members.declared().items() if not field.load_only
    }
    for name, field in declared.items():
        says = members.declared()[name].always
        field.required = members.always if says is None else says
    name = f"{members.__name__.removesuffix('Members')}Schema"
    return type(name, (OpenShape if members.open else Shape,), {**declared, "__doc__": members.__doc__})


class Object(Field):
    """An object of declared members."""

    json_type = "object"

    def __init__(self, schema: type[Members], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.schema = schema()

    def openapi(self, describe: Describe) -> dict[str, Any]:
        return describe(self.schema)

    def unknown(self, value: Any, reading: Reading) -> Sequence[tuple[str, ...]]:
        return self.schema.unknown_paths(value, reading) if isinstance(value, dict) else ()

    def parse(self, value: Any, reading: Reading) -> Any:
        members = reading.dialect.members(value)
        if members is None:
            raise refuse("object", value=value)
        return self.schema.read(members, reading)

    def shape(self) -> fields.Field[Any]:
        return fields.Nested(shape_of(type(self.schema)), **self.shown())


class OpenObject(Field):
    """An object without declared members."""

    json_type = "object"

    def parse(self, value: Any, reading: Reading) -> Any:
        members = reading.dialect.members(value)
        if members is None:
            raise refuse("object", value=value)
        return dict(members)

    def openapi(self, describe: Describe) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": {}}

    def shape(self) -> fields.Field[Any]:
        return fields.Dict(**self.shown())


class Array(Field):
    """A list of values of one kind, from `least` to `most` of them."""

    json_type = "array"

    def __init__(self, inner: Field, most: int | None = None, *, least: int = 0, **kwargs: Any) -> None:
        bounds = {} if most is None else {**({"minItems": least} if least else {}), "maxItems": most}
        super().__init__(described=bounds, **kwargs)
        self.inner, self.least, self.most = inner, least, most

    def openapi(self, describe: Describe) -> dict[str, Any]:
        return {"type": "array", "items": describe(self.inner)}

    def unknown(self, value: Any, reading: Reading) -> Sequence[tuple[str, ...]]:
        items = reading.dialect.elements(value) or ()
        return [(str(n), *path) for n, item in enumerate(items) for path in self.inner.unknown(item, reading)]

    def parse(self, value: Any, reading: Reading) -> Any:
        items = reading.dialect.elements(value)
        if items is None:
            raise refuse("array", value=value)
        if reading.dialect.size_first:
            self._check_size(items)
        found: list[Any] = []
        mistakes: list[Mistake] = []
        for index, item in enumerate(items):
            try:
                found.append(self.inner.read(item, reading))
            except Refused as refused:
                mistakes += refused.below(str(index))
                if refused.valid is not MISSING:
                    found.append(refused.valid)
        if mistakes:
            raise Refused(mistakes, found)
        self._check_size(found)
        return found

    def _check_size(self, items: Sequence[Any]) -> None:
        if len(items) < self.least or (self.most is not None and len(items) > self.most):
            raise refuse("elements", least=self.least, most=self.most, count=len(items))

    def settle(self, dialect: Dialect) -> None:
        super().settle(dialect)
        self.inner.settle(dialect)

    def shape(self) -> fields.Field[Any]:
        return fields.List(self.inner.shape(), **self.shown())
