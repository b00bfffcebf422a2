"""Proofs of a caller's identity, and the lists of credentials that a server accepts."""

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from mockserver.core.problems import KINDS, Forbidden, Problem, Unauthenticated

BLANKS = " \t"
"""Blanks around the value of a header, which are no part of it (RFC 9110)."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof beside a credential: a secret itself, or a signature made with it.

    `holds` returns whether it fits a secret; `secret` is the one that was sent, if any; `complaint` is its
    message where it does not fit.
    """

    holds: Callable[[str], bool]
    complaint: str
    secret: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """The caller: its credential, the kind of it in the vendor's words, and its tenant."""

    credential: str
    kind: str
    tenant: str
    expires: float | None = None
    """The epoch second after which the credential is refused, on the tenant's clock."""
    proof: Proof | None = None
    """The proof that has to fit the tenant's secret; without one the credential is enough."""


@dataclass(frozen=True, slots=True)
class Access:
    """A client's access to a tenant: the key for its library, and the headers of a plain request.

    `secret` proves the key, where an API requires that; `path` is the beginning of the tenant's addresses.
    """

    key: str
    headers: Mapping[str, str]
    path: str
    secret: str = ""


@dataclass(frozen=True, slots=True)
class Caller:
    """One call as the lists of accepted credentials see it."""

    credential: str
    tenant: str
    address: str
    operation: str
    permission: str


Network = IPv4Network | IPv6Network


def network(text: str) -> Network:
    """Read an address or a network; raise `ValueError`."""
    return ip_network(text, strict=False)


def within(address: str, networks: Sequence[Network]) -> bool:
    """Return whether an address lies in one of the networks; an unknown address lies in none."""
    try:
        return any(ip_address(address) in network for network in networks)
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Grant:
    """The permissions of an accepted credential.

    `allow` lists operations, `tenants` its tenants, `ips` its networks; `None` stands for all. `error` refuses every
    call. Proofs of the credential have to fit `secret`.
    """

    key: str
    allow: tuple[str, ...] | None = None
    error: str | None = None
    tenants: tuple[str, ...] | None = None
    ips: tuple[Network, ...] | None = None
    secret: str = ""

    def refusal(self, caller: Caller) -> Problem | None:
        """Return why this credential may not make a call."""
        operation, permission = caller.operation, caller.permission
        if self.error:
            return KINDS[self.error]()
        if self.tenants is not None and caller.tenant not in self.tenants:
            return Forbidden("The key is not valid for this organization.")
        if self.ips is not None and not within(caller.address, self.ips):
            return Forbidden("The key may not be used from this address.")
        if self.allow is None or operation in self.allow:
            return None
        return Forbidden(permission=permission)


class Credentials:
    """The credentials a server accepts, by API. An API without a list accepts every well-formed one."""

    def __init__(self) -> None:
        self._grants: dict[str, dict[str, Grant]] = {}

    def accept(self, api: str, grants: Sequence[Grant]) -> None:
        """Accept only these; an empty list lifts the restriction."""
        if grants:
            self._grants[api] = {grant.key: grant for grant in grants}
        else:
            self._grants.pop(api, None)

    def listed(self, api: str) -> list[Grant]:
        return list(self._grants.get(api, {}).values())

    def secret(self, api: str, credential: str) -> str:
        """Return the secret that a credential was listed with; empty without one."""
        grant = self._grants.get(api, {}).get(credential)
        return grant.secret if grant else ""

    def check(self, api: str, caller: Caller) -> str:
        """Return the secret that a caller's credential was listed with; empty without one.

        Raise `Unauthenticated` for a credential that is not listed, or the error of its grant.
        """
        check(self._grants.get(api), caller)
        return self.secret(api, caller.credential)


def check(grants: Mapping[str, Grant] | None, caller: Caller) -> None:
    """Hold one call against a list; no list accepts all."""
    if not grants:
        return
    grant = grants.get(caller.credential)
    refusal = grant.refusal(caller) if grant else Unauthenticated()
    if refusal:
        raise refusal


def basic(user: str, password: str = "") -> str:
    """Write the value of an `Authorization` header of the scheme Basic.

    >>> basic("test_demo")
    'Basic dGVzdF9kZW1vOg=='
    """
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def authorization(headers: Mapping[str, str], scheme: str) -> str | None:
    """Read the credential of an `Authorization` header of one scheme, whatever its case."""
    name, _, value = headers.get("authorization", "").strip(BLANKS).partition(" ")
    return value.strip(BLANKS) if name.lower() == scheme else None
