"""HTTP messages as bytes: where one ends, and how one is written."""

from collections.abc import Mapping


def end(buffer: bytes | bytearray) -> int | None:
    r"""Return the length of the first message of a buffer, `None` while it is not whole.

    Raise `ValueError` for a message without a Content-Length.

    >>> end(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
    40
    """
    head = buffer.find(b"\r\n\r\n")
    if head < 0:
        return None
    _, found, rest = bytes(buffer[: head + 2]).lower().partition(b"\r\ncontent-length:")
    if not found:
        raise ValueError(f"a message without a Content-Length: {bytes(buffer[:head])!r}")
    whole = head + 4 + int(rest[: rest.index(b"\r\n")])
    return whole if len(buffer) >= whole else None


def request(path: str, headers: Mapping[str, str], body: bytes) -> bytes:
    """Write a POST."""
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body


def answer(status: int, body: bytes) -> bytes:
    """Write an answer in JSON."""
    head = f"HTTP/1.1 {status} Created\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode("ascii") + body
