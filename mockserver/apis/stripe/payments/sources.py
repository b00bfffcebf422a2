"""Sources: create, read, change, list and delete them, and verify bank accounts; and the tokens they are made of."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe import events, views
from mockserver.apis.stripe.answers import answer
from mockserver.apis.stripe.documented import PAYMENT, DeletedSchema, list_of, route
from mockserver.apis.stripe.fields import Expandable
from mockserver.apis.stripe.identifiers import mint
from mockserver.apis.stripe.lookups import any_id, belonging, existing, referenced
from mockserver.apis.stripe.owner import CUSTOMER, CUSTOMERS, named_customer, set_default_source
from mockserver.apis.stripe.payments.bank_accounts import MISSING, VERIFIED, verified
from mockserver.apis.stripe.payments.cards import CARD
from mockserver.apis.stripe.payments.source_members import (
    BANK_ACCOUNT,
    Source,
    SourceCreate,
    SourceListParameters,
    SourceUpdate,
    SourceVerify,
    Token,
)
from mockserver.apis.stripe.payments.source_rules import (
    SOURCE,
    SOURCES,
    TOKEN,
    TOKENS,
    add_source,
    bank_account_from,
    card_from,
    changed_source,
    keep_source,
    new_token,
    remove_source,
    source_for_tests,
)
from mockserver.apis.stripe.problems import bad, missing_reference, refused
from mockserver.apis.stripe.query import page
from mockserver.apis.stripe.requests import read, wanted_id
from mockserver.apis.stripe.views import Look
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import shape_of
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Duplicate
from mockserver.core.store import Collection, Record

CREATE, UPDATE, LIST = SourceCreate(), SourceUpdate(), SourceListParameters()
VERIFY, RETRIEVE, SHAPE = SourceVerify(), Expandable(), shape_of(Source)
CREATE_TOKEN, TOKEN_SHAPE = Token(), shape_of(Token)

_PREFIXES = {
    "account": "ct",
    BANK_ACCOUNT: "btok",
    CARD: "tok",
    "cvc_update": "cvctok",
    "person": "cpt",
    "pii": "pii",
}
"""By what a token stands for, what its id begins with."""


@route(
    "POST /customers/<customer>/sources", "sources.create", "PostCustomersCustomerSources", SHAPE, refuses=PAYMENT,
    body=CREATE,
)  # fmt: skip
def create_source(call: Call) -> Reply:
    """Create a source of a customer. Its first one becomes the default."""
    values = read(call, CREATE)
    customer = named_customer(call, "customer")
    id = wanted_id(call) or ""
    if id and call.records.get(SOURCES, id):
        raise Duplicate
    source = add_source(call, customer, values["source"], values.get("metadata"), id)
    if customer["default_source"] is None:
        set_default_source(call, customer, source["id"])
    return answer(call, source, values)


@route("GET /customers/<customer>/sources", "sources.list", "GetCustomersCustomerSources", list_of(SHAPE), query=LIST)
def list_sources(call: Call) -> Reply:
    """List a customer's sources."""
    values = read(call, LIST)
    customer = named_customer(call, "customer")
    kind = values.get("object")
    return page(
        call, values, SOURCE, among=("customer", customer["id"]), keep=lambda source: kind in (None, source["object"])
    )


@route("GET /customers/<customer>/sources/<id>", "sources.get", "GetCustomersCustomerSourcesId", SHAPE, query=RETRIEVE)
def retrieve_source(call: Call) -> Reply:
    """Retrieve a customer's source."""
    values = read(call, RETRIEVE)
    return answer(call, _named_source(call), values)


@route(
    "POST /customers/<customer>/sources/<id>", "sources.update", "PostCustomersCustomerSourcesId", SHAPE,
    refuses=PAYMENT, body=UPDATE,
)  # fmt: skip
def update_source(call: Call) -> Reply:
    """Change a customer's source."""
    values = read(call, UPDATE)
    before = _named_source(call)
    source = changed_source(call, before, values)
    keep_source(call, source)
    events.emit_update(call, "customer.source.updated", before, source)
    return answer(call, source, values)


