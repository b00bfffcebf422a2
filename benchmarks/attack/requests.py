"""Mutated requests on a socket: each is answered or hung up on, and none takes the server with it."""

import socket
from collections import Counter

from benchmarks.attack.chance import Chance
from benchmarks.request import BODY, HEADERS, PATH
from benchmarks.servers import MOCKSERVER, with_port_file

PATIENCE = 5.0
"""Seconds until a request that was ended counts as unanswered."""

_HEAD = "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items())
SOUND = (
    f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\n{_HEAD}Content-Length: {len(BODY)}\r\n\r\n".encode() + BODY,
    f"GET {PATH}?limit=5 HTTP/1.1\r\nHost: 127.0.0.1\r\n{_HEAD}\r\n".encode() * 3,
    f"POST {PATH} HTTP/1.1\r\nHost: a\r\n{_HEAD}Transfer-Encoding: chunked\r\n\r\n2\r\n{{}}\r\n0\r\n\r\n".encode(),
    b"GET /__admin/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    b"GET /v1/customers HTTP/1.0\r\nAuthorization: Basic c2tfdGVzdF9hdHRhY2s6\r\n\r\n",
)


def requests(chance: Chance, many: int) -> dict[str, float]:
    """Send so many, each on a connection of its own whose sending side is ended behind it."""
    found: Counter[str] = Counter({"requests": many})
    with with_port_file(MOCKSERVER) as server:
        for request in SOUND:
            _outcome(server.port, request)  # loads what it asks for
        before = server.memory()
        for _ in range(many):
            found[_outcome(server.port, chance.mutated(chance.one(SOUND)))] += 1
        alive = server.post(PATH, BODY)[0] == 201
        grown = round(server.memory() - before, 1)
    return {**dict(sorted(found.items())), "server is alive": int(alive), "MB grown": grown}


def _outcome(port: int, request: bytes) -> str:
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
        try:
            line.sendall(request)
            line.shutdown(socket.SHUT_WR)
            answer = b""
            while chunk := line.recv(65536):
                answer += chunk
        except TimeoutError:
            return "unanswered"
        except OSError:
            return "hung up"
    if not answer:
        return "hung up"
    status = answer.split(b" ", 2)[1].decode()
    return status if status.startswith("5") else f"{status[0]}xx"
