"""What a subscription is made of."""

import re
from typing import Any

from mockserver.apis.chargeover.parameters import Parameters, Text
from mockserver.core.api.receivers import read_address
from mockserver.core.patterns import portable

_EVENT = re.compile(r"[a-z_]+\.[a-z_]+", re.ASCII)


class Url(Text):
    """The address of a receiver."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="uri", **kwargs)

    def read(self, value: Any) -> str:
        text = super().read(value)
        try:
            read_address(text)
        except ValueError:
            expected = "must be an address that begins with http:// or https://, with a plain host and without a user"
            raise ValueError(expected) from None
        return text


class Event(Text):
    """What a receiver wants to hear of: a type of object and what happens to it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(pattern=portable(_EVENT, whole=True), **kwargs)

    def read(self, value: Any) -> str:
        text = super().read(value)
        if not _EVENT.fullmatch(text):
            raise ValueError("must be an object and a verb, like customer.insert")
        return text


class ResthookParameters(Parameters):
    """The members of a subscription that a request can say."""

    target_url = Url(required=True)
    event = Event(required=True)
