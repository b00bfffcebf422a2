"""A token as it is stored: what a browser or a phone gave for a card or an account, good for one use."""

from mockserver.apis.chargebee import times
from mockserver.apis.chargebee.problems import NotPresent, contradicts
from mockserver.core.api.model import Call
from mockserver.core.store import Record

TOKENS = "tokens"

AN_HOUR = 60 * 60


def used_token(call: Call, id: str) -> Record:
    """Use a token up and give it; raises for one that is unknown, was used before or has expired."""
    token = call.records.get(TOKENS, id)
    if token is None:
        raise NotPresent("Token is not present", "token_id")
    if token["status"] == "new" and times.now(call) >= token["expired_at"]:
        raise contradicts("token_id", "The token has expired")
    if token["status"] != "new":
        raise contradicts("token_id", "The token was used before")
    call.records.put(TOKENS, id, {**token, "status": "consumed", **times.changed(call, token)})
    return token
