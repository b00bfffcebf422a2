"""The day a customer is billed on, where the site bills by the calendar."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargebee.answers import answer
from mockserver.apis.chargebee.auth import ANY_KEY
from mockserver.apis.chargebee.customers.customer_record import keep, named_customer
from mockserver.apis.chargebee.customers.customer_shapes import CustomerOnlyEnvelopeSchema
from mockserver.apis.chargebee.dialect import Parameters
from mockserver.apis.chargebee.documented import WRITE
from mockserver.apis.chargebee.payments.envelopes import customer_view
from mockserver.apis.chargebee.problems import incompatible, lacking
from mockserver.apis.chargebee.requests import read
from mockserver.apis.chargebee.site import has
from mockserver.core.api.model import Call, Response, Route
from mockserver.core.fields.kinds import Choice, Whole
from mockserver.core.http.reply import Reply

MODES = ("using_defaults", "manually_set")
WEEKDAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")


class BillingDateParameters(Parameters):
    """A day of the month or of a year, a day of the week, and whether the site's are to hold instead."""

    billing_date = Whole(1, 31)
    billing_month = Whole(1, 12)
    billing_date_mode = Choice(MODES)
    billing_day_of_week = Choice(WEEKDAYS)
    billing_day_of_week_mode = Choice(MODES)


CHANGE = BillingDateParameters()


def change_billing_date(call: Call) -> Reply:
    """Change the day a customer is billed on; a day that is given, or none by the site's defaults."""
    values = read(call, CHANGE)
    customer = named_customer(call)
    if not has(call, "calendar_billing"):
        raise incompatible("", "Calendar billing")
    if values.get("billing_month") and not (values.get("billing_date") or customer.get("billing_date")):
        raise lacking("billing_date", "cannot be blank where billing_month is given")
    changed = {
        **_changed(values, "billing_date_mode", ("billing_date", "billing_month")),
        **_changed(values, "billing_day_of_week_mode", ("billing_day_of_week",)),
    }
    return answer(customer=customer_view(call, keep(call, customer, {**customer, **changed})))


def _changed(values: Mapping[str, Any], mode: str, days: tuple[str, ...]) -> dict[str, Any]:
    """Return the members that change, with what sets them: a day by itself was set by hand."""
    if values.get(mode) == "using_defaults":
        return {mode: "using_defaults", **dict.fromkeys(days)}
    said = {name: values[name] for name in days if values.get(name) is not None}
    return {**said, mode: "manually_set"} if said or values.get(mode) else {}


routes = (
    Route(
        "POST", "/customers/<path:customer>/change_billing_date", "customers.change_billing_date",
        "change_billing_date", change_billing_date, "Change the day a customer is billed on",
        {200: Response(CustomerOnlyEnvelopeSchema), **WRITE}, ANY_KEY, BillingDateParameters,
    ),
)  # fmt: skip
