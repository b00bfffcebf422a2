"""The names of APIs and operations in a file: ours, a provider's, or patterns, held against what there is."""

import fnmatch
from collections.abc import Mapping, Sequence
from typing import Any

from mockserver.core.api.model import Api
from mockserver.core.documents import MOST_ERRORS, Path_
from mockserver.core.text import suggestion
from mockserver.scenarios.format.mistakes import Errors, hint

MOST_OPERATIONS = 100
"""Operations that one rule, limit or credential names; a pattern counts as one."""


def known_api(name: str, path: Path_, apis: Mapping[str, Api], errors: Errors) -> None:
    """Add a mistake where there is no API of that name."""
    if name not in apis:
        errors.append((path, f"there is no API {name!r}{suggestion(name, apis)}; there are {', '.join(apis)}"))


def named_operations(value: Any, path: Path_, apis: Mapping[str, Api], errors: Errors) -> tuple[str, ...]:
    """Read one name or a list of them; each has to be that of some operation, or to fit one."""
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        errors.append((path, "must be the name of an operation, a pattern such as customers.*, or a list of them"))
        return ()
    if len(names) > MOST_OPERATIONS:
        errors.append((path, f"must not name more than {MOST_OPERATIONS} operations"))
        return ()
    if len(errors) < MOST_ERRORS:  # nobody is told of more, and looking costs time
        known = {
            name for api in apis.values() for route in api.routes for name in (route.operation, route.operation_id)
        }
        errors += [
            (path, f"no API has an operation {name!r}{hint(errors, name, known)}")
            for name in names
            if name not in known and not any(fnmatch.fnmatchcase(operation, name) for operation in known)
        ]
    return tuple(names)


def resolved(names: Sequence[str], apis: Mapping[str, Api]) -> tuple[str, ...]:
    """Return the operations that names, patterns and providers' names stand for."""
    routes = [route for api in apis.values() for route in api.routes]
    return tuple(
        dict.fromkeys(
            route.operation
            for name in names
            for route in routes
            if name == route.operation_id or fnmatch.fnmatchcase(route.operation, name)
        )
    )
