"""How records are shown: at their addresses, with their links, and with related records where `expand` asks for them.

Resources show each other, so what they look like stands here and not in any of them.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from mockserver.apis.rebilly import names
from mockserver.core.api.model import Call
from mockserver.core.http.reply import Reply
from mockserver.core.store import Record


def href(call: Call, *parts: str) -> str:
    """Return the address of a record. PHP v2 finds out what it received by this path."""
    return "/".join([call.base_url, "organizations", call.tenant, *parts])


def link(rel: str, address: str) -> dict[str, str]:
    """Write one entry of `_links`."""
    return {"rel": rel, "href": address}


def created(location: str, body: Mapping[str, Any]) -> Reply:
    """Answer 201 with the record and where it lives."""
    return Reply.json(201, body, {"Location": location})


def expanded(call: Call) -> set[str]:
    """Name the related records a client asked for with `expand`."""
    text = call.query.get("expand")
    return {name.strip() for name in text.split(",")} if text else set()


def customer(call: Call, record: Record) -> dict[str, Any]:
    """Show a customer with what `expand` asks for."""
    shown = bare_customer(call, record)
    if wanted := expanded(call):
        related = {name: value for name, value in _related(call, record, wanted).items() if value is not None}
        if related:
            shown["_embedded"] = related
    return shown


def bare_customer(call: Call, record: Record) -> dict[str, Any]:
    """Show a customer with nothing embedded."""
    shown = {**record, "_links": _customer_links(call, record)}
    if record["tags"]:
        shown["tags"] = [tag(call, entry) for entry in record["tags"]]
    return _as_before_may_2026(shown) if call.settings["profile"] == "legacy-2026-05" else shown


def payment_instrument(call: Call, record: Record) -> dict[str, Any]:
    """Show an instrument with its customer where `expand` asks for it."""
    shown = bare_payment_instrument(call, record)
    if "customer" in expanded(call):
        owner = call.records.get(names.CUSTOMERS, record["customerId"])
        if owner is not None:
            shown["_embedded"] = {"customer": bare_customer(call, owner)}
    return shown


def bare_payment_instrument(call: Call, record: Record) -> dict[str, Any]:
    """Show an instrument as it is now, with nothing embedded."""
    links = [
        link("self", href(call, "payment-instruments", record["id"])),
        link("customer", href(call, "customers", record["customerId"])),
    ]
    return {**seen(record, call.now), "_links": links}


def seen(instrument: Record, now: datetime) -> Record:
    """Return an instrument as it is at a moment: an active card expires with the end of its month.

    Nobody writes that down, the tenant's clock tells.
    """
    dated = instrument["method"] == "payment-card" and "expYear" in instrument
    if not dated or instrument["status"] != "active":
        return instrument
    last = (instrument["expYear"], instrument["expMonth"])
    return {**instrument, "status": "expired"} if last < (now.year, now.month) else instrument


def lead_source(call: Call, customer_id: str) -> dict[str, Any] | None:
    """Show a customer's lead source, if it has one."""
    record = call.records.get(names.LEAD_SOURCES, customer_id)
    if record is None:
        return None
    links = [
        link("self", href(call, "customers", customer_id, "lead-source")),
        link("customer", href(call, "customers", customer_id)),
    ]
    return {**record, "_links": links}


def tag(call: Call, record: Record) -> dict[str, Any]:
    """Show a tag."""
    return {**public(record), "_links": [link("self", tag_address(call, record["name"]))]}


def tag_address(call: Call, name: str) -> str:
    """Return the address of a tag, which is its name's."""
    return href(call, "tags", quote(name))


def timeline_message(call: Call, record: Record) -> dict[str, Any]:
    """Show a message of a customer's timeline; the customer is told by the address alone."""
    shown = {name: value for name, value in public(record).items() if name != "customerId"}
    own = href(call, "customers", record["customerId"], "timeline", record["id"])
    return {**shown, "_links": [link("self", own)]}


def website(call: Call, record: Record) -> dict[str, Any]:
    """Show a website."""
    return {**record, "_links": [link("self", href(call, "websites", record["id"]))]}


def public(record: Record) -> dict[str, Any]:
    """Leave out the members that start with an underscore, which are ours."""
    return {name: value for name, value in record.items() if not name.startswith("_")}


def _related(call: Call, record: Record, wanted: set[str]) -> dict[str, Any]:
    related: dict[str, Any] = {}
    default = record["defaultPaymentInstrument"]
    if "defaultPaymentInstrument" in wanted and default:
        instrument = call.records.get(names.PAYMENT_INSTRUMENTS, default["paymentInstrumentId"])
        related["defaultPaymentInstrument"] = instrument and bare_payment_instrument(call, instrument)
    if "website" in wanted and "websiteId" in record:
        site = call.records.get(names.WEBSITES, record["websiteId"])
        related["website"] = site and website(call, site)
    if "leadSource" in wanted:
        related["leadSource"] = lead_source(call, record["id"])
    return related


def _customer_links(call: Call, record: Record) -> list[dict[str, str]]:
    id = record["id"]
    own = href(call, "customers", id)
    attached = f"relatedType%3Acustomer%3BrelatedId%3A{quote(id, safe='')}"
    links = [link("self", own), link("attachments", f"{href(call, 'attachments')}?filter={attached}")]
    if default := record["defaultPaymentInstrument"]:
        links.append(
            link("defaultPaymentInstrument", href(call, "payment-instruments", default["paymentInstrumentId"]))
        )
    if call.records.get(names.LEAD_SOURCES, id):
        links.append(link("leadSource", f"{own}/lead-source"))
    if "websiteId" in record:
        links.append(link("website", href(call, "websites", record["websiteId"])))
    return links


def _as_before_may_2026(shown: Mapping[str, Any]) -> dict[str, Any]:
    """Add whether enhanced due diligence is required, at its old place."""
    members = list(shown.items())
    place = list(shown).index("hasFulfilledKyc")
    return dict([*members[:place], ("isEddRequired", False), *members[place:]])
