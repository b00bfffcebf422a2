"""Contacts: create, read, list, count, change and delete them, log them in and set their passwords.

No password is kept: nobody logs in here.
"""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from mockserver.apis.chargeover.answers import (
    CREATED,
    MODIFIED,
    ActionAnswerSchema,
    CountAnswerSchema,
    TextAnswerSchema,
    TrueAnswerSchema,
    answer,
    created,
    modified,
    ok,
    route,
)
from mockserver.apis.chargeover.contacts.members import Action, Login, Password, User
from mockserver.apis.chargeover.contacts.rules import change_user, moved, new_user, resign, touched
from mockserver.apis.chargeover.contacts.views import USERS, user_view
from mockserver.apis.chargeover.dialect import Parameters, data_of, read, read_changes, read_new
from mockserver.apis.chargeover.kinds import CUSTOMER, USER, drop, keep, named, new_token, referred
from mockserver.apis.chargeover.query import COUNT_QUERY, QUERY, count, page
from mockserver.core.api.model import Call, QueryParameter
from mockserver.core.fields.containers import shape_of
from mockserver.core.http.reply import Reply
from mockserver.core.problems import MethodNotAllowed

PARAMETERS, LOGIN, PASSWORD = User(), Login(), Password()
SHAPE = shape_of(User)

_ACTION = (
    QueryParameter("action", "What to do: `login`, `getLoginURL`, `password` or `reset_password`.", required=True),
)


@route("POST /user", "users.create", "add-a-contact", CREATED, body=PARAMETERS)
def create_user(call: Call) -> Reply:
    """Create a contact. It is a customer's, or nobody's."""
    values = read_new(call, PARAMETERS)
    user = new_user(call, values, referred(call, CUSTOMER, values, "customer"))
    return created(call, USER.object, user["user_id"])


@route("GET /user", "users.list", "query-for-contacts", answer(SHAPE, many=True), query=QUERY)
def list_users(call: Call) -> Reply:
    """List contacts."""
    return page(call, USERS)


@route("GET /user/_count", "users.count", "count-contacts", CountAnswerSchema, query=COUNT_QUERY)
def count_users(call: Call) -> Reply:
    """Count contacts."""
    return count(call, USERS)


@route("GET /user/<id>", "users.get", "get-a-specific-contact", answer(SHAPE))
def get_user(call: Call) -> Reply:
    """Retrieve a contact."""
    return ok(call, user_view(call, named(call, USER)))


@route("PUT /user/<id>", "users.update", "update-a-contact", MODIFIED, body=PARAMETERS)
def update_user(call: Call) -> Reply:
    """Change a contact. A customer that is sent gets it."""
    before = named(call, USER)
    values = read_changes(call, PARAMETERS)
    user = change_user(call, moved(call, before, values), values)
    return modified(call, USER.object, user["user_id"])


@route("DELETE /user/<id>", "users.delete", "delete-a-contact", TrueAnswerSchema)
def delete_user(call: Call) -> Reply:
    """Delete a contact."""
    user = named(call, USER)
    resign(call, user)
    drop(call, USER, user)
    return ok(call, True)


@route("POST /user/<id>", "users.act", "user-action", ActionAnswerSchema, body=Action, query=_ACTION)
def act(call: Call) -> Reply:
    """Do something with a contact. The query string says what; raise `MethodNotAllowed` for what is no action."""
    action = ACTIONS.get(call.query.get("action", ""))
    if action is None:
        raise MethodNotAllowed
    return action(call)


@route("POST /user/<id>/_action/getLoginURL", "users.get_login_url", "log-in-a-user", TextAnswerSchema, body=LOGIN)
@route("POST /user/<id>/_action/login", "users.login", "user-login", TextAnswerSchema, body=LOGIN)
def log_in(call: Call) -> Reply:
    """Get an address that logs a contact in once."""
    named(call, USER)
    destination = _read(call, LOGIN).get("destination")
    query = f"?{urlencode({'destination': destination})}" if destination else ""
    return ok(call, f"{call.base_url}/r/login/i/{new_token(call)}{query}")


@route("POST /user/<id>/_action/password", "users.set_password", "user-password", TrueAnswerSchema, body=PASSWORD)
@route(
    "POST /user/<id>/_action/reset_password", "users.reset_password", "user-reset-password", TrueAnswerSchema,
    body=PASSWORD, summary="Set the password of a contact, or send it a link to do so",
)  # fmt: skip
def set_password(call: Call) -> Reply:
    """Set the password of a contact. Where the request names none, pretend to send it a link."""
    user = named(call, USER)
    if _read(call, PASSWORD).get("password"):
        keep(call, USER, touched(call, user))
    return ok(call, True)


ACTIONS: Mapping[str, Callable[[Call], Reply]] = {
    "login": log_in,
    "getLoginURL": log_in,
    "password": set_password,
    "reset_password": set_password,
}
"""By the name that addresses call them."""


def _read(call: Call, schema: Parameters) -> dict[str, Any]:
    """Read a body that need not be there."""
    return {} if call.body in (None, {}, []) else read(schema, data_of(call))


collections = (USER.declared("_username", "_email", "customers.customer_id"),)
