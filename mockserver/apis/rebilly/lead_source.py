"""Where a customer came from; kept beside the customer, the first one for ever."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.rebilly import consequences, names
from mockserver.apis.rebilly.fields import Body, Listing, Shape, Text, Uri
from mockserver.apis.rebilly.schemas import LinkSchema, Moment
from mockserver.apis.rebilly.times import written
from mockserver.core.api import Call
from mockserver.core.store import Collection


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


def keep_lead_source(call: Call, customer_id: str, values: Mapping[str, Any]) -> None:
    """Keep a customer's lead source; the original stays what it was."""
    before = call.records.get(names.LEAD_SOURCES, customer_id)
    now = written(call.now)
    data = {name: values.get(name) for name in _MEMBERS}
    record = {
        **data,
        "createdTime": before["createdTime"] if before else now,
        "updatedTime": now,
        "original": before["original"] if before else data,
    }
    call.records.put(names.LEAD_SOURCES, customer_id, record)
    if before is None or any(before[name] != data[name] for name in _MEMBERS):
        consequences.lead_source_changed(call, customer_id, before, record)


collections = (Collection(names.LEAD_SOURCES),)
