"""Tables of operations, as a provider's libraries call them: what stands in their rows, and who runs these."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar


@dataclass(frozen=True)
class Of:
    """A member of what another case was answered, in place of an argument."""

    case: str
    member: str = "id"


class Row(Protocol):
    """How an operation is called."""

    @property
    def arguments(self) -> Sequence[Any]:
        """What the libraries' methods are given."""

    @property
    def after(self) -> Sequence[str]:
        """Name cases that come first, each of which makes one of the objects that a list shows."""


Case = TypeVar("Case", bound=Row)


class Run(Generic[Case]):
    """The cases of one test, each called once and after those whose answers it needs."""

    def __init__(self, cases: Mapping[str, Case], call: Callable[[Case, Sequence[Any]], Any]) -> None:
        self.cases = cases
        self._call = call
        self._answers: dict[str, Any] = {}

    def answer(self, name: str) -> Any:
        """Give what a case is answered."""
        if name not in self._answers:
            case = self.cases[name]
            for earlier in case.after:
                self.answer(earlier)
            self._answers[name] = self._call(case, [self.given(argument) for argument in case.arguments])
        return self._answers[name]

    def given(self, argument: Any) -> Any:
        """Give an argument with the answers in it that it stands for."""
        if isinstance(argument, Of):
            return member(self.answer(argument.case), argument.member)
        if isinstance(argument, dict):
            return {name: self.given(value) for name, value in argument.items()}
        return argument


def member(answer: Any, path: str) -> Any:
    """Follow a dotted path into an answer."""
    for name in path.split("."):
        answer = answer[int(name)] if name.isdecimal() else answer[name]
    return answer


def operation(name: str) -> str:
    """Give the operation that a case is about: what stands behind it in brackets tells cases apart."""
    return name.partition(" ")[0]
