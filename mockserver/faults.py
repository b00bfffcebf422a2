"""Faults on the wire: what the client's socket gets instead of an answer, or of a whole one."""

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any

from mockserver.core.api import Reply
from mockserver.core.faults import Fault

Receive = Callable[[], Awaitable[Mapping[str, Any]]]

RESET = struct.pack("ii", 1, 0)
"""Linger for no time: closing such a socket sends a reset, and drops what was not sent yet."""


async def fail(transport: asyncio.Transport, reply: Reply, fault: Fault, receive: Receive, *, with_body: bool) -> None:
    """Let an answer fail; the connection is of no use afterwards. `with_body` is false where HTTP wants none."""
    if fault.silent:
        await _stay_silent(transport, fault, receive)
        return
    body = reply.content if with_body and fault.kind != "empty_response" else b""
    match fault.kind:
        case "truncate":
            transport.write(_head(reply, f"content-length: {len(body)}") + body[: int(len(body) * fault.share)])
        case "wrong_length":
            transport.write(_head(reply, f"content-length: {int(len(body) * fault.share)}") + body)
        case "malformed":
            # The first chunk says that it is longer than it is, and what should be its end is no line of HTTP.
            transport.write(
                _head(reply, "transfer-encoding: chunked") + b"%x\r\n" % (len(body) + 64) + body + b"zz\r\n"
            )
        case "dribble":
            transport.write(_head(reply, f"content-length: {len(body)}"))
            await _dribble(transport, body, fault)
        case _:
            transport.write(_head(reply, "content-length: 0"))
    if not transport.is_closing():
        transport.close()


async def _stay_silent(transport: asyncio.Transport, fault: Fault, receive: Receive) -> None:
    if fault.kind == "hang":
        try:
            async with asyncio.timeout(fault.seconds):
                while (await receive())["type"] != "http.disconnect":
                    pass
        except TimeoutError:
            pass
        transport.abort()
    elif fault.kind == "connection_reset":
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        transport.abort()
    else:
        transport.close()


async def _dribble(transport: asyncio.Transport, body: bytes, fault: Fault) -> None:
    """Write a body in pieces, which are as far apart as each other."""
    pieces = max(min(fault.pieces, len(body)), 1)
    for number in range(pieces):
        if number:
            await asyncio.sleep(fault.seconds / (pieces - 1))
        if transport.is_closing():
            return
        transport.write(body[len(body) * number // pieces : len(body) * (number + 1) // pieces])


def _head(reply: Reply, framing: str) -> bytes:
    """Write the head of an answer that says how its body is framed, and that nothing follows it."""
    try:
        phrase = HTTPStatus(reply.status).phrase
    except ValueError:
        phrase = ""
    headers = [f"{name.lower()}: {value}" for name, value in reply.headers.items() if name.lower() != "content-length"]
    lines = [f"HTTP/1.1 {reply.status} {phrase}", *headers, framing, "connection: close", "", ""]
    return "\r\n".join(lines).encode("latin-1")
