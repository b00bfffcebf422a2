"""What the control plane shows and sets: clock, rules, scenarios, limits, settings, credentials, records, journal."""

import json
from typing import Any

from mockserver.core.api.manifest import Apis
from mockserver.registry import registered
from tests.admin.conftest import Admin
from tests.clients import Stripe
from tests.tables import each_row

LIMITS = [limit.id for api in Apis(registered()).values() for limit in api.published_limits]
NOON = "2026-01-15T12:00:00+00:00"


def test_a_clock_is_frozen_advanced_and_resumed(admin: Admin) -> None:
    assert admin("POST", "/clock/freeze", {"at": "2026-01-15T12:00:00Z"}) == {"now": NOON, "mode": "frozen"}
    assert admin("POST", "/clock/advance", {"by": "90m"})["now"] == "2026-01-15T13:30:00+00:00"
    assert admin.rebilly.customer()["createdTime"] == "2026-01-15T13:30:00+00:00"
    assert admin("POST", "/clock/resume")["mode"] == "offset"
    assert admin("PUT", "/clock", {"mode": "real"})["mode"] == "real"


def test_a_clock_can_run_from_another_time(admin: Admin) -> None:
    assert admin("PUT", "/clock", {"mode": "offset", "now": "2030-01-01T00:00:00Z"})["now"].startswith(
        "2030-01-01T00:00"
    )
    assert admin.rebilly.customer()["createdTime"].startswith("2030-01-01T00:00")


@each_row(
    ("method", "path", "body", "named"),
    [
        ("POST", "/clock/advance", {"by": "soon"}, "by"),
        ("POST", "/clock/advance", {}, "by"),
        ("POST", "/clock/freeze", {"at": "noon"}, "at"),
        ("POST", "/clock/freeze", {"when": NOON}, "when"),
        ("PUT", "/clock", {"mode": "slow"}, "mode"),
        ("PUT", "/limits/rebilly-sandbox", {"remaining": -1}, "remaining"),
        ("PUT", "/limits/rebilly-sandbox", {}, "remaining"),
    ],
)
def test_a_wrong_member_is_named(admin: Admin, method: str, path: str, body: Any, named: str) -> None:
    answer = admin.rebilly.admin(method, path, body)
    assert answer.status == 422
    assert [error["path"] for error in answer.json["errors"]] == [[named]]


@each_row(
    ("method", "path", "body", "problem"),
    [
        ("PUT", "/clock", {"mode": "offset"}, (422, "The mode offset wants to know what time it is: now.")),
        ("POST", "/clock/advance", {"by": "999999999d"}, (422, "The time must lie between 1970 and 9999.")),
        ("GET", "/rules/none", None, (404, "There is no rule 'none'.")),
        ("DELETE", "/rules/none", None, (404, "There is no rule 'none'.")),
        ("PUT", "/rules/%0d%0aX-Evil:%201", {"delay": "1s"}, (422, "body: id: must be a name of 1 to 100 letters")),
        ("PUT", "/rules/%E2%82%AC", {"delay": "1s"}, (422, "body: id: must be a name of 1 to 100 letters")),
        ("POST", "/rules", {"respond": {"error": "oops"}}, (422, "body: respond.error: must be one of")),
        ("POST", "/rules", [], (422, "body: a rule must be a mapping of keys to values")),
        ("PUT", "/rules/a", {"id": "b", "delay": "1s"}, (422, "The id of the body must be 'a' or be left out.")),
        (
            "PUT",
            "/scenario",
            {"name": "flakey"},
            (422, "scenario 'flakey': there is no such scenario, did you mean 'flaky'?"),
        ),
        ("PUT", "/scenario", {"nam": "flaky"}, (422, 'The body must be {"name": "…"}')),
        ("PUT", "/scenario", {"version": 1, "rulez": []}, (422, "body: rulez: unknown key, did you mean 'rules'?")),
        (
            "POST",
            "/limits/none/exhaust",
            None,
            (
                404,
                f"There is no limit 'none'; there are {', '.join(LIMITS)}.",
            ),
        ),
        ("GET", "/settings/strip", None, (404, "There is no API 'strip', did you mean 'stripe'?")),
        (
            "PUT",
            "/settings/rebilly",
            {"putt": "merge"},
            (422, "putt: is not a setting of rebilly, did you mean 'put'?"),
        ),
        ("PUT", "/settings/rebilly", [], (422, "The body must be an object of settings.")),
        (
            "GET",
            "/data/rebilly/custmers",
            None,
            (404, "rebilly has no collection 'custmers', did you mean 'customers'?"),
        ),
        ("GET", "/data/rebilly/customers/none", None, (404, "There is no 'none' among the customers.")),
        ("PATCH", "/data/rebilly/customers/none", {}, (404, "There is no 'none' among the customers.")),
        ("POST", "/data", {"version": 2}, (422, "body: version: a fixture file starts with version: 1")),
        (
            "POST",
            "/reset?only=data,dat",
            None,
            (400, "only: 'dat' is none of data, journal, rules, limits, clock, settings, webhooks."),
        ),
        (
            "GET",
            "/requests?colour=red",
            None,
            (400, "'colour' is no filter; there are api, operation, method, path, status"),
        ),
        ("GET", "/requests?limit=x", None, (400, "limit must be a whole number from 0 to 10000, not 'x'.")),
        ("GET", "/requests/7", None, (404, "The journal holds no request 7.")),
        ("GET", "/nothing", None, (404, "There is no such resource under /__admin.")),
        ("PATCH", "/clock", None, (405, "The method is not allowed")),
    ],
)
def test_a_refusal_says_what_is_there(
    admin: Admin, method: str, path: str, body: Any, problem: tuple[int, str]
) -> None:
    admin.rebilly.get("/status")
    admin("POST", "/clock/resume")
    status, detail = admin.refused(method, path, body)
    assert (status, detail[: len(problem[1])]) == problem


