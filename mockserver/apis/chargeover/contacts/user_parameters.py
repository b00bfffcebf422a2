"""What a contact can be made of, and what can be said when something is done with one."""

from mockserver.apis.chargeover.parameters import Choice, Parameters, Text, Whole

DESTINATIONS = (
    "subscriptions", "invoices", "payments", "info", "paymethods", "paymethods-creditcard", "paymethods-ach",
    "password",
)  # fmt: skip
"""The pages of the customer portal that a login can lead to."""


class UserParameters(Parameters):
    """The members of a contact that a request can say."""

    external_key = Text()
    username = Text()
    password = Text(writeOnly=True)
    name = Text()
    first_name = Text()
    middle_name_glob = Text()
    last_name = Text()
    name_suffix = Text()
    title = Text()
    email = Text()
    phone = Text()
    mobile = Text()
    user_type_id = Whole()
    customer_id = Whole()
    customer_external_key = Text()
    customer_token = Text()

    class Meta:
        include = {f"custom_{n}": Text() for n in range(1, 21)}


class LoginParameters(Parameters):
    """Where a login leads; to the first page of the portal without it."""

    destination = Choice(DESTINATIONS)


class PasswordParameters(Parameters):
    """The password a contact gets."""

    password = Text(writeOnly=True)


class ActionParameters(LoginParameters, PasswordParameters):
    """What any of the actions takes."""
