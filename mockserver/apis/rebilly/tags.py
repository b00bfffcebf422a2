"""Tags, and the customers that carry them. No two tags have the same name, in whatever case."""

import re
from collections.abc import Callable
from typing import Any

from mockserver.apis.rebilly import consequences, names, views
from mockserver.apis.rebilly.dialect import Body, Moment, linked, object_body, read, resource_id, times, valid, written
from mockserver.apis.rebilly.names import existing
from mockserver.apis.rebilly.query import FILTER, LIMIT, OFFSET, SEARCH, SORT
from mockserver.apis.rebilly.resource import CONFLICT, DELETED, LIMITS, MISSING, VALIDATED, WRITE, Resource, made, route
from mockserver.apis.rebilly.views import created
from mockserver.core.api.model import Call, Response
from mockserver.core.fields.containers import Array
from mockserver.core.fields.kinds import Choice, Text
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Duplicate, FieldError, Invalid, NotFound
from mockserver.core.store import Collection, Record

CUSTOMER = "customer"
MOST_AT_ONCE = 1000
"""Customers that are tagged or untagged by one request."""

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


class TaggedCustomersSchema(Body):
    """The customers to tag or untag at once."""

    customerIds = Array(Text(), MOST_AT_ONCE, least=1, required=True)


_TAG, _TAG_NAME, _TAGGED_CUSTOMERS = TagSchema(), TagNameSchema(), TaggedCustomersSchema()

Change = Callable[[Call, Record, Record], None]


@route("POST /tags", "tags.create", "PostTag", made(TagSchema), refuses={**VALIDATED, **CONFLICT}, body=TagSchema)
def create_tag(call: Call) -> Reply:
    """Create a tag."""
    values = valid(call, _TAG)
    _refuse_taken(call, values["name"])
    record = {
        "id": call.mint("tag"),
        "name": values["name"],
        "type": values["type"],
        **times(call),
        "_name": _folded(values["name"]),
    }
    call.records.put(names.TAGS, record["id"], record)
    return created(views.tag_address(call, record["name"]), views.tag(call, record))


@route(
    "PATCH /tags/<tag>", "tags.update", "PatchTag", {200: Response(TagSchema, LIMITS)},
    refuses={**VALIDATED, **MISSING, **CONFLICT}, body=TagNameSchema,
)  # fmt: skip
def rename_tag(call: Call) -> Reply:
    """Rename a tag."""
    tag = _TAGS.found(call)
    name = valid(call, _TAG_NAME)["name"]
    if _folded(name) != _folded(tag["name"]):
        _refuse_taken(call, name)
    if name != tag["name"]:
        tag = {**tag, "name": name, "updatedTime": written(call.now), "_name": _folded(name)}
        call.records.put(names.TAGS, tag["id"], tag)
        _show_renamed(call, tag)
    return Reply.json(200, views.tag(call, tag))


def _named(call: Call, name: str) -> Record | None:
    """Return the tag with a name, in whatever case."""
    return next(iter(call.records.lookup(names.TAGS, "_name", _folded(name))), None)


def _id(call: Call) -> str:
    """Return the id of the tag that the path names; nothing where there is none."""
    tag = _named(call, call.arguments["tag"])
    return tag["id"] if tag else ""


def _refuse_taken(call: Call, name: str) -> None:
    if _named(call, name):
        raise Duplicate("A tag with this name exists already.")


def _folded(name: str) -> str:
    return name.casefold()


@route(
    "POST /tags/<tag>/customers/<customerId>", "tagged_customers.create", "PostTagCustomer", DELETED,
    refuses={**WRITE, **MISSING},
)  # fmt: skip
def tag_customer(call: Call) -> Reply:
    """Tag a customer."""
    return _change_one(call, _put_on)


@route(
    "DELETE /tags/<tag>/customers/<customerId>", "tagged_customers.delete", "DeleteTagCustomer", DELETED,
    refuses={**WRITE, **MISSING},
)  # fmt: skip
def untag_customer(call: Call) -> Reply:
    """Untag a customer."""
    return _change_one(call, _take_off)


@route(
    "POST /tags/<tag>/customers", "tagged_customers.create_many", "PostTagCustomerCollection", DELETED,
    body=TaggedCustomersSchema,
)  # fmt: skip
def tag_customers(call: Call) -> Reply:
    """Tag customers. Those that carry it are passed over."""
    return _change_many(call, _put_on)