def test_unknown_members_are_told_in_one_order(admin: Admin) -> None:
    """Not in that of a set, which differs from process to process."""
    unknown = ("zeta", "mid", "alpha", "omega", "beta")
    answer = admin.rebilly.admin("PUT", "/limits/x", {"id": "a", **dict.fromkeys(unknown, 1)})
    named = [name for error in answer.json["errors"] for name in unknown if name in json.dumps(error)]
    assert (answer.status, named) == (422, sorted(unknown))


def test_verbs_that_an_address_takes_are_told_in_one_order(admin: Admin) -> None:
    allowed = admin.rebilly.admin("GET", "/data").headers["allow"].split(", ")
    assert len(allowed) > 1
    assert allowed == sorted(allowed)


def test_a_body_that_is_no_json_is_refused(admin: Admin) -> None:
    answer = admin.rebilly.caller.send("POST", "/__admin/tenants/org_x/rules", {}, b"{")
    assert answer.status == 400
    assert "is not valid JSON" in answer.json["detail"]


def test_rules_are_created_read_replaced_and_deleted(admin: Admin) -> None:
    created = admin("POST", "/rules", {"operation": "customers.create", "respond": {"error": "conflict"}}, expect=201)
    assert created == {
        "id": "rule-1", "operation": "customers.create", "respond": {"error": "conflict"}, "matched": 0, "fired": 0,
    }  # fmt: skip
    admin.rebilly.post("/customers", {})
    assert (admin("GET", "/rules/rule-1")["matched"], admin("GET", "/rules/rule-1")["fired"]) == (1, 1)
    assert admin("PUT", "/rules/rule-1", {"delay": "1ms"}) == {"id": "rule-1", "delay": "1ms", "matched": 0, "fired": 0}
    admin("DELETE", "/rules/rule-1", expect=204)
    assert admin("GET", "/rules") == {"rules": []}


def test_two_rules_do_not_share_a_name(admin: Admin) -> None:
    admin("POST", "/rules", {"id": "mine", "delay": "1ms"}, expect=201)
    assert admin.refused("POST", "/rules", {"id": "mine", "delay": "1ms"}) == (409, "There is a rule 'mine' already.")


def test_a_scenario_shows_what_its_rules_counted(admin: Admin) -> None:
    admin("PUT", "/scenario", {"names": ["rate-limited", "slow"]})
    admin.rebilly.get("/customers")
    state = admin("GET", "/scenario")
    assert [scenario["name"] for scenario in state["scenarios"]] == ["rate-limited", "slow"]
    assert state["scenarios"][0]["rules"] == [{"id": "two-429-then-ok", "matched": 1, "fired": 1}]
    assert "flaky" in state["available"]
    admin("DELETE", "/scenario", expect=204)
    assert admin("GET", "/scenario")["scenarios"] == []


def test_a_scenario_loaded_anew_counts_anew(admin: Admin) -> None:
    for _ in range(2):
        admin("PUT", "/scenario", {"name": "conflict"})
        assert [admin.rebilly.post("/customers", {}).status for _ in range(2)] == [409, 201]