@route("DELETE /customers/<customer>/sources/<id>", "sources.delete", "DeleteCustomersCustomerSourcesId", DeletedSchema)
def delete_source(call: Call) -> Reply:
    """Delete a customer's source. The newest that is left takes a default's place."""
    read(call, RETRIEVE)
    customer = named_customer(call, "customer")
    source = belonging(call, SOURCE, customer, call.arguments["id"])
    remove_source(call, customer, source)
    return Reply.json(200, views.deleted(source))


@route(
    "POST /customers/<customer>/sources/<id>/verify", "sources.verify", "PostCustomersCustomerSourcesIdVerify", SHAPE,
    refuses=PAYMENT, body=VERIFY,
)  # fmt: skip
def verify_source(call: Call) -> Reply:
    """Verify a customer's bank account."""
    values = read(call, VERIFY)
    before = _named_source(call)
    source = _verified(call, before, values)
    keep_source(call, source)
    events.emit_update(call, "customer.source.updated", before, source)
    return answer(call, source, values)


def _verified(call: Call, before: Record, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a bank account that amounts verify; where any id exists, every one is verified."""
    if any_id(call):
        return {**before, "status": VERIFIED} if before["object"] == BANK_ACCOUNT else dict(before)
    if "amounts" not in values:
        raise bad(("amounts",), "Missing required param: amounts.", MISSING)
    if before["object"] != BANK_ACCOUNT:
        raise refused("Only bank accounts can be verified.")
    return verified(before, values["amounts"])


def _named_source(call: Call) -> Record:
    return belonging(call, SOURCE, named_customer(call, "customer"), call.arguments["id"])


@route("POST /tokens", "tokens.create", "PostTokens", TOKEN_SHAPE, refuses=PAYMENT, body=CREATE_TOKEN)
def create_token(call: Call) -> Reply:
    """Create a token."""
    values = read(call, CREATE_TOKEN)
    named = [name for name in _PREFIXES if name in values]
    if len(named) > 1:
        raise refused(f"You may only specify one of these parameters: {', '.join(named)}.")
    if not named and "customer" not in values:
        raise refused("You must supply either a card, customer, PII data, or bank account to create a token.")
    source = _tokenized(call, values, named[0] if named else CARD)
    type = source["object"] if source else named[0]
    token = new_token(call, mint(call, _PREFIXES[type]), type, source)
    call.records.put(TOKENS, token["id"], token)
    return answer(call, token, values)


def _tokenized(call: Call, values: Mapping[str, Any], type: str) -> dict[str, Any] | None:
    """Return the card or the bank account that a token is for; a customer's own is copied."""
    given = values.get(type)
    if "customer" in values or isinstance(given, str):
        return _copied(call, values, type, given)
    if type == CARD:
        return card_from(call, values[CARD])
    return bank_account_from(call, values[BANK_ACCOUNT], (BANK_ACCOUNT,)) if type == BANK_ACCOUNT else None


def _copied(call: Call, values: Mapping[str, Any], type: str, id: Any) -> dict[str, Any]:
    if not isinstance(values.get(type, ""), str) or "customer" not in values:
        raise refused("A token is made from a customer and the ID of a source, or from a source that is described.")
    customer = referenced(call, CUSTOMER, values["customer"], "customer")
    wanted = id or customer["default_source"]
    source = call.records.get(SOURCES, wanted or "")
    if any_id(call):
        source = source or SOURCE.blank(call, wanted or "card_any")
    elif source is None or source["customer"] != customer["id"]:
        raise missing_reference(type, "source", wanted or "")
    return {**source, "id": mint(call, "card" if source["object"] == CARD else "ba"), "customer": None, "metadata": {}}


@route("GET /tokens/<token>", "tokens.get", "GetTokensToken", TOKEN_SHAPE, query=RETRIEVE)
def retrieve_token(call: Call) -> Reply:
    """Retrieve a token. Each name for tests stands for a new one."""
    values = read(call, RETRIEVE)
    id = call.arguments["token"]
    source = source_for_tests(call, id)
    if source is None:
        return answer(call, existing(call, TOKEN, id), values)
    token: Record = new_token(call, mint(call, _PREFIXES[source["object"]]), source["object"], source)
    call.records.put(TOKENS, token["id"], token)
    return answer(call, token, values)


_CUSTOMER = Look(references={"customer": (CUSTOMERS,)})

looks = {"bank_account": _CUSTOMER, "card": _CUSTOMER}
collections = (Collection(SOURCES, ("customer",)), Collection(TOKENS))