@route(
    "DELETE /tags/<tag>/customers", "tagged_customers.delete_many", "DeleteTagCustomerCollection", DELETED,
    refuses=VALIDATED, body=TaggedCustomersSchema,
)  # fmt: skip
def untag_customers(call: Call) -> Reply:
    """Untag customers. Those that do not carry it are passed over."""
    return _change_many(call, _take_off)


def _change_one(call: Call, change: Change) -> Reply:
    tag = _customers_tag(call)
    if tag is None:
        raise NotFound("Tag not found.")
    change(call, existing(call, names.CUSTOMERS, call.arguments["customerId"], "Customer"), tag)
    return Reply(204)


def _change_many(call: Call, change: Change) -> Reply:
    """Change all customers or none. Rebilly documents no 404 here, so what is unknown is invalid."""
    values, errors = read(_TAGGED_CUSTOMERS, object_body(call))
    tag = _customers_tag(call)
    if tag is None:
        errors.append(FieldError("tag", f"Tag must exist and be of the type {CUSTOMER}."))
    ids = values.get("customerIds", [])
    if not errors:
        errors = [
            FieldError(f"customerIds.{index}", "Customer must exist.")
            for index, id in enumerate(ids)
            if call.records.get(names.CUSTOMERS, id) is None
        ]
    if tag is None or errors:
        raise Invalid(errors=errors)
    for id in ids:
        change(call, existing(call, names.CUSTOMERS, id, "Customer"), tag)
    return Reply(204)


def _customers_tag(call: Call) -> Record | None:
    """Return the tag of the path; one of another type is none for customers."""
    tag = _named(call, call.arguments["tag"])
    return tag if tag and tag["type"] == CUSTOMER else None


def _put_on(call: Call, customer: Record, tag: Record) -> None:
    """Let a customer carry a tag; one that carries it stays as it is."""
    if _carries(customer, tag):
        return
    _retag(call, customer, [*customer["tags"], views.public(tag)])
    consequences.customer_tagged(call, customer["id"], tag["name"])


def _take_off(call: Call, customer: Record, tag: Record) -> None:
    """Let a customer carry a tag no longer; one that does not stays as it is."""
    if not _carries(customer, tag):
        return
    _retag(call, customer, [entry for entry in customer["tags"] if entry["id"] != tag["id"]])
    consequences.customer_untagged(call, customer["id"], tag["name"])


def _take_off_all(call: Call, tag: Record) -> None:
    """Take a tag off every customer."""
    for customer in _carriers(call, tag):
        _take_off(call, customer, tag)


def _show_renamed(call: Call, tag: Record) -> None:
    """Let every customer that carries a tag show its present name. The customers themselves are not changed by it."""
    for customer in _carriers(call, tag):
        tags = [views.public(tag) if entry["id"] == tag["id"] else entry for entry in customer["tags"]]
        call.records.put(names.CUSTOMERS, customer["id"], {**customer, "tags": tags})


def united(first: Record, second: Record) -> list[dict[str, Any]]:
    """Return the tags of two customers, each once."""
    tags = {entry["id"]: entry for entry in [*first["tags"], *second["tags"]]}
    return list(tags.values())


def _carriers(call: Call, tag: Record) -> list[Record]:
    return call.records.lookup(names.CUSTOMERS, "tags.id", tag["id"])


def _carries(customer: Record, tag: Record) -> bool:
    return any(entry["id"] == tag["id"] for entry in customer["tags"])


def _retag(call: Call, customer: Record, tags: list[dict[str, Any]]) -> None:
    changed = {
        **customer,
        "tags": tags,
        "revision": customer["revision"] + 1,
        "updatedTime": written(call.now),
    }
    call.records.put(names.CUSTOMERS, customer["id"], changed)


_TAGS = Resource(
    names.TAGS, "tags", "Tag", "Tag", TagSchema, views.tag, searched=("id", "name"), one="tags/<tag>", key=_id
)  # fmt: skip

routes = (
    _TAGS.lists("List tags", LIMIT, OFFSET, FILTER, SEARCH, SORT),
    _TAGS.get("Get a tag by its name"),
    _TAGS.delete("Delete a tag, also from customers", {**WRITE, **MISSING}, first=_take_off_all),
)
collections = (Collection(names.TAGS, indexes=("_name",)),)
