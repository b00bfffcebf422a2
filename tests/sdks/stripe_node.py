"""`stripe-node` as Python sees it: a Node process that is handed calls and hands back what came of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Self

from tests.sdks.javascript import Node

PROGRAM = "stripe.mjs"


@dataclass(frozen=True)
class Result:
    """What a method gave, and what the library keeps of the last response behind it."""

    value: Any
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    request_id: str | None = None
    version: str | None = None
    idempotency_key: str | None = None
    account: str | None = None


@dataclass(frozen=True)
class Refusal:
    """What the library threw; `type` is its class, `raw_type` what the answer called it."""

    type: str
    message: str
    raw_type: str | None = None
    code: str | None = None
    decline_code: str | None = None
    param: str | None = None
    doc_url: str | None = None
    status: int | None = None
    request_id: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class StripeNode:
    """The library with a key and the options of its constructor."""

    node: Node
    key: str
    options: Mapping[str, Any]

    def with_options(self, **options: Any) -> Self:
        return replace(self, options={**self.options, **options})

    def with_key(self, key: str) -> Self:
        return replace(self, key=key)

    def call(self, method: str, *arguments: Any) -> Result:
        """Call a method such as `customers.create`, which must succeed."""
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
        answer = self._ask("call", method, arguments)
        assert "broken" not in answer, answer["broken"]
        if "error" in answer:
            return Refusal(**answer["error"])
        return Result(answer["result"].get("value"), **answer["result"]["response"])

    def pages(
        self, method: str, *arguments: Any, verb: Literal["iterate", "toArray"] = "iterate", limit: int = 1_000
    ) -> list[Any]:
        """Let the library walk through all pages of a list, at most `limit` objects."""
        answer = self._ask(verb, method, arguments, limit)
        assert "result" in answer, answer
        items: list[Any] = answer["result"]["value"]
        return items

    def _ask(self, verb: str, method: str, arguments: tuple[Any, ...], limit: int = 0) -> Any:
        question = {"key": self.key, "options": self.options, "verb": verb, "method": method}
        return self.node.ask({**question, "arguments": arguments, "limit": limit})
