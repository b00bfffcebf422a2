"""Addresses written as lines."""

import os
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.clients import ChargeOver, InProcess

PARTS = ("addr1", "addr2", "addr3", "city", "state", "postcode", "country")

_part = st.none() | st.just("") | st.text("abc1,é", min_size=1, max_size=8)


@pytest.fixture(scope="module")
def account(application: InProcess) -> ChargeOver:
    """One account for all addresses."""
    return ChargeOver(application, f"blocks_{os.getpid()}")


@pytest.mark.parametrize(
    ("address", "block"),
    [
        ({}, ""),
        (dict.fromkeys(PARTS, ""), ""),
        (dict(zip(PARTS, PARTS, strict=True)), "addr1\naddr2\naddr3\ncity state postcode\ncountry"),
        (
            {"addr1": "555 High Street", "addr2": "Suite 86", "state": "Vermont", "postcode": "05401", "country": "US"},
            "555 High Street\nSuite 86\nVermont 05401\nUS",
        ),
        ({"city": "Bath", "country": ""}, "Bath"),
        ({"city": "Bath", "postcode": "BA1"}, "Bath BA1"),
        ({"addr3": "c/o Ada", "country": "UK"}, "c/o Ada\nUK"),
        ({"notes": "Ring twice"}, ""),
    ],
)
@pytest.mark.parametrize("kind", ["bill", "ship"])
def test_an_address_is_written_without_empty_lines(
    account: ChargeOver, kind: str, address: Mapping[str, str], block: str
) -> None:
    """Town, state and postcode share a line; the other address has nothing to do with it."""
    id = account.customer(**{f"{kind}_{part}": value for part, value in address.items()})
    customer = account.shown(f"/customer/{id}")
    other = "ship" if kind == "bill" else "bill"
    assert (customer[f"{kind}_block"], customer[f"{other}_block"]) == (block, "")


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(address=st.fixed_dictionaries(dict.fromkeys(PARTS, _part)))
def test_a_block_has_every_part_once_in_order_and_nothing_else(
    account: ChargeOver, address: dict[str, str | None]
) -> None:
    """Without the parts that are there, only separators are left, and none at an end."""
    id = account.customer(**{f"bill_{part}": value for part, value in address.items()})
    rest = account.shown(f"/customer/{id}")["bill_block"]
    separators = []
    for part in filter(None, (address[name] for name in PARTS)):
        before, found, rest = rest.partition(part)
        assert found == part
        separators.append(before)
    assert rest == ""
    assert all(separator == "" for separator in separators[:1])
    assert all(separator in (" ", "\n") for separator in separators[1:])
    in_town = sum(1 for part in ("city", "state", "postcode") if address[part])
    assert separators.count(" ") == max(in_town - 1, 0)
