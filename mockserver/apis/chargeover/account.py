"""What an account is set up like: its switches, and the lists that numbers in requests point into."""

import re
from collections.abc import Sequence
from functools import lru_cache

from mockserver.apis.chargeover.problems import wrong
from mockserver.apis.chargeover.times import is_zone
from mockserver.core.api.model import Call
from mockserver.core.api.settings import Form, Setting

_SHORT_NUMBER = re.compile(r"\d{1,18}", re.ASCII)


def _rows(name: str, default: Sequence[str], members: str, description: str) -> Setting:
    numbers = [index for index, member in enumerate(members.split("|")) if member in ("id", "days")]

    def fits(text: str) -> bool:
        row = text.split("|")
        return len(row) == members.count("|") + 1 and all(_SHORT_NUMBER.fullmatch(row[index]) for index in numbers)

    described = f"{description} Each is `{members}`; without any, every id will do."
    return Setting(name, tuple(default), (), described, Form(f"texts like {members}", fits))


SETTINGS = (
    Setting(
        "private_key", "", (),
        "The private key of the account. Without one, the first that logs in with Basic is taken for it; until then "
        "every signature is accepted that has the right form.",
        secret=True,
    ),
    Setting(
        "envelope", "auto", ("auto", "current", "legacy"),
        "Whether answers have `details`, as today, or not, as in 2015; with `auto`, only clients that call themselves "
        "`Java/…` get the old ones.",
    ),
    Setting(
        "timezone", "America/Chicago", (), "The time zone of the account.", Form("the name of a time zone", is_zone)
    ),
    Setting(
        "datetimes", "current", ("current", "legacy"),
        "Whether times are written with their offset, as today, or like `2015-03-19 08:55:33`, as until 2019.",
    ),
    Setting("retry_after", False, (True, False), "Whether refusals with 429 say when to come again."),
    Setting(
        "external_key_reuse", False, (True, False), "Whether the external keys of deleted objects may be used again."
    ),
    Setting(
        "case_sensitive", False, (True, False), "Whether external keys and what `where` compares keep their case."
    ),
    _rows("terms", ("2|Net 30|30", "3|Due on Receipt|0"), "id|name|days", "The terms of payment."),
    _rows("currencies", ("1|$|USD",), "id|symbol|code", "The currencies."),
    _rows("admins", (), "id|name|email", "The people who work at the account."),
    _rows("classes", (), "id|name", "The classes."),
    _rows("campaigns", (), "id|name", "The campaigns."),
    _rows("languages", (), "id|name", "The languages."),
    _rows("brands", (), "id|name", "The brands."),
    _rows("user_types", ("1|Billing",), "id|name", "The types of contacts."),
)  # fmt: skip
"""Every switch of an account."""

LISTS = {
    "terms_id": "terms", "currency_id": "currencies", "admin_id": "admins", "class_id": "classes",
    "campaign_id": "campaigns", "language_id": "languages", "brand_id": "brands", "user_type_id": "user_types",
}  # fmt: skip
"""The lists that members of customers and contacts point into."""


def row(call: Call, member: str, id: int | None) -> tuple[str, ...]:
    """Return what follows the id in a row of a member's list; nothing without an id or a row."""
    return () if id is None else _table(tuple(call.settings[LISTS[member]])).get(id, ())


def usual(call: Call, member: str, id: int) -> int:
    """Return the id that a member of a list has where nobody says one: this, or where the list has it not its first."""
    table = _table(tuple(call.settings[LISTS[member]]))
    return id if id in table or not table else next(iter(table))


def check(call: Call, values: dict[str, object]) -> None:
    """Refuse numbers that point to nothing; an empty list points everywhere."""
    for member, name in LISTS.items():
        id = values.get(member)
        table = _table(tuple(call.settings[name]))
        if id is not None and table and id not in table:
            raise wrong(member, f"must be one of {', '.join(map(str, table))}")


@lru_cache(maxsize=256)
def _table(rows: tuple[str, ...]) -> dict[int, tuple[str, ...]]:
    table = {}
    for text in rows:
        id, *members = text.split("|")
        table[int(id)] = tuple(members)
    return table


def fold(call: Call, text: str) -> str:
    """Write text so that what counts as the same is the same."""
    return text if call.settings["case_sensitive"] else text.casefold()
