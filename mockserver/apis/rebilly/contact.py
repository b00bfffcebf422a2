"""ContactObject: who and where somebody is; primary and billing addresses."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from mockserver.apis.rebilly.dialect import Body, plane_text
from mockserver.core.fields.containers import Array, Object
from mockserver.core.fields.kinds import CalendarDate, Flag, StrictEmail, Text

_LABEL = 45


class PhoneSchema(Body):
    """A labelled phone number."""

    label = Text(_LABEL, required=True)
    value = Text(50, required=True)
    primary = Flag()


class EmailSchema(Body):
    """A labelled e-mail address."""

    label = Text(_LABEL, required=True)
    value = StrictEmail(required=True)
    primary = Flag()


class ContactSchema(Body):
    """An address; every member may be left out."""

    country = Text(
        2, pattern=re.compile("[A-Z]{2}"), hint="Must be two upper-case letters (ISO 3166).", allow_none=True
    )
    firstName = plane_text(45)
    lastName = plane_text(45)
    organization = plane_text(255)
    address = plane_text(60)
    address2 = plane_text(60)
    city = plane_text(45)
    region = plane_text(45)
    postalCode = Text(
        10,
        pattern=re.compile(r"[A-Za-z0-9_ \t\n\r\f\v\-]+"),
        hint="Must hold only letters, digits, spaces and hyphens.",
        allow_none=True,
    )
    phoneNumbers = Array(Object(PhoneSchema))
    emails = Array(Object(EmailSchema))
    dob = CalendarDate(allow_none=True)
    jobTitle = plane_text(255)
    hash = Text(40, dump_only=True)


_MEMBERS = tuple(name for name in ContactSchema().fields if name != "hash")
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"))
_LISTS = ("phoneNumbers", "emails")


def contact(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Complete an address: unset members are null, unset lists empty, one entry of a list is primary.

    The hash is equal for equal contacts; Rebilly's own recipe is not published.
    """
    if values is None:
        return None
    record = {name: values.get(name) for name in _MEMBERS}
    for name in _LISTS:
        record[name] = _with_primary(record[name] or [])
    text = _CANONICAL.encode(record).encode("ascii")
    return {**record, "hash": hashlib.sha1(text, usedforsecurity=False).hexdigest()}


def primary_email(address: Mapping[str, Any] | None) -> str | None:
    """Return the first e-mail address marked primary; `contact` made sure that there is one."""
    entries = address["emails"] if address else ()
    return next((entry["value"] for entry in entries if entry["primary"]), None)


def _with_primary(entries: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    marked = any(entry.get("primary") for entry in entries)
    return [
        {
            "label": entry["label"],
            "value": entry["value"],
            "primary": entry.get("primary", False) if marked else index == 0,
        }
        for index, entry in enumerate(entries)
    ]
