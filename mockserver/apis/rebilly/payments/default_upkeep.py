"""A customer's default instrument as instruments come and go."""

from mockserver.apis.rebilly import consequences, names
from mockserver.apis.rebilly.payments import instruments as payment_instruments
from mockserver.apis.rebilly.payments.default import Reference, reference
from mockserver.apis.rebilly.times import written
from mockserver.core.api.model import Call
from mockserver.core.store import Record


def added(call: Call, instrument: Record) -> None:
    """Make a new instrument the default one where its customer has no other to use and no default."""
    customer = call.records.get(names.CUSTOMERS, instrument["customerId"])
    usable = [
        one for one in payment_instruments.of_customer(call, instrument["customerId"]) if one["status"] != "deactivated"
    ]
    if customer and customer["defaultPaymentInstrument"] is None and usable == [instrument]:
        _choose(call, customer, reference(instrument))


def dropped(call: Call, instrument: Record) -> None:
    """Leave a customer without a default where that was the instrument that went."""
    customer = call.records.get(names.CUSTOMERS, instrument["customerId"])
    if customer and customer["defaultPaymentInstrument"] == reference(instrument):
        _choose(call, customer, None)


def _choose(call: Call, before: Record, default: Reference) -> None:
    after = {
        **before,
        "defaultPaymentInstrument": default,
        "revision": before["revision"] + 1,
        "updatedTime": written(call.now),
    }
    call.records.put(names.CUSTOMERS, before["id"], after)
    consequences.customer_updated(call, before, after)
