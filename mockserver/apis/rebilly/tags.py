"""Tags: names that customers can be marked with. No two tags have the same name, in whatever case."""

import re

from mockserver.apis.rebilly import names, tagging, views
from mockserver.apis.rebilly.dialect import Body, Moment, linked, object_body, read, resource_id, written
from mockserver.apis.rebilly.documented import (
    CONFLICT,
    DELETED,
    LIMITS,
    MISSING,
    VALIDATED,
    WRITE,
    lists,
    made,
    many,
    route,
)
from mockserver.apis.rebilly.filters import filterable
from mockserver.apis.rebilly.query import FILTER, LIMIT, OFFSET, SEARCH, SORT, Listing, page
from mockserver.apis.rebilly.views import created
from mockserver.core.api.model import Call, Response
from mockserver.core.fields.kinds import Choice, Text
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
    links = linked()


class TagNameSchema(Body):
    """What can be changed about a tag."""

    name = _name()


TAG, TAG_NAME = TagSchema(), TagNameSchema()
LISTING = Listing(names.TAGS, filterable(TAG), searched=("id", "name"))


@route("POST /tags", "tags.create", "PostTag", made(TagSchema), refuses={**VALIDATED, **CONFLICT}, body=TagSchema)
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


@lists(
    "GET /tags", "tags.list", "GetTagCollection", many(TagSchema), query=(LIMIT, OFFSET, FILTER, SEARCH, SORT),
)  # fmt: skip
def list_tags(call: Call) -> Reply:
    """List tags."""
    return page(call, LISTING, lambda record: views.tag(call, record))


@route("GET /tags/<tag>", "tags.get", "GetTag", TagSchema)
def get_tag(call: Call) -> Reply:
    """Get a tag by its name."""
    return Reply.json(200, views.tag(call, existing_tag(call)))


@route(
    "PATCH /tags/<tag>", "tags.update", "PatchTag", {200: Response(TagSchema, LIMITS)},
    refuses={**VALIDATED, **MISSING, **CONFLICT}, body=TagNameSchema,
)  # fmt: skip
def rename_tag(call: Call) -> Reply:
    """Rename a tag."""
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


@route("DELETE /tags/<tag>", "tags.delete", "DeleteTag", DELETED, refuses={**WRITE, **MISSING})
def delete_tag(call: Call) -> Reply:
    """Delete a tag, also from customers. The customers that carry it lose it."""
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
