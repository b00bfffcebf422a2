"""What every resource of the control plane needs: the sandbox, the tenant a request is about, its body."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import g, request
from marshmallow import RAISE, Schema, ValidationError

from mockserver.admin.problems import AdminProblem
from mockserver.core.api.model import Api
from mockserver.core.documents import Document
from mockserver.core.http.bodies import MOST_VALUES, decode_json
from mockserver.core.problems import Malformed, TooLarge
from mockserver.core.text import suggestion
from mockserver.sandbox.sandbox import Sandbox
from mockserver.sandbox.tenants import Tenant
from mockserver.scenarios.rules.matching import MOST_STEPS, Budget
from mockserver.settings import Settings


class Strict(Schema):
    """A body whose every member is known."""

    class Meta:
        unknown = RAISE


class Plane:
    """The server as the control plane sees it."""

    def __init__(self, sandbox: Sandbox, settings: Settings) -> None:
        self.sandbox = sandbox
        self.settings = settings

    def remember_tenant(self, endpoint: str | None, values: dict[str, Any] | None) -> None:
        """Take the tenant out of the path, so that a resource is written once for both of its addresses."""
        g.tenant = (values or {}).pop("tenant", None)

    def named(self) -> str | None:
        """Return the name of the tenant in the path or in `X-Mock-Tenant`."""
        name: str | None = g.tenant or request.headers.get("X-Mock-Tenant")
        return name

    def tenant(self, *, make: bool = True) -> Tenant:
        """Return the tenant of the path or of `X-Mock-Tenant`, which writing to makes where it is unknown.

        Without a name it is the only tenant there is, or before the first the defaults that new ones start with.
        """
        name = self.named()
        known = self.known_tenants()
        if name:
            if (request.method == "GET" or not make) and name not in known:
                raise AdminProblem(404, f"There is no tenant {name!r}{suggestion(name, known) or '.'}")
            return self.sandbox.tenant(name)
        if not known:
            return self.sandbox.defaults
        if len(known) == 1:
            return self.sandbox.tenant(known[0])
        raise AdminProblem(400, f"There are {len(known)} tenants: name one with X-Mock-Tenant or in the path.")

    def known_tenants(self) -> list[str]:
        """Name the tenants that were in use, or that own records from an earlier run."""
        return sorted({*self.sandbox.tenants.names(), *self.sandbox.store.tenants()})

    def api(self, name: str) -> Api:
        """Return an API by its name."""
        if name not in self.sandbox.apis:
            raise AdminProblem(404, f"There is no API {name!r}{suggestion(name, self.sandbox.apis) or '.'}")
        return self.sandbox.apis[name]


def body(most: int = MOST_VALUES) -> Any:
    """Read the request's JSON of at most so many values, whatever its content type."""
    try:
        return decode_json(request.get_data(), most)
    except Malformed as problem:
        raise AdminProblem(400, problem.detail) from None
    except TooLarge as problem:
        raise AdminProblem(413, problem.detail) from None


def steps() -> Budget:
    """Return what a call may look at; what would take more is refused."""
    return Budget(
        MOST_STEPS, AdminProblem(422, f"This looks at more than {MOST_STEPS} values of bodies; ask for less of them.")
    )


def object_body(schema: Schema) -> Mapping[str, Any]:
    """Read the request's JSON object by a schema; every wrong member is named."""
    given = body()
    try:
        loaded: Mapping[str, Any] = schema.load({} if given is None else given)
    except ValidationError as error:
        raise AdminProblem(422, "The body is not valid.", {"errors": list(_flat(error.messages, ()))}) from None
    return loaded


def _flat(messages: Any, path: tuple[str | int, ...]) -> Iterator[dict[str, Any]]:
    if isinstance(messages, dict):
        for key, value in messages.items():
            yield from _flat(value, path if key == "_schema" else (*path, key))
        return
    for message in messages:
        yield {"path": list(path), "message": message}


def document(most: int = MOST_VALUES) -> Document:
    """Read the request's JSON as a document, for the readers of files."""
    return Document("body", body(most))


def raw() -> bool:
    """Return whether a record is meant to be stored whatever its API makes of it."""
    word = request.args.get("raw", "false")
    if word not in ("true", "false"):
        raise AdminProblem(400, f"raw must be true or false, not {word!r}.")
    return word == "true"


def whole(name: str, default: int, most: int) -> int:
    """Read a whole number of the query."""
    text = request.args.get(name, str(default))
    if not text.isdecimal() or not int(text[:10]) <= most:
        raise AdminProblem(400, f"{name} must be a whole number from 0 to {most}, not {text!r}.")
    return int(text)
