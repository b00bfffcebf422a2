"""One request to the control plane: the server and the tenant it is about, its body and its query."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import request
from marshmallow import RAISE, Schema, ValidationError

from mockserver.admin.problems import AdminProblem, mistakes
from mockserver.core.api.model import Api
from mockserver.core.documents import Document
from mockserver.core.http.bodies import MOST_VALUES, decode_json
from mockserver.core.problems import Malformed, TooLarge
from mockserver.core.text import suggestion
from mockserver.sandbox.sandbox import Sandbox
from mockserver.sandbox.tenancy.tenant import Tenant
from mockserver.scenarios.format.mistakes import steady
from mockserver.scenarios.rules.matching import MOST_STEPS, Budget
from mockserver.settings import Settings

LIMIT = {"limit": "How many to give: 100, at most 10000."}
RAW = {"raw": "true to store records that their API may not be able to read."}


class Strict(Schema):
    """A body whose every member is known."""

    class Meta:
        unknown = RAISE


class Call:
    """A request that an operation carries out; `named` is the tenant of its path or of `X-Mock-Tenant`, if any."""

    def __init__(self, sandbox: Sandbox, settings: Settings, body: type[Schema] | Any, named: str | None) -> None:
        self.sandbox = sandbox
        self.settings = settings
        self.named = named or request.headers.get("X-Mock-Tenant")
        self._body = body

    def tenant(self, *, make: bool = True) -> Tenant:
        """Return the tenant of the path or of `X-Mock-Tenant`, which writing to makes where it is unknown.

        Without a name it is the only tenant there is, or before the first the defaults that new ones start with.
        """
        known = self.known_tenants()
        if self.named:
            if (request.method == "GET" or not make) and self.named not in known:
                raise AdminProblem(404, f"There is no tenant {self.named!r}{suggestion(self.named, known) or '.'}")
            return self.sandbox.tenant(self.named)
        if not known:
            return self.sandbox.defaults
        if len(known) == 1:
            return self.sandbox.tenant(known[0])
        raise AdminProblem(400, f"There are {len(known)} tenants: name one with X-Mock-Tenant or in the path.")

    def known_tenants(self) -> list[str]:
        """Return the names of the tenants that were in use, or that own records from an earlier run."""
        return sorted({*self.sandbox.tenants.names(), *self.sandbox.store.tenants()})

    def api(self, name: str) -> Api:
        """Return an API by its name; raise `AdminProblem` for an unknown one."""
        if name not in self.sandbox.apis:
            raise AdminProblem(404, f"There is no API {name!r}{suggestion(name, self.sandbox.apis) or '.'}")
        return self.sandbox.apis[name]

    def body(self) -> Mapping[str, Any]:
        """Return the JSON object of the body, read by the operation's schema; every wrong member is named."""
        given = json()
        try:
            loaded: Mapping[str, Any] = self._body().load({} if given is None else given)
        except ValidationError as error:
            raise AdminProblem(422, "The body is not valid.", mistakes(_flat(error.messages))) from None
        return loaded


def _flat(messages: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(messages, dict):
        for key, value in steady(messages):
            yield from _flat(value, path if key == "_schema" else (*path, key))
        return
    yield from ((path, message) for message in messages)


def json(most: int = MOST_VALUES) -> Any:
    """Return the request's JSON of at most so many values, whatever its content type."""
    try:
        return decode_json(request.get_data(), most)
    except Malformed as problem:
        raise AdminProblem(400, problem.detail) from None
    except TooLarge as problem:
        raise AdminProblem(413, problem.detail) from None


def document(most: int = MOST_VALUES) -> Document:
    """Return the request's JSON as a document, for the readers of files."""
    return Document("body", json(most))


def steps() -> Budget:
    """Return what a call may look at; what would take more is refused."""
    detail = f"This looks at more than {MOST_STEPS} values of bodies; ask for less of them."
    return Budget(MOST_STEPS, AdminProblem(422, detail))


def raw() -> bool:
    """Return whether a record is meant to be stored whatever its API makes of it."""
    word = request.args.get("raw", "false")
    if word not in ("true", "false"):
        raise AdminProblem(400, f"raw must be true or false, not {word!r}.")
    return word == "true"


def whole(name: str, default: int, most: int) -> int:
    """Return a whole number of the query."""
    text = request.args.get(name, str(default))
    if not text.isdecimal() or not int(text[:10]) <= most:
        raise AdminProblem(400, f"{name} must be a whole number from 0 to {most}, not {text!r}.")
    return int(text)
