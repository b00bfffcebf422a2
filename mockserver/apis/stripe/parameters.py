"""The parameters of Stripe's requests: their types, limits and versions, and the errors that name them in brackets.

A schema is declared with marshmallow's fields. Values are the text of forms; numbers, booleans and nulls of fixture
files mean the same. The empty string and null unset a parameter, where it can be unset.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema, fields

from mockserver.apis.stripe.problems import BadParameter, bad
from mockserver.core.http.forms import bracketed

Path = tuple[str, ...]

Describe = Callable[[fields.Field[Any] | Schema], dict[str, Any]]

REFUSED = object()
"""What a parameter is unset to that cannot be unset."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a request is read: the version it is in, and whether that version knows what came later.

    `any_value` says that values of tax ids are taken as they come.
    """

    version: str
    strict: bool = False
    any_value: bool = False


class Parameter(fields.Field[Any]):
    """One parameter. `unset` is what the empty string stands for; `since` and `until` are days of versions.

    What came later is taken at every version unless the reading is strict; what was taken away is unknown from the
    day `until` on.
    """

    def __init__(
        self,
        *,
        unset: Any = REFUSED,
        since: str = "",
        until: str = "",
        required: bool = False,
        data_key: str | None = None,
        described: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(
            required=required, allow_none=unset is not REFUSED, data_key=data_key, metadata=dict(described or {})
        )
        self.unset, self.since, self.until = unset, since, until

    def known(self, reading: Reading) -> bool:
        """Return whether a request of this version can have this parameter."""
        if self.until and reading.version[:10] >= self.until:
            return False
        return not (reading.strict and self.since and reading.version[:10] < self.since)

    def unknown(self, value: Any, path: Path, reading: Reading) -> list[str]:
        """Name what nobody declared inside a value, in brackets."""
        return []

    def read(self, value: Any, path: Path, reading: Reading) -> Any:
        """Turn a value into what the operation works with; raise `BadParameter`."""
        if value == "" or value is None:
            if self.unset is not REFUSED:
                return self.unset
            name = bracketed(path)
            message = (
                f"You passed an empty string for '{name}'. We assume empty values are an attempt to unset a parameter; "
                f"however '{name}' cannot be unset. You should remove '{name}' from your request or supply a non-empty "
                "value."
            )
            raise bad(path, message, "parameter_invalid_empty")
        return self.parse(value, path, reading)

    def parse(self, value: Any, path: Path, reading: Reading) -> Any:
        """Turn a value that is not empty into what the operation works with."""
        raise NotImplementedError

    def openapi(self, described: Describe) -> dict[str, Any]:
        """Return the JSON Schema of the parameter's type; `described` gives that of another parameter or schema."""
        return {}


class Parameters(Schema):
    """The parameters of a request, or of a hash in it.

    They are looked at in the order of the alphabet, which is that of Stripe's documents; the first wrong one is told.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.parameters: Mapping[str, Parameter] = {
            field.data_key or name: field for name, field in sorted(self.fields.items()) if isinstance(field, Parameter)
        }

    def unknown_names(self, data: Mapping[str, Any], path: Path, reading: Reading) -> list[str]:
        """Name every parameter nobody declared, at every depth, in brackets."""
        names: list[str] = []
        for name, value in data.items():
            parameter = self.parameters.get(name)
            if parameter is None or not parameter.known(reading):
                names.append(bracketed((*path, name)))
            elif isinstance(value, (dict, list)):
                names += parameter.unknown(value, (*path, name), reading)
        return names

    def read(self, data: Mapping[str, Any], path: Path, reading: Reading) -> dict[str, Any]:
        """Read the parameters that came; raise `BadParameter` for the first that is wrong or missing."""
        values = {}
        for name, parameter in self.parameters.items():
            if name in data:
                values[name] = parameter.read(data[name], (*path, name), reading)
            elif parameter.required:
                missing = (*path, name)
                raise bad(missing, f"Missing required param: {bracketed(missing)}.", "parameter_missing")
        return values


def read_request(schema: Parameters, data: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
    """Read a whole request; unknown parameters come before everything else."""
    unknown = schema.unknown_names(data, (), reading)
    if unknown:
        plural = "s" if len(unknown) > 1 else ""
        message = f"Received unknown parameter{plural}: {', '.join(unknown[:20])}"
        raise BadParameter(message, code="parameter_unknown", param=unknown[0])
    return schema.read(data, (), reading)
