"""The switches of a tenant that an API declares."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a setting's texts; `expected` names it after the words "must be"."""

    expected: str
    fits: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Setting:
    """A switch of a tenant: its default, its values, and its effect.

    Without choices any text will do that has the `form`, where there is one. A default of several texts makes it a
    list of texts. What is `secret` is not shown.
    """

    name: str
    default: bool | str | tuple[str, ...]
    choices: Sequence[bool | str]
    description: str
    form: "Form | None" = None
    secret: bool = False

    def refusal(self, value: Any) -> str:
        """Return the refusal of a value; nothing for a valid one."""
        if isinstance(self.default, tuple):
            texts = isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value)
            return "" if texts and all(self._chosen(item) for item in value) else f"must be a list of {self._expected}"
        return "" if self._chosen(value) else f"must be {self._expected}"

    @property
    def _expected(self) -> str:
        choices = ", ".join(str(choice).lower() if isinstance(choice, bool) else choice for choice in self.choices)
        return f"one of {choices}" if choices else self.form.expected if self.form else "text"

    def _chosen(self, value: Any) -> bool:
        if not self.choices:
            return isinstance(value, str) and (self.form is None or self.form.fits(value))
        return any(type(value) is type(choice) and value == choice for choice in self.choices)