def test_a_scenario_brings_its_settings(admin: Admin) -> None:
    admin("PUT", "/scenario", {"version": 1, "settings": {"rebilly": {"put": "merge"}}})
    assert admin("GET", "/settings/rebilly")["put"] == "merge"


def test_settings_of_one_tenant_are_its_own(admin: Admin) -> None:
    lenient = {"custom_fields": "lenient", "references": "lenient"}
    defaults = {"pagination": "clamp", "profile": "current", "put": "replace", **lenient}
    assert admin("PUT", "/settings/rebilly", {"put": "merge"}) == {**defaults, "put": "merge"}
    admin("POST", "/reset?only=settings")
    assert admin("GET", "/settings/rebilly") == defaults


def test_records_are_read_and_patched_without_the_providers_rules(admin: Admin) -> None:
    """A test can make a customer that the API would never let it make."""
    customer = admin.rebilly.customer(locale="en")
    path = f"/data/rebilly/customers/{customer['id']}"
    admin("PATCH", path, {"invoiceCount": 3, "company": {"name": "Example Ltd"}})
    admin("PATCH", f"{path}?raw=true", {"locale": None})
    read = admin.rebilly.get(f"/customers/{customer['id']}").json
    assert (read["invoiceCount"], read["company"], "locale" in read) == (3, {"name": "Example Ltd"}, False)
    assert admin("GET", path)["invoiceCount"] == 3
    assert admin("GET", "/data/rebilly/customers?limit=1")["meta"] == {"total": 1}
    admin("DELETE", path, expect=204)
    assert admin("GET", "/data/rebilly/customers") == {"records": [], "meta": {"total": 0}}


def test_a_fixture_document_creates_records(admin: Admin) -> None:
    organization = admin.rebilly.organization
    customers = [{"id": "ada", "locale": "en"}, {"locale": "fr"}]
    document = {"version": 1, "rebilly": {"organizations": {organization: {"customers": customers}}}}
    assert admin("POST", "/data", document) == {"created": {"rebilly": {organization: {"customers": 2}}}}
    assert admin.rebilly.get("/customers/ada").json["locale"] == "en"


def test_accepted_credentials_hold_for_the_whole_server(admin: Admin) -> None:
    """They are listed without being told, and an empty list lifts them."""
    reader = {"key": "sk_sandbox_reader", "allow": ["customers.list"]}
    admin.rebilly.caller.send("GET", "/__admin/auth/rebilly", {}, None)
    key, admin.rebilly.key = admin.rebilly.key, "sk_sandbox_reader"
    try:
        listed = put_auth(admin, [reader, {"key": "sk_sandbox_expired", "error": "unauthenticated"}])
        assert listed[0] == {
            "key": "********ader", "allow": ["customers.list"], "tenants": None, "ips": None, "error": None,
            "secret": None,
        }  # fmt: skip
        assert admin.rebilly.get("/customers").status == 200
        refused = admin.rebilly.post("/customers", {})
        assert (refused.status, refused.json["detail"]) == (403, "Permission PostCustomer is required.")
        for other in ("sk_sandbox_expired", "sk_sandbox_unknown"):
            admin.rebilly.key = other
            assert admin.rebilly.get("/customers").status == 401
    finally:
        assert put_auth(admin, []) == []
        admin.rebilly.key = key
    assert admin.rebilly.get("/customers").status == 200


def put_auth(admin: Admin, credentials: list[dict[str, Any]]) -> Any:
    import json

    body = json.dumps({"credentials": credentials}).encode()
    answer = admin.rebilly.caller.send("PUT", "/__admin/auth/rebilly", {}, body)
    assert answer.status == 200, answer.content
    return answer.json["credentials"]


def test_the_journal_is_filtered_and_cleared(admin: Admin) -> None:
    admin.rebilly.customer()
    admin.rebilly.get("/customers")
    admin.rebilly.get("/customers/none")
    journal = admin("GET", "/requests")
    assert [entry["operation"] for entry in journal["requests"]] == [
        "customers.get", "customers.list", "customers.create",
    ]  # fmt: skip
    assert [entry["response"]["status"] for entry in admin("GET", "/requests?status=404")["requests"]] == [404]
    assert admin("GET", "/requests?method=GET&limit=1")["meta"] == {"total": 2}
    first = journal["requests"][-1]
    assert admin("GET", f"/requests/{first['id']}") == first
    admin("DELETE", "/requests", expect=204)
    assert admin("GET", "/requests")["requests"] == []


