"""Contacts: create, read, list, count, change and delete them, log them in and set their passwords."""

from mockserver.apis.chargeover.auth import ANY_KEY
from mockserver.apis.chargeover.contacts.actions import act, log_in, set_password
from mockserver.apis.chargeover.contacts.belonging import moved, resign
from mockserver.apis.chargeover.contacts.user_listing import USERS
from mockserver.apis.chargeover.contacts.user_parameters import (
    ActionParameters,
    LoginParameters,
    PasswordParameters,
    UserParameters,
)
from mockserver.apis.chargeover.contacts.user_record import change_user, new_user
from mockserver.apis.chargeover.contacts.user_shapes import UserSchema
from mockserver.apis.chargeover.contacts.user_view import user_view
from mockserver.apis.chargeover.documented import ACTED, COUNTED, CREATED, DONE, MODIFIED, TEXT, many, one
from mockserver.apis.chargeover.envelope import created, modified, ok
from mockserver.apis.chargeover.kinds import CUSTOMER, USER, drop, named, referred
from mockserver.apis.chargeover.listing import COUNT_QUERY, QUERY, count, page
from mockserver.apis.chargeover.requests import read_changes, read_new
from mockserver.core.api.model import Call, QueryParameter, Route
from mockserver.core.http.reply import Reply

PARAMETERS = UserParameters()


def create_user(call: Call) -> Reply:
    """Create a contact, of a customer or of none."""
    values = read_new(call, PARAMETERS)
    user = new_user(call, values, referred(call, CUSTOMER, values, "customer"))
    return created(call, USER.object, user["user_id"])


def get_user(call: Call) -> Reply:
    """Return a contact."""
    return ok(call, user_view(call, named(call, USER)))


def list_users(call: Call) -> Reply:
    """Return a page of contacts."""
    return page(call, USERS)


def count_users(call: Call) -> Reply:
    """Return how many contacts there are."""
    return count(call, USERS)


def update_user(call: Call) -> Reply:
    """Change what is sent of a contact; a customer that is sent gets it."""
    before = named(call, USER)
    values = read_changes(call, PARAMETERS)
    user = change_user(call, moved(call, before, values), values)
    return modified(call, USER.object, user["user_id"])


def delete_user(call: Call) -> Reply:
    """Delete a contact."""
    user = named(call, USER)
    resign(call, user)
    drop(call, USER, user)
    return ok(call, True)


collections = (USER.declared("_username", "_email", "customers.customer_id"),)

_ACTION = (
    QueryParameter("action", "What to do: `login`, `getLoginURL`, `password` or `reset_password`.", required=True),
)

routes = (
    Route(
        "POST", "/user", "users.create", "add-a-contact", create_user, "Create a contact", CREATED, ANY_KEY,
        UserParameters,
    ),
    Route(
        "GET", "/user", "users.list", "query-for-contacts", list_users, "List contacts", many(UserSchema), ANY_KEY,
        query=QUERY,
    ),
    Route(
        "GET", "/user/_count", "users.count", "count-contacts", count_users, "Count contacts", COUNTED, ANY_KEY,
        query=COUNT_QUERY,
    ),
    Route(
        "GET", "/user/<id>", "users.get", "get-a-specific-contact", get_user, "Retrieve a contact", one(UserSchema),
        ANY_KEY,
    ),
    Route(
        "PUT", "/user/<id>", "users.update", "update-a-contact", update_user, "Change a contact", MODIFIED, ANY_KEY,
        UserParameters,
    ),
    Route(
        "DELETE", "/user/<id>", "users.delete", "delete-a-contact", delete_user, "Delete a contact", DONE, ANY_KEY,
    ),
    Route(
        "POST", "/user/<id>", "users.act", "user-action", act, "Do something with a contact", ACTED, ANY_KEY,
        ActionParameters, _ACTION,
    ),
    Route(
        "POST", "/user/<id>/_action/getLoginURL", "users.get_login_url", "log-in-a-user", log_in,
        "Get an address that logs a contact in once", TEXT, ANY_KEY, LoginParameters,
    ),
    Route(
        "POST", "/user/<id>/_action/login", "users.login", "user-login", log_in,
        "Get an address that logs a contact in once", TEXT, ANY_KEY, LoginParameters,
    ),
    Route(
        "POST", "/user/<id>/_action/password", "users.set_password", "user-password", set_password,
        "Set the password of a contact", DONE, ANY_KEY, PasswordParameters,
    ),
    Route(
        "POST", "/user/<id>/_action/reset_password", "users.reset_password", "user-reset-password", set_password,
        "Set the password of a contact, or send it a link to do so", DONE, ANY_KEY, PasswordParameters,
    ),
)  # fmt: skip
