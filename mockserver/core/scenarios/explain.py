"""Why a request would be answered as it would: each rule in turn, without counting anything."""

from collections.abc import Sequence
from typing import Any

from mockserver.core.draws import draw
from mockserver.core.exchange import Exchange
from mockserver.core.scenarios.engine import (
    Followed,
    Setting,
    draw_key,
    in_order_of,
    mismatches,
    silences,
    step_of,
)
from mockserver.core.scenarios.model import Rule, Step
from mockserver.core.shares import share_of


def explain(followed: Sequence[Followed], exchange: Exchange, setting: Setting) -> list[dict[str, Any]]:
    """Say of each rule what it would do, in the order in which they are asked.

    `outcome` is `decides`, `waits` (its delay counts, others are asked), `silent` (it matches and does not fire),
    `no match`, or `not asked` behind one that decides; `reasons` say why, `drawn` is what chance would say.
    """
    told, decided = [], False
    for each, rule in in_order_of(followed):
        found = _tell(each, rule, exchange, setting, asked=not decided)
        decided = decided or found["outcome"] == "decides"
        told.append({"scenario": each.scenario.name, "rule": rule.id, **found})
    return told


def _tell(each: Followed, rule: Rule, exchange: Exchange, setting: Setting, *, asked: bool) -> dict[str, Any]:
    if reasons := [*mismatches(rule, exchange, each, setting)]:
        return {"outcome": "no match", "reasons": reasons}
    if not asked:
        return {"outcome": "not asked", "reasons": ["a rule before it decides"]}
    share = share_of(rule.when.per, exchange)
    tally = setting.tallies.known(each.scenario.name, rule.id, share)
    tally.matched += 1
    key = draw_key(each, rule, setting, tally, share)
    told: dict[str, Any] = {"call": tally.matched, **({"share": share} if share else {})}
    if rule.when.probability is not None:
        told |= {"drawn": draw("fires", *key), "probability": rule.when.probability}
    if reasons := [*silences(each, rule, tally, key, setting.now)]:
        return {"outcome": "silent", "reasons": reasons, **told}
    step = step_of(rule, tally.fired + 1)
    return {"outcome": "decides" if step.decides else "waits", "reasons": [], **told, **_wish(step, key)}


def _wish(step: Step, key: tuple[str | int, ...]) -> dict[str, Any]:
    """Say what a step does."""
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
    if step.next_state:
        wish["next_state"] = step.next_state
    return wish
