"""What a customer may hold: every member's type, length and form, and how a breach is named."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.apis.rebilly.samples import CUSTOMER, changed, without
from tests.clients import Rebilly
from tests.tables import each_row

LEAD_WORDS = (
    "medium", "source", "campaign", "term", "content", "affiliate", "subAffiliate", "salesAgent", "clickId", "path",
)  # fmt: skip

LONGEST = {
    "websiteId": 50,
    "preferredPayoutInstrumentId": 50,
    "personId": 50,
    "primaryAddress.firstName": 45,
    "primaryAddress.lastName": 45,
    "primaryAddress.organization": 255,
    "primaryAddress.jobTitle": 255,
    "primaryAddress.address": 60,
    "primaryAddress.address2": 60,
    "primaryAddress.city": 45,
    "primaryAddress.region": 45,
    "primaryAddress.postalCode": 10,
    "primaryAddress.phoneNumbers.0.label": 45,
    "primaryAddress.phoneNumbers.0.value": 50,
    "primaryAddress.emails.0.label": 45,
    **{f"leadSource.{word}": 512 for word in LEAD_WORDS},
}

NAMES = (
    "primaryAddress.firstName", "primaryAddress.lastName", "primaryAddress.organization", "primaryAddress.jobTitle",
    "primaryAddress.address", "primaryAddress.address2", "primaryAddress.city", "primaryAddress.region",
)  # fmt: skip
"""Text that may hold any character of the basic plane."""

EMAILS = ("primaryAddress.emails.0.value", "notificationEmails.0")

IDS = ("websiteId", "preferredPayoutInstrumentId", "personId", "defaultPaymentInstrumentId")

NULLABLE = (
    "preferredPayoutInstrumentId", "primaryAddress", "locale", "taxNumbers", "personId", "defaultPaymentInstrumentId",
    "defaultPaymentInstrument", *NAMES, "primaryAddress.country", "primaryAddress.postalCode", "primaryAddress.dob",
    *(f"leadSource.{word}" for word in LEAD_WORDS), "leadSource.referrer",
)  # fmt: skip

NOT_NULLABLE = (
    "websiteId", "customFields", "paymentToken", "leadSource", "notificationEmails", "notificationEmails.0",
    "primaryAddress.phoneNumbers", "primaryAddress.emails", "primaryAddress.phoneNumbers.0.label",
    "primaryAddress.phoneNumbers.0.value", "primaryAddress.phoneNumbers.0.primary", "primaryAddress.emails.0.label",
    "primaryAddress.emails.0.value", "primaryAddress.emails.0.primary", "taxNumbers.0.type", "taxNumbers.0.value",
    "taxNumbers.0.isDefault",
)  # fmt: skip

TEXTS = (
    *LONGEST, *EMAILS, "locale", "paymentToken", "defaultPaymentInstrumentId", "primaryAddress.country",
    "primaryAddress.dob", "taxNumbers.0.type", "taxNumbers.0.value", "leadSource.referrer",
)  # fmt: skip

WRONG_TYPES: Mapping[str, tuple[tuple[str, ...], tuple[Any, ...]]] = {
    "Must be a string.": (TEXTS, (7, True, ["text"], {"a": 1})),
    "Must be an object.": (
        ("primaryAddress", "customFields", "leadSource", "defaultPaymentInstrument", "taxNumbers.0",
         "primaryAddress.emails.0", "primaryAddress.phoneNumbers.0"),
        (7, True, "text", ["text"]),
    ),
    "Must be a list.": (
        ("taxNumbers", "notificationEmails", "primaryAddress.emails", "primaryAddress.phoneNumbers"),
        (7, True, "text", {"a": 1}, {"1": "b"}),
    ),
    "Must be true or false.": (
        ("taxNumbers.0.isDefault", "primaryAddress.emails.0.primary", "primaryAddress.phoneNumbers.0.primary"),
        (1, 0, "true", [True], {"a": True}),
    ),
}  # fmt: skip

WELL_FORMED = {
    "locale": ("en", "en-GB", "zh-Hant-TW", "de-CH-1996", "sr-Latn-RS", "es-419"),
    "primaryAddress.country": ("US", "ZZ"),
    "primaryAddress.postalCode": ("1", "SW1Y 4JH", "12345-6789", "_"),
    "primaryAddress.dob": ("1890-01-31", "2000-02-29"),
    "primaryAddress.firstName": ("J", "Zoë", "李", "O'Neil-Q", "\u0000", "\uffff", " "),
    "notificationEmails.0": ("a@example.com", "first.last+tag@sub.example.co"),
    "primaryAddress.emails.0.value": ("a@example.com", "first.last+tag@sub.example.co"),
    "websiteId": ("web_01JDA7X3VY8GJ5D0E2S4M6N7PQ", "a@b~c-d.e"),
    "leadSource.source": ("", "😀"),
    "leadSource.referrer": ("https://shop.example.com/a?b=c#d", "android-app://com.example"),
    "taxNumbers.0.type": ("eu-vat", "other"),
}

ILL_FORMED: dict[str, dict[str, tuple[str, ...]]] = {
    "Must be a language tag such as en or en-GB (RFC 5646).": {"locale": ("", "e", "en_GB", "en-", "english-ümlaut")},
    "Must be two upper-case letters (ISO 3166).": {"primaryAddress.country": ("", "G", "gb", "G1", "ÄÖ")},
    "Must hold only letters, digits, spaces and hyphens.": {"primaryAddress.postalCode": ("", "SW1Y/4JH", "1é")},
    "Must be a calendar date in the form YYYY-MM-DD.": {
        "primaryAddress.dob": ("", "1990", "19901210", "10.12.1990", "2023-02-29", "2023-13-01", "1990-12-10T00:00:00Z",
                               "\uff10\uff10\uff10\uff11-01-01", "0000-01-01"),
    },
    "Must not be empty and must not hold characters beyond U+FFFF.": dict.fromkeys(NAMES, ("", "😀", "Mara 😀")),
    "Must be a valid e-mail address.": dict.fromkeys(
        EMAILS, ("", "mara", "mara@", "@example.com", "mara quill@example.com", "Mara <mara@example.com>")
    ),
    "Must hold only letters, digits and the characters @ ~ - . _": dict.fromkeys(
        IDS, ("", "a b", "a/b", "é", "a\n")
    ),
    "Must be one of eu-vat, other.": {"taxNumbers.0.type": ("", "EU-VAT", "us-ein")},
    "Must be a URI.": {"leadSource.referrer": ("", "shop.example.com", "https://shop example.com", "//example.com")},
}  # fmt: skip

REQUIRED = (
    "primaryAddress.emails.0.label", "primaryAddress.emails.0.value", "primaryAddress.phoneNumbers.0.label",
    "primaryAddress.phoneNumbers.0.value", "taxNumbers.0.type", "taxNumbers.0.value",
)  # fmt: skip

READ_ONLY = {
    "id": "cus_chosen",
    "email": "other@example.com",
    "firstName": "Other",
    "lastName": "Name",
    "createdTime": "2001-01-01T00:00:00+00:00",
    "updatedTime": "2001-01-01T00:00:00+00:00",
    "company": {"name": "Other"},
    "averageValue": {"currency": "EUR", "amount": 5, "amountUsd": 6},
    "lifetimeRevenue": {"currency": "EUR", "amount": 5, "amountUsd": 6},
    "paymentCount": 5,
    "invoiceCount": "5",
    "lastPaymentTime": "never",
    "tags": [{"name": "VIP"}],
    "revision": 99,
    "hasFulfilledKyc": True,
    "organizationId": "org_other",
    "isEddRequired": True,
    "_links": [],
    "_embedded": {},
}


def cases(table: Mapping[str, Any]) -> list[Any]:
    """Give a parameter set for each value of each member."""
    return [
        pytest.param(member, value, id=f"{member}={value!a:.40}")
        for member, values in table.items()
        for value in values
    ]


@each_row(("member", "most"), LONGEST.items())
def test_text_may_be_as_long_as_documented(rebilly: Rebilly, member: str, most: int) -> None:
    """A member takes exactly as many characters as Rebilly documents, and not one more."""
    assert rebilly.post("/customers", changed(CUSTOMER, member, "x" * most)).status == 201
    answer = rebilly.post("/customers", changed(CUSTOMER, member, "x" * (most + 1)))
    assert answer.status == 422
    assert answer.invalid_fields == {member: [f"Must be at most {most} characters long."]}


@pytest.mark.parametrize("member", EMAILS)
def test_an_email_address_has_at_most_255_characters(rebilly: Rebilly, member: str) -> None:
    """The limit of an e-mail address holds for well-formed ones."""
    domain = ".".join(["d" * 60] * 3)
    longest = f"{'m' * (255 - len(domain) - 5)}@{domain}.com"
    assert len(longest) == 255
    assert rebilly.post("/customers", changed(CUSTOMER, member, longest)).status == 201
    answer = rebilly.post("/customers", changed(CUSTOMER, member, f"m{longest}"))
    assert answer.invalid_fields == {member: ["Must be at most 255 characters long."]}


def test_a_referrer_has_at_most_2083_characters(rebilly: Rebilly) -> None:
    """The limit of the referrer is that of an address in a browser."""
    longest = "https://example.com/".ljust(2083, "x")
    assert rebilly.post("/customers", changed(CUSTOMER, "leadSource.referrer", longest)).status == 201
    answer = rebilly.post("/customers", changed(CUSTOMER, "leadSource.referrer", f"{longest}x"))
    assert answer.invalid_fields == {"leadSource.referrer": ["Must be at most 2083 characters long."]}


@each_row(("member", "value"), cases(WELL_FORMED))
def test_what_is_well_formed_is_accepted(rebilly: Rebilly, member: str, value: str) -> None:
    """A value that fits its member's form is taken."""
    assert rebilly.post("/customers", changed(CUSTOMER, member, value)).status == 201


