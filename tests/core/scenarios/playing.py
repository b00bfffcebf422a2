"""A toy under a scenario, on a clock that the test moves: what becomes of each call."""

import json
from collections.abc import Mapping
from textwrap import dedent
from typing import Any

from mockserver.core.api.model import Api
from mockserver.core.documents import parse
from mockserver.core.http.reply import Reply
from mockserver.sandbox.sandbox import drive
from mockserver.sandbox.tenancy.tenant import Tenant
from mockserver.scenarios.format.loader import load
from mockserver.scenarios.rules.model import Scenario
from tests.core.toy import exchange, sandbox, toy

BEGAN = 1_768_471_200.0
"""The epoch second at which every play begins, 2026-01-15T10:00:00Z."""


class Play:
    """A server of its own whose tenant `child` follows scenarios."""

    def __init__(self, *texts: str, api: Api = toy, seed: str = "0") -> None:
        self.now = BEGAN
        self.server = sandbox(api=api, seed=seed, time=lambda: self.now)
        self.follow(*texts)

    @property
    def tenant(self) -> Tenant:
        return self.server.tenant("child")

    def read(self, text: str) -> Scenario:
        return load(parse(f"version: 1\n{dedent(text)}", "x.yaml"), "x", self.server.apis)

    def follow(self, *texts: str) -> None:
        """Load scenarios, written without their version."""
        self.server.use(self.tenant, [self.read(text) for text in texts])

    def reply(
        self, headers: Mapping[str, str] | None = None, body: Any = None, waits: list[float] | None = None,
        method: str = "POST", target: str = "/toys",
    ) -> Reply:  # fmt: skip
        """Send one call; what would be waited goes to `waits`."""
        return drive(
            self.server.answer(exchange(self.server, method, target, body, headers)),
            ([] if waits is None else waits).append,
        )

    def call(self, body: Any = None, method: str = "POST", target: str = "/toys", **headers: str) -> str:
        """Send one call and say what became of it: the name of an error, or a status."""
        reply = self.reply(headers, body, method=method, target=target)
        said = json.loads(reply.content) if reply.content[:7] == b'{"toy":' else {}
        return said.get("toy") or ("ok" if reply.status in (200, 201) else str(reply.status))

    def calls(self, number: int, **headers: str) -> list[str]:
        """Send equal calls one after the other."""
        return [self.call(**headers) for _ in range(number)]

    def count(self) -> str:
        """Read how many toys there are."""
        return self.call(method="GET", target="/toys/count")

    def made(self) -> int:
        """Give how many toys there are, past all rules."""
        with self.server.store.transaction("child") as transaction:
            return transaction.count("toy.toys")

    def counted(self) -> dict[str, tuple[int, int]]:
        """Give what was counted for each rule: calls that matched, and firings."""
        totals = {
            rule: tally
            for each in self.tenant.followed
            for rule, tally in self.tenant.tallies.totals(each.scenario.name).items()
        }
        return {rule: (tally.matched, tally.fired) for rule, tally in totals.items()}
