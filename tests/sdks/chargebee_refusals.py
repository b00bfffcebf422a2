"""What Chargebee's clients make of refusals: the genuine ones, and those that rules order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chargebee import APIError, InvalidRequestError, OperationFailedError, PaymentError

NOT_FOUND = "Sorry, we couldn't find that resource"


@dataclass(frozen=True)
class Seen:
    """A refusal as a caller sees it, whatever the client; `legacy` is what older clients call `error_code`."""

    status: int
    type: str | None
    code: str | None
    param: str | None
    legacy: str | None
    message: str


@dataclass(frozen=True)
class Refused:
    """A call that is refused, and how; the method is Python's."""

    id: str
    message: str
    param: str | None = None
    code: str = "param_wrong_value"
    legacy: str = "wrong_format"
    status: int = 400
    method: str = "Customer.create"
    arguments: Sequence[Any] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    """How the site is set up."""

    @property
    def seen(self) -> Seen:
        """Tell what callers see; every genuine refusal but that of a key says that the request is invalid."""
        message = f"{self.param} : {self.message}" if self.param else self.message
        return Seen(self.status, "invalid_request", self.code, self.param, self.legacy, message)


def wrong(id: str, param: str, message: str, legacy: str = "wrong_format", **given: Any) -> Refused:
    """Describe a customer that cannot be created because of one parameter."""
    return Refused(id, message, param, legacy=legacy, arguments=[given])


def clashing(id: str, param: str, message: str, legacy: str, **given: Any) -> Refused:
    """Describe a customer that cannot be created because parameters do not go together."""
    return Refused(id, message, param, "invalid_request", legacy, arguments=[given])


def unlisted(id: str, param: str, message: str, legacy: str = "wrong_format", **given: Any) -> Refused:
    """Describe a list that cannot be asked for."""
    return Refused(id, message, param, legacy=legacy, method="Customer.list", arguments=[given])


def absent(id: str, method: str, *arguments: Any) -> Refused:
    """Describe a call to what is not there."""
    codes = ("resource_not_found", "resource_not_found", 404)
    return Refused(id, NOT_FOUND, None, *codes, method=method, arguments=arguments)


GENUINE = [
    wrong("no choice", "auto_collection", "invalid value, should be one of on, off", "invalid_value",
          auto_collection="perhaps"),
    wrong("no address of e-mail", "email", "wrong format", email="ada"),
    wrong("no address in a group", "billing_address[email]", "wrong format", billing_address={"email": "ada"}),
    wrong("too long", "first_name", "cannot be longer than 150 characters", first_name="a" * 151),
    wrong("too long in a group", "card[first_name]", "cannot be longer than 50 characters",
          card={"first_name": "a" * 51}),
    wrong("too long in a row", "entity_identifiers[value][1]", "cannot be longer than 50 characters",
          entity_identifiers=[{"scheme": "DE:VAT", "value": "1"}, {"scheme": "DE:VAT", "value": "1" * 51}]),
    wrong("no number", "net_term_days", "should be a whole number", net_term_days="ten"),
    wrong("out of range", "net_term_days", "should be at least 0", "invalid_value", net_term_days=-1),
    wrong("no flag", "allow_direct_debit", "should be true or false", allow_direct_debit="perhaps"),
    wrong("no object", "meta_data", "should be a JSON object", meta_data="[1]"),
    wrong("no JSON", "meta_data", "should be a JSON object: it is not JSON", meta_data="{"),
    wrong("no country", "billing_address[country]", "should be the code of a country in ISO 3166 alpha-2",
          "invalid_value", billing_address={"country": "Utopia"}),
    clashing("offline and automatic", "offline_payment_method", "can only be set when auto_collection is off",
             "param_should_not_be_sent", offline_payment_method="cash"),
    clashing("a number without its country", "vat_number", "needs billing_address[country]",
             "param_required", vat_number="123"),
    Refused("a feature that is off", "Australian GST is not enabled for this site", "registered_for_gst",
            "configuration_incompatible", "configuration_incompatible",
            arguments=[{"registered_for_gst": False, "billing_address": {"country": "AU"}}]),
    Refused("nobody declared it", "should not be sent", "colour", legacy="param_should_not_be_sent",
            arguments=[{"colour": "red"}], settings={"strict_unknown_params": True}),
    wrong("missing in a group", "card[number]", "cannot be blank", "param_required", card={"expiry_month": 1}),
    Refused("missing", "cannot be blank", "payment_source_id", legacy="param_required",
            method="Customer.assign_payment_role", arguments=["ada", {}]),
    unlisted("no limit", "limit", "should be a whole number", limit="ten"),
    unlisted("a limit out of range", "limit", "should be at most 100", "invalid_value", limit=101),
    unlisted("no place", "offset", "invalid value", "invalid_value", offset="somewhere"),
    absent("nobody", "Customer.retrieve", "nobody"),
    absent("nobody to change", "Customer.update", "nobody", {"first_name": "Ada"}),
    absent("nobody in a folder", "Customer.retrieve", "no/body at all"),
    absent("no source", "PaymentSource.retrieve", "pm_none"),
    absent("another resource", "Subscription.list"),
    absent("another resource to create", "Coupon.create_for_items", {"id": "spring"}),
    absent("another action", "Customer.collect_payment", "ada", {"amount": 1}),
]  # fmt: skip


@dataclass(frozen=True)
class Injected:
    """An error that a rule orders, and the class the Python client has for it; `again` says whether it is retried."""

    error: str
    raised: type[APIError]
    status: int
    type: str | None
    code: str
    legacy: str = ""
    again: bool = False

    @property
    def said(self) -> tuple[Any, ...]:
        return self.status, self.type, self.code, self.legacy or self.code


INJECTED = [
    Injected("malformed", InvalidRequestError, 400, "invalid_request", "invalid_request"),
    Injected("invalid", InvalidRequestError, 400, "invalid_request", "invalid_request"),
    Injected("duplicate", InvalidRequestError, 400, "invalid_request", "duplicate_entry", "param_not_unique"),
    Injected("declined", PaymentError, 400, "payment", "payment_processing_failed", "charge_failed"),
    Injected("unauthenticated", APIError, 401, None, "api_authentication_failed", "api_authentication_invalid_key"),
    Injected("forbidden", OperationFailedError, 403, "operation_failed", "api_authorization_failed"),
    Injected("not_found", InvalidRequestError, 404, "invalid_request", "resource_not_found"),
    Injected("gone", InvalidRequestError, 404, "invalid_request", "resource_not_found"),
    Injected("method_not_allowed", InvalidRequestError, 405, "invalid_request", "http_method_not_supported"),
    Injected("conflict", InvalidRequestError, 409, "invalid_request", "invalid_state_for_request"),
    Injected("too_large", InvalidRequestError, 413, "invalid_request", "invalid_request"),
    Injected("idempotency_mismatch", InvalidRequestError, 422, "invalid_request", "unable_to_process_request"),
    Injected("too_many_requests", OperationFailedError, 429, "operation_failed", "api_request_limit_exceeded"),
    Injected("locked", OperationFailedError, 429, "operation_failed", "lock_timeout"),
    Injected("idempotency_in_progress", OperationFailedError, 429, "operation_failed", "lock_timeout"),
    Injected("server_error", OperationFailedError, 500, "operation_failed", "internal_error", again=True),
    Injected("unavailable", OperationFailedError, 503, "operation_failed", "internal_temporary_error", again=True),
    Injected("timeout", OperationFailedError, 504, "operation_failed", "internal_error", again=True),
]
