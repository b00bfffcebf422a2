"""What tests of lists share: walking through the pages of one."""

from typing import Any

from tests.clients import Answer, Chargebee


def ids(answer: Answer, name: str = "customer") -> list[str]:
    """Give the ids of the objects on a page."""
    assert answer.status == 200, answer.content
    return [row[name]["id"] for row in answer.json["list"]]


def walk(chargebee: Chargebee, path: str, name: str = "customer", **parameters: Any) -> list[str]:
    """Give the ids of all pages, in their order, each page asked for as the page before says."""
    answer = chargebee.get(path, **parameters)
    seen = ids(answer, name)
    while "next_offset" in answer.json:
        answer = chargebee.get(path, **parameters, offset=answer.json["next_offset"])
        assert answer.json["list"], "a page that was announced is empty"
        seen += ids(answer, name)
    return seen
