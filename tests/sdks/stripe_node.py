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
        result = self._succeeded("call", method, arguments)
        response = result.get("response", {})
        return Result(
            result["value"],
            response.get("status"),
            response.get("headers", {}),
            response.get("requestId"),
            response.get("apiVersion"),
            response.get("idempotencyKey"),
            response.get("stripeAccount"),
        )

    def pages(
        self, method: str, *arguments: Any, verb: Literal["iterate", "toArray"] = "iterate", limit: int = 1_000
    ) -> list[Any]:
        """Let the library walk through all pages of a list, at most `limit` objects."""
        items: list[Any] = self._succeeded(verb, method, arguments, limit)["value"]
        return items

    def refusal(self, method: str, *arguments: Any) -> Refusal:
        """Call a method that must fail, and give what it threw."""
        answer = self._ask("call", method, arguments)
        assert "error" in answer, answer
        error = answer["error"]
        return Refusal(
            type=error["type"],
            message=error["message"],
            raw_type=error.get("rawType"),
            code=error.get("code"),
            decline_code=error.get("decline_code"),
            param=error.get("param"),
            doc_url=error.get("doc_url"),
            status=error.get("status"),
            request_id=error.get("requestId"),
            headers=error.get("headers", {}),
        )

    def _succeeded(self, verb: str, method: str, arguments: tuple[Any, ...], limit: int = 0) -> Any:
        answer = self._ask(verb, method, arguments, limit)
        assert "result" in answer, answer
        return answer["result"]

    def _ask(self, verb: str, method: str, arguments: tuple[Any, ...], limit: int = 0) -> Any:
        question = {"key": self.key, "options": self.options, "verb": verb, "method": method}
        return self.node.ask({**question, "arguments": arguments, "limit": limit})
