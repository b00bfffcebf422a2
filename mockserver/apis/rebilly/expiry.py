"""When a card is expired: nobody writes it down, the tenant's clock tells."""

from datetime import datetime

from mockserver.core.store import Record


def seen(instrument: Record, now: datetime) -> Record:
    """Return an instrument as it is at a moment: an active card expires with the end of its month."""
    dated = instrument["method"] == "payment-card" and "expYear" in instrument
    if not dated or instrument["status"] != "active":
        return instrument
    last = (instrument["expYear"], instrument["expMonth"])
    return {**instrument, "status": "expired"} if last < (now.year, now.month) else instrument
