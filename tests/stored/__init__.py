"""The records that tests leave behind: held against the shapes of their APIs, or noted for new ones."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from mockserver.sandbox.sandbox import Sandbox
from tests.stored.observed import seen

NOTES = "STORED_NOTES"
"""The variable of the environment with the folder in which it is noted what was seen, instead of being checked."""


def end(sandbox: Sandbox) -> None:
    """Hold against their shapes all records that are left, or note what they are."""
    if folder := os.environ.get(NOTES):
        _note(sandbox, Path(folder))
    else:
        found = strangers(sandbox)
        assert not found, f"a shape is stale, see docs/design.md: {found}"


def strangers(sandbox: Sandbox) -> list[str]:
    """Say what is wrong with records that have not the shape of their collection, each kind of mistake once."""
    found = set()
    for api, collection, record in _records(sandbox):
        shape = sandbox.apis[api].shape_of(collection)
        assert shape, f"{api} has no shape of {collection}"
        for place, message in shape.mistakes(record):
            found.add(f"{api}.{collection} {re.sub(r'[0-9]+', '0', '.'.join(map(str, place)))} {message}")
    return sorted(found)


def _records(sandbox: Sandbox) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Walk all records there are, with their API and collection."""
    for tenant in sandbox.store.tenants():
        for name, stored in sandbox.store.contents(tenant).records.items():
            api, _, collection = name.partition(".")
            if api in sandbox.apis:
                yield from ((api, collection, record) for record in stored.values())


def _note(sandbox: Sandbox, folder: Path) -> None:
    left: dict[str, list[Any]] = {}
    for api, collection, record in _records(sandbox):
        left.setdefault(f"{api}.{collection}", []).append(record)
    with NamedTemporaryFile("w", dir=folder, suffix=".json", delete=False) as notes:
        json.dump({name: seen(records) for name, records in left.items()}, notes)
