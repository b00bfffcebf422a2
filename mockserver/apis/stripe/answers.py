"""Writing an answer: an object, with what the caller wants expanded."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe import views
from mockserver.apis.stripe.expansion import expand
from mockserver.core.api.model import Call
from mockserver.core.http.reply import Reply
from mockserver.core.store import Record


def answer(call: Call, record: Record, values: Mapping[str, Any]) -> Reply:
    """Return an object; every success of Stripe's is 200."""
    shown = views.view(call, record)
    expand(call, shown, values.get("expand", ()))
    return Reply.json(200, shown)
