"""What a request orders for itself, with an API that is nobody's."""

from collections.abc import Mapping
from typing import Any

import pytest

from mockserver.core.documents import parse
from mockserver.core.http.reply import Reply
from mockserver.core.problems import KINDS
from mockserver.sandbox.sandbox import Sandbox, drive
from mockserver.scenarios.directives import MOST_VALUES, MOST_WORDS, directed
from mockserver.scenarios.format.loader import load
from mockserver.scenarios.notation.faults import FAULTS
from mockserver.scenarios.rules.tallies import Tally
from tests.core.toy import call, exchange, keyed, sandbox

TAGGED = {"email": "ada+mock-declined@example.com"}


@pytest.fixture
def server() -> Sandbox:
    return sandbox()


def send(
    server: Sandbox, headers: Mapping[str, str] | None = None, body: Any = None, waits: list[float] | None = None
) -> Reply:
    """Make a toy; the keys of headers are lower case, and what would be waited goes to `waits`."""
    return drive(
        server.answer(exchange(server, "POST", "/toys", body, headers)), ([] if waits is None else waits).append
    )


def made(server: Sandbox) -> int:
    """Give how many toys there are."""
    count: int = call(server, "GET", "/toys/count")[1]
    return count


def outcomes(server: Sandbox, *bodies: Any) -> list[str]:
    """Give what each body in turn comes to: the rule that shaped its answer, or that it was made."""
    replies = [send(server, body=body) for body in bodies]
    return [reply.headers.get("X-Mock-Rule", "made" if reply.status == 201 else "refused") for reply in replies]


@pytest.mark.parametrize("kind", KINDS)
def test_a_header_orders_an_error(server: Sandbox, kind: str) -> None:
    """Any error by its name, in the API's own words; nothing is done."""
    reply = send(server, {"x-mock-error": kind})
    assert (reply.status, reply.content) == (400, b'{"toy":"%s","because":""}' % kind.encode())
    assert reply.headers["X-Mock-Rule"] == "x-mock-error"
    assert made(server) == 0


def test_an_error_can_be_told_more(server: Sandbox) -> None:
    """Parts follow it behind semicolons, in any order; quotes hold what has one inside."""
    reply = send(server, {"x-mock-error": 'conflict ; effect=commit; detail = "Wait; then try."'})
    assert reply.content == b'{"toy":"conflict","because":"Wait; then try."}'
    assert made(server) == 1


@pytest.mark.parametrize(
    ("status", "kind"),
    [("429", "too_many_requests"), ("502", "unavailable"), ("418", "malformed"), ("599", "server_error")],
)
def test_a_header_orders_a_status(server: Sandbox, status: str, kind: str) -> None:
    """The words are those of the error the status is known for, or of the nearest one."""
    reply = send(server, {"x-mock-status": status})
    assert (reply.status, reply.content) == (int(status), b'{"toy":"%s","because":""}' % kind.encode())


@pytest.mark.parametrize("status", ["200", "204", "302"])
def test_a_status_that_is_no_error_has_no_body(server: Sandbox, status: str) -> None:
    reply = send(server, {"x-mock-status": status})
    assert (reply.status, reply.content, made(server)) == (int(status), b"", 0)


def test_a_header_orders_a_wait(server: Sandbox) -> None:
    """The operation runs behind it."""
    waits: list[float] = []
    assert send(server, {"x-mock-delay": "250ms"}, waits=waits).status == 201
    assert waits == [0.25]


@pytest.mark.parametrize(
    ("fault", "made_toys"),
    [("connection_reset", 0), ("hang: 5s", 0), ("close; effect=commit", 1), ("truncate: 40%", 1), ("dribble: 1s", 1)],
)
def test_a_header_orders_a_fault(server: Sandbox, fault: str, made_toys: int) -> None:
    """What leaves no answer leaves nothing done, unless it says so; what spoils an answer spoils the genuine one."""
    reply = send(server, {"x-mock-fault": fault})
    assert reply.fault is not None
    assert reply.fault.kind == fault.partition(":")[0].partition(";")[0]
    assert made(server) == made_toys


def test_headers_combine(server: Sandbox) -> None:
    """A wait, then an error with another status, of which half arrives."""
    waits: list[float] = []
    headers = {
        "x-mock-delay": "2s",
        "x-mock-error": "conflict",
        "x-mock-status": "418",
        "x-mock-fault": "truncate",
    }
    reply = send(server, headers, waits=waits)
    assert (waits, reply.status, reply.content) == ([2.0], 418, b'{"toy":"conflict","because":""}')
    assert reply.fault is not None
    assert reply.fault.kind == "truncate"
    assert made(server) == 0


