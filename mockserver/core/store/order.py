"""The order of creation of a table's ids, in which every id has a place that a walk can start from."""

from collections.abc import Iterable, Iterator


class Order:
    """Ids in the order they came: to append, to remove, to find a place and to step from it cost the same always.

    >>> order = Order("abcde")
    >>> order.remove("c")
    >>> order.append("f")
    >>> [*order.older("d")], [*order.newer("b")]
    (['b', 'a'], ['d', 'e', 'f'])
    """

    def __init__(self, ids: Iterable[str]) -> None:
        self._slots: list[str | int]
        """An id; where ids were removed, a gap: its first slot holds the place of its last one, its last of its first.

        Two gaps never touch, so that a step passes at most one.
        """
        self._places: dict[str, int]
        self._number(ids)

    def append(self, id: str) -> None:
        """Put a new id behind all others."""
        self._places[id] = len(self._slots)
        self._slots.append(id)

    def remove(self, id: str) -> None:
        """Take an id out; the places of all others stay in their order."""
        place = first = last = self._places.pop(id)
        if place > 0 and isinstance(before := self._slots[place - 1], int):
            first = before
        if place + 1 < len(self._slots) and isinstance(behind := self._slots[place + 1], int):
            last = behind
        self._slots[place] = place
        self._slots[first], self._slots[last] = last, first
        if len(self._places) * 2 < len(self._slots):
            self._number(self._places)

    def place(self, id: str) -> int:
        """Return a number that is greater than that of every older id, until the next removal."""
        return self._places[id]

    def older(self, id: str) -> Iterator[str]:
        """Walk from an id to older ones, newest first, without itself."""
        slots, place = self._slots, self._places[id] - 1
        while place >= 0:
            slot = slots[place]
            if isinstance(slot, str):
                yield slot
                place -= 1
            else:
                place = slot - 1

    def newer(self, id: str) -> Iterator[str]:
        """Walk from an id to newer ones, oldest first, without itself."""
        slots, place = self._slots, self._places[id] + 1
        while place < len(slots):
            slot = slots[place]
            if isinstance(slot, str):
                yield slot
                place += 1
            else:
                place = slot + 1

    def _number(self, ids: Iterable[str]) -> None:
        self._places = {id: place for place, id in enumerate(ids)}
        self._slots = [*self._places]
