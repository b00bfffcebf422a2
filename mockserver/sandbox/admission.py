"""Admission: a request's credential, checked against the accepted ones and the tenant's own records."""

from collections.abc import Iterable, Sequence

from mockserver.core.api.model import Exchange
from mockserver.core.api.records import Records
from mockserver.core.http.auth import Caller, Credentials, Identity, check
from mockserver.core.problems import Forbidden, Malformed, Misconfigured, Unauthenticated
from mockserver.core.store import Store
from mockserver.sandbox.tenancy.tenant import Tenant
from mockserver.sandbox.tenancy.tenants import Tenants
from mockserver.scenarios.format.library import Library
from mockserver.scenarios.rules.model import Scenario

CHOOSE = "x-mock-scenario"
"""The request header that chooses scenarios for one request, by name, separated by commas."""

MOST_CHOSEN = 20
"""Scenarios that one request can choose: each costs a look at its file."""


class Admission:
    """Admission to a sandbox. With `any_key` credentials may have any form; without `directives` no request chooses."""

    def __init__(
        self,
        credentials: Credentials,
        tenants: Tenants,
        store: Store,
        library: Library,
        *,
        any_key: bool,
        directives: bool,
    ) -> None:
        self._credentials = credentials
        self._tenants = tenants
        self._store = store
        self._library = library
        self._any_key = any_key
        self._directives = directives

    def enter(self, exchange: Exchange) -> tuple[Tenant, Sequence[Scenario]]:
        """Authenticate and authorize a request, and return its tenant; only an accepted request creates it."""
        identity, chosen = self.let_in(exchange)
        if identity is None:
            return self._tenants.defaults, chosen
        tenant = self._tenants.enter(identity.tenant)
        if identity.proof and exchange.api.secret:
            tenant.learn(exchange.api.name, exchange.api.secret, identity.proof.secret)
        return tenant, chosen

    def let_in(self, exchange: Exchange) -> tuple[Identity | None, Sequence[Scenario]]:
        """Authenticate and authorize a request, without touching any state; a public operation has no identity."""
        api, route = exchange.api, exchange.route
        chosen = self._chosen(exchange.headers.get(CHOOSE, ""))
        if route and route.public:
            exchange.settings = self._tenants.defaults.setting(api, chosen)
            return None, chosen
        identity = exchange.identity = api.identify(exchange, self._any_key)
        self._accept(exchange, identity, chosen)
        if route and route.callers and identity.kind not in route.callers:
            raise Forbidden(permission=route.operation_id)
        return identity, chosen

    def _accept(self, exchange: Exchange, identity: Identity, chosen: Iterable[Scenario]) -> None:
        api = exchange.api
        tenant = self._tenants.known(identity.tenant)
        like = tenant or self._tenants.defaults
        exchange.settings = like.setting(api, chosen)
        if identity.expires is not None and like.clock.timestamp() >= identity.expires:
            raise Unauthenticated("The session has expired.")
        caller = caller_of(exchange, identity)
        listed = self._credentials.check(api.name, caller)
        for scenario in chosen:
            grants = {grant.key: grant for grant in scenario.auth.get(api.name, ())}
            check(grants, caller)
            if grant := grants.get(identity.credential):
                listed = grant.secret or listed
        if identity.proof and api.secret:
            secret = listed or exchange.settings[api.secret]
            if secret and not identity.proof.holds(secret):
                raise Unauthenticated(identity.proof.complaint)
        if api.authorize and (tenant or self._store.owns(identity.tenant)):
            with self._store.transaction(identity.tenant) as transaction:
                api.authorize(Records(transaction, api.name), caller)

    def _chosen(self, names: str) -> Sequence[Scenario]:
        if not names or not self._directives:
            return ()
        wanted = dict.fromkeys(name.strip() for name in names.split(","))
        if len(wanted) > MOST_CHOSEN:
            raise Malformed(f"X-Mock-Scenario: must not name more than {MOST_CHOSEN} scenarios.")
        try:
            return [self._library.get(name) for name in wanted]
        except Misconfigured as error:
            raise Malformed(f"X-Mock-Scenario: {error}") from None


def caller_of(exchange: Exchange, identity: Identity) -> Caller:
    """Return a call as the lists of accepted credentials see it."""
    return Caller(identity.credential, identity.tenant, exchange.address, exchange.operation, exchange.operation_id)
