"""What can be said about a contact."""

from mockserver.apis.chargebee.dialect import Email, Parameters
from mockserver.core.fields.containers import Object
from mockserver.core.fields.kinds import Flag, Text


class ContactParameters(Parameters):
    """A new contact."""

    id = Text(150)
    first_name = Text(150)
    last_name = Text(150)
    email = Email(required=True)
    phone = Text(50)
    label = Text(50)
    enabled = Flag()
    send_billing_email = Flag()
    send_account_email = Flag()


class ContactChangeParameters(ContactParameters):
    """A change of a contact: what is not said stays."""

    id = Text(150, required=True)
    email = Email()


class NamedContactParameters(Parameters):
    """Which contact is meant."""

    id = Text(150, required=True)


class AddContactParameters(Parameters):
    """A contact to add."""

    contact = Object(ContactParameters, required=True)


class UpdateContactParameters(Parameters):
    """A contact to change."""

    contact = Object(ContactChangeParameters, required=True)


class DeleteContactParameters(Parameters):
    """A contact to take away."""

    contact = Object(NamedContactParameters, required=True)
