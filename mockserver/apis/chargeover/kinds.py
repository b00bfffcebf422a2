"""The types of objects: their ids, how one of them is named (by its id, its external key or its token), their store.

Ids count up for each type; tokens look random.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mockserver.apis.chargeover.account import fold
from mockserver.apis.chargeover.problems import NoSuch, wrong
from mockserver.core import ids
from mockserver.core.api.model import Call
from mockserver.core.problems import Duplicate
from mockserver.core.store import Collection, Record

_ID = re.compile(r"\s*\d{1,18}\s*", re.ASCII)

FIRST = {"user": 350}
"""Where counting begins when it does not at 1; contacts of new accounts do so at about 350."""

SPENT_KEYS = "spent_keys"
"""The external keys of deleted objects, which nobody else gets."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of object: its name in addresses, the collection that holds it, and what people call it."""

    object: str
    collection: str
    word: str

    @property
    def id_member(self) -> str:
        return f"{self.object}_id"

    def declared(self, *indexes: str) -> Collection:
        """Return the collection, with the indexes every type has."""
        return Collection(self.collection, ("token", "_external_key", *indexes))


CUSTOMER = Kind("customer", "customers", "customer")
USER = Kind("user", "users", "contact")
CREDITCARD = Kind("creditcard", "creditcards", "credit card")
TOKENIZED = Kind("tokenized", "tokenized", "token")


def next_id(call: Call, kind: Kind) -> int:
    """Return a new id of a type of object; ids of deleted ones do not come again."""
    return call.records.next_number(kind.object) + FIRST.get(kind.object, 1) - 1


def new_token(call: Call) -> str:
    """Return twelve small letters and digits."""
    return ids.base62(12, call.seed, call.tenant, "token", str(call.records.next_number("tokens"))).lower()


def keep(call: Call, kind: Kind, record: Record) -> None:
    """Store an object."""
    call.records.put(kind.collection, str(record[kind.id_member]), record)


def find(call: Call, kind: Kind, reference: str) -> Record | None:
    """Find an object by `12`, `external_key:…` or `token:…`."""
    word, mark, value = reference.partition(":")
    if not mark:
        return call.records.get(kind.collection, str(int(reference))) if _ID.fullmatch(reference) else None
    if word == "external_key":
        return _with_external_key(call, kind, value)
    if word == "token":
        return next(iter(call.records.lookup(kind.collection, "token", value)), None)
    return None


def named(call: Call, kind: Kind) -> Record:
    """Find the object that the path names; raise `NoSuch`."""
    found = find(call, kind, call.arguments["id"])
    if found is None:
        raise NoSuch(object=kind.object)
    return found


def referred(call: Call, kind: Kind, values: Mapping[str, Any], stem: str) -> int | None:
    """Return the id that a body names by `<stem>_id`, `<stem>_external_key` or `<stem>_token`, if it names one.

    Raise `Invalid` where it names what does not exist.
    """
    for member, prefix in ((f"{stem}_id", ""), (f"{stem}_external_key", "external_key:"), (f"{stem}_token", "token:")):
        value = values.get(member)
        if value not in (None, ""):
            found = find(call, kind, f"{prefix}{value}")
            if found is None:
                raise wrong(member, f"names a {kind.word} that does not exist")
            id: int = found[kind.id_member]
            return id
    return None


def keyed(call: Call, kind: Kind, external_key: str | None, own_id: int | None = None) -> dict[str, str | None]:
    """Return the members of a record for its external key; raise `Duplicate` where it is another object's.

    An empty key is none. `own_id` is that of the object that is changed.
    """
    if not external_key:
        return {"external_key": None, "_external_key": None}
    holder = _with_external_key(call, kind, external_key)
    if holder[kind.id_member] != own_id if holder else _is_spent(call, kind, external_key):
        raise Duplicate(f"A {kind.word} with the external_key {external_key!r} already exists.")
    return {"external_key": external_key, "_external_key": external_key.casefold()}


def _is_spent(call: Call, kind: Kind, external_key: str) -> bool:
    if call.settings["external_key_reuse"]:
        return False
    return call.records.get(SPENT_KEYS, f"{kind.object}/{fold(call, external_key)}") is not None


def drop(call: Call, kind: Kind, record: Record) -> None:
    """Delete an object; its external key is spent."""
    call.records.delete(kind.collection, str(record[kind.id_member]))
    key = record["external_key"]
    if key:
        call.records.put(SPENT_KEYS, f"{kind.object}/{fold(call, key)}", {"external_key": key})


def _with_external_key(call: Call, kind: Kind, external_key: str) -> Record | None:
    found = call.records.lookup(kind.collection, "_external_key", external_key.casefold())
    wanted = fold(call, external_key)
    return next((record for record in found if fold(call, record["external_key"]) == wanted), None)
