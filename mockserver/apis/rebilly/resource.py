"""What Rebilly documents of operations of a kind, and resources, from whose declarations plain operations follow."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from marshmallow import Schema

from mockserver.apis.rebilly.auth import SECRET_OR_SESSION
from mockserver.apis.rebilly.dialect import LONGEST_ID, RESOURCE_ID, Body
from mockserver.apis.rebilly.filters import filterable
from mockserver.apis.rebilly.names import existing
from mockserver.apis.rebilly.problems import ProblemSchema, ValidationProblemSchema
from mockserver.apis.rebilly.query import FIELDS, Listing, only, page
from mockserver.apis.rebilly.views import created, href
from mockserver.core.api.model import Call, Operation, QueryParameter, Response, Route, declared
from mockserver.core.api.routes import Responses, Routes
from mockserver.core.http.reply import Reply
from mockserver.core.problems import FieldError, Invalid
from mockserver.core.store import Record

PAGINATION = ("Pagination-Total", "Pagination-Limit", "Pagination-Offset")
LIMITS = ("X-RateLimit-Limit", "X-RateLimit-Remaining")
CREATED = ("Location", *LIMITS)

_REFUSED: Mapping[int, Response] = {401: Response(ProblemSchema), 403: Response(ProblemSchema)}

COLLECTION_READ = _REFUSED
READ = {**_REFUSED, 404: Response(ProblemSchema)}
WRITE = {**_REFUSED, 429: Response(ProblemSchema, ("X-RateLimit-Retry-After",))}
VALIDATED = {**WRITE, 422: Response(ValidationProblemSchema)}
CONFLICT = {409: Response(ProblemSchema)}
MISSING = {404: Response(ProblemSchema)}

DELETED = {204: Response(None, LIMITS)}

route = Routes(
    SECRET_OR_SESSION, {"GET": READ, "POST": VALIDATED, "PUT": VALIDATED, "PATCH": VALIDATED, "DELETE": WRITE}
)

lists = Routes(SECRET_OR_SESSION, {"GET": COLLECTION_READ})


def many(schema: type[Schema]) -> Mapping[int, Response]:
    """Document an operation that answers a page."""
    return {200: Response(schema, PAGINATION, many=True)}


def made(schema: type[Schema]) -> Mapping[int, Response]:
    """Document an operation that creates."""
    return {201: Response(schema, CREATED)}


View = Callable[[Call, Record], Mapping[str, Any]]

Save = Callable[[Call, str | None, Record | None], Record]
"""Checks the body of a request and stores the record it makes, under an id, in place of one that was there before.

A record without an id is given one after its body was read.
"""


def _id_of_path(call: Call) -> str:
    return call.arguments["id"]


@dataclass(frozen=True)
class Resource:
    """A kind of records: where they are, and what the provider and we call them.

    Its methods declare an operation each, by the summary of its documents.
    """

    collection: str
    path: str
    named: str
    """What ids of operations call one."""
    called: str
    """What refusals call one."""
    schema: type[Body]
    view: View
    searched: Sequence[str] = ()
    """Members in which a free text is looked for."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """Other names of members in filters."""
    one: str = ""
    """The path of a single one, where it does not end in its id below that of all."""
    key: Callable[[Call], str] = _id_of_path
    """Returns the id of the record that the path of a request leads to."""

    @cached_property
    def listing(self) -> Listing:
        """Return what lists of it can be asked."""
        return Listing(self.collection, filterable(self.schema(), self.aliases), self.searched)

    def found(self, call: Call) -> Record:
        """Return the record that the path leads to; raise `NotFound`."""
        return existing(call, self.collection, self.key(call), self.called)

    def address(self, call: Call, record: Record) -> str:
        """Return the address of a record that goes by its id."""
        return href(call, self.path, record["id"])

    def create(self, summary: str, save: Save, **more: Any) -> Route:
        """Declare that records are created."""

        def handler(call: Call) -> Reply:
            record = save(call, None, None)
            return created(self.address(call, record), self.view(call, record))

        address = f"POST /{self.path}"
        return self._route(address, "create", f"Post{self.named}", made(self.schema), handler, summary, more)

    def upsert(self, summary: str, save: Save, limits: Sequence[str] = LIMITS, **more: Any) -> Route:
        """Declare that records are created or replaced under ids of the client's choice."""

        def handler(call: Call) -> Reply:
            before = call.records.get(self.collection, call.arguments["id"])
            record = save(call, own_id(call, before), before)
            shown = self.view(call, record)
            return Reply.json(200, shown) if before else created(self.address(call, record), shown)

        answers = {200: Response(self.schema, limits), 201: Response(self.schema, CREATED)}
        return self._route(self._single("PUT"), "upsert", f"Put{self.named}", answers, handler, summary, more)

    def lists(self, summary: str, *query: QueryParameter) -> Route:
        """Declare that records are listed."""
        picks = FIELDS in query

        def handler(call: Call) -> Reply:
            wanted = call.query.get("fields") if picks else None
            return page(call, self.listing, lambda record: only(self.view(call, record), wanted))

        declare = lists(
            f"GET /{self.path}",
            f"{self.collection}.list",
            f"Get{self.named}Collection",
            many(self.schema),
            query=query,
            summary=summary,
        )
        return declared(declare(handler))[0]

    def get(self, summary: str, *query: QueryParameter, **more: Any) -> Route:
        """Declare that a record is read."""
        picks = FIELDS in query

        def handler(call: Call) -> Reply:
            wanted = call.query.get("fields") if picks else None
            return Reply.json(200, only(self.view(call, self.found(call)), wanted))

        answers = {200: Response(self.schema)}
        more = {"query": query, **more}
        return self._route(self._single("GET"), "get", f"Get{self.named}", answers, handler, summary, more)

    def delete(
        self,
        summary: str,
        refuses: Responses,
        answers: Responses = DELETED,
        first: Callable[[Call, Record], None] | None = None,
    ) -> Route:
        """Declare that a record is deleted, once `first` was done, which can raise why it cannot be."""

        def handler(call: Call) -> Reply:
            record = self.found(call)
            if first:
                first(call, record)
            call.records.delete(self.collection, record["id"])
            return Reply(204)

        more = {"refuses": refuses}
        return self._route(self._single("DELETE"), "delete", f"Delete{self.named}", answers, handler, summary, more)

    def _single(self, method: str) -> str:
        return f"{method} /{self.one or f'{self.path}/<id>'}"

    def _route(
        self,
        address: str,
        verb: str,
        operation_id: str,
        answers: Responses,
        handler: Operation,
        summary: str,
        more: Mapping[str, Any],
    ) -> Route:
        body = self.schema if verb in ("create", "upsert") else None
        operation = f"{self.collection}.{verb}"
        declare = route(address, operation, operation_id, answers, body=body, summary=summary, **more)
        return declared(declare(handler))[0]


def own_id(call: Call, before: Record | None) -> str:
    """Return the id of the path for a record that is put there; raise `Invalid` for one that cannot be an id."""
    id = call.arguments["id"]
    if before is None and (len(id) > LONGEST_ID or not RESOURCE_ID.fullmatch(id)):
        message = f"Must be at most {LONGEST_ID} letters, digits and the characters @ ~ - . _"
        raise Invalid(errors=[FieldError("id", message)])
    return id
