"""Which customers carry a tag: one or many of them tagged and untagged."""

from collections.abc import Callable

from mockserver.apis.rebilly import names, tagging, tags
from mockserver.apis.rebilly.dialect import Body, object_body, read
from mockserver.apis.rebilly.documented import DELETED, MISSING, VALIDATED, WRITE, route
from mockserver.apis.rebilly.names import existing
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import Array
from mockserver.core.fields.kinds import Text
from mockserver.core.http.reply import Reply
from mockserver.core.problems import FieldError, Invalid, NotFound
from mockserver.core.store import Record

MOST = 1000


class TaggedCustomersSchema(Body):
    """The customers to tag or untag at once."""

    customerIds = Array(Text(), MOST, least=1, required=True)


TAGGED_CUSTOMERS = TaggedCustomersSchema()

Change = Callable[[Call, Record, Record], None]


@route(
    "POST /tags/<tag>/customers/<customerId>", "tagged_customers.create", "PostTagCustomer", DELETED,
    refuses={**WRITE, **MISSING},
)  # fmt: skip
def tag_customer(call: Call) -> Reply:
    """Tag a customer."""
    return _change_one(call, tagging.put_on)


@route(
    "DELETE /tags/<tag>/customers/<customerId>", "tagged_customers.delete", "DeleteTagCustomer", DELETED,
    refuses={**WRITE, **MISSING},
)  # fmt: skip
def untag_customer(call: Call) -> Reply:
    """Untag a customer."""
    return _change_one(call, tagging.take_off)


@route(
    "POST /tags/<tag>/customers", "tagged_customers.create_many", "PostTagCustomerCollection", DELETED,
    body=TaggedCustomersSchema,
)  # fmt: skip
def tag_customers(call: Call) -> Reply:
    """Tag customers. Those that carry it are passed over."""
    return _change_many(call, tagging.put_on)


@route(
    "DELETE /tags/<tag>/customers", "tagged_customers.delete_many", "DeleteTagCustomerCollection", DELETED,
    refuses=VALIDATED, body=TaggedCustomersSchema,
)  # fmt: skip
def untag_customers(call: Call) -> Reply:
    """Untag customers. Those that do not carry it are passed over."""
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
