"""The language of searches, whatever is written in it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.apis.stripe.customers.search_language import (
    Clause,
    FieldType,
    Query,
    SearchError,
    check,
    parse,
    query_of,
)

FIELDS = {"created": FieldType.NUMERIC, "metadata": FieldType.TOKEN, "name": FieldType.STRING}

WORDS = st.lists(st.sampled_from(["ada", "Ada", "box", "de", "la", 'q"q', "b\\s"]), max_size=4).map(" ".join)
NUMBERS = st.integers(0, 20)

SENSIBLE = st.one_of(
    st.builds(Clause, st.just("created"), st.sampled_from(FieldType.NUMERIC.value), NUMBERS.map(str)),
    st.builds(Clause, st.just("name"), st.just("~"), WORDS.filter(lambda text: len(text) >= 3)),
    st.builds(Clause, st.just("name"), st.just(":"), st.none() | WORDS),
    st.builds(Clause, st.just("metadata"), st.just(":"), st.none() | WORDS, key=st.sampled_from(["a", "b"])),
)
CLAUSES = st.builds(
    lambda clause, negated: Clause(clause.field, clause.operator, clause.value, clause.key, negated),
    SENSIBLE, st.booleans(),
)  # fmt: skip
QUERIES = st.one_of(
    st.builds(Query, st.tuples(CLAUSES)),
    st.builds(Query, st.lists(CLAUSES, min_size=2, max_size=10).map(tuple), st.booleans()),
)
RECORDS = st.fixed_dictionaries(
    {
        "created": NUMBERS,
        "name": st.none() | WORDS,
        "metadata": st.dictionaries(st.sampled_from(["a", "b"]), WORDS),
    }
)


PIECES = ['"', "'", "\\", "[", "]", ":", "~", ">=", "<", "-", " ", "AND", "or", "null", "name", "metadata", "7", "\n"]


def repeatable(examples: int) -> settings:
    """Let every run try the same examples, at its own speed."""
    return settings(max_examples=examples, derandomize=True, database=None, deadline=None)


def modelled(clause: Clause, record: dict[str, Any]) -> bool:
    """Say whether a clause holds, in as few words as it takes."""
    actual = record["metadata"].get(clause.key) if clause.key else record[clause.field]
    if clause.value is None or actual is None:
        holds = actual is clause.value
    elif clause.field == "created":
        value = int(clause.value)
        holds = {
            ":": actual == value, ">": actual > value, "<": actual < value, ">=": actual >= value,
            "<=": actual <= value,
        }[clause.operator]  # fmt: skip
    elif clause.operator == "~":
        holds = clause.value.lower() in actual.lower()
    elif clause.field == "metadata":
        holds = clause.value.lower() == actual.lower()
    else:
        holds = clause.value != "" and f" {clause.value.lower()} " in f" {actual.lower()} "
    return holds is not clause.negated


def written(query: Query) -> str:
    """Write a query; reading it gives the same one."""
    return (" OR " if query.any else " AND ").join(_written_clause(clause) for clause in query.clauses)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _written_clause(clause: Clause) -> str:
    key = "" if clause.key is None else f"[{_quoted(clause.key)}]"
    value = "null" if clause.value is None else _quoted(clause.value)
    return f"{'-' if clause.negated else ''}{clause.field}{key}{clause.operator}{value}"


@given(st.builds(Query, st.lists(st.builds(
    Clause, st.from_regex(r"[A-Za-z_][A-Za-z0-9_.]{0,9}", fullmatch=True), st.just(":"), st.none() | st.text(),
    st.none() | st.text(), st.booleans(),
), min_size=2, max_size=10).map(tuple), st.booleans()))  # fmt: skip
@repeatable(200)
def test_what_is_written_can_be_read(query: Query) -> None:
    """And means the same, whatever its texts hold."""
    assert parse(written(query)) == query


@given(st.text() | st.lists(st.sampled_from(PIECES)).map("".join))
@repeatable(300)
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing else comes of it."""
    try:
        query = parse(text)
    except SearchError:
        return
    assert parse(written(query)) == query


@given(
    st.lists(st.sampled_from(["name:'ada'", "created>10", "-metadata['k']:null"]), min_size=1, max_size=3),
    st.sampled_from(
        ["name", "name:", "name:ada", ":'a'", "name~", "created>", "created>10x", "name:'a", "metadata['k':'v'"]
    ),
    st.integers(0, 3),
    st.sampled_from([" ", " AND ", " OR "]),
)
@repeatable(50)
def test_one_broken_clause_breaks_the_whole(clauses: list[str], broken: str, at: int, joint: str) -> None:
    """A query that is not of the grammar is never read by halves."""
    for query in (joint.join([*clauses[:at], broken, *clauses[at:]]), joint.join(clauses) + "'a'", f"AND {clauses[0]}"):
        with pytest.raises(SearchError):
            parse(query)


@given(QUERIES, RECORDS)
@repeatable(300)
def test_matching_agrees_with_a_model(query: Query, record: dict[str, Any]) -> None:
    """Of every clause, and of how they are joined."""
    check(query, FIELDS, "customers")
    holds = [modelled(clause, record) for clause in query.clauses]
    assert query_of(query, FIELDS)(record) is (any(holds) if query.any else all(holds))


def test_long_queries_are_read_in_no_time() -> None:
    """However they are nested or left open."""
    for text in ('"' * 5000, "name:" + '"\\' * 2500, "-" * 5000, " " * 5000 + "x", 'name:"' + "a b " * 1200 + '"'):
        try:
            query = parse(text)
        except SearchError:
            continue
        assert not query_of(query, FIELDS)({"name": "a b " * 1000 + "c"})
