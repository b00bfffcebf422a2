"""A program that uses a provider, the same for each: it creates, reads and changes customers, and takes their cards."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from mockserver.sandbox.sandbox import Answer as Running
from mockserver.sandbox.sandbox import Sandbox
from tests.clients import Answer
from tests.conformance.samples import Request
from tests.scenarios.hasty import Hasty
from tests.scenarios.vendors.vendor import Vendor


@dataclass
class Shop:
    """One tenant of one API, seen through any edge."""

    vendor: Vendor
    caller: Any
    sandbox: Sandbox
    tenant: str

    @property
    def hasty(self) -> Hasty:
        """The edge that notes waits, where the shop goes through it."""
        assert isinstance(self.caller, Hasty)
        return self.caller

    def follow(self, name: str) -> None:
        """Follow a scenario that comes with the server."""
        answer = self.admin("PUT", "/scenario", {"name": name})
        assert answer.status == 200, answer.content

    def follow_nothing(self) -> None:
        """Let everything work again."""
        assert self.admin("DELETE", "/scenario").status == 204

    def create(self, headers: Mapping[str, str] | None = None) -> Answer:
        return self.send(self.vendor.sample.create(self.tenant), headers)

    def id(self) -> str:
        """Create a customer and give its id."""
        return self.vendor.sample.id_of(self.create())

    def get(self, id: str) -> Answer:
        return self.send(Request("GET", f"{self._customers}/{id}"))

    def list(self, headers: Mapping[str, str] | None = None) -> Answer:
        return self.send(Request("GET", self._customers), headers)

    def count(self) -> int:
        """Say how many customers there are."""
        return self.vendor.listed(self.list())

    def change(self, id: str) -> Answer:
        return self.send(self.vendor.change(f"{self._customers}/{id}"))

    def pay(self, id: str) -> Answer:
        """Store a card of a customer's."""
        return self.send(self.vendor.pay(self.tenant, id))

    def keyed(self, key: str) -> dict[str, str]:
        """Give the header that makes a request one that runs once; none where the API has no such header."""
        idempotency = self.sandbox.apis[self.vendor.sample.api].idempotency
        return {idempotency.header: key} if idempotency else {}

    def send(self, request: Request, headers: Mapping[str, str] | None = None) -> Answer:
        answer: Answer = self.caller.send(*self._sent(request, headers))
        return answer

    def begin(self) -> Running:
        """Create a customer as far as the first wait of the answer."""
        return self.hasty.begin(*self._sent(self.vendor.sample.create(self.tenant), None))

    def says(self, answer: Answer) -> Any:
        """Give what of a refusal a program goes by."""
        return self.vendor.says(answer)

    def word(self, kind: str) -> Any:
        """Give how the vendor says a named error to this tenant."""
        return self.vendor.word(kind, self.tenant)

    def advance(self, by: str) -> None:
        assert self.admin("POST", "/clock/advance", {"by": by}).status == 200

    def freeze(self) -> None:
        assert self.admin("POST", "/clock/freeze", {"at": "2026-01-15T10:00:00Z"}).status == 200

    def admin(self, method: str, path: str, body: Any = None) -> Answer:
        """Call the control plane for this tenant."""
        return self.control(method, f"/tenants/{self.tenant}{path}", body)

    def control(self, method: str, path: str, body: Any = None) -> Answer:
        """Call the control plane for the whole server."""
        data = None if body is None else json.dumps(body).encode()
        answer: Answer = self.caller.send(method, f"/__admin{path}", {}, data)
        return answer

    def of(self, tenant: str) -> "Shop":
        return replace(self, tenant=tenant)

    @property
    def _customers(self) -> str:
        return self.vendor.customers.format(tenant=self.tenant)

    def _sent(
        self, request: Request, headers: Mapping[str, str] | None
    ) -> tuple[str, str, Mapping[str, str], bytes | None]:
        credentials = self.vendor.sample.credentials(self.tenant)
        return request.method, request.target, {**credentials, **request.headers, **(headers or {})}, request.body
