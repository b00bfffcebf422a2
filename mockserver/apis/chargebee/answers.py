"""Writing answers: envelopes of objects, without the members that are not set."""

from collections.abc import Iterable, Mapping
from typing import Any

from mockserver.apis.chargebee.problems import JSON
from mockserver.core.http.bodies import encode_json
from mockserver.core.http.reply import Reply
from mockserver.core.store import Record


def shown(record: Record) -> dict[str, Any]:
    """Write an object: what is unset is left out, because a null breaks Python's client; what is hidden, too."""
    return {name: value for name, value in record.items() if value is not None and not name.startswith("_")}


def answer(**objects: Record | None) -> Reply:
    """Answer objects under their names; an absent one leaves no trace. Every success of Chargebee's is 200."""
    return reply({name: shown(record) for name, record in objects.items() if record is not None})


def reply(value: Mapping[str, Any]) -> Reply:
    """Return a whole body."""
    return Reply(200, encode_json(value), dict(JSON))


def listed(rows: Iterable[Mapping[str, Record | None]], next_offset: str | None = None) -> Reply:
    """Return a page of objects under their names; the next offset is there only where there is a next page."""
    page: dict[str, Any] = {
        "list": [{name: shown(record) for name, record in row.items() if record is not None} for row in rows]
    }
    if next_offset is not None:
        page["next_offset"] = next_offset
    return reply(page)
