"""Ways of proving who calls, and the lists of credentials a server accepts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mockserver.core.problems import KINDS, Forbidden, Problem, Unauthenticated


@dataclass(frozen=True, slots=True)
class Identity:
    """Who calls: the credential, its kind in the vendor's words, and the tenant it speaks for."""

    credential: str
    kind: str
    tenant: str
    expires: float | None = None
    """The epoch second after which the credential is refused, on the tenant's clock."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What an accepted credential may do.

    `allow` names operations, `None` stands for all of them; `error` refuses every call.
    """

    key: str
    allow: tuple[str, ...] | None = None
    error: str | None = None

    def refusal(self, operation: str, permission: str) -> Problem | None:
        """Say why this credential may not call an operation."""
        if self.error:
            return KINDS[self.error]()
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

    def check(self, api: str, credential: str, operation: str, permission: str) -> None:
        """Raise `Unauthenticated` for a credential that is not listed, or what its grant says."""
        check(self._grants.get(api), credential, operation, permission)


def check(grants: Mapping[str, Grant] | None, credential: str, operation: str, permission: str) -> None:
    """Hold one credential against a list; no list accepts all."""
    if not grants:
        return
    grant = grants.get(credential)
    refusal = grant.refusal(operation, permission) if grant else Unauthenticated()
    if refusal:
        raise refusal


def authorization(headers: Mapping[str, str], scheme: str) -> str | None:
    """Read the credential of an `Authorization` header of one scheme, whatever its case."""
    name, _, value = headers.get("authorization", "").strip().partition(" ")
    return value.strip() if name.lower() == scheme else None
