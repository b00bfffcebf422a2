"""The page on the design shows the house as it is."""

from tests.docs.house import BLOCK, PAGE, drawn


def test_the_house_is_drawn_as_it_stands() -> None:
    found = BLOCK.search(PAGE.read_text())
    assert found
    assert found[0] == found[1] + drawn() + found[2], "draw it anew: python -m tests.docs.house"
