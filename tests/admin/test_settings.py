"""Settings over the control plane: what is secret is not told, and what was read may come back."""

import json
from typing import Any

from tests.clients import ChargeOver
from tests.tables import each_row

MASK = "********"


def shown(chargeover: ChargeOver) -> Any:
    answer = chargeover.admin("GET", "/settings/chargeover")
    assert answer.status == 200, answer.content
    return answer.json


def put(chargeover: ChargeOver, **values: Any) -> Any:
    answer = chargeover.admin("PUT", "/settings/chargeover", values)
    assert answer.status == 200, answer.content
    return answer.json


def lets_in(chargeover: ChargeOver, private_key: str) -> bool:
    return ChargeOver(chargeover.caller, chargeover.account, private_key).get("/customer").status == 200


def test_a_secret_is_shown_as_a_mask(chargeover: ChargeOver) -> None:
    """When it is set as when it is read."""
    assert put(chargeover, private_key="first")["private_key"] == MASK
    assert shown(chargeover)["private_key"] == MASK


def test_that_there_is_no_secret_is_none(chargeover: ChargeOver) -> None:
    assert put(chargeover, envelope="legacy")["private_key"] == ""
    put(chargeover, private_key="first")
    assert put(chargeover, private_key="")["private_key"] == ""
    assert lets_in(chargeover, "anybody's")


def test_what_was_read_may_come_back(chargeover: ChargeOver) -> None:
    """The mask stands for the secret that is there, and everything else for itself."""
    put(chargeover, private_key="first")
    back = put(chargeover, **{**shown(chargeover), "envelope": "legacy"})
    assert (back["private_key"], back["envelope"]) == (MASK, "legacy")
    assert lets_in(chargeover, "first")
    assert not lets_in(chargeover, MASK)


def test_a_mask_makes_no_secret(chargeover: ChargeOver) -> None:
    assert put(chargeover, private_key=MASK)["private_key"] == ""


@each_row("value", [1, None, ["first"], {"a": 1}, True])
def test_a_refused_secret_is_not_repeated(chargeover: ChargeOver, value: Any) -> None:
    """And the one that is there stays."""
    put(chargeover, private_key="first")
    answer = chargeover.admin("PUT", "/settings/chargeover", {"private_key": value, "envelope": "legacy"})
    assert (answer.status, answer.json["errors"]) == (
        422, [{"path": ["private_key"], "message": "must be text"}],
    )  # fmt: skip
    assert (shown(chargeover)["envelope"], lets_in(chargeover, "first")) == ("auto", True)


def test_a_list_is_shown_as_it_was_set(chargeover: ChargeOver) -> None:
    """Or as it is from the start."""
    assert lets_in(chargeover, "first")
    assert shown(chargeover)["currencies"] == ["1|$|USD"]
    assert put(chargeover, currencies=["1|$|USD", "2|€|EUR"], admins=[])["currencies"] == ["1|$|USD", "2|€|EUR"]
    assert shown(chargeover)["admins"] == []


def test_accepted_credentials_can_have_a_secret(chargeover: ChargeOver) -> None:
    """It is masked, holds instead of what would be learnt, and belongs to APIs that ask for a proof."""
    send, entry = chargeover.caller.send, {"key": chargeover.account, "secret": "listed"}
    try:
        answer = send("PUT", "/__admin/auth/chargeover", {}, json.dumps({"credentials": [entry]}).encode())
        assert [shown["secret"] for shown in answer.json["credentials"]] == [MASK]
        assert [lets_in(chargeover, key) for key in ("other", "listed")] == [False, True]
    finally:
        assert send("PUT", "/__admin/auth/chargeover", {}, b'{"credentials": []}').status == 200
    refused = send("PUT", "/__admin/auth/stripe", {}, json.dumps({"credentials": [entry]}).encode())
    assert (refused.status, refused.json["detail"]) == (422, "Keys of stripe are not proven with a secret.")