@each_row(
    ("message", "member", "value"),
    [pytest.param(message, *case.values, id=case.id) for message, table in ILL_FORMED.items() for case in cases(table)],
)
def test_what_is_ill_formed_is_refused(rebilly: Rebilly, message: str, member: str, value: str) -> None:
    """A value that does not fit its member's form is refused under the member's dotted name."""
    answer = rebilly.post("/customers", changed(CUSTOMER | {"defaultPaymentInstrumentId": None}, member, value))
    assert answer.status == 422
    assert answer.invalid_fields == {member: [message]}


@each_row(
    ("message", "member", "value"),
    [
        pytest.param(message, *case.values, id=case.id)
        for message, (members, values) in WRONG_TYPES.items()
        for case in cases(dict.fromkeys(members, values))
    ],
)
def test_a_value_of_another_type_is_refused(rebilly: Rebilly, message: str, member: str, value: Any) -> None:
    """No value is taken for one of another type: `1` is no text and `"true"` no flag."""
    answer = rebilly.post("/customers", changed(CUSTOMER, member, value))
    assert answer.status == 422
    assert answer.invalid_fields == {member: [message]}


@each_row("member", NULLABLE)
def test_null_is_accepted_where_it_is_documented(rebilly: Rebilly, member: str) -> None:
    """A nullable member takes null."""
    assert rebilly.post("/customers", changed(CUSTOMER, member, None)).status == 201


