"""Every rule of this suite holds for every API, on both edges."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from mockserver.sandbox.sandbox import Sandbox
from mockserver.testing.server import MockServer
from tests.clients import Answer, Caller, InProcess, OverHttp
from tests.conformance.samples import Request, Sample, samples


@dataclass
class Subject:
    """One API on one edge, for one tenant that is the test's own."""

    sample: Sample
    caller: Caller
    sandbox: Sandbox
    tenant: str

    def send(self, request: Request, headers: Mapping[str, str] | None = None, tenant: str | None = None) -> Answer:
        """Send a request with its tenant's credentials."""
        credentials = self.sample.credentials(tenant or self.tenant)
        return self.caller.send(
            request.method, request.target, {**credentials, **request.headers, **(headers or {})}, request.body
        )

    def create(self, headers: Mapping[str, str] | None = None) -> Answer:
        return self.send(self.sample.create(self.tenant), headers)

    def bare(self, request: Request) -> Answer:
        """Send a request without credentials."""
        return self.caller.send(request.method, request.target, request.headers, request.body)

    def admin(self, method: str, path: str, body: Any = None) -> Answer:
        """Call the control plane for the test's tenant."""
        data = None if body is None else json.dumps(body).encode()
        return self.caller.send(method, f"/__admin/tenants/{self.tenant}{path}", {}, data)

    def rule(self, **rule: Any) -> None:
        """Add a one-off rule for this API."""
        answer = self.admin("POST", "/rules", {"api": self.sample.api, **rule})
        assert answer.status == 201, answer.content

    def limits(self) -> list[dict[str, Any]]:
        """Give the limits of this API."""
        limits: list[dict[str, Any]] = self.admin("GET", f"/limits?api={self.sample.api}").json["limits"]
        return limits

    def operation(self, request: Request) -> str:
        """Give the common name of what a request asks for."""
        route = self.sandbox.router.find(request.method, request.target.partition("?")[0]).route
        assert route
        return route.operation

    def made(self) -> int:
        """Count the records there are of what `create` makes."""
        found = self.admin("GET", f"/data/{self.sample.api}/{self.sample.collection}")
        assert found.status == 200, found.content
        return int(found.json["meta"]["total"])

    @property
    def key_header(self) -> str | None:
        """The header that carries an idempotency key, where the API knows such."""
        idempotency = self.sandbox.apis[self.sample.api].idempotency
        return idempotency.header if idempotency else None

    def of(self, tenant: str) -> "Subject":
        return replace(self, tenant=tenant)


@pytest.fixture(params=samples(), ids=lambda sample: sample.api)
def sample(request: pytest.FixtureRequest) -> Sample:
    chosen: Sample = request.param
    return chosen


@pytest.fixture(params=["flask", "wire"])
def subject(
    request: pytest.FixtureRequest, sample: Sample, application: InProcess, live: MockServer, organization: str
) -> Subject:
    if request.param == "flask":
        return Subject(sample, application, application.sandbox, organization)
    return Subject(sample, OverHttp(live.url), live.sandbox, organization)
