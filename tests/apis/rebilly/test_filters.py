"""The filter grammar of collections: clauses, alternatives, negation, ranges, quotes, and how a bad one is refused."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.apis.rebilly.samples import advance, freeze, newcomer
from tests.clients import InProcess, Rebilly
from tests.tables import each_row


def found(rebilly: Rebilly, filter: str) -> list[str]:
    """Give the first names of the customers a filter leaves, in the order of creation."""
    answer = rebilly.get(f"/customers?filter={quote(filter, safe='')}")
    assert answer.status == 200, answer.content
    return [record["firstName"] for record in reversed(answer.json)]


PEOPLE: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "Ann": (
        {"lastName": "Berg", "dob": "1990-05-01", "country": "DE"},
        {"number": 3, "vip": True, "since": "2026-03-01T00:00:00Z"},
    ),
    "Bo": (
        {"lastName": "Adler", "dob": "1985-01-31", "country": "FR"},
        {"number": 11.5, "vip": False, "since": "2026-02-01T00:00:00Z"},
    ),
    "Cy": ({"lastName": "O, Neil"}, {"number": 42, "vip": False, "since": "2026-02-01T00:00:00Z"}),
    "Di": (
        {"dob": "2000-02-29", "country": "FR"},
        {"number": -3, "vip": False, "since": "2026-02-01T00:00:00Z"},
    ),
}
"""Address and custom fields by first name."""


@pytest.fixture
def people(rebilly: Rebilly) -> Rebilly:
    """Four customers, made a day apart."""
    freeze(rebilly, "2026-01-01T00:00:00Z")
    for name, (address, custom) in PEOPLE.items():
        emails = [
            {"label": label, "value": f"{name.lower()}+{label}@example.com", "primary": label == "main"}
            for label in ("old", "main")
        ]
        rebilly.customer(
            primaryAddress={"firstName": name, "emails": emails, **address},
            locale={"Ann": "de", "Bo": "fr-FR"}.get(name),
            notificationEmails=["bills@example.com"] if name == "Bo" else [],
            taxNumbers=None if name == "Di" else [{"type": "other", "value": name}],
            customFields={**custom, "colours": ["Red", name]},
        )
        advance(rebilly, "1d")
    return rebilly


EVERYBODY = "Ann Bo Cy Di"


@pytest.mark.parametrize(
    ("filter", "expected"),
    [
        pytest.param("", EVERYBODY, id="nothing"),
        pytest.param(" ; ;", EVERYBODY, id="only empty clauses"),
        pytest.param("firstName:Ann", "Ann", id="one value"),
        pytest.param("firstName:aNN", "Ann", id="whatever the case"),
        pytest.param("firstName:An", "", id="no part of a value"),
        pytest.param("firstName:Ann,Di", "Ann Di", id="alternatives"),
        pytest.param(" firstName : Ann , Di ", "Ann Di", id="spaces around"),
        pytest.param("firstName:Ann,Bo;lastName:Adler", "Bo", id="clauses join"),
        pytest.param("firstName:Ann;", "Ann", id="a clause and nothing"),
        pytest.param("firstName:!Ann", "Bo Cy Di", id="negation"),
        pytest.param("firstName:!Ann,!Bo", "Cy Di", id="two negations"),
        pytest.param("firstName:!Ann,Bo", "Cy Di", id="the older spelling of two negations"),
        pytest.param("lastName:!Adler", "Ann Cy Di", id="null is not the negated value"),
        pytest.param('lastName:"O, Neil"', "Cy", id="quotes keep a comma"),
        pytest.param('lastName:!"O, Neil"', "Ann Bo Di", id="negation of quotes"),
        pytest.param('lastName:"O, Neil",Berg', "Ann Cy", id="quotes among alternatives"),
        pytest.param('firstName:"!Ann"', "", id="quotes keep an exclamation mark"),
        pytest.param('firstName:""', "", id="the empty text"),
        pytest.param("primaryAddress.lastName:Berg", "Ann", id="a member of a member"),
        pytest.param("primaryAddress.firstName:Ann,Bo", "Ann Bo", id="alternatives inside an object"),
        pytest.param("primaryAddress.country:FR;firstName:Di", "Di", id="two depths"),
        pytest.param("email:ann+main@example.com", "Ann", id="email"),
        pytest.param("email:ann+old@example.com", "Ann", id="any of the e-mail addresses"),
        pytest.param("email:!ann+old@example.com", "Bo Cy Di", id="none of the e-mail addresses"),
        pytest.param("primaryAddress.emails:bo+main@example.com", "Bo", id="emails without value"),
        pytest.param('primaryAddress.emails.value:"bo+main@example.com"', "Bo", id="emails with value, quoted"),
        pytest.param("primaryAddress.*.email:bo+main@example.com", "Bo", id="the old guide's star"),
        pytest.param("primaryAddress.emails.label:old", EVERYBODY, id="a member of list entries"),
        pytest.param("notificationEmails:BILLS@example.com", "Bo", id="a list of texts"),
        pytest.param("taxNumbers.value:ann,di", "Ann", id="a list that may be null"),
        pytest.param("taxNumbers.isDefault:false", "Ann Bo Cy", id="a flag in list entries"),
        pytest.param("locale:fr-fr", "Bo", id="a nullable text"),
        pytest.param("revision:1", EVERYBODY, id="a number"),
        pytest.param("revision:1.0", EVERYBODY, id="a number by value"),
        pytest.param("revision:2..", "", id="a number from"),
        pytest.param("revision:..1", EVERYBODY, id="a number up to"),
        pytest.param("revision:!1..5", "", id="a negated range"),
        pytest.param("averageValue.amount:0", EVERYBODY, id="an amount"),
        pytest.param("averageValue/amount:0..0", EVERYBODY, id="a slash for a dot"),
        pytest.param("hasFulfilledKyc:FALSE", EVERYBODY, id="a flag"),
        pytest.param("hasFulfilledKyc:true", "", id="the other flag"),
        pytest.param("createdTime:2026-01-02T00:00:00Z", "Bo", id="a moment"),
        pytest.param("createdTime:2026-01-02T02:00:00+02:00", "Bo", id="the same moment elsewhere"),
        pytest.param("createdTime:2026-01-02T00:00:00Z..2026-01-03T00:00:00Z", "Bo Cy", id="both ends included"),
        pytest.param("createdTime:2026-01-02..2026-01-03", "Bo Cy", id="days for moments"),
        pytest.param("createdTime:2026-01-03T00:00:00Z..", "Cy Di", id="moments from"),
        pytest.param("createdTime:..2026-01-02T00:00:00Z", "Ann Bo", id="moments up to"),
        pytest.param("createdTime:!..2026-01-02T00:00:00Z", "Cy Di", id="moments not up to"),
        pytest.param("lastPaymentTime:2026-01-01..", "", id="a moment that never was"),
        pytest.param("primaryAddress.dob:1990-05-01", "Ann", id="a day"),
        pytest.param("primaryAddress.dob:1985-01-31..1999-12-31", "Ann Bo", id="days between"),
        pytest.param("customFields.number:3", "Ann", id="a custom number"),
        pytest.param("customFields.number:11.50", "Bo", id="a custom number by value"),
        pytest.param("customFields.number:3..42", "Ann Bo Cy", id="custom numbers between"),
        pytest.param("customFields.number:-3..3", "Ann Di", id="custom numbers around zero"),
        pytest.param("customFields.number:-3e0..1.2e1", "Ann Bo Di", id="custom numbers with exponents"),
        pytest.param("customFields.vip:true", "Ann", id="a custom flag"),
        pytest.param("customFields.vip:1", "", id="a custom flag is no number"),
        pytest.param("customFields.since:2026-02-01T00:00:00z", "Bo Cy Di", id="a custom text"),
        pytest.param("customFields.since:2026-02-15..", "Ann", id="custom moments"),
        pytest.param("customFields.colours:red;customFields.colours:bo", "Bo", id="a custom list"),
        pytest.param("customFields.none:1", "", id="a custom field nobody has"),
        pytest.param("customFields.none:!1", EVERYBODY, id="not a custom field nobody has"),
        pytest.param("defaultPaymentInstrument.method:cash", "", id="a member of nothing"),
    ],
)  # fmt: skip
def test_a_filter_leaves_what_fulfils_it(people: Rebilly, filter: str, expected: str) -> None:
    """`;` joins clauses with and, `,` values with or; values match whole, without case, numbers and times by value."""
    assert found(people, filter) == expected.split()


@each_row(
    ("filter", "message"),
    [
        ("none:1", "There is no member 'none' to filter by."),
        ("lastNam:Berg", "There is no member 'lastNam' to filter by, did you mean 'lastName'?"),
        ("paymentToken:1", "There is no member 'paymentToken' to filter by, did you mean 'paymentCount'?"),
        ("primaryAddress:1", "There is no member 'primaryAddress' to filter by, did you mean 'primaryAddress.dob'?"),
        ("_links.rel:self", "There is no member '_links.rel' to filter by."),
        ("links.rel:self", "There is no member 'links.rel' to filter by."),
        ("embedded.a:1", "There is no member 'embedded.a' to filter by."),
        ("firstName", "'firstName' is not of the form field:value."),
        (":Ann", "':Ann' is not of the form field:value."),
        ("firstName:Ann;oops", "'oops' is not of the form field:value."),
        ('firstName:a,"b', "A quotation mark is not closed."),
        ('firstName:"a;b', "A quotation mark is not closed."),
        ("invoiceCount:many", "invoiceCount is compared with numbers, 'many' is none."),
        ("invoiceCount:nan", "invoiceCount is compared with numbers, 'nan' is none."),
        ("invoiceCount:1..x", "invoiceCount is compared with numbers, 'x' is none."),
        ("invoiceCount:", 'invoiceCount is compared with nothing; the empty text is "".'),
        ("firstName:", 'firstName is compared with nothing; the empty text is "".'),
        ("firstName:!", 'firstName is compared with nothing; the empty text is "".'),
        ("firstName:Ann,", 'firstName is compared with nothing; the empty text is "".'),
        ("firstName:,Ann", 'firstName is compared with nothing; the empty text is "".'),
        ("customFields.number:", 'customFields.number is compared with nothing; the empty text is "".'),
        ("invoiceCount:..", "The range of invoiceCount has neither a beginning nor an end."),
        ("createdTime:!..", "The range of createdTime has neither a beginning nor an end."),
        ('firstName:"Ann" "Bo"', "A quotation mark stands inside a value of firstName."),
        ('firstName:"Ann"Bo', "A quotation mark stands inside a value of firstName."),
        ("createdTime:yesterday", "createdTime is compared with RFC 3339 moments, 'yesterday' is none."),
        ("createdTime:2026-13-01..", "createdTime is compared with RFC 3339 moments, '2026-13-01' is none."),
        ("hasFulfilledKyc:1", "hasFulfilledKyc is true or false, '1' is neither."),
        ("customFields.number:a..b", "customFields.number is compared with RFC 3339 moments, 'a' is none."),
        ("firstName:@lst_names", "There is no value list 'lst_names'."),
        ("firstName:!@lst_names", "There is no value list 'lst_names'."),
        (";".join(["firstName:a"] * 51), "A filter has at most 50 clauses."),
    ],
)
def test_a_filter_that_cannot_be_understood_is_refused(rebilly: Rebilly, filter: str, message: str) -> None:
    """A filter is never passed over: the refusal says which part of it is wrong."""
    answer = rebilly.get(f"/customers?filter={quote(filter, safe='')}")
    assert (answer.status, answer.headers["content-type"]) == (400, "application/json")
    assert answer.json == {
        "type": "about:blank",
        "title": "Bad request",
        "status": 400,
        "detail": message,
        "invalidFields": [{"field": "filter", "message": message}],
    }


def test_a_plus_in_a_query_is_a_space(rebilly: Rebilly) -> None:
    """Clients write a space as `+`, and a plus as `%2B`."""
    for name in ("a b", "a+b"):
        rebilly.customer(primaryAddress={"firstName": name})
    assert [found["firstName"] for found in rebilly.get("/customers?filter=firstName:a+b").json] == ["a b"]
    assert [found["firstName"] for found in rebilly.get("/customers?filter=firstName:a%2Bb").json] == ["a+b"]


NAMES = ("Ann", "ann", "Bo", "Öz", "öz", "x y", "1", "1..2", "it's", "a:b")
VALUES = {
    "lastName": st.none() | st.sampled_from(NAMES),
    "customFields.score": st.none() | st.integers(-3, 3) | st.sampled_from([0.5, 2.0, -1.25]),
    "customFields.tag": st.sampled_from(NAMES),
}


def plain_equal(value: Any, literal: Any) -> bool:
    """Compare as the grammar promises: text without case, numbers by value."""
    if isinstance(value, str) and isinstance(literal, str):
        return value.casefold() == literal.casefold()
    return value is not None and type(value) is not str and type(literal) is not str and value == literal


Test = tuple[str, Callable[[Any], bool]]


def literals(member: str) -> st.SearchStrategy[Test]:
    """Give a value of a filter and the plain Python it means."""
    if member == "customFields.score":
        numbers = st.integers(-3, 3)
        exact = numbers.map(lambda n: (str(n), lambda value: plain_equal(value, n)))
        ranges = st.tuples(st.none() | numbers, st.none() | numbers).filter(any_bound).map(plain_range)
        return exact | ranges
    return st.sampled_from(NAMES).map(lambda name: (f'"{name}"', lambda value: plain_equal(value, name)))


def any_bound(bounds: tuple[int | None, int | None]) -> bool:
    return bounds != (None, None)


def plain_range(bounds: tuple[int | None, int | None]) -> Test:
    """Give a range and what it means."""
    least, most = bounds
    text = f"{'' if least is None else least}..{'' if most is None else most}"
    return (
        text,
        lambda value: value is not None and (least is None or value >= least) and (most is None or value <= most),
    )


def plain_clause(member: str, tests: list[Test], *, negated: bool) -> Test:
    """Give a clause and what it means for a value."""
    text = ",".join(f"!{literal}" if negated else literal for literal, _ in tests)
    return f"{member}:{text}", lambda value: any(test(value) for _, test in tests) != negated


@st.composite
def clauses(draw: st.DrawFn) -> tuple[str, Test]:
    member = draw(st.sampled_from(sorted(VALUES)))
    tests = draw(st.lists(literals(member), min_size=1, max_size=3))
    return member, plain_clause(member, tests, negated=draw(st.booleans()))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    records=st.lists(st.fixed_dictionaries(VALUES), max_size=6),
    wanted=st.lists(clauses(), min_size=1, max_size=3),
)
def test_a_filter_agrees_with_plain_python(
    application: InProcess, records: list[dict[str, Any]], wanted: list[tuple[str, Test]]
) -> None:
    """For any records, a filter leaves those for which every clause holds in plain Python."""
    rebilly = newcomer(application)
    created = [
        rebilly.customer(
            primaryAddress={"lastName": record["lastName"]},
            customFields={"score": record["customFields.score"], "tag": record["customFields.tag"]},
        )["id"]
        for record in records
    ]
    text = ";".join(clause for _, (clause, _) in wanted)
    answer = rebilly.get(f"/customers?limit=1000&filter={quote(text, safe='')}")
    expected = [
        id
        for id, record in zip(created, records, strict=True)
        if all(test(record[member]) for member, (_, test) in wanted)
    ]
    assert [record["id"] for record in reversed(answer.json)] == expected


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.sampled_from(["firstName:Ann", "revision:1..", 'lastName:!"O, Neil"']), max_size=3),
    st.sampled_from(["a", ":a", "firstName", "firstName:", "firstName:a,", 'firstName:"a"b', "revision:..", "none:1"]),
    st.integers(0, 3),
)
def test_one_broken_clause_breaks_the_whole(application: InProcess, clauses: list[str], broken: str, at: int) -> None:
    """A query that is not of the grammar is never read by halves."""
    filter = ";".join([*clauses[:at], broken, *clauses[at:]])
    assert Rebilly(application, "org_broken").get(f"/customers?filter={quote(filter, safe='')}").status == 400


@settings(max_examples=200, deadline=None)
@given(
    pieces=st.lists(
        st.sampled_from(
            ["lastName:", "createdTime:", "customFields.a:", "revision:", "2026-01-01", "..", *'ab1:;,!".@ -é😀']
        )
    )
)
def test_no_filter_breaks_the_server(application: InProcess, pieces: list[str]) -> None:
    """Whatever stands in a filter, it is answered with a page or refused with 400."""
    rebilly = Rebilly(application, "org_filters")
    assert rebilly.get(f"/customers?filter={quote(''.join(pieces), safe='')}").status in (200, 400)
