"""Faults on the wire: no answer on the client's socket, or a broken one."""

import asyncio
import socket
import struct
from http import HTTPStatus

from mockserver.core.http.reply import Fault, Reply
from mockserver.edges.answers import encoded, head, is_bodiless
from mockserver.edges.connection import Connection
from mockserver.edges.framing import Headers

RESET = struct.pack("ii", 1, 0)
"""Linger for no time: closing such a socket sends a reset, and drops what was not sent yet."""

PIECE = 65_536
"""Bytes that are handed to the connection at once."""

PATIENCE = 600.0
"""Seconds after which a client that reads nothing is given up."""


async def fail(line: Connection, method: str, reply: Reply, fault: Fault, headers: Headers) -> None:
    """Let the answer to a request fail, and close the connection. `headers` are those that every answer has."""
    try:
        async with asyncio.timeout(fault.seconds + PATIENCE):
            await line.drain()  # what answers requests before this one is not to be dropped
            if fault.silent:
                await _stay_silent(line, fault)
            else:
                await _spoil(line, method, reply, fault, headers)
    except TimeoutError:
        line.transport.abort()
    if not line.transport.is_closing():
        line.transport.close()


async def _stay_silent(line: Connection, fault: Fault) -> None:
    if fault.kind == "hang":
        await line.wait(fault.seconds)
        line.transport.abort()
    elif fault.kind == "connection_reset":
        line.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        line.transport.abort()


async def _spoil(line: Connection, method: str, reply: Reply, fault: Fault, headers: Headers) -> None:
    """Write an answer with its fault; where HTTP allows no body, only its head can be wrong."""
    body = b"" if fault.kind == "empty_response" else reply.content
    framing = _framing(reply.status, len(body), fault)
    line.transport.write(head(reply.status, [*encoded(reply, headers), *framing, (b"connection", b"close")]))
    await line.drain()
    sent = b"" if method == "HEAD" or is_bodiless(reply.status) else body
    match fault.kind:
        case "truncate":
            await _write(line, sent[: int(len(sent) * fault.share)])
        case "malformed":
            await _write(line, _malformed(sent))
        case "dribble":
            await _dribble(line, sent, fault)
        case _:
            await _write(line, sent)


def _framing(status: int, length: int, fault: Fault) -> Headers:
    """Return the headers for the end of the body."""
    if fault.kind == "malformed":
        return [(b"transfer-encoding", b"chunked")]
    if fault.kind == "wrong_length":
        return [(b"content-length", b"%d" % int(length * fault.share))]
    if is_bodiless(status):
        return [(b"content-length", b"0")] if status == HTTPStatus.RESET_CONTENT else []
    return [(b"content-length", b"%d" % length)]


def _malformed(body: bytes) -> bytes:
    """Write half a body as a chunk, and then a broken chunk, whose length is no number."""
    half = body[: len(body) // 2]
    return (b"%x\r\n%s\r\n" % (len(half), half) if half else b"") + b"no length\r\n"


async def _dribble(line: Connection, body: bytes, fault: Fault) -> None:
    """Write a body in pieces, which are as far apart as each other; the last one comes when the time is over."""
    pieces = min(fault.pieces, len(body))
    for number in range(pieces):
        if not await line.wait(fault.seconds / pieces):
            return
        await _write(line, body[len(body) * number // pieces : len(body) * (number + 1) // pieces])


async def _write(line: Connection, data: bytes) -> None:
    """Write as fast as the client reads, so that nothing piles up."""
    for start in range(0, len(data), PIECE):
        if line.transport.is_closing():
            return
        line.transport.write(data[start : start + PIECE])
        await line.drain()
