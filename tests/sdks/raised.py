"""What each provider's libraries raise for each named error: the last columns of the table of errors.

The tests of each library run through the same tables, so a cell that is not so fails there.
"""

from collections.abc import Mapping

from tests.apis.chargeover.sdks import raised as chargeover
from tests.sdks import chargebee_refusals, rebilly_refusals, stripe_refusals

PLAIN_OBJECT = "a plain object"
"""What Chargebee's Node library throws, which is no `Error`."""

RAISED: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "rebilly": {"JavaScript": rebilly_refusals.RAISED},
    "stripe": {
        "Python": {case.error: case.python.__name__ for case in stripe_refusals.INJECTED},
        "Node": {case.error: case.node for case in stripe_refusals.INJECTED},
    },
    "chargebee": {
        "Python": {case.error: case.raised.__name__ for case in chargebee_refusals.INJECTED},
        "Node": {case.error: PLAIN_OBJECT for case in chargebee_refusals.INJECTED},
    },
    "chargeover": {"Python": chargeover.RAISED},
}
"""By API, library and name of the error."""
