"""How a contact is stored, and what becomes of it when it is made and changed."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargeover import account
from mockserver.apis.chargeover.contacts.members import CUSTOMS
from mockserver.apis.chargeover.kinds import CUSTOMER, USER, keep, keyed, new_token, next_id, referred
from mockserver.apis.chargeover.problems import wrong
from mockserver.apis.chargeover.times import now
from mockserver.core.api.model import Call
from mockserver.core.store import Record

PLAIN = ("middle_name_glob", "name_suffix", "mobile")
"""Members that are stored as they come."""

_PARTS = ("first_name", "middle_name_glob", "last_name", "name_suffix")
"""What a name is made of."""

NEVER_NULL = ("title", "email", "phone")
"""Members that are empty text where they are not set."""

SUPERUSER = "_superuser"
"""The index of the customers that have one main contact."""

_REFERENCES = ("customer_id", "customer_external_key", "customer_token")


def new_user(call: Call, values: Mapping[str, Any], customer_id: int | None) -> dict[str, Any]:
    """Make a contact of what a request says, and keep it; raise what refuses it."""
    moment = now(call)
    user: dict[str, Any] = {
        "external_key": None,
        "_external_key": None,
        "first_name": "",
        "last_name": "",
        **dict.fromkeys(PLAIN),
        **dict.fromkeys(NEVER_NULL, ""),
        "_email": None,
        **dict.fromkeys(CUSTOMS),
        "user_type_id": _usual_type(call),
        "customers": [] if customer_id is None else [{"customer_id": str(customer_id)}],
        "write_datetime": moment,
        "mod_datetime": moment,
        **_members(call, values, None),
    }
    id, token = next_id(call, USER), new_token(call)
    username = values.get("username") or new_token(call)
    user.update({"user_id": id, "token": token, "username": username, "_username": username.casefold()})
    keep(call, USER, user)
    return user


def change_user(call: Call, before: Record, values: Mapping[str, Any]) -> dict[str, Any]:
    """Change what a request says of a contact, and keep it; raise what refuses it."""
    values = _meant(before, values)
    user = touched(call, {**before, **_members(call, values, before["user_id"])})
    username = values.get("username")
    if username:
        user.update({"username": username, "_username": username.casefold()})
    keep(call, USER, user)
    return user


def touched(call: Call, user: Record) -> dict[str, Any]:
    """Return a contact with the time of its last change."""
    return {**user, "mod_datetime": now(call)}


def full_name(user: Record) -> str:
    """Return all parts of a contact's name.

    >>> full_name({"first_name": "Ada", "middle_name_glob": None, "last_name": "King", "name_suffix": "II"})
    'Ada King II'
    """
    parts = (user[part] for part in _PARTS)
    return " ".join(part for part in parts if part)


def short_name(user: Record) -> str:
    """Return first and last name, which is what customers call their main contact by."""
    return f"{user['first_name']} {user['last_name']}".strip()


def split_name(name: str) -> dict[str, str]:
    """Part a name at its first space.

    >>> split_name("Ada King Lovelace")
    {'first_name': 'Ada', 'last_name': 'King Lovelace'}
    """
    first, _, last = name.strip().partition(" ")
    return {"first_name": first, "last_name": last.strip()}


def _meant(before: Record, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Leave of a name and its parts what is new: clients send back all that they read, with a change in it."""
    if values.get("name") is None:
        return values
    if values["name"] == full_name(before):
        return {name: value for name, value in values.items() if name != "name"}
    return {name: value for name, value in values.items() if name not in _PARTS or value != before[name]}


def _members(call: Call, values: Mapping[str, Any], own_id: int | None) -> dict[str, Any]:
    account.check(call, dict(values))
    members: dict[str, Any] = {}
    if values.get("name") is not None:
        members |= {"middle_name_glob": None, "name_suffix": None, **split_name(values["name"])}
    members |= {name: values[name] for name in (*PLAIN, *CUSTOMS) if name in values}
    members |= {name: values[name] or "" for name in NEVER_NULL if name in values}
    if "email" in values:
        members["_email"] = (values["email"] or "").casefold() or None
    members |= {name: values[name] or "" for name in ("first_name", "last_name") if name in values}
    if "user_type_id" in values:
        members["user_type_id"] = values["user_type_id"] or _usual_type(call)
    if "external_key" in values:
        members |= keyed(call, USER, values["external_key"], own_id)
    _refuse_taken(call, values.get("username"), own_id)
    return members


def _usual_type(call: Call) -> int:
    return account.usual(call, "user_type_id", 1)


def _refuse_taken(call: Call, username: str | None, own_id: int | None) -> None:
    """Refuse a name to log in with that is another contact's; a name is one in small letters, too."""
    if not username:
        return
    for holder in call.records.lookup(USER.collection, "_username", username.casefold()):
        if holder["user_id"] != own_id:
            raise wrong("username", f"{username!r} is taken")


def moved(call: Call, user: Record, values: Mapping[str, Any]) -> Record:
    """Return a contact that belongs to the customer a request names, without keeping it; raise where there is none.

    Naming one it belongs to already changes nothing; naming none on purpose takes it away from all of them.
    """
    if not any(name in values for name in _REFERENCES):
        return user
    id = referred(call, CUSTOMER, values, "customer")
    wanted = [] if id is None else [{"customer_id": str(id)}]
    if wanted and wanted[0] in user["customers"]:
        return user
    resign(call, user)
    return {**user, "customers": wanted}


def resign(call: Call, user: Record) -> None:
    """Leave the customers that a contact is the main one of without any."""
    for customer in call.records.lookup(CUSTOMER.collection, SUPERUSER, str(user["user_id"])):
        keep(call, CUSTOMER, led_by(customer, None))


def led_by(customer: Mapping[str, Any], user_id: int | None) -> dict[str, Any]:
    """Return a customer with another main contact, or without any."""
    return {**customer, "superuser_id": user_id, SUPERUSER: None if user_id is None else str(user_id)}
