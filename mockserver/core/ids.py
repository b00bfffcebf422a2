"""Ids: a function of the seed, the tenant, how many came before and the tenant's clock; nothing else."""

import uuid
from functools import lru_cache
from hashlib import blake2b

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Base 32 without I, L, O and U."""

BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

_PAIRS = [high + low for high in CROCKFORD for low in CROCKFORD]


def ulid(seed: str, tenant: str, n: int, milliseconds: int) -> str:
    """Return the n-th ULID of a tenant: 26 Crockford digits, 48 bits of time before 80 others.

    Ids of one millisecond share a pseudo-random base and grow with `n`, so text order is the order of creation
    wherever neither argument goes back.

    >>> ulid("0", "org_x", 1, 1768471200000)
    '01KF0HJ0808YJC7ABWBPJF4RP5'
    """
    base = _base(seed, tenant, milliseconds)
    tail = _digest(seed, tenant, f"{milliseconds}/{n}")
    # 79 random bits for the millisecond, n steps of 2^20, and 20 bits that differ from id to id: below 2^80.
    low = (base >> 49) + (n << 20) + (tail >> 108)
    return crockford((milliseconds << 80) | (low & ((1 << 80) - 1)))


@lru_cache(maxsize=1024)
def _base(seed: str, tenant: str, milliseconds: int) -> int:
    return _digest(seed, tenant, str(milliseconds))


def crockford(value: int) -> str:
    """Write 128 bits as 26 Crockford digits.

    >>> crockford(31)
    '0000000000000000000000000Z'
    """
    return "".join([_PAIRS[(value >> shift) & 1023] for shift in range(120, -1, -10)])


def opaque_uuid(seed: str, tenant: str, n: int) -> str:
    """Return the n-th UUID of a tenant, in the form of version 4.

    >>> opaque_uuid("0", "org_x", 1)
    '0455f824-85bc-4930-a46a-a603033bb870'
    """
    return str(uuid.UUID(int=_digest(seed, tenant, f"uuid/{n}"), version=4))


def derived(*parts: str) -> str:
    """Name a thing by what it comes from, one way: 26 Crockford digits, the same for the same parts."""
    return crockford(_digest(*parts))


def base62(length: int, *parts: str) -> str:
    """Return text of letters and digits that looks random: the same for the same parts; at most 21 characters.

    >>> base62(14, "0", "org_x", "1")
    'O8V9eNiidab4Pn'
    """
    value, text = _digest(*parts), []
    for _ in range(length):
        value, rest = divmod(value, 62)
        text.append(BASE62[rest])
    return "".join(text)


def _digest(*parts: str) -> int:
    return int.from_bytes(blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).digest())


def draw(*key: str | int) -> float:
    """Return a number in [0, 1) that is always the same for the same key.

    >>> draw("seed", "rule", "org_x", 1) == draw("seed", "rule", "org_x", 1)
    True
    """
    digest = blake2b("\0".join(map(str, key)).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return (int.from_bytes(digest) >> 11) / (1 << 53)
