"""The names of parameters at every depth: those a schema declares, and those a type of Stripe's library has."""

import importlib
import typing
from collections.abc import Iterator, Mapping
from typing import Any

from stripe._request_options import RequestOptions
from typing_extensions import is_typeddict

from mockserver.apis.stripe.fields import ByCurrency, Range
from mockserver.core.fields.containers import Array, Members, Object

OPTIONS = set(RequestOptions.__annotations__)


def names_of(schema: Members, prefix: str = "") -> Iterator[str]:
    """Name what a schema declares, with dots."""
    for name, parameter in schema.parameters.items():
        yield prefix + name
        inner = parameter.inner if isinstance(parameter, (Array, ByCurrency)) else parameter
        if isinstance(inner, Object):
            yield from names_of(inner.schema, f"{prefix}{name}.")
        elif isinstance(inner, Range):
            yield from (f"{prefix}{name}.{bound}" for bound in ("gt", "gte", "lt", "lte"))


def sent_names(params: Any, prefix: str = "") -> Iterator[str]:
    """Name what a type of parameters can hold, with dots; the options of a request are left out."""
    module = vars(importlib.import_module(params.__module__))
    # What its options name is imported for type checkers alone.
    hints = typing.get_type_hints(params, module, {"StripeContext": object, "Mapping": Mapping, "Any": Any})
    for name, hint in hints.items():
        if name in OPTIONS and not prefix:
            continue
        yield prefix + name
        for inner in _shapes(hint):
            yield from sent_names(inner, f"{prefix}{name}.")


def _shapes(hint: Any) -> Iterator[Any]:
    """Find the shapes of objects inside a type."""
    if is_typeddict(hint):
        yield hint
    for argument in typing.get_args(hint):
        yield from _shapes(argument)
