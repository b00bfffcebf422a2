"""Websites: the shops customers belong to."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.rebilly import names, views
from mockserver.apis.rebilly.custom_fields.rules import check_values
from mockserver.apis.rebilly.dialect import Body, Moment, linked, object_body, read, resource_id, times
from mockserver.apis.rebilly.query import FILTER, LIMIT, OFFSET, SEARCH, SORT
from mockserver.apis.rebilly.resource import CONFLICT, MISSING, VALIDATED, WRITE, Resource
from mockserver.core.api.model import Call, Response
from mockserver.core.fields.containers import Array, Object, OpenObject
from mockserver.core.fields.kinds import Flag, StrictEmail, Text, Whole
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
    links = linked()


_WEBSITE = WebsiteSchema()

_DEFAULTS: Mapping[str, Any] = {"customFields": {}, "settings": {}, "logoId": None}
"""What the members a body may leave out are without it."""


def _save(call: Call, id: str | None, before: Record | None) -> Record:
    values, errors = read(_WEBSITE, object_body(call))
    kept = {name: before[name] for name in _DEFAULTS} if before and call.settings["put"] == "merge" else {}
    values = {**_DEFAULTS, **kept, **values}
    custom = check_values(call, "websites", values["customFields"], errors)
    if errors:
        raise Invalid(errors=errors)
    record = {
        "id": id or call.mint("web"),
        "name": values["name"],
        "url": values["url"],
        "servicePhone": values["servicePhone"],
        "serviceEmail": values["serviceEmail"],
        **times(call, before),
        "customFields": custom,
        "settings": values["settings"],
        "logoId": values["logoId"],
        "logoUrl": None,
        "organizationId": call.tenant,
    }
    call.records.put(names.WEBSITES, record["id"], record)
    return record


def _refuse_used(call: Call, record: Record) -> None:
    if call.records.lookup(names.CUSTOMERS, "websiteId", record["id"]):
        raise Conflict("Website has customers and cannot be deleted.")


_WEBSITES = Resource(
    names.WEBSITES, "websites", "Website", "Website", WebsiteSchema, views.website,
    searched=("id", "name", "url", "servicePhone", "serviceEmail"),
)  # fmt: skip

routes = (
    _WEBSITES.create("Create a website", _save),
    _WEBSITES.upsert("Create or replace a website", _save, refuses={**VALIDATED, **MISSING}),
    _WEBSITES.lists("List websites", LIMIT, OFFSET, SEARCH, FILTER, SORT),
    _WEBSITES.get("Get a website"),
    _WEBSITES.delete("Delete a website", {**WRITE, **MISSING, **CONFLICT}, {204: Response()}, _refuse_used),
)
collections = (Collection(names.WEBSITES),)
