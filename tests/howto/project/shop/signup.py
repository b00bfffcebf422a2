"""Signing up, once for each provider."""

import time

import requests
from chargebee import APIError, Chargebee
from stripe import StripeClient


def with_stripe(client: StripeClient, name: str) -> str:
    """Create a customer; Stripe's library repeats what may be repeated, with one key."""
    return client.v1.customers.create({"name": name}, {"max_network_retries": 2}).id


def with_chargebee(client: Chargebee, name: str) -> str:
    """Create a customer under an id of the shop's, so that a second attempt finds the first."""
    id = f"shop-{name.lower()}"
    for _ in range(3):
        try:
            return client.Customer.create({"id": id, "first_name": name}).customer.id
        except APIError as error:
            if error.api_error_code == "duplicate_entry":
                return id
            if error.http_status_code < 500:
                raise
    raise TimeoutError(f"Chargebee did not take {name}")


def with_rebilly(session: requests.Session, name: str, patience: float = 1.0) -> str:
    """Create a customer; waits where it is told to, if it has the patience."""
    while True:
        answer = session.put(f"/customers/shop-{name.lower()}", json={"primaryAddress": {"firstName": name}})
        if answer.status_code != 429:
            answer.raise_for_status()
            return str(answer.json()["id"])
        wait = float(answer.headers["Retry-After"])
        if wait > patience:
            raise TimeoutError(f"Rebilly wants {wait:g} seconds")
        time.sleep(wait)