@each_row("member", NOT_NULLABLE)
def test_null_is_refused_elsewhere(rebilly: Rebilly, member: str) -> None:
    """A member that is not nullable may be left out, never null."""
    answer = rebilly.post("/customers", changed(CUSTOMER, member, None))
    assert answer.status == 422
    assert answer.invalid_fields == {member: ["Must not be null."]}


@each_row("member", REQUIRED)
def test_entries_of_lists_have_required_members(rebilly: Rebilly, member: str) -> None:
    """An entry without its label, type or value is refused, by its index in the list."""
    answer = rebilly.post("/customers", without(CUSTOMER, member))
    assert answer.status == 422
    assert answer.invalid_fields == {member: ["This member is required."]}


@each_row(("member", "value"), READ_ONLY.items())
def test_read_only_members_of_a_request_are_passed_over(rebilly: Rebilly, member: str, value: Any) -> None:
    """Clients send back what they fetched: what they cannot set is neither refused nor taken."""
    plain = rebilly.customer(**CUSTOMER)
    created = rebilly.customer(**CUSTOMER, **{member: value})
    assert created["id"] != "cus_chosen"
    assert created.get(member, "absent") != value
    assert list(created) == list(plain)


@pytest.mark.parametrize(
    ("path", "value"),
    [("taxNumbers.0.isValid", True), ("primaryAddress.hash", "0" * 40), ("primaryAddress.hash", 7)],
    ids=["isValid", "hash", "hash of another type"],
)
def test_nested_read_only_members_are_passed_over(rebilly: Rebilly, path: str, value: Any) -> None:
    """What the server derives inside an object cannot be set either."""
    plain, created = rebilly.customer(**CUSTOMER), rebilly.customer(**changed(CUSTOMER, path, value))
    assert (created["taxNumbers"], created["primaryAddress"]) == (plain["taxNumbers"], plain["primaryAddress"])


