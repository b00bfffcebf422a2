"""Names for rules, machines and states: what WireMock takes as any text has to be short and plain here."""

import re

from mockserver.importers.wiremock.members import Members

_OTHERS = re.compile(r"[^A-Za-z0-9_.-]+")
LONGEST = 100


def plain_name(text: str) -> str:
    """Write a text as a name, which may be empty.

    >>> plain_name("Cancel item (1)")
    'Cancel-item-1'
    """
    return _OTHERS.sub("-", text).strip("-")[:LONGEST]


class Names:
    """Gives texts names, different ones to different texts, the same to the same."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def of(self, text: str) -> str:
        """Return the name of a text."""
        if text not in self._names:
            self._names[text] = self.new(plain_name(text) or "unnamed")
        return self._names[text]

    def new(self, wish: str) -> str:
        """Return a name nobody has, the wished one if it is free."""
        taken, name, number = set(self._names.values()), wish, 2
        while name in taken:
            ending = f"-{number}"
            name, number = wish[: LONGEST - len(ending)] + ending, number + 1
        self._names.setdefault(f"\0{name}", name)
        return name


def rule_wish(members: Members, otherwise: str) -> str:
    """Return how a mapping's rule would best be called: by its name, its id, or where it stands."""
    names = [members.text("name"), members.text("id"), members.text("uuid"), otherwise]
    return next(filter(None, (plain_name(name or "") for name in names)), "rule")
