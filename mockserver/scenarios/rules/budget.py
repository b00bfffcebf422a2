"""How much matching may look at, in steps: a value of a body that a search looks at is one.

A step takes some five microseconds. Rules that are asked take less, and are counted by the ten.
"""

MOST_SEARCHED = 2_000
"""Values of a body that all JSONPaths look at together for one request."""

MOST_STEPS = 100_000
"""Steps that one call of the control plane takes."""

RULES_A_STEP = 10
"""Rules that are asked in the time of a step."""


class OutOfSteps(Exception):
    """A request has been looked at as far as it may; what was found by then counts."""


class Budget:
    """The steps that are left. What is spent here is spent of the `whole`, too, if there is one.

    Beyond the last step `refusal` is raised, or `OutOfSteps` where there is none.
    """

    __slots__ = ("_refusal", "_whole", "left")

    def __init__(self, most: int, refusal: Exception | None = None, whole: "Budget | None" = None) -> None:
        self.left = most
        self._refusal = refusal
        self._whole = whole

    def spend(self, steps: int) -> None:
        """Take steps."""
        self.left -= steps
        if self._whole:
            self._whole.spend(steps)
        if self.left < 0:
            raise self._refusal or OutOfSteps

    def another(self, most: int) -> "Budget":
        """Return a budget beside this one, of the same whole; what refuses refuses there, too."""
        return self if self._refusal else Budget(most, whole=self._whole)

    def spend_for_rules(self, rules: int) -> None:
        """Take the steps for rules that are asked."""
        self.spend(1 + rules // RULES_A_STEP)

    @property
    def spent(self) -> bool:
        """Return whether something was not looked at."""
        return self.left < 0
