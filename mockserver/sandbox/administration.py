"""The state behind one server, and its administration."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mockserver.core.api.manifest import Apis, Manifest
from mockserver.core.api.model import Api, Exchange
from mockserver.core.api.router import Router
from mockserver.core.clock import Clock, system_time
from mockserver.core.http.auth import Credentials
from mockserver.core.http.request import split_target
from mockserver.core.problems import Problem
from mockserver.core.store import Store
from mockserver.sandbox import execution
from mockserver.sandbox.admission import Admission
from mockserver.sandbox.execution import Deliver, Execution
from mockserver.sandbox.journal import Journal, Traffic
from mockserver.sandbox.rehearsal import refusal, rehearse
from mockserver.sandbox.tenancy.tenant import Tenant
from mockserver.sandbox.tenancy.tenants import Tenants
from mockserver.scenarios.format.library import Library
from mockserver.scenarios.rules.matching import Budget
from mockserver.scenarios.rules.model import Scenario


class Administration:
    """Every API over one store, the tenants that own its records, and the scenarios they follow."""

    def __init__(
        self,
        apis: Sequence[Manifest],
        store: Store,
        library: Library,
        *,
        seed: str = "0",
        time: Callable[[], float] = system_time,
        most_tenants: int = 10_000,
        journal_size: int = 1_000,
        any_key: bool = False,
        directives: bool = True,
        rule_header: bool = True,
        deliver: Deliver | None = None,
    ) -> None:
        self.apis = Apis(apis, self._declare)
        self.store = store
        self.library = library
        self.seed = seed
        self.router = Router(self.apis)
        self.credentials = Credentials()
        self.traffic = Traffic()
        self._deliver = deliver
        self._directives = directives
        self._rule_header = rule_header
        # What has no tenant (a refused request, a public operation) meets the defaults new tenants start with.
        self.defaults = Tenant("", Clock(time), Journal(journal_size))
        self.tenants = Tenants(self.defaults, most_tenants, self._forget, self._drop)
        self._admission = Admission(
            self.credentials, self.tenants, store, library, any_key=any_key, directives=directives
        )
        self.execution = Execution(store, seed, deliver)

    def close(self) -> None:
        """Close receivers and files."""
        if self._deliver:
            self._deliver.close()
        self.store.close()

    def tenant(self, name: str) -> Tenant:
        """Return a tenant, made on first use."""
        return self.tenants.of(name)

    def use(self, tenant: Tenant, scenarios: Sequence[Scenario]) -> None:
        """Load scenarios for a tenant, with new counts of limits; the credentials they list become the server's."""
        tenant.load(scenarios)
        tenant.forget("limits", self.defaults)
        for scenario in scenarios:
            for api, grants in scenario.auth.items():
                self.credentials.accept(api, grants)

    def reload(self) -> None:
        """Bring the scenarios of all tenants up to date with their files; changed lists of credentials hold.

        The records and the clock of a scenario are for its loading, and change nothing now.
        """
        tenants = (self.defaults, *self.tenants.all())
        followed = {id(scenario): scenario for tenant in tenants for scenario in tenant.scenarios}
        self.library.look_again(followed.values())
        current = {key: self.library.current(scenario) for key, scenario in followed.items()}
        changed = [(scenario, current[key]) for key, scenario in followed.items() if current[key] is not scenario]
        for old, new in changed:
            rules = old.changed(new)
            for tenant in tenants:
                tenant.follow_change(old, new, rules)
            for api in {**old.auth, **new.auth}:
                if old.auth.get(api) != new.auth.get(api):
                    self.credentials.accept(api, new.auth.get(api, ()))

    def exchange(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes = b"", peer: str = "127.0.0.1:0"
    ) -> Exchange:
        """Make an exchange as an edge does, of a request that was not sent."""
        path, query = split_target(target)
        return Exchange(
            method=method,
            target=target,
            path=path,
            query_string=query,
            headers={name.lower(): value for name, value in headers.items()},
            body=body,
            base_url="",
            match=self.router.find(method, path),
            peer=peer,
        )

    def explain(self, exchange: Exchange, call: int = 1, steps: Budget | None = None) -> dict[str, Any]:
        """Return the outcome of a request: the limits left, the outcome of each rule, and the decision.

        With `call` it is the last of so many equal requests; all of them share `steps`. Nothing is counted, and
        nothing is carried out.
        """
        told = {"api": exchange.api.name, "operation": exchange.operation or None, "tenant": None}
        try:
            identity, chosen = self._admission.let_in(exchange)
        except Problem as problem:
            return {**told, "limits": [], "rules": [], "decision": refusal(problem)}
        tenant = self.defaults
        if identity:
            tenant = self.tenants.known(identity.tenant) or self.defaults.child(identity.tenant)
        exchange.settings = tenant.setting(exchange.api, chosen)
        exchange.trace = (self.seed, tenant.name, "0")
        rehearsed = rehearse(
            tenant, exchange, chosen, self.seed, lambda copy, plan: self.execution.replays(exchange, copy, plan),
            directives=self._directives, call=call, steps=steps,
        )  # fmt: skip
        return {**told, "tenant": tenant.name, **rehearsed}

    def reset(self, tenant: Tenant, parts: Sequence[str]) -> dict[str, int]:
        """Put parts of a tenant back to how a new one has them; return how much of each was dropped."""
        # The data go first, as only they can fail, and then nothing has happened. The clock goes before the rest: what
        # counts from the loading of rules counts on the clock as it is then.
        order = sorted(parts, key=lambda part: ("data", "clock").index(part) if part in ("data", "clock") else 2)
        dropped = {part: self._reset(tenant, part) for part in order}
        return {part: dropped[part] for part in parts}

    def _reset(self, tenant: Tenant, part: str) -> int:
        if part == "data":
            return self._drop_records(tenant)
        waiting = self._deliver.drop(tenant.name) if part == "webhooks" and self._deliver else 0
        return tenant.forget(part, self.defaults) + waiting

    def _drop_records(self, tenant: Tenant) -> int:
        """Forget a tenant's records, idempotency keys and counters; return how many records there were."""
        dropped = self.store.drop(tenant.name)
        tenant.requests = 0
        return sum(count for name, count in dropped.items() if not name.startswith(f"{execution.PREFIX}."))

    def _declare(self, api: Api) -> None:
        self.store.declare(api.name, api.collections)
        if api.idempotency:
            self.store.declare(execution.PREFIX, [execution.collection(api.name)])

    def _forget(self, tenant: str) -> None:
        """Forget a tenant: with its records, unless these are on a disk."""
        if not self.store.durable:
            self.store.drop(tenant)

    def _drop(self, tenant: str) -> None:
        self.store.drop(tenant)  # may fail, and then nothing has happened
        if self._deliver:
            self._deliver.drop(tenant)
