"""What a change sets off: a message on the customer's timeline, and webhooks."""

from mockserver.apis.rebilly import names, views, webhooks
from mockserver.apis.rebilly.timeline import changes, record_message
from mockserver.apis.rebilly.views import href, link
from mockserver.core.api.model import Call
from mockserver.core.store import Record


def customer_created(call: Call, record: Record) -> None:
    """Tell that a customer is new."""
    record_message(call, record["id"], "customer-created", "Customer was created")
    _announce_customer(call, "customer-created", record["id"])


def customer_updated(call: Call, before: Record, after: Record) -> None:
    """Return what is different about a customer."""
    for member, type, message in (
        ("primaryAddress", "primary-address-changed", "Primary address was changed"),
        ("customFields", "custom-fields-changed", "Custom fields were changed"),
        ("defaultPaymentInstrument", "default-payment-instrument-changed", "Default payment instrument was changed"),
    ):
        tables = changes(message, before[member], after[member])
        if tables:
            record_message(call, after["id"], type, message, tables=tables)
    _announce_customer(call, "customer-updated", after["id"])


def customer_merged(call: Call, duplicate: Record, target: Record) -> None:
    """Tell that a customer took over another's place."""
    message = f"Customer {duplicate['id']} was merged into this customer"
    record_message(call, target["id"], "customer-merged", message)
    webhooks.announce(
        call,
        "customer-merged",
        lambda: {
            "targetCustomerId": target["id"],
            "eventType": "customer-merged",
            "duplicatedCustomer": views.bare_customer(call, duplicate),
            "_embedded": {"targetCustomer": views.bare_customer(call, target)},
            "_links": [link("customer", href(call, "customers", target["id"]))],
        },
    )


def customer_tagged(call: Call, customer_id: str, tag_name: str) -> None:
    """Tell that a customer carries a tag."""
    record_message(call, customer_id, "customer-tagged", f"Tag {tag_name} was added")
    _announce_customer(call, "customer-updated", customer_id)


def customer_untagged(call: Call, customer_id: str, tag_name: str) -> None:
    """Tell that a customer carries a tag no longer."""
    record_message(call, customer_id, "customer-untagged", f"Tag {tag_name} was removed")
    _announce_customer(call, "customer-updated", customer_id)


def lead_source_changed(call: Call, customer_id: str, before: Record | None, after: Record | None) -> None:
    """Tell that a customer came from somewhere else than was thought."""
    times = ("createdTime", "updatedTime", "original")
    known, now = ({k: v for k, v in (one or {}).items() if k not in times} for one in (before, after))
    message = "Lead source was changed"
    record_message(call, customer_id, "lead-source-changed", message, tables=changes(message, known, now))
    _announce_customer(call, "lead-source-changed", customer_id)


def payment_instrument_created(call: Call, record: Record) -> None:
    """Tell that a customer has another instrument."""
    message = f"Payment instrument {record['id']} was created"
    record_message(call, record["customerId"], "payment-instrument-created", message)
    if record["method"] == "payment-card":
        _announce_card(call, "payment-card-created", record)


def payment_instrument_modified(call: Call, record: Record) -> None:
    """Tell that an instrument is different."""
    _announce_instrument(call, record)


def payment_instrument_deactivated(call: Call, record: Record) -> None:
    """Tell that an instrument cannot be used any more."""
    message = f"Payment instrument {record['id']} was deactivated"
    record_message(call, record["customerId"], "payment-instrument-deactivated", message)
    _announce_instrument(call, record)


def _announce_customer(call: Call, event: str, customer_id: str) -> None:
    def payload() -> dict[str, object]:
        record = call.records.get(names.CUSTOMERS, customer_id)
        return {
            "customerId": customer_id,
            "eventType": event,
            "_embedded": {"customer": record and views.bare_customer(call, record)},
            "_links": [link("customer", href(call, "customers", customer_id))],
        }

    webhooks.announce(call, event, payload)


def _announce_instrument(call: Call, record: Record) -> None:
    webhooks.announce(
        call,
        "payment-instrument-modified",
        lambda: {
            "paymentInstrumentId": record["id"],
            "eventType": "payment-instrument-modified",
            "_embedded": {"paymentInstrument": views.bare_payment_instrument(call, record)},
            "_links": [link("paymentInstrument", href(call, "payment-instruments", record["id"]))],
        },
    )


def _announce_card(call: Call, event: str, record: Record) -> None:
    webhooks.announce(
        call,
        event,
        lambda: {
            "paymentCardId": record["id"],
            "eventType": event,
            "_embedded": {"paymentCard": views.bare_payment_instrument(call, record)},
            "_links": [link("paymentCard", href(call, "payment-instruments", record["id"]))],
        },
    )
