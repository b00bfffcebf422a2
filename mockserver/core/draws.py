"""Chance that repeats: a draw is a function of its key, never of a generator's state."""

from hashlib import blake2b


def draw(*key: str | int) -> float:
    """Give a number in [0, 1) that is always the same for the same key.

    >>> draw("seed", "rule", "org_x", 1) == draw("seed", "rule", "org_x", 1)
    True
    """
    digest = blake2b("\0".join(map(str, key)).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return (int.from_bytes(digest) >> 11) / (1 << 53)
