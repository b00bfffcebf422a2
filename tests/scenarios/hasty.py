"""An edge that nobody has to wait at: it notes what an answer would have waited, and what would break a connection."""

from collections.abc import Mapping

from mockserver.core.api.model import Exchange
from mockserver.core.http.reply import Fault
from mockserver.core.http.request import split_target
from mockserver.sandbox.sandbox import Answer as Running
from mockserver.sandbox.sandbox import drive
from tests.clients import Answer, InProcess


class Hasty:
    """Takes requests to the sandbox of an application; oldest first, `waits` has each wait and
    `faults` the fault of each answer, or `None`.
    """

    def __init__(self, application: InProcess) -> None:
        self._application = application
        self.waits: list[float] = []
        self.faults: list[Fault | None] = []

    def send(self, method: str, target: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """Send one request; what comes back is the answer before its fault."""
        if target.startswith("/__admin"):
            return self._application.send(method, target, headers, body)
        reply = drive(self._running(method, target, headers, body), self.waits.append)
        self.faults.append(reply.fault)
        return Answer(reply.status, {name.lower(): text for name, text in reply.headers.items()}, reply.content)

    def begin(self, method: str, target: str, headers: Mapping[str, str], body: bytes | None) -> Running:
        """Send a request as far as its first wait; closing what comes back lets its client leave."""
        running = self._running(method, target, headers, body)
        self.waits.append(next(running))
        return running

    def _running(self, method: str, target: str, headers: Mapping[str, str], body: bytes | None) -> Running:
        sandbox = self._application.sandbox
        path, query = split_target(target)
        return sandbox.answer(
            Exchange(
                method=method,
                target=target,
                path=path,
                query_string=query,
                headers={name.lower(): text for name, text in headers.items()},
                body=body or b"",
                base_url="http://localhost",
                match=sandbox.router.find(method, path),
                peer="127.0.0.1:1",
            )
        )
