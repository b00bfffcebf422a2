"""Declaring operations: a decorator for handlers, with the defaults of one API."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from marshmallow import Schema

from mockserver.core.api.model import ROUTES, Operation, QueryParameter, Response, Route, declared

O = TypeVar("O", bound=Operation)  # noqa: E741  (an operation)

Responses = Mapping[int, Response]


def _no_queries(query: Any) -> Sequence[QueryParameter]:
    """Take documented query parameters as they are."""
    return tuple(query or ())


@dataclass(frozen=True, slots=True)
class Routes:
    """The decorator of an API's handlers: `route = Routes(…)`, then `@route("GET /customers/<id>", …)`.

    `callers` may call what names no callers of its own. `refusals` are documented of every operation, by its method,
    unless it names its own. `queries` makes documented query parameters of what an operation gives as its `query`.
    """

    callers: frozenset[str] = frozenset()
    refusals: Mapping[str, Responses] = field(default_factory=dict)
    queries: Callable[[Any], Sequence[QueryParameter]] = _no_queries

    def __call__(
        self,
        address: str,
        operation: str,
        operation_id: str,
        answers: "type[Schema] | Response | Responses",
        *,
        body: "type[Schema] | Schema | None" = None,
        query: Any = None,
        refuses: Responses | None = None,
        callers: frozenset[str] | None = None,
        summary: str = "",
        **more: Any,
    ) -> Callable[[O], O]:
        """Declare that a handler serves an address, written as `METHOD /path`.

        What it `answers` is the shape of a 200, or everything by status. The summary is the first sentence of the
        handler's docstring. What else `Route` has can be given by its name.
        """
        method, _, path = address.partition(" ")
        responses = answers if isinstance(answers, Mapping) else {200: _response(answers)}
        refused = self.refusals.get(method, {}) if refuses is None else refuses

        def announce(handler: O) -> O:
            route = Route(
                method=method,
                path=path,
                operation=operation,
                operation_id=operation_id,
                handler=handler,
                summary=summary or first_sentence(handler),
                responses={**refused, **responses},
                callers=self.callers if callers is None else callers,
                body=body() if isinstance(body, type) else body,
                query=self.queries(query) if query is not None else (),
                **more,
            )
            setattr(handler, ROUTES, (route, *declared(handler)))
            return handler

        return announce


def first_sentence(handler: Operation) -> str:
    """Return the first sentence of a handler's docstring, without its full stop; raise `TypeError` without one."""
    text = inspect.getdoc(handler)
    if not text:
        raise TypeError(f"{handler.__module__}.{handler.__qualname__} needs a docstring: it is the operation's summary")
    return " ".join(text.split("\n\n")[0].split()).partition(". ")[0].removesuffix(".")


def _response(answers: "type[Schema] | Response") -> Response:
    return answers if isinstance(answers, Response) else Response(answers)
