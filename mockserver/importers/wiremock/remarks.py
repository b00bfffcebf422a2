"""What is to be told about a mapping that became a rule: members that were left behind, or mean a little else."""


class Remarks:
    """The remarks about one mapping, each about a member of it."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []

    def say(self, member: str, text: str) -> None:
        """Remark on a member; the same is said once."""
        if (member, text) not in self.said:
            self.said.append((member, text))
