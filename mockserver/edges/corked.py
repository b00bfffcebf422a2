"""A transport that can hold writes back, so that an answer goes out in one."""

import asyncio


class Corked:
    """The transport as uvicorn's cycle of one request sees it: while it is corked, writes wait to go out as one."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._waiting: list[bytes] | None = None

    def cork(self) -> None:
        self._waiting = []

    def uncork(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting:
            self._transport.write(b"".join(waiting))

    def write(self, data: bytes) -> None:
        if self._waiting is None:
            self._transport.write(data)
        else:
            self._waiting.append(data)

    def close(self) -> None:
        self.uncork()
        self._transport.close()

    def is_closing(self) -> bool:
        return self._transport.is_closing()
