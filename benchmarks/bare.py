"""A socket that answers everything with the same bytes: what the load itself can do at most.

`python -m benchmarks.bare ANSWER PORT_FILE` serves until it is ended.
"""

import asyncio
import sys
from pathlib import Path

from benchmarks import messages


class _Bare(asyncio.Protocol):
    def __init__(self, answer: bytes) -> None:
        self._answer = answer
        self._received = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        if end := messages.end(self._received):
            del self._received[:end]
            self._transport.write(self._answer)


async def _serve(answer: bytes, port_file: Path) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: _Bare(answer), "127.0.0.1", 0)
    port_file.write_text(f"{server.sockets[0].getsockname()[1]}\n")
    await server.serve_forever()


def main() -> None:
    answer, port_file = sys.argv[1:]
    asyncio.run(_serve(messages.answer(201, Path(answer).read_bytes()), Path(port_file)))


if __name__ == "__main__":
    main()
