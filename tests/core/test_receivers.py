"""Addresses that every parser reads alike, and which of them are on this machine."""

from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from urllib3.util import parse_url

from mockserver.core.api.receivers import (
    Address,
    Ip,
    Resolve,
    local_receiver,
    on_this_machine,
    read_address,
    read_authority,
    read_host,
    resolved,
)
from tests.tables import each_row

READ_IN_TWO_WAYS = [
    "http://127.0.0.1\\/",
    "http://127.0.0.1/\\",
    "http://ada@127.0.0.1/",
    "http://@127.0.0.1/",
    " http://127.0.0.1/",
    "http://127.0.0.1/ ",
    "http://127.0.0.1/a b",
    "http://127.0.0.1/\t",
    "http://127.0.0.1\n/",
    "http://127.0.0.1/\x00",
    "http://127.0.0.1/\x7f",
    "http://0x7f.1/",
    "http://0x7f000001/",
    "http://2130706433/",
    "http://127.1/",
    "http://0177.0.0.1/",
    "http://127.0.0.01/",
    "http://127.0.0.1./",
    "http://1.2.3.4.5/",
    "http://[fe80::1%25eth0]/",
    "http://[::1%lo]/",
    "http://[::1/",
    "http://::1/",
    "http://[127.0.0.1]/",
    "http://\uff11\uff12\uff17.0.0.1/",
    "http://bücher.example.com/",
    "http://%6cocalhost/",
    "http:/127.0.0.1/",
    "http:127.0.0.1",
    "//127.0.0.1/",
    "http:///127.0.0.1/",
    "http://",
    "http://127.0.0.1:/",
    "http://127.0.0.1:0/",
    "http://127.0.0.1:65536/",
    "http://127.0.0.1:\uff18\uff10/",
    "http://a..b/",
    f"http://{'a' * 64}.example.com/",
    "http://" + ".".join(["a" * 60] * 5) + "/",
    "ftp://127.0.0.1/",
    "file:///etc/hosts",
    "",
    None,
    7,
    ["http://127.0.0.1/"],
]


@each_row("text", READ_IN_TWO_WAYS, ids=repr)
def test_what_two_parsers_could_read_differently_is_no_address(text: Any) -> None:
    with pytest.raises(ValueError, match="every client reads alike"):
        read_address(text)


@each_row(
    ("text", "address", "authority"),
    [
        ("http://127.0.0.1", Address("http", "127.0.0.1", 80, "/"), "127.0.0.1"),
        ("HTTPS://LocalHost:9000/A?b=%20#c", Address("https", "localhost", 9000, "/A?b=%20"), "localhost:9000"),
        ("http://[::1]:80?a[]=b", Address("http", "::1", 80, "/?a[]=b"), "[::1]"),
        ("https://my_service:8443/", Address("https", "my_service", 8443, "/"), "my_service:8443"),
    ],
)
def test_an_address_is_read_whole(text: str, address: Address, authority: str) -> None:
    assert read_address(text) == address
    assert address.authority == authority


_HOSTS = st.one_of(
    st.from_regex(r"[a-zA-Z0-9_.\-]{1,20}", fullmatch=True),
    st.ip_addresses(v=4).map(str),
    st.ip_addresses(v=6).map(lambda ip: f"[{ip}]"),
    st.from_regex(r"(0x[0-9a-f]{1,8}|[0-9]{1,10})(\.[0-9]{1,3}){0,4}", fullmatch=True),
)
_TEXTS = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="htps:/\\@[]%.#?127 \t\r\nx\u00e9\uff11", max_size=30).map("http://{}".format),
    st.builds(
        "{}://{}{}/{}".format,
        st.sampled_from(["http", "https", "HTTP"]),
        _HOSTS,
        st.sampled_from(["", ":80", ":8080", ":0", ":"]),
        st.text(alphabet="abc/?&=%20[]#", max_size=10),
    ),
)


@given(_TEXTS)
def test_three_parsers_agree_about_every_address(text: str) -> None:
    """The standard library's, that of requests and that of httpx."""
    try:
        address = read_address(text)
    except ValueError:
        return
    split, parsed, url = urlsplit(text), parse_url(text), httpx.URL(text)
    port = {"http": 80, "https": 443}[address.scheme]
    assert (split.scheme, split.hostname, split.port or port) == (address.scheme, address.host, address.port)
    assert (parsed.scheme, (parsed.host or "").strip("[]"), parsed.port or port) == (
        address.scheme, address.host, address.port,
    )  # fmt: skip
    assert (url.scheme, url.host, url.port or port) == (address.scheme, address.host, address.port)


@given(st.text(max_size=30) | _HOSTS)
def test_reading_a_host_never_raises(text: str) -> None:
    assert read_authority(text) is None or read_host(read_authority(text)[0])  # type: ignore[index]
    assert read_host(text) in (None, text.lower())


def resolver(*localhost: str) -> Resolve:
    """Know no name but `localhost`; another one fails the test."""

    def resolve(host: str) -> tuple[Ip, ...]:
        return tuple(ip_address(text) for text in (localhost if host == "localhost" else (host,)))

    return resolve


@each_row("host", ["127.0.0.1", "127.255.255.254", "[::1]", "[::ffff:127.0.0.1]", "localhost", "LOCALHOST"])
def test_a_receiver_on_this_machine(host: str) -> None:
    receiver = local_receiver(f"http://{host}:9000/", resolver("::1", "127.0.0.1"))
    assert on_this_machine(receiver.ips)
    assert len(receiver.ips) == (2 if receiver.address.host == "localhost" else 1)


@each_row(
    "host",
    ["10.0.0.1", "0.0.0.0", "[::]", "[::ffff:10.0.0.1]", "169.254.169.254", "hooks.example.com", "127.example.com"],  # noqa: S104
)
def test_a_receiver_elsewhere_is_refused_and_no_name_is_asked_for(host: str) -> None:
    with pytest.raises(ValueError, match="not on this machine"):
        local_receiver(f"http://{host}/", resolver())


@pytest.mark.parametrize("addresses", [["127.0.0.1", "10.0.0.1"], ["10.0.0.1"], []])
def test_localhost_is_here_if_all_of_its_addresses_are(addresses: list[str]) -> None:
    with pytest.raises(ValueError, match="not on this machine"):
        local_receiver("http://localhost/", resolver(*addresses))


@each_row("host", ["a\0b", "..", "a" * 300, "\udcff", ""])
def test_what_cannot_be_a_host_has_no_address(host: str) -> None:
    assert resolved(host) == ()
