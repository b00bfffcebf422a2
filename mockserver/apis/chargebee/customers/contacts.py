"""A customer's contacts: fewer than ten when one is added, kept in the customer in the order they came."""

from collections.abc import Mapping, Sequence
from typing import Any

from mockserver.apis.chargebee import stamps
from mockserver.apis.chargebee.answers import envelope, list_of, route
from mockserver.apis.chargebee.customers.members import Contact, CustomerEnvelope
from mockserver.apis.chargebee.dialect import Email, Parameters
from mockserver.apis.chargebee.listing import PageParameters, page_of
from mockserver.apis.chargebee.payments.sources import customer_answer
from mockserver.apis.chargebee.problems import NotPresent, Taken, beyond, blank
from mockserver.apis.chargebee.records import keep, named_customer
from mockserver.apis.chargebee.requests import read
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import Object, shape_of
from mockserver.core.fields.kinds import Text
from mockserver.core.http.reply import Reply
from mockserver.core.store import Record


class ContactChange(Contact):
    """A change of a contact: what is not said stays."""

    id = Text(150, required=True)
    email = Email()


class NamedContact(ContactChange):
    """Which contact is meant."""

    takes = ("id",)


class AddContact(Parameters):
    """A contact to add."""

    contact = Object(Contact, required=True)


class UpdateContact(Parameters):
    """A contact to change."""

    contact = Object(ContactChange, required=True)


class DeleteContact(Parameters):
    """A contact to take away."""

    contact = Object(NamedContact, required=True)


LIST, ADD, UPDATE, DELETE = PageParameters(), AddContact(), UpdateContact(), DeleteContact()

MOST = 10

_MEMBERS = ("id", "first_name", "last_name", "email", "phone", "label")
_SWITCHES = ("enabled", "send_account_email", "send_billing_email")


@route(
    "GET /customers/<path:customer>/contacts", "contacts.list", "list_of_contacts_for_a_customer",
    list_of(envelope(contact=shape_of(Contact))), query=LIST,
)  # fmt: skip
def list_contacts(call: Call) -> Reply:
    """List a customer's contacts. They stand in the order they came."""
    values = read(call, LIST)
    return page_of(call, values, "contact", named_customer(call).get("contacts") or ())


@route(
    "POST /customers/<path:customer>/add_contact", "contacts.create", "add_contacts_to_a_customer", CustomerEnvelope,
    body=ADD,
)  # fmt: skip
def add_contact(call: Call) -> Reply:
    """Add a contact to a customer."""
    said = read(call, ADD)["contact"]
    customer = named_customer(call)
    contacts = customer.get("contacts") or ()
    if len(contacts) >= MOST:
        text = f"The customer has {len(contacts)} contacts, and cannot have more than {MOST}"
        raise beyond("", text)
    id = said.get("id") or stamps.mint_short(call)
    if any(contact["id"] == id for contact in contacts):
        raise Taken(f"The value {id} is already present.", param="contact[id]")
    return _save(call, customer, [*contacts, _contact({**said, "id": id})])


@route(
    "POST /customers/<path:customer>/update_contact", "contacts.update", "update_contacts_for_a_customer",
    CustomerEnvelope, body=UPDATE,
)  # fmt: skip
def update_contact(call: Call) -> Reply:
    """Change a customer's contact. An empty value takes a member away."""
    said = read(call, UPDATE)["contact"]
    if said.get("email", "") is None:
        raise blank("contact[email]")
    customer = named_customer(call)
    before = _named(customer, said["id"])
    after = _contact({**before, **said})
    return _save(call, customer, [after if contact is before else contact for contact in customer["contacts"]])


@route(
    "POST /customers/<path:customer>/delete_contact", "contacts.delete", "delete_contacts_for_a_customer",
    CustomerEnvelope, body=DELETE,
)  # fmt: skip
def delete_contact(call: Call) -> Reply:
    """Take a contact away from a customer."""
    said = read(call, DELETE)["contact"]
    customer = named_customer(call)
    gone = _named(customer, said["id"])
    return _save(call, customer, [contact for contact in customer["contacts"] if contact is not gone])


def _contact(values: Mapping[str, Any]) -> dict[str, Any]:
    """Write a contact: what is not set is left out, and what is not switched on is off."""
    members = {name: values[name] for name in _MEMBERS if values.get(name) is not None}
    return {**members, **{name: bool(values.get(name)) for name in _SWITCHES}, "object": "contact"}


def _named(customer: Record, id: str) -> Record:
    """Return a customer's contact; raise `NotPresent`."""
    contacts: Sequence[Record] = customer.get("contacts") or ()
    for contact in contacts:
        if contact["id"] == id:
            return contact
    raise NotPresent("Contact is not present", param="contact[id]")


def _save(call: Call, customer: Record, contacts: Sequence[Record]) -> Reply:
    return customer_answer(call, keep(call, customer, {**customer, "contacts": contacts or None}))
