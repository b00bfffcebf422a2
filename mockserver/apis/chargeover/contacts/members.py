"""The members of a contact, and what can be said when something is done with one."""

from mockserver.apis.chargeover.dialect import Parameters
from mockserver.core.fields.containers import Array, Object
from mockserver.core.fields.kinds import Choice, Text, Whole

DESTINATIONS = (
    "subscriptions", "invoices", "payments", "info", "paymethods", "paymethods-creditcard", "paymethods-ach",
    "password",
)  # fmt: skip
"""The pages of the customer portal that a login can lead to."""

CUSTOMS = tuple(f"custom_{n}" for n in range(1, 21))


class UserCustomer(Parameters):
    """A customer that a contact belongs to."""

    customer_id = Text(dump_only=True)
    company = Text(dump_only=True)


class User(Parameters):
    """A contact; lists show it without its customers."""

    user_id = Whole(dump_only=True)
    external_key = Text(null=True)
    username = Text()
    password = Text(load_only=True, described={"writeOnly": True})
    name = Text()
    first_name = Text()
    middle_name_glob = Text(null=True)
    last_name = Text()
    name_suffix = Text(null=True)
    title = Text()
    email = Text()
    token = Text(dump_only=True)
    phone = Text()
    mobile = Text(null=True)
    user_type_id = Whole()
    write_datetime = Text(dump_only=True)
    mod_datetime = Text(dump_only=True)
    display_as = Text(dump_only=True, described={"deprecated": True})
    url_self = Text(dump_only=True)
    user_type_name = Text(dump_only=True)
    customer_id = Whole(null=True)
    customer_external_key = Text(load_only=True)
    customer_token = Text(load_only=True)
    customers = Array(Object(UserCustomer), dump_only=True, always=False)

    class Meta:
        include = {custom: Text(null=True) for custom in CUSTOMS}


class Login(Parameters):
    """Where a login leads; to the first page of the portal without it."""

    destination = Choice(DESTINATIONS)


class Password(Parameters):
    """The password a contact gets."""

    password = Text(described={"writeOnly": True})


class Action(Login, Password):
    """What any of the actions takes."""
