"""Callers for tests: the same few lines whether the server is in this process or behind a socket."""

import base64
import itertools
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode

import requests
from flask import Flask

from mockserver.sandbox.sandbox import Sandbox

KEY = "sk_sandbox_invented-for-tests"

_numbers = itertools.count(1)


def unused() -> str:
    """Return an organization, account or site nobody else uses, whatever process the test runs in."""
    return f"org_{os.getpid()}_{next(_numbers)}"


@dataclass(frozen=True)
class Answer:
    """What came back; header names are lower case."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def refusal(self) -> tuple[int, Any]:
        """The status and the error of Stripe's, without where its request is logged."""
        error = {name: value for name, value in self.json["error"].items() if name != "request_log_url"}
        return self.status, error

    @property
    def json(self) -> Any:
        return json.loads(self.content)

    @property
    def invalid_fields(self) -> dict[str, list[str]]:
        """Rebilly's `invalidFields`, by field."""
        fields: dict[str, list[str]] = {}
        for entry in self.json["invalidFields"]:
            fields.setdefault(entry["field"], []).append(entry["message"])
        return fields


class Caller(Protocol):
    """Something that takes a request to a server."""

    def send(self, method: str, target: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """Send one request."""


class Client(Protocol):
    """A client of one API that speaks for a tenant."""

    def send(self, method: str, path: str, body: Any = "", /) -> Answer:
        """Call a path of the API."""

    def admin(self, method: str, path: str, body: Any = None) -> Answer:
        """Call the control plane for the tenant."""


def done(answer: Answer) -> Answer:
    """Give an answer that refuses nothing."""
    assert answer.status < 300, answer.content
    return answer


class InProcess:
    """The Flask application through its test client."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._client = app.test_client()
        self.sandbox: Sandbox = app.extensions["mockserver"]

    def send(self, method: str, target: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        response = self._client.open(target, method=method, headers=dict(headers), data=body)
        return Answer(
            response.status_code, {name.lower(): value for name, value in response.headers.items()}, response.data
        )


class OverHttp:
    """A server at an address, through requests; the client gives up after `timeout` seconds."""

    def __init__(self, url: str, timeout: float = 20) -> None:
        self._url = url
        self._timeout = timeout
        self._session = requests.Session()

    def send(self, method: str, target: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        response = self._session.request(
            method, self._url + target, headers=dict(headers), data=body, allow_redirects=False, timeout=self._timeout
        )
        return Answer(
            response.status_code, {name.lower(): value for name, value in response.headers.items()}, response.content
        )


@dataclass(frozen=True)
class JsonClient:
    """A client of an API that speaks JSON below one path, which shows what was answered instead of raising."""

    caller: Caller
    tenant: str
    base: str
    credentials: Mapping[str, str]

    def send(self, method: str, path: str, body: Any = None) -> Answer:
        """Call a path below the API's; a body that is not bytes goes as JSON."""
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        headers = {**self.credentials, **({} if data is None else {"Content-Type": "application/json"})}
        return self.caller.send(method, self.base + path, headers, data)

    def get(self, path: str, **query: Any) -> Answer:
        return self.send("GET", path + (f"?{urlencode(query)}" if query else ""))

    def post(self, path: str, body: Any = None) -> Answer:
        return self.send("POST", path, body)

    def put(self, path: str, body: Any = None) -> Answer:
        return self.send("PUT", path, body)

    def delete(self, path: str) -> Answer:
        return self.send("DELETE", path)

    def admin(self, method: str, path: str, body: Any = None) -> Answer:
        """Call the control plane for this tenant."""
        data = None if body is None else json.dumps(body).encode()
        return self.caller.send(method, f"/__admin/tenants/{self.tenant}{path}", {}, data)


class Rebilly:
    """A Rebilly client that shows what was answered instead of raising."""

    def __init__(self, caller: Caller, organization: str, key: str = KEY) -> None:
        self.caller = caller
        self.organization = organization
        self.key = key

    def afresh(self) -> "Rebilly":
        """Return a client of the same server, with an organization of its own."""
        return Rebilly(self.caller, unused(), self.key)

    def send(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None, *, raw: bool = False
    ) -> Answer:
        """Call a path of the organization, or with `raw` a whole target; a body that is not bytes goes as JSON."""
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        target = path if raw else f"/organizations/{self.organization}{path}"
        return self.caller.send(method, target, {"REB-APIKEY": self.key, **(headers or {})}, data)

    def get(self, path: str, **headers: str) -> Answer:
        return self.send("GET", path, headers=headers)

    def post(self, path: str, body: Any = None) -> Answer:
        return self.send("POST", path, body)

    def put(self, path: str, body: Any = None) -> Answer:
        return self.send("PUT", path, body)

    def delete(self, path: str) -> Answer:
        return self.send("DELETE", path)

    def customer(self, **members: Any) -> Any:
        """Create a customer and give it."""
        answer = self.post("/customers", members)
        assert answer.status == 201, answer.content
        return answer.json

    def admin(self, method: str, path: str, body: Any = None) -> Answer:
        """Call the control plane for this organization's tenant."""
        data = None if body is None else json.dumps(body).encode()
        return self.caller.send(method, f"/__admin/tenants/{self.organization}{path}", {}, data)


class Stripe:
    """A Stripe client that shows what was answered instead of raising."""

    def __init__(self, caller: Caller, account: str) -> None:
        self.caller = caller
        self.account = account

    def afresh(self) -> "Stripe":
        """Return a client of the same server, with an account of its own."""
        return Stripe(self.caller, unused())

    def send(
        self, method: str, path: str, parameters: str | Mapping[str, Any] = "", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Call a path below `/v1`; parameters are written as forms, in the query of a GET and else in the body."""
        form = parameters if isinstance(parameters, str) else urlencode(list(_flat(parameters)))
        credentials = {"Authorization": f"Bearer sk_test_{self.account}"}
        if method == "GET":
            return self.caller.send(
                method, f"/v1{path}" + (f"?{form}" if form else ""), {**credentials, **(headers or {})}, None
            )
        typed = {"Content-Type": "application/x-www-form-urlencoded", **credentials, **(headers or {})}
        return self.caller.send(method, f"/v1{path}", typed, form.encode())

    def get(self, path: str, **parameters: Any) -> Answer:
        return self.send("GET", path, parameters)

    def post(self, path: str, **parameters: Any) -> Answer:
        return self.send("POST", path, parameters)

    def delete(self, path: str, **parameters: Any) -> Answer:
        return self.send("DELETE", path, parameters)

    def customer(self, **parameters: Any) -> Any:
        """Create a customer and give it."""
        answer = self.post("/customers", **parameters)
        assert answer.status == 200, answer.content
        return answer.json

    def admin(self, method: str, path: str, body: Any = None) -> Answer:
        """Call the control plane for this account's tenant."""
        data = None if body is None else json.dumps(body).encode()
        return self.caller.send(method, f"/__admin/tenants/{self.account}{path}", {}, data)


class Chargebee:
    """A Chargebee client that shows what was answered instead of raising."""

    def __init__(self, caller: Caller, site: str) -> None:
        self.caller = caller
        self.site = site

    def afresh(self) -> "Chargebee":
        """Return a client of the same server, with a site of its own."""
        return Chargebee(self.caller, unused())

    def send(
        self, method: str, path: str, parameters: str | Mapping[str, Any] = "", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Call a path below `/api/v2`; parameters are written as forms, in the query of a GET and else in the body."""
        form = parameters if isinstance(parameters, str) else urlencode(list(_columns(parameters)))
        key = base64.b64encode(f"test_{self.site}:".encode()).decode()
        credentials = {"Authorization": f"Basic {key}", **(headers or {})}
        if method == "GET":
            return self.caller.send(method, f"/api/v2{path}" + (f"?{form}" if form else ""), credentials, None)
        typed = {"Content-Type": "application/x-www-form-urlencoded", **credentials}
        return self.caller.send(method, f"/api/v2{path}", typed, form.encode())

    def get(self, path: str, **parameters: Any) -> Answer:
        return self.send("GET", path, parameters)

    def post(self, path: str, **parameters: Any) -> Answer:
        return self.send("POST", path, parameters)

    def customer(self, **parameters: Any) -> Any:
        """Create a customer and give it."""
        answer = self.post("/customers", **parameters)
        assert answer.status == 200, answer.content
        return answer.json["customer"]

    def set(self, **settings: Any) -> None:
        """Switch features of the site."""
        answer = self.admin("PUT", "/settings/chargebee", settings)
        assert answer.status == 200, answer.content

    def admin(self, method: str, path: str, body: Any = None) -> Answer:
        """Call the control plane for this site's tenant."""
        data = None if body is None else json.dumps(body).encode()
        return self.caller.send(method, f"/__admin/tenants/{self.site}{path}", {}, data)


class ChargeOver:
    """A ChargeOver client that shows what was answered instead of raising."""

    def __init__(self, caller: Caller, account: str, private_key: str = "invented-private-key") -> None:
        self.caller = caller
        self.account = account
        self.private_key = private_key

    def afresh(self) -> "ChargeOver":
        """Return a client of the same server, with an account of its own."""
        return ChargeOver(self.caller, unused(), self.private_key)

    def send(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None, *, raw: bool = False
    ) -> Answer:
        """Call a path below `/api/v3`, or with `raw` a whole target; a body that is not bytes goes as JSON."""
        key = base64.b64encode(f"{self.account}:{self.private_key}".encode()).decode()
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        typed = {"Authorization": f"Basic {key}", **({} if data is None else {"Content-Type": "application/json"})}
        return self.caller.send(method, path if raw else f"/api/v3{path}", {**typed, **(headers or {})}, data)

    def get(self, path: str, **query: Any) -> Answer:
        return self.send("GET", path + (f"?{urlencode(query)}" if query else ""))

    def post(self, path: str, body: Any = None) -> Answer:
        return self.send("POST", path, body)

    def put(self, path: str, body: Any = None) -> Answer:
        return self.send("PUT", path, body)

    def delete(self, path: str) -> Answer:
        return self.send("DELETE", path)

    def customer(self, **members: Any) -> int:
        """Create a customer and give its id."""
        answer = self.post("/customer", {"company": "Analytical Engines", **members})
        assert answer.status == 201, answer.content
        return int(answer.json["response"]["id"])

    def shown(self, path: str, **query: Any) -> Any:
        """Give the response of a read."""
        answer = self.get(path, **query)
        assert answer.status == 200, answer.content
        return answer.json["response"]

    def set(self, **settings: Any) -> None:
        """Switch the account."""
        answer = self.admin("PUT", "/settings/chargeover", settings)
        assert answer.status == 200, answer.content

    def admin(self, method: str, path: str, body: Any = None) -> Answer:
        """Call the control plane for this account's tenant."""
        data = None if body is None else json.dumps(body).encode()
        return self.caller.send(method, f"/__admin/tenants/{self.account}{path}", {}, data)


def _columns(parameters: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Write parameters as Chargebee's libraries do: groups in brackets, rows by column, other values as JSON."""
    for name, value in parameters.items():
        if isinstance(value, list) and value and all(isinstance(row, Mapping) for row in value):
            for index, row in enumerate(value):
                yield from ((f"{name}[{column}][{index}]", _plain(cell)) for column, cell in row.items())
        elif isinstance(value, Mapping):
            yield from ((f"{name}[{member}]", _plain(inner)) for member, inner in value.items())
        else:
            yield name, _plain(value)


def _plain(value: Any) -> str:
    """Write one value as text: null as nothing, lists and what is deeper as JSON."""
    return "" if value is None else value if isinstance(value, str) else json.dumps(value)


def _flat(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Write nested parameters with their names in brackets, as Stripe's libraries do."""
    if isinstance(value, Mapping):
        for key, member in value.items():
            yield from _flat(member, f"{name}[{key}]" if name else key)
    elif isinstance(value, (list, tuple)):
        for index, member in enumerate(value):
            yield from _flat(member, f"{name}[{index}]")
    else:
        yield name, str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)
