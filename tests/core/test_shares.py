"""Who shares a count: what of a request tells one from another."""

from dataclasses import replace

from mockserver.core.api.model import Exchange, Match
from mockserver.core.http.auth import Identity
from mockserver.scenarios.notation.counts import LONGEST_SHARE, is_share, share_named, share_of, value_of
from tests.core.toy import keyed, toy
from tests.tables import each_row

REQUEST = Exchange(
    method="GET",
    target="/toys/bear",
    path="/toys/bear",
    query_string="",
    headers={"x-plan": "gold", "toy-key": "k1", "idempotency-key": "k2"},
    body=b"",
    base_url="http://toy.example.com",
    match=Match(toy, toy.routes[0], {"id": "bear"}),
    peer="10.0.0.7:5123",
    identity=Identity("sk_invented", "key", "child"),
)


@each_row(
    ("per", "share"),
    [
        ("tenant", ""),
        ("credential", "credential:sk_invented"),
        ("ip", "ip:10.0.0.7"),
        ("idempotency_key", "idempotency_key:k2"),
        ("header.X-Plan", "header.X-Plan:gold"),
        ("header.X-None", "header.X-None:"),
        ("argument.id", "argument.id:bear"),
        ("argument.none", "argument.none:"),
    ],
)
def test_a_share_is_what_requests_have_in_common(per: str, share: str) -> None:
    """Nothing in common is a share, too."""
    assert share_of(per, REQUEST) == share


def test_an_idempotency_key_is_read_where_the_api_has_it() -> None:
    assert share_of("idempotency_key", replace(REQUEST, match=Match(keyed))) == "idempotency_key:k1"


def test_where_nobody_is_known_nobody_shares_with_nobody() -> None:
    """Operations without credentials."""
    assert share_of("credential", replace(REQUEST, identity=None)) == "credential:"


def test_addresses_of_both_kinds_go_without_their_ports() -> None:
    assert share_of("ip", replace(REQUEST, peer="::1:5123")) == "ip:::1"


def test_a_value_is_got_back_from_its_share() -> None:
    assert value_of("header.X-Plan", share_named("header.X-Plan", "a:b")) == "a:b"


def test_a_long_value_takes_no_more_room_than_others() -> None:
    """And is another share than one that begins like it."""
    long = "x" * 100_000
    shares = {share_named("header.X", value) for value in (long, long + "y", "x" * LONGEST_SHARE, "\ud800" * 200)}
    assert len(shares) == 4
    assert max(map(len, shares)) <= LONGEST_SHARE + len("header.X:")


@each_row(
    ("text", "expected"),
    [
        ("tenant", True),
        ("header.X-Plan", True),
        ("argument.customerId", True),
        ("header.", False),
        ("header.a b", False),
        ("argument.a-b", False),
        ("header.a\n", False),
        ("rule", False),
        ("", False),
    ],
)
def test_only_some_words_are_shares(text: str, expected: bool) -> None:
    assert is_share(text) is expected