@each_row("parent", ["", "primaryAddress.", "primaryAddress.emails.0.", "taxNumbers.0.", "leadSource."])
def test_unknown_members_are_passed_over(rebilly: Rebilly, parent: str) -> None:
    """A member nobody declared is no error, and does not come back: the JS samples send some."""
    answer = rebilly.post("/customers", changed(CUSTOMER, f"{parent}ipAddress", "192.0.2.1"))
    assert answer.status == 201
    assert "ipAddress" not in answer.content.decode()


def test_custom_fields_hold_any_json(rebilly: Rebilly) -> None:
    """Nobody declared the custom fields of an organization, so each takes any value."""
    fields = {
        "text": "😀", "number": 1.5, "whole": 7, "flag": False, "nothing": None, "list": [1, {"a": []}], "o": {"p": {}}
    }  # fmt: skip
    assert rebilly.customer(customFields=fields)["customFields"] == fields


def test_every_error_is_reported_at_once(rebilly: Rebilly) -> None:
    """One answer names everything that is wrong, a member as often as it breaks a rule."""
    answer = rebilly.post(
        "/customers",
        {
            "websiteId": None,
            "locale": 7,
            "customFields": "x",
            "primaryAddress": {
                "country": "GBR",
                "firstName": "",
                "emails": [{"label": "main", "value": "a@example.com"}, {"value": "b"}],
                "phoneNumbers": "none",
            },
            "taxNumbers": [{"type": "other", "value": "1"}, {"type": "none"}],
            "notificationEmails": ["a@example.com", "b"],
            "defaultPaymentInstrumentId": "inst_unknown",
        },
    )
    assert answer.status == 422
    assert answer.invalid_fields == {
        "websiteId": ["Must not be null."],
        "locale": ["Must be a string."],
        "customFields": ["Must be an object."],
        "primaryAddress.country": [
            "Must be at most 2 characters long.",
            "Must be two upper-case letters (ISO 3166).",
        ],
        "primaryAddress.firstName": ["Must not be empty and must not hold characters beyond U+FFFF."],
        "primaryAddress.emails.1.label": ["This member is required."],
        "primaryAddress.emails.1.value": ["Must be a valid e-mail address."],
        "primaryAddress.phoneNumbers": ["Must be a list."],
        "taxNumbers.1.type": ["Must be one of eu-vat, other."],
        "taxNumbers.1.value": ["This member is required."],
        "notificationEmails.1": ["Must be a valid e-mail address."],
        "defaultPaymentInstrumentId": ["Payment instrument must exist and belong to the customer."],
    }


def test_a_refusal_has_the_form_of_problem_details(rebilly: Rebilly) -> None:
    """A validation problem is problem details with `invalidFields`, served as plain JSON."""
    answer = rebilly.post("/customers", {"locale": 7})
    assert (answer.status, answer.headers["content-type"]) == (422, "application/json")
    assert answer.json == {
        "type": "about:blank",
        "title": "Validation error",
        "status": 422,
        "detail": "Invalid data was sent.",
        "invalidFields": [{"field": "locale", "message": "Must be a string."}],
    }