@pytest.mark.parametrize("header", ["x-mock-error", "x-mock-status", "x-mock-fault"])
def test_one_commit_holds_for_all_headers(server: Sandbox, header: str) -> None:
    """A lost answer: the toy is made, and nobody hears of it."""
    headers = {"x-mock-error": "timeout", "x-mock-status": "503", "x-mock-fault": "close"}
    assert send(server, {**headers, header: f"{headers[header]}; effect=commit"}).status == 503
    assert made(server) == 1


@pytest.mark.parametrize(
    ("header", "value", "complaint"),
    [
        ("x-mock-error", "declned", "X-Mock-Error: must be one of malformed, "),
        ("x-mock-error", "declned", ", not 'declned', did you mean 'declined'?"),
        ("x-mock-error", "", "not ''."),
        ("x-mock-error", "\u00e9" * 60_000, "\u00e9\u2026."),
        ("x-mock-error", "conflict; retry_after=3", "'retry_after=3' must be detail=TEXT, effect=commit, or with "),
        ("x-mock-error", "too_many_requests; retry_after=soon", "X-Mock-Error: must be a duration with a unit"),
        ("x-mock-error", "conflict; effect=perhaps", "'effect=perhaps' must be detail=TEXT, effect=commit"),
        ("x-mock-status", "99", "X-Mock-Status: must be a status from 200 to 599, not '99'."),
        ("x-mock-status", "429; retry_after=3", "X-Mock-Status: must be a status from 200 to 599"),
        ("x-mock-delay", "250", "X-Mock-Delay: must be a duration with a unit, such as 250ms, 2s or 10m."),
        ("x-mock-delay", "11m", "X-Mock-Delay: must not be longer than 600s."),
        ("x-mock-fault", "conection_reset", "X-Mock-Fault: must be one of connection_reset, "),
        ("x-mock-fault", "truncate: much", "X-Mock-Fault: must be a percentage such as 40%."),
        ("x-mock-fault", "close: 3s", "X-Mock-Fault: close has no measure."),
    ],
)
def test_an_order_that_cannot_be_read_is_refused(server: Sandbox, header: str, value: str, complaint: str) -> None:
    """The refusal is the API's own, names the header, says what was expected, and is no longer than a sentence."""
    reply = send(server, {header: value})
    because = reply.content.decode("unicode_escape")
    assert because.startswith('{"toy":"malformed"')
    assert complaint in because
    assert len(because) < 700
    assert "X-Mock-Rule" not in reply.headers
    assert made(server) == 0


@pytest.mark.parametrize(
    ("prefer", "applied"),
    [
        ("code=429", "code=429"),
        ('return=minimal, Code = "503" ; example=busy', "code=503"),
        ("code=409, code=500", "code=409"),
        ('note="a, code=500", code=404', "code=404"),
        ("return=minimal", None),
        ("wait=10; code=429", None),
        ("code=200", None),
        ("code=600", None),
        ("code=42", None),
        ('note="code=429', None),
    ],
)
def test_a_preference_orders_a_status_as_prism_has_it(server: Sandbox, prefer: str, applied: str | None) -> None:
    """One that cannot be met is left alone, as are all others: what is preferred is no command."""
    reply = send(server, {"prefer": prefer})
    assert reply.headers.get("Preference-Applied") == applied
    assert reply.headers.get("X-Mock-Rule") == (applied and "prefer")
    assert reply.status == (int(applied[-3:]) if applied else 201)


@pytest.mark.parametrize(("code", "status"), [("429", 429), (" 503 ", 503), ("200", 201), ("much", 201), ("1e3", 201)])
def test_postmans_header_orders_a_status(server: Sandbox, code: str, status: int) -> None:
    reply = send(server, {"x-mock-response-code": code})
    assert reply.status == status
    assert reply.headers.get("X-Mock-Rule") == (None if status == 201 else "x-mock-response-code")


