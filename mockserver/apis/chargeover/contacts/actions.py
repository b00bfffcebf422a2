"""What is done with contacts: log them in, and give them a password.

No password is kept: nobody logs in here.
"""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from mockserver.apis.chargeover.contacts.user_parameters import LoginParameters, PasswordParameters
from mockserver.apis.chargeover.contacts.user_record import keep, touched
from mockserver.apis.chargeover.envelope import ok
from mockserver.apis.chargeover.identifiers import new_token
from mockserver.apis.chargeover.kinds import USER, named
from mockserver.apis.chargeover.parameters import Parameters
from mockserver.apis.chargeover.requests import data_of
from mockserver.core.api.model import Call
from mockserver.core.http.reply import Reply
from mockserver.core.problems import MethodNotAllowed

_LOGIN, _PASSWORD = LoginParameters(), PasswordParameters()


def log_in(call: Call) -> Reply:
    """Return an address that would log a contact in once."""
    named(call, USER)
    destination = _read(call, _LOGIN).get("destination")
    query = f"?{urlencode({'destination': destination})}" if destination else ""
    return ok(call, f"{call.base_url}/r/login/i/{new_token(call)}{query}")


def set_password(call: Call) -> Reply:
    """Set the password of a contact that a request names, or else pretend to send it one."""
    user = named(call, USER)
    if _read(call, _PASSWORD).get("password"):
        keep(call, touched(call, user))
    return ok(call, True)


ACTIONS: Mapping[str, Callable[[Call], Reply]] = {
    "login": log_in,
    "getLoginURL": log_in,
    "password": set_password,
    "reset_password": set_password,
}
"""By the name that addresses call them."""


def act(call: Call) -> Reply:
    """Do what the query string says; raises `MethodNotAllowed` for what is no action."""
    action = ACTIONS.get(call.query.get("action", ""))
    if action is None:
        raise MethodNotAllowed
    return action(call)


def _read(call: Call, schema: Parameters) -> dict[str, Any]:
    """Read a body that need not be there."""
    return {} if call.body in (None, {}, []) else schema.read(data_of(call))
