"""The records in the document of a snapshot, held against the shapes that their APIs know."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from mockserver.core.api.idempotency import Kept
from mockserver.core.api.model import Api
from mockserver.core.documents import Path_
from mockserver.core.store import Record
from mockserver.core.text import suggestion
from mockserver.sandbox import claims
from mockserver.scenarios.format.mistakes import Errors

MOST_MISTAKES = 1_000
"""Mistakes of records after which no other record is looked at."""


def read_records(
    data: Mapping[str, Any], apis: Mapping[str, Api], errors: Errors, *, raw: bool
) -> Iterator[tuple[str, dict[str, Record]]]:  # fmt: skip
    """Yield the collections of all APIs, as the store calls them; what is wrong is added to `errors`."""
    for api, collections in data.items():
        known = _collections(api, apis)
        if known is None:
            errors.append((("records", api), f"there is no such API{suggestion(api, apis)}"))
        elif not isinstance(collections, dict):
            errors.append((("records", api), "must be an object of collections"))
        else:
            for name, listed in collections.items():
                path: Path_ = ("records", api, name)
                if name not in known:
                    errors.append((path, f"is no collection of {api}{suggestion(name, known)}"))
                elif not isinstance(listed, list):
                    errors.append((path, "must be a list of records"))
                else:
                    records = _collection(listed, path, errors, api == claims.PREFIX)
                    if api in apis and not raw:
                        mistakes = _misshapen(listed, apis[api], name, path)
                        errors += islice(mistakes, max(MOST_MISTAKES - len(errors), 0))
                    yield f"{api}.{name}", records


def _collections(api: str, apis: Mapping[str, Api]) -> list[str] | None:
    """Name what records a snapshot has of an API, or of all APIs what idempotency keys remember."""
    if api == claims.PREFIX:
        return [each.name for each in apis.values() if each.idempotency]
    return [each.name for each in apis[api].collections] if api in apis else None


def _collection(listed: list[Any], path: Path_, errors: Errors, of_keys: bool) -> dict[str, Record]:
    records: dict[str, Record] = {}
    for index, entry in enumerate(listed):
        if len(errors) >= MOST_MISTAKES:
            break
        if not isinstance(entry, dict) or set(entry) != {"id", "record"}:
            errors.append(((*path, index), "must hold id and record"))
        elif not isinstance(entry["id"], str) or not isinstance(entry["record"], dict):
            errors.append(((*path, index), "must hold a text as id and an object as record"))
        elif entry["id"] in records:
            errors.append(((*path, index, "id"), f"there are two records {entry['id']!r}"))
        elif of_keys and not _is_kept(entry["record"]):
            errors.append(((*path, index, "record"), "is not what a key remembers"))
        else:
            records[entry["id"]] = entry["record"]
    return records


def _misshapen(listed: list[Any], api: Api, collection: str, path: Path_) -> Iterator[tuple[Path_, str]]:
    for index, entry in enumerate(listed):
        record = entry.get("record") if isinstance(entry, dict) else None
        if isinstance(record, dict):
            for place, message in api.mistakes_in(collection, record):
                yield (*path, index, "record", *place), message


def _is_kept(record: Record) -> bool:
    try:
        Kept.read(record)
    except (AttributeError, KeyError, TypeError, UnicodeError):
        return False
    return True


def strangers(counters: Iterable[str], apis: Mapping[str, Api]) -> Errors:
    """Return which counters no API can have."""
    return [
        (("counters", name), "must begin with the name of an API and a dot")
        for name in counters
        if name.partition(".")[0] not in (*apis, claims.PREFIX)
    ]
