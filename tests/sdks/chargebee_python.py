"""Chargebee's Python client as a table sees it: an operation by the path of its method, and what came of it."""

from dataclasses import fields
from operator import attrgetter
from typing import Any
from urllib.parse import urlsplit

from chargebee import APIError, Chargebee
from chargebee.model import Model

from tests.sdks.chargebee_refusals import Seen

_OF_THE_RESPONSE = frozenset({"headers", "http_status_code", "is_idempotency_replayed"})


def client_of(url: str, key: str) -> Chargebee:
    """Give a client of a server; its host is a site and a domain, so that an address of four numbers is parted."""
    where = urlsplit(url)
    site, _, domain = where.netloc.partition(".")
    return Chargebee(api_key=key, site=site, chargebee_domain=domain, protocol=where.scheme)


def call(client: Chargebee, method: str, *arguments: Any) -> Any:
    """Call a method such as `Customer.create`, which must succeed."""
    return attrgetter(method)(client)(*arguments)


def refusal(client: Chargebee, method: str, *arguments: Any) -> Any:
    """Call a method that must fail, and give what it raised."""
    try:
        answer = call(client, method, *arguments)
    except APIError as error:
        return error
    raise AssertionError(f"{method} was answered: {answer}")


def seen(error: APIError) -> Seen:
    """Give what an error says."""
    return Seen(error.http_status_code, error.type, error.api_error_code, error.param, error.error_code, str(error))


def plain(answer: Any) -> Any:
    """Give the objects of an answer under their names, as the client has read them."""
    if isinstance(answer, Model):
        return answer.raw_data
    if isinstance(answer, list):
        return [plain(row) for row in answer]
    if not hasattr(answer, "__dataclass_fields__"):
        return answer
    members = {field.name: getattr(answer, field.name) for field in fields(answer)}
    said = {name: value for name, value in members.items() if value is not None and name not in _OF_THE_RESPONSE}
    return {name: plain(value) for name, value in said.items()}
