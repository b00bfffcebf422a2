"""A customer's contacts: fewer than ten when one is added, kept in the customer in the order they came."""

from collections.abc import Mapping, Sequence
from typing import Any

from mockserver.apis.chargebee.auth import ANY_KEY
from mockserver.apis.chargebee.customers.contact_parameters import (
    AddContactParameters,
    DeleteContactParameters,
    UpdateContactParameters,
)
from mockserver.apis.chargebee.customers.contact_shapes import ContactEnvelopeSchema
from mockserver.apis.chargebee.customers.customer_record import keep, named_customer
from mockserver.apis.chargebee.customers.customer_shapes import CustomerEnvelopeSchema
from mockserver.apis.chargebee.documented import READ, WRITE, queries
from mockserver.apis.chargebee.identifiers import mint_short
from mockserver.apis.chargebee.listing import PageParameters, page_of
from mockserver.apis.chargebee.payments.envelopes import customer_answer
from mockserver.apis.chargebee.problems import NotPresent, Taken, blank, wrong
from mockserver.apis.chargebee.requests import read
from mockserver.apis.chargebee.shapes import list_of
from mockserver.core.api.model import Call, Response, Route
from mockserver.core.http.reply import Reply
from mockserver.core.store import Record

LIST, ADD, UPDATE, DELETE = (
    PageParameters(), AddContactParameters(), UpdateContactParameters(), DeleteContactParameters(),
)  # fmt: skip

MOST = 10

_MEMBERS = ("id", "first_name", "last_name", "email", "phone", "label")
_SWITCHES = ("enabled", "send_account_email", "send_billing_email")


def list_contacts(call: Call) -> Reply:
    """Return a page of a customer's contacts, the first one first."""
    values = read(call, LIST)
    return page_of(call, values, "contact", named_customer(call).get("contacts") or ())


def add_contact(call: Call) -> Reply:
    """Add a contact to a customer."""
    said = read(call, ADD)["contact"]
    customer = named_customer(call)
    contacts = customer.get("contacts") or ()
    if len(contacts) >= MOST:
        text = f"The customer has {len(contacts)} contacts, and cannot have more than {MOST}"
        raise wrong("", text, "resource_limit_exceeded", "resource_limit_exceeded")
    id = said.get("id") or mint_short(call)
    if any(contact["id"] == id for contact in contacts):
        raise Taken(f"The value {id} is already present.", param="contact[id]")
    return _save(call, customer, [*contacts, _contact({**said, "id": id})])


def update_contact(call: Call) -> Reply:
    """Change what is sent of a contact; an empty value takes a member away."""
    said = read(call, UPDATE)["contact"]
    if said.get("email", "") is None:
        raise blank("contact[email]")
    customer = named_customer(call)
    before = _named(customer, said["id"])
    after = _contact({**before, **said})
    return _save(call, customer, [after if contact is before else contact for contact in customer["contacts"]])


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


routes = (
    Route(
        "GET", "/customers/<path:customer>/contacts", "contacts.list", "list_of_contacts_for_a_customer",
        list_contacts, "List a customer's contacts", {200: Response(list_of(ContactEnvelopeSchema)), **READ},
        ANY_KEY, query=queries(LIST),
    ),
    Route(
        "POST", "/customers/<path:customer>/add_contact", "contacts.create", "add_contacts_to_a_customer",
        add_contact, "Add a contact to a customer", {200: Response(CustomerEnvelopeSchema), **WRITE}, ANY_KEY,
        AddContactParameters,
    ),
    Route(
        "POST", "/customers/<path:customer>/update_contact", "contacts.update", "update_contacts_for_a_customer",
        update_contact, "Change a customer's contact", {200: Response(CustomerEnvelopeSchema), **WRITE}, ANY_KEY,
        UpdateContactParameters,
    ),
    Route(
        "POST", "/customers/<path:customer>/delete_contact", "contacts.delete", "delete_contacts_for_a_customer",
        delete_contact, "Take a contact away from a customer", {200: Response(CustomerEnvelopeSchema), **WRITE},
        ANY_KEY, DeleteContactParameters,
    ),
)  # fmt: skip
