"""The declaration of an operation: its route, its description and how its body is read follow from it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from inspect import getdoc
from types import ModuleType
from typing import Any

from flask import Response
from marshmallow import Schema
from werkzeug.wrappers import Response as AnyResponse

from mockserver.admin.call import Call
from mockserver.sandbox.sandbox import Sandbox
from mockserver.settings import CONTROL_PLANE, Settings

Json = dict[str, Any]
Carry = Callable[..., Mapping[str, Any] | AnyResponse | None]
"""Carries an operation out for a `Call` and the arguments of its path; returns an object, nothing, or a response."""

TEXT = ("text/plain",)


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of the control plane, as `operation` declares it; the docstring of `carry` is its summary."""

    carry: Carry
    method: str
    paths: Sequence[str]
    """Below the control plane, as werkzeug writes addresses."""
    body: type[Schema] | Json | None = None
    """What reads the body, or the JSON Schema of a document that is read otherwise; `None` where none is taken."""
    required: bool = True
    """Whether there has to be a body, where there can be one."""
    answer: Sequence[str] = ()
    """Members of an answer that is an object."""
    status: int = 200
    """Status of a success; an answer of 204 is empty."""
    contents: Sequence[str] = ("application/json",)
    """Media types of an answer; what is no JSON is text."""
    query: Mapping[str, str] = field(default_factory=dict)
    """Parameters of the query, with what they say."""
    of_server: bool = False
    """Whether it is about the whole server, and not about a tenant."""

    @property
    def name(self) -> str:
        """Return the name of the function that carries the operation out."""
        return self.carry.__name__

    @property
    def summary(self) -> str:
        """Return the first paragraph of the docstring, which is one sentence."""
        return (getdoc(self.carry) or "").partition("\n\n")[0].replace("\n", " ")

    @property
    def addresses(self) -> list[str]:
        """Return its whole paths; one about a tenant is served without and with the tenant in its path."""
        owners = ("",) if self.of_server else ("", "/tenants/<tenant>")
        return [f"{CONTROL_PLANE}{owner}{path}" for owner in owners for path in self.paths]

    def view(self, sandbox: Sandbox, settings: Settings) -> Callable[..., AnyResponse | tuple[Json, int]]:
        """Return the view that Flask calls with the arguments of an address."""

        def view(tenant: str | None = None, **arguments: Any) -> AnyResponse | tuple[Json, int]:
            answer = self.carry(Call(sandbox, settings, self.body, tenant), **arguments)
            if answer is None:
                response = Response(status=self.status)
                del response.headers["Content-Type"]
                return response
            return answer if isinstance(answer, AnyResponse) else (dict(answer), self.status)

        return view


def operation(method: str, *paths: str, **declared: Any) -> Callable[[Carry], Operation]:
    """Declare what a function carries out as an `Operation`, whose fields are `declared`."""
    return lambda carry: Operation(carry, method, paths, **declared)


def document_of(description: str) -> Json:
    """Return the JSON Schema of an object that its reader describes elsewhere."""
    return {"type": "object", "description": description}


def declared_in(*modules: ModuleType) -> tuple[Operation, ...]:
    """Return the operations that modules declare, in their order."""
    return tuple(value for module in modules for value in vars(module).values() if isinstance(value, Operation))
