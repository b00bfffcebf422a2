"""What a subscription is made of."""

import re
from typing import Any
from urllib.parse import urlsplit

from mockserver.apis.chargeover.parameters import Parameters, Text

_EVENT = re.compile(r"[a-z_]+\.[a-z_]+", re.ASCII)
_NEVER_IN_URLS = re.compile(r"[\s\x00-\x1f\x7f]")


class Url(Text):
    """The address of a receiver."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="uri", **kwargs)

    def read(self, value: Any) -> str:
        text = super().read(value)
        if _NEVER_IN_URLS.search(text) or not _is_web_address(text):
            raise ValueError("must be an address that begins with http:// or https://")
        return text


class Event(Text):
    """What a receiver wants to hear of: a type of object and what happens to it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(pattern=f"^{_EVENT.pattern}$", **kwargs)

    def read(self, value: Any) -> str:
        text = super().read(value)
        if not _EVENT.fullmatch(text):
            raise ValueError("must be an object and a verb, like customer.insert")
        return text


class ResthookParameters(Parameters):
    """The members of a subscription that a request can say."""

    target_url = Url(required=True)
    event = Event(required=True)


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # brackets that hold no address, a port that is none
        return False
