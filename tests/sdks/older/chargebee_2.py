"""Calls the second generation of Chargebee's Python client: a line of JSON in is one call, a line out its outcome."""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import chargebee


def point_at(host: str, key: str) -> None:
    """Choose a server without TLS; every line of it is needed, in this order."""
    site, _, domain = host.partition(".")
    chargebee.ChargeBee.verify_ca_certs = False
    chargebee.environment.Environment.chargebee_domain = domain
    chargebee.environment.Environment.protocol = "http"
    chargebee.configure(key, site)


def outcome(method: str, arguments: Sequence[Any]) -> Mapping[str, Any]:
    """Call a method such as `Customer.create`, and give the customers it answered, or how it was refused."""
    resource, action = method.split(".")
    try:
        answer = getattr(getattr(chargebee, resource), action)(*arguments)
    except chargebee.APIError as error:
        members = ("http_status_code", "type", "api_error_code", "param", "error_code")
        return {
            "class": type(error).__name__,
            "message": str(error),
            **{name: getattr(error, name) for name in members},
        }
    if action == "list":
        return {"list": [row.customer.values for row in answer], "next_offset": answer.next_offset}
    return {"customer": answer.customer.values, "replayed": answer.is_idempotency_replayed}


if __name__ == "__main__":
    point_at(*sys.argv[1:])
    for line in sys.stdin:
        print(json.dumps(outcome(*json.loads(line))))
