"""Every member a new contact can be sent with, the order in which an answer has all of them, and how to make one."""

from collections.abc import Mapping
from typing import Any

from tests.clients import ChargeOver

_CUSTOMS = tuple(f"custom_{n}" for n in range(1, 21))

SENT: Mapping[str, Any] = {
    "external_key": "contact 1",
    "username": "ada.king",
    "first_name": "Ada",
    "middle_name_glob": "Augusta",
    "last_name": "King",
    "name_suffix": "II",
    "title": "Countess",
    "email": "ada@example.com",
    "phone": "+44 1632 960000",
    "mobile": "+44 7700 900000",
    "user_type_id": 1,
    **{name: f"value of {name}" for name in _CUSTOMS},
}
"""The members that come back as they were sent."""

ORDER = (
    "user_id", "external_key", "first_name", "middle_name_glob", "last_name", "name_suffix", "title", "email", "token",
    "phone", "mobile", *_CUSTOMS, "user_type_id", "write_datetime", "mod_datetime", "name", "display_as", "url_self",
    "user_type_name", "username", "customer_id", "customers",
)  # fmt: skip
"""The members of a contact that is read by its id, in their order."""

FIRST = 350
"""The id of the first contact of an account."""


def contact(chargeover: ChargeOver, **members: Any) -> int:
    """Create a contact and give its id."""
    answer = chargeover.post("/user", {"name": "Grace Hopper", **members})
    assert answer.status == 201, answer.content
    return int(answer.json["response"]["id"])


def refusal(answer: Any) -> tuple[int, str, Any]:
    """Give the status, the message and the response of what was refused."""
    return answer.status, answer.json["message"], answer.json["response"]