def test_the_journal_hides_what_nobody_should_read(admin: Admin) -> None:
    """Keys, card numbers and security codes; also in a body that is cut off or broken."""
    card = {"pan": "4111111111111111", "cvv": "737", "expMonth": 12, "expYear": 2030}
    admin.rebilly.post("/tokens", {"method": "payment-card", "paymentInstrument": card})
    admin.rebilly.post("/tokens", b'{"paymentInstrument": {"pan": "4111 1111 1111 1111", "cvv": "737", ')
    admin.rebilly.get("/customers?q=4111111111111111")
    text = admin.rebilly.admin("GET", "/requests").content.decode()
    assert "411111111" not in text.replace(" ", "")
    assert '"737"' not in text.replace("\\", "")
    assert admin.rebilly.key not in text


def test_the_journal_shows_forms_as_what_they_say(stripe: Stripe) -> None:
    """Nested, and without what nobody should read."""
    stripe.post("/no-such-thing", name="Ada", card={"number": "4242 4242 4242 4242", "cvc": "737", "exp_year": 2030})
    [entry] = stripe.admin("GET", "/requests").json["requests"]
    assert entry["request"]["body"] == {
        "name": "Ada", "card": {"number": "********", "cvc": "********", "exp_year": "2030"},
    }  # fmt: skip
    assert entry["request"]["headers"]["authorization"] == "********"


@each_row(
    ("query", "type", "body"),
    [
        ("?card[cvc]=737&bank_account%5Baccount_number%5D=000123456789", "application/x-www-form-urlencoded", ""),
        ("", "text/plain", "card[cvc]=737&bank_account[account_number]=000123456789"),
        ("", "", "card[cvc]=737&bank_account[account_number]=000123456789"),
        ("", "text/plain", '{"card": {"cvc": "737"}, "account_number": "000123456789"'),
        (
            "", "multipart/form-data; boundary=b",
            '--b\r\nContent-Disposition: form-data; name="card[cvc]"\r\n\r\n737\r\n--b--\r\n',
        ),
        ("", "application/x-www-form-urlencoded", '{"card": {"cvc": "737"}, "account_number": "000123456789"}'),
        ("", "application/x-www-form-urlencoded", "pii[id_number]=000123456789"),
        ("", "application/x-www-form-urlencoded", "4242424242424242=1"),
        ("?card[CVC]=737", "application/x-www-form-urlencoded", "Card[CVC]=737&x={'Cvc': '737'}"),
    ],
)  # fmt: skip
def test_the_journal_hides_what_a_form_says_wherever_it_stands(
    stripe: Stripe, query: str, type: str, body: str
) -> None:
    """In the query or the body, of whatever type that claims to be."""
    stripe.send("POST", f"/tokens{query}", body, {"Content-Type": type})
    text = stripe.admin("GET", "/requests").content.decode()
    assert "********" in text
    assert not [secret for secret in ("=737", '"737', "\\n737", "000123456789", "4242424242424242") if secret in text]


def test_a_journal_keeps_no_more_than_it_is_told() -> None:
    from mockserver.app import create_app
    from mockserver.settings import Settings
    from tests.clients import InProcess, Rebilly

    rebilly = Rebilly(InProcess(create_app(Settings(journal_size=3))), "org_a")
    for n in range(5):
        rebilly.get(f"/customers/{n}")
    entries = rebilly.admin("GET", "/requests").json["requests"]
    assert [entry["request"]["target"][-1] for entry in entries] == ["4", "3", "2"]


def test_a_key_may_be_given_patterns_and_the_providers_names(admin: Admin) -> None:
    """What a file may say, the control plane may too: every name stands for operations."""
    admin.rebilly.key = "sk_sandbox_writer"
    try:
        put_auth(admin, [{"key": "sk_sandbox_writer", "allow": ["PostCustomer", "tokens.*"]}])
        assert [admin.rebilly.post("/customers", {}).status, admin.rebilly.get("/tokens").status] == [201, 200]
        assert admin.rebilly.get("/customers").status == 403
    finally:
        put_auth(admin, [])


def test_a_key_may_be_bound_to_tenants_and_addresses(admin: Admin) -> None:
    """In process there is no client address but the test's own: a network that holds it, and one that does not."""
    key, organization = "sk_sandbox_bound", admin.rebilly.organization
    admin.rebilly.key = key
    try:
        for tenants, ips, status in (
            ([organization], ["127.0.0.0/8"], 200),
            (["org_elsewhere"], None, 403),
            (None, ["10.0.0.0/8"], 403),
            (None, None, 200),
        ):
            put_auth(admin, [{"key": key, "tenants": tenants, "ips": ips}])
            assert admin.rebilly.get("/customers").status == status
    finally:
        put_auth(admin, [])
