"""What is done with contacts: both spellings of every action."""

import re

import pytest

from tests.apis.chargeover.contacts.members import contact, refusal
from tests.clients import ChargeOver

SPELLINGS = ["/user/{}?action={}", "/user/{}/_action/{}"]
PASSWORD = "correct horse battery staple"

in_both_spellings = pytest.mark.parametrize("spelling", SPELLINGS)


@in_both_spellings
@pytest.mark.parametrize("action", ["login", "getLoginURL"])
def test_a_login_is_an_address_for_one_time(chargeover: ChargeOver, spelling: str, action: str) -> None:
    """Another one each time, and one that says nothing of the contact."""
    path = spelling.format(contact(chargeover), action)
    answers = [chargeover.post(path) for _ in range(2)]
    assert [answer.status for answer in answers] == [200, 200]
    urls = [answer.json["response"] for answer in answers]
    assert all(re.fullmatch(r"http://localhost/r/login/i/[a-z0-9]{12}", url) for url in urls)
    assert urls[0] != urls[1]


@in_both_spellings
def test_a_login_can_lead_to_a_page(chargeover: ChargeOver, spelling: str) -> None:
    """To one of those there are."""
    path = spelling.format(contact(chargeover), "getLoginURL")
    url = chargeover.post(path, {"destination": "paymethods-ach", "_comment": "of no meaning"}).json["response"]
    assert url.endswith("?destination=paymethods-ach")
    status, message, response = refusal(chargeover.post(path, {"destination": "nowhere"}))
    assert (status, response) == (400, False)
    assert "destination must be one of subscriptions, invoices, payments," in message


@in_both_spellings
@pytest.mark.parametrize("action", ["password", "reset_password"])
@pytest.mark.parametrize("body", [None, b"", {}, [], {"password": PASSWORD}], ids=str)
def test_a_password_is_set_or_sent(chargeover: ChargeOver, spelling: str, action: str, body: object) -> None:
    """With or without a body."""
    answer = chargeover.post(spelling.format(contact(chargeover), action), body)
    assert answer.json == {"code": 200, "status": "OK", "message": "", "details": {}, "response": True}


@in_both_spellings
@pytest.mark.parametrize("action", ["password", "reset_password"])
def test_only_a_password_that_is_said_changes_a_contact(chargeover: ChargeOver, spelling: str, action: str) -> None:
    """The time of the last change shows it."""
    chargeover.admin("POST", "/clock/freeze")
    path = spelling.format(id := contact(chargeover), action)
    before = chargeover.shown(f"/user/{id}")
    chargeover.admin("POST", "/clock/advance", {"by": "1h"})
    chargeover.post(path)
    assert chargeover.shown(f"/user/{id}") == before
    chargeover.post(path, {"password": PASSWORD})
    after = chargeover.shown(f"/user/{id}")
    assert after["mod_datetime"] != before["mod_datetime"]
    assert {**after, "mod_datetime": ""} == {**before, "mod_datetime": ""}


@in_both_spellings
@pytest.mark.parametrize("action", ["login", "password", "reset_password"])
@pytest.mark.parametrize("body", [b"{", b"1", ["a"]], ids=str)
def test_a_body_that_is_no_object_is_refused(chargeover: ChargeOver, spelling: str, action: str, body: object) -> None:
    """A body may be left out, but not be anything."""
    status, message, response = refusal(chargeover.post(spelling.format(contact(chargeover), action), body))
    assert (status, response) == (400, False)
    assert "JSON" in message


@in_both_spellings
def test_a_password_is_text(chargeover: ChargeOver, spelling: str) -> None:
    """The message does not repeat what was sent."""
    answer = chargeover.post(spelling.format(contact(chargeover), "password"), {"password": [PASSWORD]})
    assert refusal(answer) == (400, "Missing or invalid parameter. password must be text.", False)


def test_no_password_is_kept_or_shown(chargeover: ChargeOver) -> None:
    """Neither by the contact nor by the journal of requests."""
    id = contact(chargeover, password=PASSWORD)
    chargeover.put(f"/user/{id}", {"password": PASSWORD})
    chargeover.post(f"/user/{id}?action=password", {"password": PASSWORD})
    chargeover.post(f"/user/{id}/_action/reset_password", {"password": PASSWORD})
    journal = chargeover.admin("GET", "/requests")
    assert len(journal.json["requests"]) == 4
    for answer in (chargeover.get(f"/user/{id}"), chargeover.get("/user"), journal):
        assert PASSWORD not in answer.content.decode()


@in_both_spellings
@pytest.mark.parametrize("action", ["nonsense", "LOGIN", "welcome"])
def test_an_unknown_action_is_refused(chargeover: ChargeOver, spelling: str, action: str) -> None:
    """By its name, whether there is the contact or not."""
    refused = (400, f"The command requested is not supported: {action}(user, 5)", False)
    assert refusal(chargeover.post(spelling.format(5, action))) == refused


@pytest.mark.parametrize("query", ["", "?action=", "?_flag_emails=0"])
def test_a_post_to_a_contact_needs_an_action(chargeover: ChargeOver, query: str) -> None:
    """Contacts are created elsewhere."""
    answer = chargeover.post(f"/user/{contact(chargeover)}{query}", {"name": "Ada"})
    assert refusal(answer) == (400, "The command requested is not supported: create(user, 350)", False)


def test_flags_beside_an_action_mean_nothing(chargeover: ChargeOver) -> None:
    """No mail is sent either way."""
    answer = chargeover.post(f"/user/{contact(chargeover)}?action=reset_password&_flag_emails=0")
    assert answer.json["response"] is True
