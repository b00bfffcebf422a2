"""The waits of a mapping, as those of a rule."""

from typing import Any

from mockserver.importers.wiremock.members import Members, Unsayable
from mockserver.importers.wiremock.remarks import Remarks
from mockserver.scenarios.notation.delays import LONGEST


def delays(members: Members, remarks: Remarks) -> dict[str, Any]:
    """Read the fixed wait and the drawn one; WireMock waits for both."""
    fixed = members.number("fixedDelayMilliseconds")
    drawn = members.take("delayDistribution")
    place = members.under("delayDistribution")
    waits: list[Any] = [_distribution(Members(drawn, place), remarks)] if drawn is not None else []
    if fixed:
        waits.insert(0, duration(fixed, members.under("fixedDelayMilliseconds"), remarks))
    return dict(zip(("delay", "after"), waits, strict=False))


def duration(milliseconds: float, place: str, remarks: Remarks) -> str:
    """Write a number of milliseconds as files do; what is longer than a rule may wait is cut."""
    if milliseconds < 0:
        raise Unsayable(place, "must not be below zero")
    if milliseconds > LONGEST * 1000:
        remarks.say(place, f"is longer than {LONGEST:.0f}s, which it becomes")
        return f"{LONGEST:.0f}s"
    return f"{milliseconds:.6f}".rstrip("0").rstrip(".") + "ms"


def _distribution(members: Members, remarks: Remarks) -> Any:
    kind = members.text("type")

    def measure(name: str) -> str:
        return duration(members.number(name) or 0, members.under(name), remarks)

    if kind == "lognormal":
        if members.take("maxValue") is not None:
            remarks.say(members.under("maxValue"), "has no counterpart; longer waits are not drawn again")
        wait: Any = {"lognormal": {"median": measure("median"), "sigma": members.number("sigma") or 0}}
    elif kind == "uniform":
        wait = f"{measure('lower')}..{measure('upper')}"
    elif kind == "fixed":
        wait = measure("milliseconds")
    else:
        raise Unsayable(members.under("type"), "must be lognormal, uniform or fixed")
    for name in members.left():
        remarks.say(members.under(name), "has no counterpart")
    return wait
