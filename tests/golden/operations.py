"""Which operation of which API a request is for, from the documents that the server gives of its APIs."""

import re
from dataclasses import dataclass
from typing import Any

from tests.golden.replay import Replayer
from tests.golden.wire import Ask

APIS = ("chargebee", "chargeover", "rebilly", "stripe")
_ORGANIZATION = "/organizations/{organization}"
_METHODS = {"get", "head", "post", "put", "patch", "delete"}


@dataclass(frozen=True)
class Operation:
    """One operation, with what the path of a request to it looks like."""

    api: str
    id: str
    method: str
    path: re.Pattern[str]
    variables: int


class Operations:
    """The operations of all APIs."""

    def __init__(self, replayer: Replayer) -> None:
        found = [operation for api in APIS for operation in _operations(api, replayer.document(f"/openapi/{api}.json"))]
        self.all = sorted(found, key=lambda operation: operation.variables)  # what is literal comes first

    def of(self, ask: Ask) -> Operation | None:
        """Return the operation of a request, `None` where no operation has its path and method."""
        path = ask.target.partition("?")[0]
        for operation in self.all:
            if operation.method == ask.method and operation.path.fullmatch(path):
                return operation
        return None


def _operations(api: str, document: dict[str, Any]) -> list[Operation]:
    return [
        Operation(api, described["operationId"], method.upper(), _pattern(path), path.count("{"))
        for path, methods in document["paths"].items()
        for method, described in methods.items()
        if method in _METHODS
    ]


def _pattern(path: str) -> re.Pattern[str]:
    """Return what matches a path; Rebilly's name an organization or leave it to the key."""
    parts = re.split(r"(\{.+?\})", path.removeprefix(_ORGANIZATION))
    pattern = "".join("[^/]+" if part.startswith("{") else re.escape(part) for part in parts)
    return re.compile(f"(?:/organizations/[^/]+)?{pattern}" if path.startswith(_ORGANIZATION) else pattern)
