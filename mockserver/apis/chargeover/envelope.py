"""The envelope around every answer of ChargeOver's: a code, a status, a message, details and the response itself."""

from collections.abc import Mapping
from typing import Any

from mockserver.core.api.model import Call, Exchange
from mockserver.core.http.bodies import encode_json
from mockserver.core.http.reply import Reply

BASE = "/api/v3"


def enveloped(
    exchange: Exchange, code: int, response: Any, message: str = "", headers: Mapping[str, str] | None = None
) -> Reply:
    """Answer with a code that is the status of HTTP, too."""
    members: dict[str, Any] = {
        "code": code,
        "status": "OK" if code < 400 else "Error",
        "message": message,
        "details": {},
    }
    if _is_legacy(exchange):
        del members["details"]
    content = encode_json({**members, "response": response})
    return Reply(code, content, {"Content-Type": "application/json", **(headers or {})})


def ok(call: Call, response: Any) -> Reply:
    """Return what was asked for."""
    return enveloped(call.exchange, 200, response)


def created(call: Call, object: str, id: int) -> Reply:
    """Return the id of a new object, and where it is."""
    return _placed(call, 201, object, id)


def modified(call: Call, object: str, id: int) -> Reply:
    """Return the id of a changed object, and where it is."""
    return _placed(call, 202, object, id)


def _placed(call: Call, code: int, object: str, id: int) -> Reply:
    location = f"{call.base_url}{BASE}/{object}/{id}"
    return enveloped(call.exchange, code, {"id": id}, headers={"Location": location})


def _is_legacy(exchange: Exchange) -> bool:
    """Return whether a client gets the envelope of 2015, which knew no details.

    The Java library is of that time, refuses members it does not know, and calls itself what Java does.
    """
    wish = exchange.settings["envelope"]
    return bool(wish == "legacy" or (wish == "auto" and exchange.headers.get("user-agent", "").startswith("Java/")))
