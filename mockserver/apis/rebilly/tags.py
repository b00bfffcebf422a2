"""Tags: names that customers can be marked with. No two tags have the same name, in whatever case."""

import re

from mockserver.apis.rebilly import names, tagging, views
from mockserver.apis.rebilly.auth import SECRET_OR_SESSION
from mockserver.apis.rebilly.documented import (
    COLLECTION_READ,
    CONFLICT,
    CREATED,
    LIMITS,
    MISSING,
    READ,
    VALIDATED,
    WRITE,
)
from mockserver.apis.rebilly.fields import Body, Choice, Shape, Text, read, resource_id
from mockserver.apis.rebilly.fields import Listing as ListField
from mockserver.apis.rebilly.filters import filterable
from mockserver.apis.rebilly.links import created
from mockserver.apis.rebilly.listing import FILTER, LIMIT, OFFSET, PAGINATION, SEARCH, SORT, Listing, page
from mockserver.apis.rebilly.requests import object_body
from mockserver.apis.rebilly.schemas import LinkSchema, Moment
from mockserver.apis.rebilly.times import written
from mockserver.core.api.model import Call, Response, Route
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Duplicate, Invalid, NotFound
from mockserver.core.store import Collection, Record

CUSTOMER = "customer"

_NAME = re.compile(r"[@~\-\.A-Za-z0-9_ \t\n\r\f\v+]+")


def _name() -> Text:
    hint = "Must hold only letters, digits, spaces and the characters @ ~ - . _ +"
    return Text(255, pattern=_NAME, hint=hint, required=True)


class TagSchema(Body):
    """A tag, for records of one type."""

    id = resource_id(dump_only=True)
    name = _name()
    type = Choice((CUSTOMER, "kyc-document", "aml-check"), required=True)
    createdTime = Moment()
    updatedTime = Moment()
    links = ListField(Shape(LinkSchema), data_key="_links", dump_only=True)


class TagNameSchema(Body):
    """What can be changed about a tag."""

    name = _name()


TAG, TAG_NAME = TagSchema(), TagNameSchema()
LISTING = Listing(names.TAGS, filterable(TAG), searched=("id", "name"))


def create_tag(call: Call) -> Reply:
    """Create a tag."""
    values, errors = read(TAG, object_body(call))
    if errors:
        raise Invalid(errors=errors)
    _refuse_taken(call, values["name"])
    now = written(call.now)
    record = {
        "id": call.mint("tag"),
        "name": values["name"],
        "type": values["type"],
        "createdTime": now,
        "updatedTime": now,
        "_name": _folded(values["name"]),
    }
    call.records.put(names.TAGS, record["id"], record)
    return created(views.tag_address(call, record["name"]), views.tag(call, record))


def list_tags(call: Call) -> Reply:
    """Return a page of tags."""
    return page(call, LISTING, lambda record: views.tag(call, record))


def get_tag(call: Call) -> Reply:
    """Return one tag."""
    return Reply.json(200, views.tag(call, existing_tag(call)))


def rename_tag(call: Call) -> Reply:
    """Return a tag another name, also where customers carry it."""
    tag = existing_tag(call)
    values, errors = read(TAG_NAME, object_body(call))
    if errors:
        raise Invalid(errors=errors)
    name = values["name"]
    if _folded(name) != _folded(tag["name"]):
        _refuse_taken(call, name)
    if name != tag["name"]:
        tag = {**tag, "name": name, "updatedTime": written(call.now), "_name": _folded(name)}
        call.records.put(names.TAGS, tag["id"], tag)
        tagging.show_renamed(call, tag)
    return Reply.json(200, views.tag(call, tag))


def delete_tag(call: Call) -> Reply:
    """Delete a tag; the customers that carry it lose it."""
    tag = existing_tag(call)
    tagging.take_off_all(call, tag)
    call.records.delete(names.TAGS, tag["id"])
    return Reply(204)


def existing_tag(call: Call) -> Record:
    """Return the tag that the path names; raise `NotFound`."""
    tag = named(call, call.arguments["tag"])
    if tag is None:
        raise NotFound("Tag not found.")
    return tag


def named(call: Call, name: str) -> Record | None:
    """Return the tag with a name, in whatever case."""
    return next(iter(call.records.lookup(names.TAGS, "_name", _folded(name))), None)


def _refuse_taken(call: Call, name: str) -> None:
    if named(call, name):
        raise Duplicate("A tag with this name exists already.")


def _folded(name: str) -> str:
    return name.casefold()


collections = (Collection(names.TAGS, indexes=("_name",)),)

routes = (
    Route(
        "GET", "/tags", "tags.list", "GetTagCollection", list_tags, "List tags",
        {200: Response(TagSchema, PAGINATION, many=True), **COLLECTION_READ},
        SECRET_OR_SESSION, query=(LIMIT, OFFSET, FILTER, SEARCH, SORT),
    ),
    Route(
        "POST", "/tags", "tags.create", "PostTag", create_tag, "Create a tag",
        {201: Response(TagSchema, CREATED), **VALIDATED, **CONFLICT},
        SECRET_OR_SESSION, body=TagSchema,
    ),
    Route(
        "GET", "/tags/<tag>", "tags.get", "GetTag", get_tag, "Get a tag by its name",
        {200: Response(TagSchema), **READ},
        SECRET_OR_SESSION,
    ),
    Route(
        "PATCH", "/tags/<tag>", "tags.update", "PatchTag", rename_tag, "Rename a tag",
        {200: Response(TagSchema, LIMITS), **VALIDATED, **MISSING, **CONFLICT},
        SECRET_OR_SESSION, body=TagNameSchema,
    ),
    Route(
        "DELETE", "/tags/<tag>", "tags.delete", "DeleteTag", delete_tag, "Delete a tag, also from customers",
        {204: Response(None, LIMITS), **WRITE, **MISSING},
        SECRET_OR_SESSION,
    ),
)  # fmt: skip
