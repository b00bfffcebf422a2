"""Absolute addresses of records: links and `Location`, always with the organization in their path."""

from collections.abc import Mapping
from typing import Any

from mockserver.core.api.model import Call
from mockserver.core.http.reply import Reply


def href(call: Call, *parts: str) -> str:
    """Return the address of a record. PHP v2 finds out what it received by this path."""
    return "/".join([call.base_url, "organizations", call.tenant, *parts])


def link(rel: str, address: str) -> dict[str, str]:
    """Write one entry of `_links`."""
    return {"rel": rel, "href": address}


def created(location: str, body: Mapping[str, Any]) -> Reply:
    """Answer 201 with the record and where it lives."""
    return Reply.json(201, body, {"Location": location})
