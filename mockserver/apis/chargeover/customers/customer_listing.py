"""What customers can be looked for and sorted by."""

from collections.abc import Mapping

from mockserver.apis.chargeover.customers.customer_parameters import MOST_CUSTOM
from mockserver.apis.chargeover.customers.customer_record import PARENT, SUPERUSER
from mockserver.apis.chargeover.customers.customer_view import STATUS, customer_row
from mockserver.apis.chargeover.customers.main_contact import main_contact
from mockserver.apis.chargeover.kinds import CUSTOMER
from mockserver.apis.chargeover.listing import Listing
from mockserver.apis.chargeover.where import Column, stored
from mockserver.core.api.model import Call
from mockserver.core.store import Record


def _email(call: Call, customer: Record) -> str | None:
    user = main_contact(call, customer)
    return user["email"] or None if user else None


_COLUMNS: Mapping[str, Column] = {
    "customer_id": stored("customer_id", "number", "id"),
    "parent_customer_id": stored("parent_customer_id", "number", PARENT),
    **{name: stored(name) for name in ("bill_state", "ship_state", "bill_country", "ship_country")},
    "external_key": stored("external_key", index="_external_key"),
    "token": stored("token", index="token"),
    "company": stored("company"),
    "superuser_id": stored("superuser_id", "number", SUPERUSER),
    "superuser_email": Column(_email),
    **{f"custom_{n}": stored(f"custom_{n}") for n in range(1, MOST_CUSTOM + 1)},
    "write_datetime": stored("write_datetime", "moment"),
    "mod_datetime": stored("mod_datetime", "moment"),
    "customer_status_state": Column(lambda call, customer: STATUS["customer_status_state"]),
    "customer_status_str": Column(lambda call, customer: STATUS["customer_status_str"]),
}

CUSTOMERS = Listing(CUSTOMER, _COLUMNS, customer_row)
