"""The page on the design shows the house as it is."""

import re

from tests.docs.house import BLOCK, PAGE, ROOT, drawn


def test_the_house_is_drawn_as_it_stands() -> None:
    found = BLOCK.search(PAGE.read_text())
    assert found
    assert found[0] == found[1] + drawn() + found[2], "draw it anew: python -m tests.docs.house"


def test_every_file_it_names_is_there() -> None:
    named = set(re.findall(r"`((?:\w+/)+\w+\.py)`", PAGE.read_text()))
    assert len(named) > 20
    assert [
        name for name in sorted(named) if not any((ROOT / top / name).is_file() for top in ("mockserver", "."))
    ] == []
