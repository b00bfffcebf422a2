"""`chargebee` of npm as Python sees it: a Node process that is handed calls and hands back what came of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlsplit

from tests.sdks.chargebee_refusals import Seen
from tests.sdks.javascript import Node

PROGRAM = "chargebee.mjs"


def named(method: str) -> str:
    """Give the name that a method of Python's client has here.

    >>> named("PaymentSource.create_using_token")
    'paymentSource.createUsingToken'
    """
    resource, action = method.split(".")
    first, *others = action.split("_")
    return f"{resource[0].lower()}{resource[1:]}.{first}{''.join(map(str.capitalize, others))}"


@dataclass(frozen=True)
class Result:
    """What a method gave; `replayed` is text where the answer is a replay."""

    value: Any
    status: int
    headers: Mapping[str, str]
    replayed: str | bool


@dataclass(frozen=True)
class Refusal:
    """What the library threw: a plain object that is the body of the answer, or an error of its own."""

    body: Mapping[str, Any]
    message: str
    status: int
    headers: Mapping[str, str]
    is_error: bool

    @property
    def seen(self) -> Seen:
        type, code, param, legacy = map(self.body.get, ("type", "api_error_code", "param", "error_code"))
        return Seen(self.status, type, code, param, legacy, self.message)


@dataclass(frozen=True)
class ChargebeeNode:
    """The library with the options of its constructor."""

    node: Node
    options: Mapping[str, Any]

    @classmethod
    def of(cls, node: Node, url: str, key: str) -> Self:
        """Give a client of a server."""
        where = urlsplit(url)
        host = {"site": where.hostname, "hostSuffix": "", "protocol": where.scheme, "port": where.port}
        return cls(node, {"apiKey": key, **host})

    def with_options(self, **options: Any) -> Self:
        return replace(self, options={**self.options, **options})

    def call(self, method: str, *arguments: Any) -> Result:
        """Call a method such as `customer.create`, which must succeed."""
        outcome = self.attempt(method, *arguments)
        assert isinstance(outcome, Result), outcome
        return outcome

    def refusal(self, method: str, *arguments: Any) -> Refusal:
        """Call a method that must fail, and give what it threw."""
        outcome = self.attempt(method, *arguments)
        assert isinstance(outcome, Refusal), outcome
        return outcome

    def attempt(self, method: str, *arguments: Any) -> Result | Refusal:
        """Call a method, and give what came of it."""
        answer = self.node.ask({"options": self.options, "method": method, "arguments": arguments})
        assert "broken" not in answer, answer["broken"]
        return Refusal(**answer["error"]) if "error" in answer else Result(**answer["result"])
