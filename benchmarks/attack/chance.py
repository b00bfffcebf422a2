"""Chance of an attack: every choice follows from the seed and from how many were made before."""

from collections.abc import Sequence
from itertools import count
from typing import TypeVar

from mockserver.core.ids import draw

Item = TypeVar("Item")


class Chance:
    """Choices that are the same in every run with the same seed and part."""

    def __init__(self, seed: str, part: str) -> None:
        self._key = (seed, part)
        self._numbers = count()

    def below(self, most: int) -> int:
        """Return a whole number from 0 to less than `most`."""
        return int(draw(*self._key, next(self._numbers)) * most)

    def one(self, items: Sequence[Item]) -> Item:
        return items[self.below(len(items))]

    def mutated(self, data: bytes) -> bytes:
        """Return bytes of which some are flipped, gone, doubled or of another place."""
        for _ in range(1 + self.below(3)):
            start = self.below(len(data) + 1)
            end = min(len(data), start + 1 + self.below(12))
            piece = data[start:end]
            data = data[:start] + self.one(self._changes(piece, data)) + data[end:]
        return data

    def _changes(self, piece: bytes, data: bytes) -> Sequence[bytes]:
        other = self.below(len(data) + 1)
        return (b"", piece * 2, bytes(byte ^ 1 << self.below(8) for byte in piece), data[other : other + 12])
