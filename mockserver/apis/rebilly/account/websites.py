"""Websites: the shops customers belong to."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.rebilly import names, views
from mockserver.apis.rebilly.custom_fields import values as custom_field_values
from mockserver.apis.rebilly.dialect import Body, read, resource_id
from mockserver.apis.rebilly.documented import (
    CONFLICT,
    CREATED,
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
from mockserver.apis.rebilly.links import created, href
from mockserver.apis.rebilly.query import FILTER, LIMIT, OFFSET, SEARCH, SORT, Listing, page
from mockserver.apis.rebilly.requests import existing, object_body, own_id
from mockserver.apis.rebilly.schemas import LinkSchema, Moment
from mockserver.apis.rebilly.times import written
from mockserver.core.api.model import Call, Response
from mockserver.core.fields.containers import Array, Object, OpenObject
from mockserver.core.fields.kinds import Flag, StrictEmail, Text, Whole
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Conflict, Invalid
from mockserver.core.store import Collection, Record


class DepositFormThemeSchema(Body):
    """How a deposit form looks."""

    colorPrimary = Text(6, allow_none=True)
    colorSecondary = Text(6, allow_none=True)
    buttonTemplate = Text(100, allow_none=True)


class DepositFormSchema(Body):
    """The deposit form."""

    theme = Object(DepositFormThemeSchema, allow_none=True)


class PaymentFormFeaturesSchema(Body):
    """What the hosted payment form offers."""

    showCoupons = Array(Text(), allow_none=True)
    fullPageRedirect = Flag(allow_none=True)
    skipRedirectOnPaymentComplete = Flag(allow_none=True)
    hideZeroAmountSummaryItems = Flag(allow_none=True)


class PaymentFormSchema(Body):
    """The hosted payment form."""

    css = Text(allow_none=True)
    theme = OpenObject(allow_none=True)
    features = Object(PaymentFormFeaturesSchema, allow_none=True)


class AmplitudeSchema(Body):
    """Analytics of hosted pages."""

    tracking = Flag()
    apiKey = Text(50, least=20, allow_none=True)


class PayoutRequestSchema(Body):
    """When payout requests become ready by themselves."""

    automaticReadinessEnabled = Flag()
    pendingPeriodHours = Whole(1, 8760)
    automaticReadinessTime = Text()
    automaticReadinessLastExecutedAt = Moment(allow_none=True)


class WebsiteSettingsSchema(Body):
    """The settings of a website."""

    depositForm = Object(DepositFormSchema)
    paymentForm = Object(PaymentFormSchema)
    amplitude = Object(AmplitudeSchema)
    payoutRequest = Object(PayoutRequestSchema)


class WebsiteSchema(Body):
    """A website."""

    id = resource_id(dump_only=True)
    name = Text(required=True)
    url = Text(required=True)
    servicePhone = Text(required=True)
    serviceEmail = StrictEmail(required=True)
    createdTime = Moment()
    updatedTime = Moment()
    customFields = OpenObject()
    settings = Object(WebsiteSettingsSchema)
    logoId = resource_id(allow_none=True)
    logoUrl = Text(dump_only=True, allow_none=True)
    organizationId = resource_id(dump_only=True)
    links = Array(Object(LinkSchema), data_key="_links", dump_only=True)


WEBSITE = WebsiteSchema()
LISTING = Listing(names.WEBSITES, filterable(WEBSITE), searched=("id", "name", "url", "servicePhone", "serviceEmail"))

_DEFAULTS: Mapping[str, Any] = {"customFields": {}, "settings": {}, "logoId": None}
"""What the members a body may leave out are without it."""


@route("POST /websites", "websites.create", "PostWebsite", made(WebsiteSchema), body=WebsiteSchema)
def create_website(call: Call) -> Reply:
    """Create a website."""
    record = _save(call, call.mint("web"), None)
    return created(href(call, "websites", record["id"]), views.website(call, record))


@route(
    "PUT /websites/<id>", "websites.upsert", "PutWebsite",
    {200: Response(WebsiteSchema, LIMITS), 201: Response(WebsiteSchema, CREATED)}, refuses={**VALIDATED, **MISSING},
    body=WebsiteSchema,
)  # fmt: skip
def upsert_website(call: Call) -> Reply:
    """Create or replace a website."""
    before = call.records.get(names.WEBSITES, call.arguments["id"])
    record = _save(call, own_id(call, before), before)
    shown = views.website(call, record)
    return Reply.json(200, shown) if before else created(href(call, "websites", record["id"]), shown)


@lists(
    "GET /websites", "websites.list", "GetWebsiteCollection", many(WebsiteSchema),
    query=(LIMIT, OFFSET, SEARCH, FILTER, SORT),
)  # fmt: skip
def list_websites(call: Call) -> Reply:
    """List websites."""
    return page(call, LISTING, lambda record: views.website(call, record))


@route("GET /websites/<id>", "websites.get", "GetWebsite", WebsiteSchema)
def get_website(call: Call) -> Reply:
    """Get a website."""
    return Reply.json(200, views.website(call, existing(call, names.WEBSITES, call.arguments["id"], "Website")))


@route(
    "DELETE /websites/<id>", "websites.delete", "DeleteWebsite", {204: Response()},
    refuses={**WRITE, **MISSING, **CONFLICT},
)  # fmt: skip
def delete_website(call: Call) -> Reply:
    """Delete a website."""
    record = existing(call, names.WEBSITES, call.arguments["id"], "Website")
    if call.records.lookup(names.CUSTOMERS, "websiteId", record["id"]):
        raise Conflict("Website has customers and cannot be deleted.")
    call.records.delete(names.WEBSITES, record["id"])
    return Reply(204)


def _save(call: Call, id: str, before: Record | None) -> Record:
    values, errors = read(WEBSITE, object_body(call))
    kept = {name: before[name] for name in _DEFAULTS} if before and call.settings["put"] == "merge" else {}
    values = {**_DEFAULTS, **kept, **values}
    custom = custom_field_values.check(call, "websites", values["customFields"], errors)
    if errors:
        raise Invalid(errors=errors)
    record = _record(call, id, before, {**values, "customFields": custom})
    call.records.put(names.WEBSITES, id, record)
    return record


def _record(call: Call, id: str, before: Record | None, values: Mapping[str, Any]) -> Record:
    now = written(call.now)
    return {
        "id": id,
        "name": values["name"],
        "url": values["url"],
        "servicePhone": values["servicePhone"],
        "serviceEmail": values["serviceEmail"],
        "createdTime": before["createdTime"] if before else now,
        "updatedTime": now,
        "customFields": values["customFields"],
        "settings": values["settings"],
        "logoId": values["logoId"],
        "logoUrl": None,
        "organizationId": call.tenant,
    }


collections = (Collection(names.WEBSITES),)
