"""Billing addresses."""

from mockserver.apis.chargebee.dialect import Country, Email, Parameters
from mockserver.core.fields.kinds import Choice, Text

VALIDATION = ("not_validated", "valid", "partially_valid", "invalid")


class BillingAddressParameters(Parameters):
    """Where invoices go, and where taxes are due."""

    first_name = Text(150)
    last_name = Text(150)
    email = Email()
    company = Text(250)
    phone = Text(50)
    line1 = Text(150)
    line2 = Text(150)
    line3 = Text(150)
    city = Text(50)
    state_code = Text(50)
    state = Text(50)
    zip = Text(20)
    country = Country()
    validation_status = Choice(VALIDATION)
