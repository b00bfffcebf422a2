"""Which customers carry a tag: one or many of them tagged and untagged."""

from collections.abc import Callable

from mockserver.apis.rebilly import names, tagging, tags
from mockserver.apis.rebilly.auth import SECRET_OR_SESSION
from mockserver.apis.rebilly.documented import LIMITS, MISSING, VALIDATED, WRITE
from mockserver.apis.rebilly.fields import Body, Listing, Text, read
from mockserver.apis.rebilly.requests import existing, object_body
from mockserver.core.api.model import Call, Response, Route
from mockserver.core.http.reply import Reply
from mockserver.core.problems import FieldError, Invalid, NotFound
from mockserver.core.store import Record

MOST = 1000


class TaggedCustomersSchema(Body):
    """The customers to tag or untag at once."""

    customerIds = Listing(Text(), (1, MOST), required=True)


TAGGED_CUSTOMERS = TaggedCustomersSchema()

Change = Callable[[Call, Record, Record], None]


def tag_customer(call: Call) -> Reply:
    """Put a tag on a customer."""
    return _change_one(call, tagging.put_on)


def untag_customer(call: Call) -> Reply:
    """Take a tag off a customer."""
    return _change_one(call, tagging.take_off)


def tag_customers(call: Call) -> Reply:
    """Put a tag on customers; those that carry it are passed over."""
    return _change_many(call, tagging.put_on)


def untag_customers(call: Call) -> Reply:
    """Take a tag off customers; those that do not carry it are passed over."""
    return _change_many(call, tagging.take_off)


def _change_one(call: Call, change: Change) -> Reply:
    tag = _customers_tag(call)
    if tag is None:
        raise NotFound("Tag not found.")
    change(call, existing(call, names.CUSTOMERS, call.arguments["customerId"], "Customer"), tag)
    return Reply(204)


def _change_many(call: Call, change: Change) -> Reply:
    """Change all customers or none. Rebilly documents no 404 here, so what is unknown is invalid."""
    values, errors = read(TAGGED_CUSTOMERS, object_body(call))
    tag = _customers_tag(call)
    if tag is None:
        errors.append(FieldError("tag", f"Tag must exist and be of the type {tags.CUSTOMER}."))
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
    tag = tags.named(call, call.arguments["tag"])
    return tag if tag and tag["type"] == tags.CUSTOMER else None


routes = (
    Route(
        "POST", "/tags/<tag>/customers", "tagged_customers.create_many", "PostTagCustomerCollection", tag_customers,
        "Tag customers",
        {204: Response(None, LIMITS), **VALIDATED},
        SECRET_OR_SESSION, body=TaggedCustomersSchema,
    ),
    Route(
        "DELETE", "/tags/<tag>/customers", "tagged_customers.delete_many", "DeleteTagCustomerCollection",
        untag_customers, "Untag customers",
        {204: Response(None, LIMITS), **VALIDATED},
        SECRET_OR_SESSION, body=TaggedCustomersSchema,
    ),
    Route(
        "POST", "/tags/<tag>/customers/<customerId>", "tagged_customers.create", "PostTagCustomer", tag_customer,
        "Tag a customer",
        {204: Response(None, LIMITS), **WRITE, **MISSING},
        SECRET_OR_SESSION,
    ),
    Route(
        "DELETE", "/tags/<tag>/customers/<customerId>", "tagged_customers.delete", "DeleteTagCustomer",
        untag_customer, "Untag a customer",
        {204: Response(None, LIMITS), **WRITE, **MISSING},
        SECRET_OR_SESSION,
    ),
)  # fmt: skip
