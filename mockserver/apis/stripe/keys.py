"""The forms of Stripe's keys."""

from mockserver.core.keys import KeyForm

ACCEPTED = r"(sk|rk)_test_([\w-]+)"
"""The keys that are taken here, and in them their kind and what names the account."""

FORMS = (KeyForm(r"(?:sk|rk|pk)_(?:test|live)_"), KeyForm("whsec_"))
"""All of Stripe's: secret, restricted and publishable ones, and the secrets of webhooks."""
