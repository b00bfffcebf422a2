"""Stripe's Python library as a table sees it: an operation by the path of its method, and what came of it."""

from collections.abc import Mapping
from operator import attrgetter
from typing import Any

from stripe import StripeClient, StripeError

from tests.sdks.stripe_refusals import Seen


def call(client: StripeClient, method: str, *arguments: Any) -> Any:
    """Call a method such as `customers.tax_ids.create`, which must succeed."""
    return attrgetter(method)(client.v1)(*arguments)


def refusal(client: StripeClient, method: str, *arguments: Any) -> StripeError:
    """Call a method that must fail, and give what it raised."""
    try:
        answer = call(client, method, *arguments)
    except StripeError as error:
        return error
    raise AssertionError(f"{method} was answered: {answer}")


def headers(answer: Any) -> Mapping[str, str]:
    """Give the headers of the response that an object came in, their names in lower case."""
    return {name.lower(): value for name, value in answer.last_response.headers.items()}


def seen(error: StripeError) -> Seen:
    """Give what an error says; `code` and `param` are not there on every class, but in its `error` they are."""
    details = error.error
    assert details is not None
    type, code, param, page = (getattr(details, name, None) for name in ("type", "code", "param", "doc_url"))
    return Seen(error.http_status, type, code, param, error.user_message, page)
