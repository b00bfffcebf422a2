"""Webhooks: who wants to hear of what, the credentials that receivers are greeted with, and telling them."""

import base64
import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from mockserver.apis.rebilly import names
from mockserver.apis.rebilly.dialect import Body, Moment, WebAddress, linked, object_body, read, resource_id, times
from mockserver.apis.rebilly.filters import ANYTHING, condition
from mockserver.apis.rebilly.query import FILTER, LIMIT, OFFSET, SEARCH, SORT
from mockserver.apis.rebilly.resource import CONFLICT, MISSING, VALIDATED, WRITE, Resource
from mockserver.apis.rebilly.tables import WEBHOOK_EVENTS
from mockserver.apis.rebilly.views import href, link, public
from mockserver.core.api.model import Call, Response
from mockserver.core.api.receivers import Delivery, read_address, read_authority
from mockserver.core.fields.containers import Array, Object
from mockserver.core.fields.kinds import Choice, Text
from mockserver.core.problems import FieldError, Invalid, InvalidQuery
from mockserver.core.store import Collection, Condition, Record

MOST_ACTIVE = 25
"""Active webhooks an organization may have."""


class HeaderSchema(Body):
    """A header of the request that is sent."""

    name = Text(255, pattern=re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"), hint="Must be a header name.", required=True)
    value = Text(4096, pattern=re.compile(r"[\t -~]*"), hint="Must hold only printable ASCII.", required=True)
    status = Choice(("active", "inactive"), load_default="active")


class WebhookSchema(Body):
    """A webhook: which events are sent where, and how."""

    id = resource_id(dump_only=True)
    eventsFilter = Array(Choice(WEBHOOK_EVENTS), load_default=list)
    status = Choice(("active", "inactive"), load_default="active")
    method = Choice(("GET", "POST", "PUT", "PATCH", "DELETE"), required=True)
    url = WebAddress(2083, required=True)
    headers = Array(Object(HeaderSchema), load_default=list)
    credentialHash = Text(255, required=True)
    body = Text(65_536, allow_none=True, load_default=None)
    filter = Text(4096, allow_none=True, load_default=None)
    createdTime = Moment()
    updatedTime = Moment()
    links = linked()


_WEBHOOK = WebhookSchema()


def announce(call: Call, event: str, payload: Callable[[], Mapping[str, Any]]) -> None:
    """Send an event to every active webhook that wants it; `payload` is only made if one does."""
    wanting = [
        hook
        for hook in call.records.lookup(names.WEBHOOKS, "status", "active")
        if not hook["eventsFilter"] or event in hook["eventsFilter"]
    ]
    if not wanting:
        return
    told = payload()
    for hook in wanting:
        if hook["filter"] is None or _filter(hook["filter"])(told):
            call.deliver(_delivery(call, hook, event, told))


def _save(call: Call, id: str | None, before: Record | None) -> Record:
    values, errors = read(_WEBHOOK, object_body(call))
    errors += _filter_errors(values.get("filter"))
    others = [hook for hook in call.records.lookup(names.WEBHOOKS, "status", "active") if hook["id"] != id]
    if values.get("status") == "active" and len(others) >= MOST_ACTIVE:
        errors.append(FieldError("status", f"At most {MOST_ACTIVE} webhooks may be active."))
    if errors:
        raise Invalid(errors=errors)
    record = {"id": id or call.mint("hook"), **values, **times(call, before)}
    call.records.put(names.WEBHOOKS, record["id"], record)
    return record


def _filter_errors(text: str | None) -> list[FieldError]:
    try:
        if text is not None:
            _filter(text)
    except InvalidQuery as problem:
        return [FieldError("filter", problem.detail)]
    return []


@lru_cache(maxsize=256)
def _filter(text: str) -> Condition:
    return condition(text, ANYTHING)


def _view(call: Call, record: Record) -> dict[str, Any]:
    return {**record, "_links": [link("self", href(call, "webhooks", record["id"]))]}


def _delivery(call: Call, hook: Record, event: str, payload: Mapping[str, Any]) -> Delivery:
    body = json.dumps(payload) if hook["body"] is None else filled(hook["body"], payload)
    headers = {
        "User-Agent": "Rebilly/sandbox",
        "Content-Type": "application/json; charset=utf-8",
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
        **authorization(call, hook["credentialHash"], hook["url"]),
        **{header["name"]: header["value"] for header in hook["headers"] if header["status"] == "active"},
    }
    return Delivery(event, hook["method"], hook["url"], headers, body.encode("utf-8", "replace"))


_PLACEHOLDER = re.compile(r"\{\{\s*([\w.-]{1,200})\s*\}\}")


def filled(template: str, payload: Mapping[str, Any]) -> str:
    """Put members of a payload where a template names them by dotted path; an unknown one leaves nothing.

    >>> filled('{"who": "{{_embedded.customer.email}}"}', {"_embedded": {"customer": {"email": "ada@example.com"}}})
    '{"who": "ada@example.com"}'
    """
    return _PLACEHOLDER.sub(lambda match: _written(payload, match[1].split(".")), template)


def _written(value: Any, path: list[str]) -> str:
    for name in path:
        if isinstance(value, list) and name.isdecimal() and int(name) < len(value):
            value = value[int(name)]
        else:
            value = value.get(name) if isinstance(value, Mapping) else None
    if value is None:
        return ""
    return json.dumps(value)[1:-1] if isinstance(value, str) else json.dumps(value)


class WebhookAuthorizationSchema(Body):
    """What is sent with a request: nothing, or a name and a password."""

    type = Choice(("none", "basic", "digest"), required=True)
    username = Text(255)
    password = Text(255, load_only=True)


class WebhookCredentialSchema(Body):
    """A credential for the receivers on one host."""

    id = resource_id(dump_only=True)
    hash = Text(dump_only=True)
    status = Choice(("active", "inactive", "deactivated"), load_default="active")
    deactivationTime = Moment(allow_none=True)
    type = Choice(("webhook",), load_default="webhook")
    host = Text(255, required=True)
    auth = Object(WebhookAuthorizationSchema)


_PARTS = ("username", "password")
_CREDENTIAL = WebhookCredentialSchema()


def _save_credential(call: Call, id: str | None, before: Record | None) -> Record:
    """Store a new credential. Its id is what webhooks name as their `credentialHash`."""
    values, errors = read(_CREDENTIAL, object_body(call))
    auth = values.get("auth", {"type": "none"})
    if not errors and auth["type"] != "none":
        errors = [FieldError(f"auth.{name}", "This member is required.") for name in _PARTS if name not in auth]
    if errors:
        raise Invalid(errors=errors)
    id = call.mint("crd")
    record = {
        "id": id,
        "hash": id,
        "status": values["status"],
        "deactivationTime": None,
        "type": values["type"],
        "host": values["host"],
        "auth": {name: value for name, value in auth.items() if name != "password"},
        "_authorization": _basic(auth),
    }
    call.records.put(names.WEBHOOK_CREDENTIALS, id, record)
    return record


def authorization(call: Call, credential: str, url: str) -> dict[str, str]:
    """Return the header a receiver is greeted with; a credential greets only the host it is for.

    Digest authentication answers a question of the receiver, which is not waited for: nothing is sent.
    """
    record = call.records.get(names.WEBHOOK_CREDENTIALS, credential)
    if record is None or record["status"] != "active" or not _is_for(record["host"], url):
        return {}
    return {"Authorization": record["_authorization"]} if record["_authorization"] else {}


def _is_for(host: str, url: str) -> bool:
    try:
        address = read_address(url)
    except ValueError:
        return False
    return read_authority(host) in ((address.host, None), (address.host, address.port)) or host == address.host


def _basic(auth: dict[str, Any]) -> str | None:
    if auth["type"] != "basic":
        return None
    pair = ":".join(auth[name] for name in _PARTS).encode("utf-8", "replace")
    return f"Basic {base64.b64encode(pair).decode()}"


_WEBHOOKS = Resource(names.WEBHOOKS, "webhooks", "Webhook", "Webhook", WebhookSchema, _view)

_CREDENTIALS = Resource(
    names.WEBHOOK_CREDENTIALS, "service-credentials/webhook", "ServiceCredential", "Credential",
    WebhookCredentialSchema, lambda call, record: public(record), searched=("id", "host"),
)  # fmt: skip

routes = (
    _WEBHOOKS.create("Create a webhook", _save, refuses={**VALIDATED, **CONFLICT}),
    _WEBHOOKS.upsert("Create or replace a webhook", _save, refuses={**VALIDATED, **CONFLICT}),
    _WEBHOOKS.lists("List webhooks", LIMIT, OFFSET, FILTER),
    _WEBHOOKS.get("Get a webhook"),
    _WEBHOOKS.delete("Delete a webhook", {**WRITE, **MISSING}, {204: Response()}),
    _CREDENTIALS.create("Create a credential of webhooks", _save_credential),
    _CREDENTIALS.lists("List credentials of webhooks", FILTER, LIMIT, OFFSET, SORT, SEARCH),
    _CREDENTIALS.get("Get a credential of webhooks"),
)
collections = (Collection(names.WEBHOOKS, indexes=("status",)), Collection(names.WEBHOOK_CREDENTIALS))
