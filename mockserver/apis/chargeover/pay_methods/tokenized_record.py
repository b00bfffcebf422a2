"""How a token is stored: the words of a gateway for something that it keeps itself."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargeover.identifiers import next_id
from mockserver.apis.chargeover.kinds import TOKENIZED, keyed
from mockserver.apis.chargeover.pay_methods.owner import owned
from mockserver.core.api.model import Call
from mockserver.core.store import Record

TOKEN = "_token"  # noqa: S105  (the name of an index)
"""The index of the tokens in small letters."""


def new_tokenized(call: Call, customer: Record, values: Mapping[str, Any]) -> dict[str, Any]:
    """Make a token of what a request says, and keep it; raise what refuses it."""
    record = {
        **keyed(call, TOKENIZED, values.get("external_key")),
        "type": values.get("type") or "customer",
        "token": values["token"],
        TOKEN: values["token"].casefold(),
        **{name: values.get(name) for name in ("name", "paymethod_hint", "type_hint", "gateway")},
        "expdate": values.get("expdate") or None,
        "tokenized_id": next_id(call, TOKENIZED.object),
        **owned(call, customer),
    }
    call.records.put(TOKENIZED.collection, str(record["tokenized_id"]), record)
    return record
