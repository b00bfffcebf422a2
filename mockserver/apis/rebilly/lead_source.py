"""Where a customer came from; kept beside the customer, the first one for ever."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.rebilly.fields import Body, Listing, Shape, Text, Uri
from mockserver.apis.rebilly.links import href, link
from mockserver.apis.rebilly.schemas import LinkSchema, Moment
from mockserver.apis.rebilly.times import written
from mockserver.core.api import Call

COLLECTION = "lead_sources"


def _word() -> Text:
    return Text(512, allow_none=True)


class LeadSourceDataSchema(Body):
    """What is known about where a customer came from."""

    medium = _word()
    source = _word()
    campaign = _word()
    term = _word()
    content = _word()
    affiliate = _word()
    subAffiliate = _word()
    salesAgent = _word()
    clickId = _word()
    path = _word()
    referrer = Uri(2083, allow_none=True)


class LeadSourceSchema(LeadSourceDataSchema):
    """A lead source with its times, and the first one the customer had."""

    createdTime = Moment()
    updatedTime = Moment()
    original = Shape(LeadSourceDataSchema, dump_only=True)
    links = Listing(Shape(LinkSchema), data_key="_links", dump_only=True)


_MEMBERS = tuple(LeadSourceDataSchema().fields)


def record_lead_source(call: Call, customer_id: str, values: Mapping[str, Any]) -> None:
    """Keep a customer's lead source; the original stays what it was."""
    known = call.records.get(COLLECTION, customer_id)
    now = written(call.now)
    data = {name: values.get(name) for name in _MEMBERS}
    call.records.put(
        COLLECTION,
        customer_id,
        {
            **data,
            "createdTime": known["createdTime"] if known else now,
            "updatedTime": now,
            "original": known["original"] if known else data,
        },
    )


def view(call: Call, customer_id: str) -> dict[str, Any] | None:
    """Show a customer's lead source, if it has one."""
    record = call.records.get(COLLECTION, customer_id)
    if record is None:
        return None
    links = [
        link("self", href(call, "customers", customer_id, "lead-source")),
        link("customer", href(call, "customers", customer_id)),
    ]
    return {**record, "_links": links}
