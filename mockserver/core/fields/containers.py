"""Objects and lists as members."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from marshmallow import Schema, fields, missing

from mockserver.core.fields.field import Describe, Dialect, Field, Moment, Reading
from mockserver.core.fields.refusals import MISSING, Mistake, Refused, refuse
from mockserver.core.fields.shapes import OpenShape, Shape


class Members(Schema):
    """The members of an object, in the order of their declaration: what requests may say, and what answers show.

    An instance takes what requests may say: those of any kind, or with `on` those that create or change the object.
    `component` is its name in documents.
    """

    dialect: Dialect
    always = False
    """Whether a member is there in every answer that does not say so itself."""
    open = False
    """Whether answers can hold members that nobody declared."""
    whole = False
    """Whether documents show an object once, for requests and answers, with what is only taken or only shown marked."""
    keeps_names = False
    """Whether values go by the names of the declarations, where those are not the names of requests."""

    def __init__(self, on: Moment | None = None, **kwargs: Any) -> None:
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
        self._entries = {
            key: (key, str(field.name) if self.keeps_names else key, field, field.required)
            for key, field in self.parameters.items()
        }

    @classmethod
    def declared(cls) -> Mapping[str, Field]:
        """Return the declarations of this class and of those it stands on."""
        return {name: field for name, field in cls._declared_fields.items() if isinstance(field, Field)}

    @classmethod
    def taken(cls, on: Moment | None) -> Iterator[str]:
        """Name what a request may say: one that creates or changes the object, or any."""
        for name, field in cls.declared().items():
            if not field.dump_only and (on is None or field.on in (None, on)):
                yield name

    @classmethod
    def initial(cls) -> dict[str, Any]:
        """Return what is stored of the members of which nothing is said."""
        return {name: field.default for name, field in cls.declared().items() if field.default is not MISSING}

    @classmethod
    def plain(cls) -> tuple[str, ...]:
        """Name the members that are stored as they are said."""
        return tuple(
            name
            for name, field in cls.declared().items()
            if field.plain and not field.dump_only and not field.load_only and not isinstance(field, Object)
        )

    def read(self, data: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
        """Return the values of the members that came; raise `Refused` with all that are wrong or missing."""
        values: dict[str, Any] = {}
        mistakes: list[Mistake] = []
        for key, name, field, required in self._looked_at(data):
            try:
                if key in data:
                    value = field.read(data[key], reading)
                elif required:
                    value = self.dialect.absent(field, reading)
                elif field.load_default is not missing:
                    value = field.load_default() if callable(field.load_default) else field.load_default
                else:
                    continue
            except Refused as refused:
                mistakes += refused.below(key)
                value = refused.valid or MISSING
            if value is not MISSING:
                values[name] = value
        if mistakes:
            raise Refused(mistakes, values)
        return values

    def _looked_at(self, data: Mapping[str, Any]) -> Iterable[tuple[str, str, Field, bool]]:
        if self.dialect.order == "sent":
            return [self._entries[key] for key in data if key in self._entries]
        return self._entries.values()

    def unknown_paths(self, data: Mapping[str, Any], reading: Reading) -> list[tuple[str, ...]]:
        """Return the paths of what nobody declared, at every depth."""
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
    """An object whose members nobody declared."""

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
