"""Credentials of webhooks: how a receiver on a host wants to be greeted."""

import base64
from typing import Any

from mockserver.apis.rebilly import names
from mockserver.apis.rebilly.dialect import Body, Moment, object_body, read, resource_id
from mockserver.apis.rebilly.documented import lists, made, many, route
from mockserver.apis.rebilly.filters import filterable
from mockserver.apis.rebilly.names import existing
from mockserver.apis.rebilly.query import FILTER, LIMIT, OFFSET, SEARCH, SORT, Listing, page
from mockserver.apis.rebilly.views import created, href
from mockserver.core.api.model import Call
from mockserver.core.api.receivers import read_address, read_authority
from mockserver.core.fields.containers import Object
from mockserver.core.fields.kinds import Choice, Text
from mockserver.core.http.reply import Reply
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


CREDENTIAL = WebhookCredentialSchema()
LISTING = Listing(names.WEBHOOK_CREDENTIALS, filterable(CREDENTIAL), searched=("id", "host"))


@route(
    "POST /service-credentials/webhook", "webhook_credentials.create", "PostServiceCredential",
    made(WebhookCredentialSchema), body=WebhookCredentialSchema,
)  # fmt: skip
def create_credential(call: Call) -> Reply:
    """Create a credential of webhooks. Its id is what webhooks name as their `credentialHash`."""
    values, errors = read(CREDENTIAL, object_body(call))
    auth = values.get("auth", {"type": "none"})
    if not errors and auth["type"] != "none":
        errors = [FieldError(f"auth.{name}", "This member is required.") for name in _PARTS if name not in auth]
    if errors:
        raise Invalid(errors=errors)
    id = call.mint("crd")
    shown = {name: value for name, value in auth.items() if name != "password"}
    record = {
        "id": id,
        "hash": id,
        "status": values["status"],
        "deactivationTime": None,
        "type": values["type"],
        "host": values["host"],
        "auth": shown,
        "_authorization": _basic(auth),
    }
    call.records.put(names.WEBHOOK_CREDENTIALS, id, record)
    return created(href(call, "service-credentials", "webhook", id), _view(record))


@lists(
    "GET /service-credentials/webhook", "webhook_credentials.list", "GetServiceCredentialCollection",
    many(WebhookCredentialSchema), query=(FILTER, LIMIT, OFFSET, SORT, SEARCH),
)  # fmt: skip
def list_credentials(call: Call) -> Reply:
    """List credentials of webhooks."""
    return page(call, LISTING, _view)


@route(
    "GET /service-credentials/webhook/<id>", "webhook_credentials.get", "GetServiceCredential", WebhookCredentialSchema,
)  # fmt: skip
def get_credential(call: Call) -> Reply:
    """Get a credential of webhooks."""
    return Reply.json(200, _view(existing(call, names.WEBHOOK_CREDENTIALS, call.arguments["id"], "Credential")))


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


def _view(record: Record) -> dict[str, Any]:
    return {name: value for name, value in record.items() if not name.startswith("_")}


collections = (Collection(names.WEBHOOK_CREDENTIALS),)
