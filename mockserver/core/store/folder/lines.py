"""The lines of a data folder's files: JSON objects, each behind its checksum."""

import json
from collections.abc import Iterable, Sequence
from typing import Any
from zlib import crc32

FORMAT = 2
"""The version of this form. Version 1 had no checksums."""

_ENCODER = json.JSONEncoder(separators=(",", ":"))
_SUM = b'{"sum":"%08x",'
_BEHIND_SUM = len(_SUM % 0)


def encoded(value: Any) -> bytes:
    """Write JSON in ASCII: text no encoding can carry (a lone surrogate) has a form there."""
    return _ENCODER.encode(value).encode("ascii")


def sealed(*members: bytes) -> bytes:
    r"""Return the line of an object with these members; it begins with the CRC-32 of what follows the checksum.

    >>> sealed(b'"tenant":"ada"', b'"drop":true')
    b'{"sum":"ca9f1f98","tenant":"ada","drop":true}\n'
    """
    rest = b",".join(members) + b"}"
    return b"%b%b\n" % (_SUM % crc32(rest), rest)


def is_sound(line: bytes) -> bool:
    """Return whether a line is as it was written. Not a bit of it may differ, those of the checksum included."""
    return line[-1:] == b"\n" and line[:_BEHIND_SUM] == _SUM % crc32(memoryview(line)[_BEHIND_SUM:-1])


def head(kind: str, number: int, after: int = 0) -> bytes:
    """Return the first line of a file: its kind, and for a journal the number of lines of the one before it."""
    more = [b'"after":%d' % after] if after else []
    return sealed(b'"format":%d' % FORMAT, b'"%b":%d' % (kind.encode(), number), *more)


LONGEST_HEAD = len(head("snapshot", 10**12, 10**15))
"""Bytes."""


def triple(collection: str, id: str, record: Any) -> bytes:
    """Write a record with its place, as `put` members hold it."""
    return encoded([collection, id, record])


def change(tenant: str, live: int, put: bytes, delete: bytes) -> bytes:
    """Return the line of one change: lists as JSON, and `live`, the bytes of the tenant's records after it."""
    return sealed(_tenant(tenant), _live(live), b'"put":' + put, b'"delete":' + delete)


def dropped(tenant: str) -> bytes:
    """Return the line of a tenant that was dropped."""
    return sealed(_tenant(tenant), b'"drop":true')


def restored(tenant: str, live: int, order: dict[str, list[str]], put: Sequence[bytes]) -> bytes:
    """Return the line of a tenant that has these records and no others; those not in `put` are as they were."""
    return sealed(_tenant(tenant), _live(live), b'"restore":' + encoded(order), _put(put))


def kept(tenant: str, put: bytes) -> bytes:
    """Return the line of a record in a snapshot."""
    return sealed(_tenant(tenant), _put([put]))


def end(records: int) -> bytes:
    """Return the last line of a snapshot."""
    return sealed(b'"end":%d' % records)


_FRAME = len(sealed(b'"tenant":', b'"put":[]'))


def weight(tenant: str, puts: Iterable[bytes]) -> int:
    """Return the bytes that records of a tenant take in a snapshot."""
    frame = _FRAME + len(encoded(tenant))
    return sum(frame + len(put) for put in puts)


def weight_of_list(tenant: str, count: int, listed: bytes) -> int:
    """Return the same of so many records that were written as one list: that is faster than to write each."""
    if not count:
        return 0
    brackets_and_commas = count + 1
    return count * (_FRAME + len(encoded(tenant))) + len(listed) - brackets_and_commas


def _tenant(tenant: str) -> bytes:
    return b'"tenant":' + encoded(tenant)


def _live(live: int) -> bytes:
    return b'"live":%d' % live


def _put(put: Iterable[bytes]) -> bytes:
    return b'"put":[' + b",".join(put) + b"]"
