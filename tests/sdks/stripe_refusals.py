"""What both of Stripe's libraries make of refusals: the genuine ones, and those that rules order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import stripe

DOCUMENTED = "https://stripe.com/docs/error-codes/"

UNKNOWN_ADDRESS = (
    "Unrecognized request URL (GET: {path}). If you are trying to list objects, remove the trailing slash. If you are "
    "trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code. Please see "
    "https://stripe.com/docs or we can help at https://support.stripe.com/."
)


@dataclass(frozen=True)
class Seen:
    """A refusal as a caller sees it, whatever the library."""

    status: int | None
    type: str | None
    code: str | None
    param: str | None
    message: str | None
    documented: str | None


@dataclass(frozen=True)
class Refused:
    """A call that is refused, and how; `python` and `node` name the class of what the libraries throw."""

    id: str
    python: type[stripe.StripeError]
    node: str
    status: int
    message: str
    code: str | None = None
    param: str | None = None
    type: str = "invalid_request_error"
    method: str = "customers.create"
    arguments: Sequence[Any] = ()
    documented: bool = True
    """Whether a code has a page of its own."""

    @property
    def seen(self) -> Seen:
        page = DOCUMENTED + self.code.replace("_", "-") if self.code and self.documented else None
        return Seen(self.status, self.type, self.code, self.param, self.message, page)


def invalid(id: str, message: str, param: str | None, code: str | None = None, **given: Any) -> Refused:
    """Describe a customer that cannot be created with what is given."""
    return Refused(
        id, stripe.InvalidRequestError, "StripeInvalidRequestError", 400, message, code, param, arguments=(given,)
    )


def unfit(id: str, message: str, param: str | None, code: str | None = None, **given: Any) -> Refused:
    """Describe a list that cannot be asked for."""
    refused = invalid(id, message, param, code, **given)
    return Refused(**{**_members(refused), "method": "customers.list"})


def _members(refused: Refused) -> dict[str, Any]:
    return {name: getattr(refused, name) for name in refused.__dataclass_fields__}


GENUINE = [
    invalid("unknown", "Received unknown parameter: colour", "colour", "parameter_unknown", colour="red"),
    invalid(
        "unknown in a hash", "Received unknown parameter: address[planet]", "address[planet]", "parameter_unknown",
        address={"city": "Bath", "planet": "Earth"},
    ),
    invalid(
        "unknown in an array", "Received unknown parameter: invoice_settings[custom_fields][1][colour]",
        "invoice_settings[custom_fields][1][colour]", "parameter_unknown",
        invoice_settings={"custom_fields": [{"name": "a", "value": "b"}, {"name": "c", "value": "d", "colour": "e"}]},
    ),
    invalid(
        "unknown before everything else", "Received unknown parameter: zone", "zone", "parameter_unknown",
        balance="much", zone="1",
    ),
    invalid(
        "missing", "Missing required param: shipping[name].", "shipping[name]", "parameter_missing",
        shipping={"address": {"city": "Bath"}},
    ),
    invalid(
        "missing in an array", "Missing required param: tax_id_data[0][value].", "tax_id_data[0][value]",
        "parameter_missing", tax_id_data=[{"type": "eu_vat"}],
    ),
    invalid(
        "no choice", "Invalid tax_exempt: must be one of none, reverse, or exempt", "tax_exempt", tax_exempt="perhaps"
    ),
    invalid(
        "no choice in a hash",
        "Invalid cash_balance[settings][reconciliation_mode]: must be one of automatic, manual, or merchant_default",
        "cash_balance[settings][reconciliation_mode]", cash_balance={"settings": {"reconciliation_mode": "magic"}},
    ),
    invalid("no at", "Invalid email address: ada", "email", "email_invalid", email="ada"),
    invalid("no dot", "Invalid email address: ada@example", "email", "email_invalid", email="ada@example"),
    invalid("a space", "Invalid email address:  ada@example.com", "email", "email_invalid", email=" ada@example.com"),
    invalid(
        "too long", "Invalid string: abcdefghij...abcdefghij; must be at most 256 characters", "name",
        name="abcdefghij" * 30,
    ),
    invalid(
        "too long in a hash", "Invalid string: abcdefghij...abcdefghij; must be at most 40 characters",
        "invoice_settings[custom_fields][0][name]",
        invoice_settings={"custom_fields": [{"name": "abcdefghij" * 5, "value": "1"}]},
    ),
    invalid(
        "a long phone number", f"Invalid string length: {'0' * 21} must be at most 20 characters", "phone",
        phone="0" * 21,
    ),
    invalid("no number", "Invalid integer: much", "balance", "parameter_invalid_integer", balance="much"),
    invalid("a fraction", "Invalid integer: 1.5", "balance", "parameter_invalid_integer", balance=1.5),
    invalid("no flag", "Invalid boolean: maybe", "validate", validate="maybe"),
    invalid("no hash", "Invalid object", "address", address="Bath"),
    invalid("no array", "Invalid array", "preferred_locales", preferred_locales="en"),
    invalid(
        "too many", "Array invoice_settings[custom_fields] exceeded maximum 4 allowed elements.",
        "invoice_settings[custom_fields]",
        invoice_settings={"custom_fields": [{"name": str(number), "value": "1"} for number in range(5)]},
    ),
    invalid(
        "no language",
        "Not a valid language, try using an IETF language tag, such as 'en-US'. For more information, check "
        "https://tools.ietf.org/html/rfc5646",
        "preferred_locales[1]", preferred_locales=["en", "!"],
    ),
    invalid(
        "unset what cannot be",
        "You passed an empty string for 'balance'. We assume empty values are an attempt to unset a parameter; however "
        "'balance' cannot be unset. You should remove 'balance' from your request or supply a non-empty value.",
        "balance", "parameter_invalid_empty", balance="",
    ),
    invalid(
        "a long key",
        "Metadata keys can have up to 40 characters, but you passed in a key that is 41 characters. Invalid key: "
        + "k" * 41,
        None, metadata={"k" * 41: "1"},
    ),
    invalid(
        "a long value",
        "Metadata values can have up to 500 characters, but you passed in a value that is 501 characters. Invalid "
        "value: " + "v" * 501,
        None, metadata={"k": "v" * 501},
    ),
    invalid(
        "many keys", "Metadata can have up to 50 keys, but you've set 51.", None,
        metadata={str(number): "1" for number in range(51)},
    ),
    unfit("no limit", "Invalid integer: ten", "limit", "parameter_invalid_integer", limit="ten"),
    unfit("an unknown place", "No such customer: 'cus_nobody'", "starting_after", "resource_missing",
          starting_after="cus_nobody"),
    unfit("an unknown place before", "No such customer: 'cus_nobody'", "ending_before", "resource_missing",
          ending_before="cus_nobody"),
    unfit(
        "two places", "Received both starting_after and ending_before parameters. Please pass in only one.", None,
        starting_after="cus_one", ending_before="cus_two",
    ),
    unfit("an unknown bound", "Received unknown parameter: created[about]", "created[about]", "parameter_unknown",
          created={"about": 1}),
    unfit(
        "expanding a list",
        "This property cannot be expanded (sources). You may want to try expanding 'data.sources' instead.", None,
        expand=["sources"],
    ),
    Refused(
        "nobody", stripe.InvalidRequestError, "StripeInvalidRequestError", 404, "No such customer: 'cus_nobody'",
        "resource_missing", "id", method="customers.retrieve", arguments=("cus_nobody",),
    ),
    Refused(
        "nobody to change", stripe.InvalidRequestError, "StripeInvalidRequestError", 404,
        "No such customer: 'cus_nobody'", "resource_missing", "id", method="customers.update",
        arguments=("cus_nobody", {"name": "Ada"}),
    ),
    Refused(
        "nobody to delete", stripe.InvalidRequestError, "StripeInvalidRequestError", 404,
        "No such customer: 'cus_nobody'", "resource_missing", "id", method="customers.delete",
        arguments=("cus_nobody",),
    ),
    Refused(
        "another resource", stripe.InvalidRequestError, "StripeInvalidRequestError", 404,
        UNKNOWN_ADDRESS.format(path="/v1/products"), method="products.list",
    ),
]  # fmt: skip


@dataclass(frozen=True)
class Injected:
    """An error that a rule orders, and how the libraries raise it; `requests` are sent with two retries allowed."""

    error: str
    python: type[stripe.StripeError]
    node: str
    status: int
    type: str = "invalid_request_error"
    code: str | None = None
    decline_code: str | None = None
    requests: int = 1
    headers: Mapping[str, str] = field(default_factory=dict)


INJECTED = [
    Injected("malformed", stripe.InvalidRequestError, "StripeInvalidRequestError", 400),
    Injected("invalid", stripe.InvalidRequestError, "StripeInvalidRequestError", 400),
    Injected("duplicate", stripe.InvalidRequestError, "StripeInvalidRequestError", 400, code="resource_already_exists"),
    Injected("idempotency_mismatch", stripe.IdempotencyError, "StripeIdempotencyError", 400, "idempotency_error"),
    Injected("unauthenticated", stripe.AuthenticationError, "StripeAuthenticationError", 401),
    Injected("declined", stripe.CardError, "StripeCardError", 402, "card_error", "card_declined", "generic_decline"),
    Injected("forbidden", stripe.PermissionError, "StripePermissionError", 403),
    Injected("not_found", stripe.InvalidRequestError, "StripeInvalidRequestError", 404),
    Injected("method_not_allowed", stripe.InvalidRequestError, "StripeInvalidRequestError", 404),
    Injected("gone", stripe.InvalidRequestError, "StripeInvalidRequestError", 404, code="resource_missing"),
    Injected("conflict", stripe.APIError, "StripeAPIError", 409, requests=3),
    Injected(
        "idempotency_in_progress", stripe.APIError, "StripeAPIError", 409, code="idempotency_key_in_use", requests=3
    ),
    Injected("too_large", stripe.APIError, "StripeAPIError", 413),
    Injected("too_many_requests", stripe.RateLimitError, "StripeRateLimitError", 429, code="rate_limit"),
    Injected("locked", stripe.RateLimitError, "StripeRateLimitError", 429, code="lock_timeout", requests=3),
    Injected("server_error", stripe.APIError, "StripeAPIError", 500, "api_error", requests=3),
    Injected("unavailable", stripe.APIError, "StripeAPIError", 503, "api_error", requests=3),
    Injected("timeout", stripe.APIError, "StripeAPIError", 504, "api_error", requests=3),
]
