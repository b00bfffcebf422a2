"""Credentials of webhooks: how a receiver on a host wants to be greeted."""

import base64
from typing import Any

from mockserver.apis.rebilly import names
from mockserver.apis.rebilly.dialect import Body, Moment, object_body, read, resource_id
from mockserver.apis.rebilly.query import FILTER, LIMIT, OFFSET, SEARCH, SORT
from mockserver.apis.rebilly.resource import Resource
from mockserver.apis.rebilly.views import public
from mockserver.core.api.model import Call
from mockserver.core.api.receivers import read_address, read_authority
from mockserver.core.fields.containers import Object
from mockserver.core.fields.kinds import Choice, Text
from mockserver.core.problems import FieldError, Invalid
from mockserver.core.store import Collection, Record


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


_CREDENTIAL = WebhookCredentialSchema()


def _save(call: Call, id: str | None, before: Record | None) -> Record:
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


_PARTS = ("username", "password")


def _basic(auth: dict[str, Any]) -> str | None:
    if auth["type"] != "basic":
        return None
    pair = ":".join(auth[name] for name in _PARTS).encode("utf-8", "replace")
    return f"Basic {base64.b64encode(pair).decode()}"


_CREDENTIALS = Resource(
    names.WEBHOOK_CREDENTIALS, "service-credentials/webhook", "ServiceCredential", "Credential",
    WebhookCredentialSchema, lambda call, record: public(record), searched=("id", "host"),
)  # fmt: skip

routes = (
    _CREDENTIALS.create("Create a credential of webhooks", _save),
    _CREDENTIALS.lists("List credentials of webhooks", FILTER, LIMIT, OFFSET, SORT, SEARCH),
    _CREDENTIALS.get("Get a credential of webhooks"),
)
collections = (Collection(names.WEBHOOK_CREDENTIALS),)
