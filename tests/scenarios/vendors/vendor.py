"""What the tests of shipped scenarios have to know of an API."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tests.clients import Answer
from tests.conformance.samples import Request, Sample

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Vendor:
    """One API: its ordinary traffic, and the words a program goes by."""

    sample: Sample
    customers: str
    listed: Callable[[Answer], int]
    change: Callable[[str], Request]
    pay: Callable[[str, str], Request]
    says: Callable[[Answer], Any]
    words: Mapping[str, Any]
    limit: tuple[str, int]
    """The first published limit, and how many requests it takes."""
    keys: tuple[str, str, str]
    """Those of `read-only-key`: one that may all, one that may read, and one nobody lists."""
    with_key: Callable[[str], Mapping[str, str]]
    """Headers of a caller with a key."""
    waits: bool = True
    """Whether the vendor says how long to wait."""

    def word(self, kind: str, about: str) -> Any:
        """Give how a named error is said about a tenant or a record."""
        word = self.words[kind]
        return word(about) if callable(word) else word


def form(method: str, target: str, members: Mapping[str, Any]) -> Request:
    return Request(method, target, urlencode(members).encode(), FORM)


def as_json(method: str, target: str, members: Mapping[str, Any]) -> Request:
    return Request(method, target, json.dumps(members).encode(), JSON)
