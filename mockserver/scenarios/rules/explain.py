"""Why a request would be answered as it would: each rule in turn, without counting anything."""

from collections.abc import Sequence
from typing import Any

from mockserver.core.ids import draw
from mockserver.scenarios.notation.counts import share_of
from mockserver.scenarios.rules.engine import (
    Followed,
    Setting,
    draw_key,
    in_order_of,
    matches,
    misfit,
    mismatches,
    place_of,
    silences,
)
from mockserver.scenarios.rules.matching import Facts
from mockserver.scenarios.rules.model import Rule, Step


def explain(followed: Sequence[Followed], facts: Facts, setting: Setting, instead: str = "") -> list[dict[str, Any]]:
    """Say of each rule what it would do, in the order in which they are asked; `instead` is why none of them is.

    `outcome` is `decides`, `waits` (its delay counts, others are asked), `silent` (it matches and does not fire),
    `no match`, or `not asked` behind one that decides; `reasons` say why, `drawn` is what chance would say.
    """
    told = []
    for each, rule in in_order_of(followed):
        found = _tell(each, rule, facts, setting, instead)
        if found["outcome"] == "decides":
            instead = f"the rule {rule.id} before it decides"
        told.append({"scenario": each.scenario.name, "rule": rule.id, **found})
    return told


def _tell(each: Followed, rule: Rule, facts: Facts, setting: Setting, instead: str) -> dict[str, Any]:
    exchange = facts.exchange
    if misfit(rule, exchange) or not matches(rule, facts, each, setting):
        return {"outcome": "no match", "reasons": [*mismatches(rule, facts, each, setting)]}
    if instead:
        return {"outcome": "not asked", "reasons": [instead]}
    share = share_of(rule.when.per, exchange)
    tally = setting.tallies.known(each.scenario.name, rule.id, share)
    tally.matched += 1
    key = draw_key(each, rule, setting, tally, share)
    told: dict[str, Any] = {"call": tally.matched, **({"per": rule.when.per} if share else {})}
    if rule.when.probability is not None:
        told |= {"drawn": draw("fires", *key), "probability": rule.when.probability}
    if reasons := [*silences(each, rule, tally, key, setting.now)]:
        return {"outcome": "silent", "reasons": reasons, **told}
    step, over = place_of(rule, tally.fired + 1)
    return {"outcome": "decides" if step.decides else "waits", "reasons": [], **told, **_wish(step, key, over)}


def _wish(step: Step, key: tuple[str | int, ...], over: bool) -> dict[str, Any]:
    """Return what a step does; its state is entered with the last of its repetitions."""
    wish: dict[str, Any] = {}
    if step.respond:
        wish["answers"] = step.respond.error or step.respond.status
    elif step.decides and not step.fault:
        wish["answers"] = "as the operation does"
    if step.fault:
        wish["fault"] = step.fault.kind
    if step.respond or step.fault:
        wish["effect"] = step.effect
    if step.delay:
        wish["delay"] = round(step.delay.seconds(draw("delay", *key)), 6)
    if step.after:
        wish["after"] = round(step.after.seconds(draw("after", *key)), 6)
    if step.next_state and over:
        wish["next_state"] = step.next_state
    return wish
