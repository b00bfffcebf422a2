"""The details of tax exemptions: a list of objects, which the clients write in two ways."""

from typing import Any

from mockserver.apis.chargebee.literals import literal
from mockserver.apis.chargebee.parameters import Describe, Parameter
from mockserver.apis.chargebee.problems import wrong

MOST = 65_535


class ExemptionDetails(Parameter):
    """One array of objects, as Node's client has it, or a parameter for each, as Python's has it; none are empty."""

    def openapi(self, described: Describe) -> dict[str, Any]:
        return {"type": "string", "maxLength": MOST, "description": "A JSON array of objects."}

    def unheard(self, value: Any) -> bool:
        return not all(isinstance(part, str) for part in (value if isinstance(value, list) else [value]))

    def parse(self, value: Any, param: str) -> list[dict[str, Any]] | None:
        details: list[dict[str, Any]] = []
        for part in value if isinstance(value, list) else [value]:
            said = _read(part, param)
            details += said if isinstance(said, list) else [said]
        if not all(isinstance(detail, dict) for detail in details):
            raise wrong(param, "should be a JSON array of objects")
        return details or None


def _read(part: Any, param: str) -> Any:
    if not isinstance(part, str):
        return part
    try:
        return literal(part)
    except ValueError as error:
        raise wrong(param, f"should be a JSON array of objects: it {error}") from None
