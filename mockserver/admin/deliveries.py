"""What was sent to webhooks, and how it went."""

from collections.abc import Mapping
from json import loads
from typing import Any

from mockserver.admin.call import LIMIT, Call, whole
from mockserver.admin.operations import operation
from mockserver.core.api.receivers import Delivered
from mockserver.sandbox.journal import MASK, mask_text
from mockserver.sandbox.journal.masking import SECRET_HEADERS, masked, masked_target


@operation("GET", "/deliveries", answer=("deliveries", "meta"), query=LIMIT)
def list_deliveries(call: Call) -> Mapping[str, Any]:
    """List what was sent to webhooks."""
    tenant = call.tenant()
    with tenant.lock:  # the courier adds to them on threads of its own
        delivered = [*reversed(tenant.deliveries)]
    shown = [_shown(one) for one in delivered[: whole("limit", 100, 1_000)]]
    return {"deliveries": shown, "meta": {"total": len(delivered)}}


def _shown(one: Delivered) -> dict[str, Any]:
    delivery = one.delivery
    headers = {
        name: MASK if name.lower() in SECRET_HEADERS else mask_text(value) for name, value in delivery.headers.items()
    }
    try:
        body: Any = masked(loads(delivery.body), frozenset())
    except ValueError:
        body = mask_text(delivery.body.decode("utf-8", "replace"))
    url = masked_target(delivery.url, frozenset())
    return {
        "time": one.time,
        "event": delivery.event,
        "request": {"method": delivery.method, "url": url, "headers": headers, "body": body},
        "status": one.status,
        "error": one.error and mask_text(one.error),
    }