def test_ours_go_before_other_peoples_headers_and_headers_before_words(server: Sandbox) -> None:
    """What does not come about is not counted either."""
    reply = send(server, {"x-mock-error": "conflict", "prefer": "code=429"}, TAGGED)
    assert (reply.headers["X-Mock-Rule"], reply.headers.get("Preference-Applied")) == ("x-mock-error", None)
    assert outcomes(server, TAGGED) == ["mock-declined"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_is_a_word(server: Sandbox, kind: str) -> None:
    """With hyphens or as it is; it counts once, so that the retry gets through."""
    for name in {kind, kind.replace("_", "-")}:
        body = {"deep": [{"email": f"ada+x+mock-{name}@example.com"}]}
        assert send(server, body=body).content == b'{"toy":"%s","because":""}' % kind.encode()
        assert outcomes(server, body) == ["made"]


@pytest.mark.parametrize("kind", [fault for fault in FAULTS if fault not in KINDS])
def test_every_fault_is_a_word(server: Sandbox, kind: str) -> None:
    """But the one that is called as an error is."""
    fault = send(server, body={"email": f"ada+mock-{kind.replace('_', '-')}@example.com"}).fault
    assert fault is not None
    assert fault.kind == kind


@pytest.mark.parametrize(
    ("word", "status", "waits"),
    [("rate-limited", 400, []), ("503", 503, []), ("slow3s", 201, [3.0]), ("slow-250ms", 201, [0.25])],
)
def test_other_words(server: Sandbox, word: str, status: int, waits: list[float]) -> None:
    waited: list[float] = []
    reply = send(server, body={"email": f"a+mock-{word}@b.c"}, waits=waited)
    assert (reply.status, waited, reply.headers["X-Mock-Rule"]) == (status, waits, f"mock-{word}")


@pytest.mark.parametrize(
    "text",
    [
        "ada+mock-declned@example.com",
        "ada+mock-200@example.com",
        "ada+mock-slow@example.com",
        "ada+mock-@example.com",
        "ada+mock-declined",
        "mock-declined@example.com",
        "ada+mock-declined-0x@example.com",
        "ada+mock-50\u0663@example.com",
    ],
)
def test_what_is_no_word_orders_nothing(server: Sandbox, text: str) -> None:
    assert outcomes(server, {"email": text}) == ["made"]


def test_a_word_can_count_more_often(server: Sandbox) -> None:
    """`-3x` is three times; `-always` never ends."""
    thrice, always = ({"email": f"a+mock-conflict-{times}@b.c"} for times in ("3x", "always"))
    assert outcomes(server, *[thrice] * 5) == [*["mock-conflict"] * 3, "made", "made"]
    assert outcomes(server, *[always] * 5) == ["mock-conflict"] * 5


def test_a_word_counts_for_each_address(server: Sandbox) -> None:
    """Whatever else the request says: a retry has the same address."""
    grace = {"email": "grace+mock-declined@example.com"}
    assert outcomes(server, TAGGED, grace, {**TAGGED, "name": "Ada"}, grace) == [*["mock-declined"] * 2, "made", "made"]


def test_several_words_have_their_turns(server: Sandbox) -> None:
    body = {"to": "a+mock-conflict@b.c, d+mock-500@e.f", "metadata": {"mock": "timeout"}}
    rules = ["mock-timeout", "mock-conflict", "mock-500"]
    assert outcomes(server, *[body] * 5) == [*rules, "made", "made"]


def test_a_word_in_metadata_counts_for_each_request(server: Sandbox) -> None:
    """Metadata is alike where customers are not; a retry says all of it again, in whatever order."""
    ada = {"name": "Ada", "metadata": {"mock": "declined", "plan": "gold"}}
    again = {"metadata": {"plan": "gold", "mock": "declined"}, "name": "Ada"}
    assert outcomes(server, ada, {**ada, "name": "Grace"}, again) == ["mock-declined", "mock-declined", "made"]


@pytest.mark.parametrize(
    "body",
    [
        {"meta_data": {"mock": "declined"}},
        {"customFields": {"mock": "declined"}},
        {"lines": [{"metadata": {"mock": "declined"}}]},
        {"meta_data": '{"plan": "gold", "mock": "declined"}'},
        {"meta_data": "{'mock': 'declined'}"},
    ],
)
def test_metadata_has_many_forms(server: Sandbox, body: Any) -> None:
    assert outcomes(server, body, body) == ["mock-declined", "made"]


@pytest.mark.parametrize(
    "body",
    [
        {"mock": "declined"},
        {"metadata": {"mock": ["declined"]}},
        {"metadata": {"mock": "Declined."}},
        {"metadata": ["mock", "declined"]},
        {"metadata": {"mock": "50\u0663"}},
        "mock",
    ],
)
def test_other_members_order_nothing(server: Sandbox, body: Any) -> None:
    assert outcomes(server, body) == ["made"]


def test_a_query_orders_nothing(server: Sandbox) -> None:
    """Looking for somebody is no order, or a test could not look at what it has done."""
    assert call(server, "GET", "/toys/count?email=ada%2Bmock-declined%40example.com") == (200, 0)


def test_a_body_that_cannot_be_read_orders_nothing(server: Sandbox) -> None:
    reply = send(server, body=b'{"email": "ada+mock-declined@example.com"')
    assert b'{"toy":"malformed","because":"Request body is not valid JSON' in reply.content
    assert "X-Mock-Rule" not in reply.headers


def test_an_order_spends_no_rule(server: Sandbox) -> None:
    """A request that orders something is asked no rule; one whose words have had their times is."""
    text = "version: 1\nrules: [{ id: first, respond: { error: gone } }]"
    server.use(server.defaults, [load(parse(text, "x.yaml"), "x", server.apis)])
    assert send(server, {"x-mock-error": "conflict"}).headers["X-Mock-Rule"] == "x-mock-error"
    assert send(server, {"x-mock-delay": "1ms"}).status == 201
    assert outcomes(server, TAGGED, TAGGED, TAGGED) == ["mock-declined", "first", "made"]


def test_a_key_remembers_no_order() -> None:
    """A failure that was ordered is never replayed; the genuine answer to the retry is."""
    server = sandbox(api=keyed)
    replies = [send(server, {"toy-key": "k"}, TAGGED) for _ in range(3)]
    assert [reply.status for reply in replies] == [400, 201, 201]
    assert replies[2].headers["Toy-Replayed"] == "true"
    assert made(server) == 1


def test_a_key_remembers_what_happened_behind_a_lost_answer() -> None:
    """With `effect=commit` the retry gets the genuine answer of the first attempt."""
    server = sandbox(api=keyed)
    lost = send(server, {"toy-key": "k", "x-mock-error": "timeout; effect=commit"}, {})
    again = send(server, {"toy-key": "k"}, {})
    assert (lost.status, again.status, again.headers["Toy-Replayed"]) == (400, 201, "true")
    assert made(server) == 1


def test_one_switch_turns_orders_off() -> None:
    """Then even an order that cannot be read means nothing, and no scenario is chosen."""
    server = sandbox(directives=False)
    for header in ("x-mock-error", "x-mock-status", "x-mock-delay", "x-mock-fault", "x-mock-scenario"):
        assert send(server, {header: "unauthorized"}).status == 201
    assert send(server, {"prefer": "code=429", "x-mock-response-code": "429"}).status == 201
    assert outcomes(server, TAGGED) == ["made"]


def test_one_switch_takes_the_rule_out_of_answers() -> None:
    """The journal still names it."""
    server = sandbox(rule_header=False)
    reply = send(server, {"prefer": "code=429"})
    assert (reply.status, reply.headers) == (
        429,
        {"Content-Type": "application/json", "Preference-Applied": "code=429"},
    )
    tenant = server.tenants.known("child")
    assert tenant
    assert [entry.rule for entry in tenant.journal] == ["prefer"]


def test_loading_a_scenario_counts_words_anew(server: Sandbox) -> None:
    assert outcomes(server, TAGGED, TAGGED) == ["mock-declined", "made"]
    server.use(server.tenant("child"), ())
    assert outcomes(server, TAGGED) == ["mock-declined"]


def test_explaining_spends_no_word(server: Sandbox) -> None:
    """It says what would happen now."""
    tagged = exchange(server, "POST", "/toys", TAGGED)
    assert [server.explain(tagged)["decision"].get("rule") for _ in range(2)] == ["mock-declined"] * 2
    assert outcomes(server, TAGGED) == ["mock-declined"]
    assert server.explain(tagged)["decision"]["by"] == "operation"


def test_words_are_bounded(server: Sandbox) -> None:
    """Of a body full of them only the first are looked at."""
    useless = ["ada+mock-nothing@example.com"] * MOST_WORDS
    assert outcomes(server, [*useless[1:], TAGGED["email"]]) == ["mock-declined"]
    assert outcomes(server, [*useless, "grace+mock-declined@example.com"]) == ["made"]
    assert outcomes(server, [*[0] * MOST_VALUES, "grace+mock-declined@example.com"]) == ["made"]


def test_what_is_remembered_of_a_word_is_short(server: Sandbox) -> None:
    """However long the text is that it stands in, and two texts are two."""
    shares = set()

    def count(scenario: str, rule: str, share: str) -> Tally:
        shares.add(share)
        return Tally()

    for last in "ab":
        body = {"email": f"{'a' * 10_000}{last}+mock-declined@example.com"}
        for _ in range(3):
            directed(exchange(server, "POST", "/toys", body), count)
    assert len(shares) == 2
    assert max(map(len, shares)) < 100
