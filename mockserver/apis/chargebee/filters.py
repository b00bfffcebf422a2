"""Filters of lists: a member, an operator and a value, as in `email[starts_with]=ada` and `id[in]=["a","b"]`.

The clients write operators in either case, and lists as JSON or as Python prints them; people write `id[in]=[a,b]`. A
list is read whole or refused. An empty value, a value without an operator (`email=x`), an operator that nobody declared
and a list whose elements are parameters of their own (`id[in][0]=a`) filter nothing, as Chargebee passes over whatever
it does not know; where unknown parameters are refused, the last two of the four are.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from mockserver.apis.chargebee.dialect import Parameters
from mockserver.apis.chargebee.literals import texts
from mockserver.core.fields.containers import Object
from mockserver.core.fields.field import Field, Reading
from mockserver.core.fields.kinds import Choice, Flag, Moment, Text
from mockserver.core.fields.refusals import refuse
from mockserver.core.store.queries import Query, QueryInstance, every

DAY = 24 * 60 * 60

LONGEST = 1_000
"""Characters of a text that is looked for."""

_TESTS: Mapping[str, Callable[[Any, Any], bool]] = {
    "starts_with": lambda value, said: value is not None and value.startswith(said),
    "after": lambda value, said: value is not None and value > said,
    "before": lambda value, said: value is not None and value < said,
    "on": lambda value, said: value is not None and value // DAY == said // DAY,
    "between": lambda value, said: value is not None and said[0] <= value <= said[1],
}
"""What operators ask of a value. `on` means a day of UTC; `between` has both ends."""

_QUERIES: Mapping[str, Callable[[Query, Any], QueryInstance]] = {
    "is": lambda member, said: member == said,
    "is_not": lambda member, said: ~(member == said),
    "in": lambda member, said: member.one_of(said),
    "not_in": lambda member, said: ~member.one_of(said),
    "is_present": lambda member, said: _is_set(member) if said else ~_is_set(member),
    **{name: partial(lambda test, member, said: member.test(test, said), test) for name, test in _TESTS.items()},
}
"""What operators ask of a member, which may have no value or not be there."""


def _is_set(member: Query) -> QueryInstance:
    return member.test(lambda value: value is not None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a filter asks of a member: values by operator, all of which have to fit."""

    said: Mapping[str, Any]

    def of(self, member: Query) -> QueryInstance:
        """Return the query for the records of which a member is a wanted one.

        >>> from mockserver.core.store.queries import where
        >>> Wanted({"starts_with": "ada", "is_not": "adam"}).of(where("id"))({"id": "adamas"})
        True
        """
        return every(_QUERIES[operator](member, said) for operator, said in self.said.items())


class Several(Field):
    """A list of values in one text; parameters with numbers, as old clients write its elements, say nothing."""

    def __init__(self, inner: Field) -> None:
        super().__init__()
        self.inner = inner

    def parse(self, value: Any, reading: Reading) -> Any:
        if isinstance(value, dict):
            return None
        if not isinstance(value, str):
            raise refuse("list", said='should be one text with an array in it, such as ["a","b"]')
        try:
            said = texts(value)
        except ValueError as error:
            raise refuse("list", said=f'should be an array such as ["a","b"] or [a,b]: it {error}') from None
        if "" in said:
            raise refuse("list", said="should be an array without empty elements")
        return tuple(self.inner.read(element, reading) for element in said)

    def unknown(self, value: Any, reading: Reading) -> Sequence[tuple[str, ...]]:
        return [(name,) for name in value] if isinstance(value, dict) else ()


class Range(Several):
    """The two ends of a range, the lesser first."""

    def parse(self, value: Any, reading: Reading) -> Any:
        ends = super().parse(value, reading)
        if ends is not None and (len(ends) != 2 or ends[0] > ends[1]):
            raise refuse("range", said="should be an array of two values, the lesser first")
        return ends


class Operators(Parameters):
    """What a member can be asked, by operator; the case of these is nobody's business."""

    def read(self, data: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
        return super().read({name.lower(): value for name, value in data.items()}, reading)

    def unknown_paths(self, data: Mapping[str, Any], reading: Reading) -> list[tuple[str, ...]]:
        paths: list[tuple[str, ...]] = []
        for name, value in data.items():
            operator = self.parameters.get(name.lower())
            inner = [()] if operator is None else operator.unknown(value, reading)
            paths += ((name, *path) for path in inner)
        return paths


class Filter(Object):
    """A filter of one member; it is read as `Wanted`, or as `None` where it asks nothing."""

    def __init__(self, operators: Mapping[str, Field]) -> None:
        super().__init__(cast("type[Operators]", Operators.from_dict({**operators})))

    def parse(self, value: Any, reading: Reading) -> Any:
        if not isinstance(value, dict):
            return None
        wishes = self.schema.read(value, reading)
        said = {name: wanted for name, wanted in wishes.items() if wanted not in (None, ())}  # no values, no filter
        return Wanted(said) if said else None


class TextFilter(Filter):
    """A filter of a member that is text."""

    def __init__(self) -> None:
        text = Text(LONGEST)
        super().__init__(
            {
                "is": text, "is_not": text, "starts_with": text, "in": Several(text), "not_in": Several(text),
                "is_present": Flag(),
            }
        )  # fmt: skip


class ChoiceFilter(Filter):
    """A filter of a member that is one of a list of words."""

    def __init__(self, choices: Sequence[str]) -> None:
        word = Choice(choices)
        super().__init__(
            {"is": word, "is_not": word, "in": Several(word), "not_in": Several(word), "is_present": Flag()}
        )


class MomentFilter(Filter):
    """A filter of a member that is a time in seconds."""

    def __init__(self) -> None:
        moment = Moment()
        super().__init__(
            {"after": moment, "before": moment, "on": moment, "between": Range(moment), "is_present": Flag()}
        )


class FlagFilter(Filter):
    """A filter of a member that is true or false."""

    def __init__(self) -> None:
        super().__init__({"is": Flag(), "is_present": Flag()})


class Filters(Object):
    """Filters of the members of an object inside, which filter nothing where they are no group."""

    def parse(self, value: Any, reading: Reading) -> Any:
        return super().parse(value, reading) if isinstance(value, dict) else None


@dataclass(frozen=True, slots=True)
class Order:
    """How a list is sorted."""

    member: str
    descending: bool


class SortBy(Filter):
    """What a list is sorted by, and how: `sort_by[asc]=created_at`; it is read as `Order`."""

    def __init__(self, members: Sequence[str]) -> None:
        super().__init__({"asc": Choice(members), "desc": Choice(members)})

    def parse(self, value: Any, reading: Reading) -> Any:
        wanted = super().parse(value, reading)
        if wanted is None:
            return None
        if len(wanted.said) > 1:
            raise refuse("order", said="should name one order")
        [(direction, member)] = wanted.said.items()
        return Order(member, direction == "desc")
