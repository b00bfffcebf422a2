"""WireMock's matchers of one text, as comparisons of ours.

Java's regular expressions pass where our engine reads them in the same way; the rest is refused.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from mockserver.core.patterns import compiled
from mockserver.importers.wiremock.members import Members, Unsayable

_SPECIAL = re.compile(r"([\\.^$|?*+()\[\]{}])")
_ANYWHERE = re.compile(r"\.\*([^\\.^$|?*+()\[\]{}]+)\.\*")


def escaped(text: str) -> str:
    """Write a text as an expression that fits it and nothing else."""
    return _SPECIAL.sub(r"\\\1", text)


def carried(expression: str, place: str, *, dots_fit_all: bool = True) -> str:
    """Return an expression that fits the same texts; raise `Unsayable`. What our engine refuses itself is left to it.

    To WireMock a dot is any character, also the end of a line.
    """
    if _joins_classes(expression):
        raise Unsayable(place, "puts a class of characters into another, which has no counterpart")
    return f"(?s){expression}" if dots_fit_all and "." in expression else expression


def anywhere(expression: str) -> str | None:
    """Return the text that an expression looks for, if it does nothing else.

    >>> anywhere(".*overdue.*")
    'overdue'
    """
    found = _ANYWHERE.fullmatch(expression)
    return found[1] if found else None


def _joins_classes(expression: str) -> bool:
    """Return whether `[a-z&&[^b]]` or `[a-c[x-z]]` stands in it: our engine reads both as something else."""
    inside, quoted, at = False, False, 0
    while at < len(expression):
        two = expression[at : at + 2]
        if quoted:
            quoted = two != r"\E"
        elif two == r"\Q":
            quoted = True
        elif expression[at] == "\\":
            at += 1
        elif inside:
            if two == "&&" or expression[at] == "[":
                return True
            inside = expression[at] != "]"
        elif expression[at] == "[":
            inside = True
            at += len(re.match(r"\^?\]?", expression[at + 1 :])[0])  # type: ignore[index]  # it always matches
        at += 1
    return False


Wish = dict[str, Any]
"""Comparisons as a scenario file writes them; an empty one holds for everything."""

Read = Callable[[Members, str, bool], Wish]
"""Reads the member of a name; the truth value says whether the text may be a number or truth value to us."""

NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{0,8}[1-9])?", re.ASCII)
"""Texts that are written as a number is, and as no other text is."""

_IN_A_NUMBER = re.compile(r"[-+.eE0-9]*")
_WITHOUT_COUNTERPART = frozenset({
    "equalToXml", "matchesXPath", "matchesJsonSchema", "before", "after", "equalToDateTime", "binaryEqualTo",
    "matchesPathTemplate", "hasExactly", "includes", "equalToJson", "matchesJsonPath",
})  # fmt: skip


def comparison(value: Any, place: str, *, typed: bool = False) -> Wish:
    """Turn a matcher of one text into comparisons; `typed` where the text may be a number or truth value to us."""
    members = Members(value, place)
    wish = _wish(members, typed)
    members.all_taken()
    return wish


def plain(wish: Wish) -> Any:
    """Write comparisons as shortly as a file can."""
    if wish in ({"absent": True}, {"present": True}):
        return next(iter(wish))
    if set(wish) == {"equals"} and not isinstance(wish["equals"], (dict, list)):
        return wish if wish["equals"] in ("present", "absent") else wish["equals"]
    return wish


def equal(text: str, *, typed: bool) -> Wish:
    """Compare with a text, which is what WireMock makes of every value."""
    if typed and text in ("true", "false"):
        return {"one_of": [text == "true", text]}
    if typed and NUMBER.fullmatch(text):
        return {"equals": json.loads(text)}
    return {"equals": text}


def containing(text: str, *, typed: bool) -> Wish:
    """Look for a text in another, which a number or truth value is to WireMock, too."""
    if typed and (_IN_A_NUMBER.fullmatch(text) or text in "true" or text in "false"):
        return fitting(f".*{escaped(text)}.*", "")
    return {"contains": text}


def fitting(expression: str, place: str, *, dots_fit_all: bool = True) -> Wish:
    """Hold an expression against all of a text; truth values, which ours is not held against, are named."""
    ours = carried(expression, place, dots_fit_all=dots_fit_all)
    try:
        compiled_ = compiled(ours)
    except ValueError as error:
        raise Unsayable(place, str(error)) from None
    words = [word == "true" for word in ("true", "false") if compiled_.fits(word)]
    return {"any_of": [{"matches": ours}, {"one_of": words}]} if words else {"matches": ours}


def matching(members: Members, name: str, *, typed: bool = False) -> Wish:
    """Turn the regular expression of a member into comparisons."""
    expression = members.text(name) or ""
    if (text := anywhere(expression)) is not None:
        return containing(text, typed=typed)
    if typed:
        return fitting(expression, members.under(name))
    return {"matches": carried(expression, members.under(name))}


def _wish(members: Members, typed: bool) -> Wish:
    names = members.left()
    for name, read in _READERS.items():
        if name in names:
            return read(members, name, typed)
    known = [name for name in names if name in _WITHOUT_COUNTERPART]
    raise Unsayable(members.under((known or names or ["equalTo"])[0]), "has no counterpart" if names else "is missing")


def _equal_to(members: Members, name: str, typed: bool) -> Wish:
    text = members.text(name) or ""
    if members.take("caseInsensitive"):
        return {"matches": f"(?i){escaped(text)}"}
    return equal(text, typed=typed)


def _negated(positive: str) -> Read:
    def read(members: Members, name: str, typed: bool) -> Wish:
        wish = _READERS[positive](Members({positive: members.take(name)}, members.place), positive, typed)
        return {"none_of": [wish]}

    return read


def plain_group(wish: Wish) -> Any:
    """Write comparisons as an element of a list of them."""
    if not wish:
        raise Unsayable("anything", "has no counterpart inside other matchers")
    return plain(wish)


def _not(members: Members, name: str, typed: bool) -> Wish:
    return {"none_of": [plain_group(comparison(members.take(name), members.under(name), typed=typed))]}


def _several(word: str) -> Read:
    def read(members: Members, name: str, typed: bool) -> Wish:
        place = members.under(name)
        wishes = [
            comparison(value, f"{place}[{index}]", typed=typed) for index, value in enumerate(members.elements(name))
        ]
        if not wishes:
            raise Unsayable(place, "is empty")
        return {word: [plain_group(wish) for wish in wishes]}

    return read


def _absent(members: Members, name: str, typed: bool) -> Wish:
    members.take(name)  # whatever stands there: the name says it
    return {"absent": True}


def _anything(members: Members, name: str, typed: bool) -> Wish:
    members.take(name)
    return {}


def _number(word: str) -> Read:
    return lambda members, name, typed: {word: members.number(name)}


_READERS: Mapping[str, Read] = {
    "equalTo": _equal_to,
    "contains": lambda members, name, typed: containing(members.text(name) or "", typed=typed),
    "doesNotContain": _negated("contains"),
    "matches": lambda members, name, typed: matching(members, name, typed=typed),
    "doesNotMatch": _negated("matches"),
    "absent": _absent,
    "anything": _anything,
    "not": _not,
    "and": _several("all_of"),
    "or": _several("any_of"),
    "equalToNumber": _number("equals"),
    "greaterThanNumber": _number("gt"),
    "greaterThanEqualNumber": _number("gte"),
    "lessThanNumber": _number("lt"),
    "lessThanEqualNumber": _number("lte"),
}
