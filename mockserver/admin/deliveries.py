"""What was sent to webhooks, and how it went."""

import json
from typing import Any

from flask import Blueprint

from mockserver.admin.plane import Plane, whole
from mockserver.core.deliveries import Delivered
from mockserver.core.journal import MASK


def register(blueprint: Blueprint, plane: Plane) -> None:
    """Add `deliveries`, newest first."""

    @blueprint.get("/deliveries")
    def list_deliveries() -> dict[str, Any]:
        delivered = [*reversed(plane.tenant().deliveries)]
        shown = [_shown(one) for one in delivered[: whole("limit", 100, 1_000)]]
        return {"deliveries": shown, "meta": {"total": len(delivered)}}


def _shown(one: Delivered) -> dict[str, Any]:
    delivery = one.delivery
    headers = {name: MASK if name == "Authorization" else value for name, value in delivery.headers.items()}
    try:
        body: Any = json.loads(delivery.body)
    except ValueError:
        body = delivery.body.decode("utf-8", "replace")
    return {
        "time": one.time,
        "event": delivery.event,
        "request": {"method": delivery.method, "url": delivery.url, "headers": headers, "body": body},
        "status": one.status,
        "error": one.error,
    }
