"""What a request would make of a customer: what the rules look at."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mockserver.apis.chargebee.problems import contradicts, incompatible
from mockserver.apis.chargebee.site import has
from mockserver.core.api.model import Call


@dataclass(frozen=True, slots=True)
class Proposal:
    """The parameters a request has, and the customer as it will be with them."""

    call: Call
    said: Mapping[str, Any]
    customer: Mapping[str, Any]

    def says(self, *parameters: str) -> bool:
        """Return whether the request has a value for one of these parameters; an empty one takes away and is none."""
        return any(self.said.get(parameter) is not None for parameter in parameters)

    def touches(self, *parameters: str) -> bool:
        """Return whether the request sets one of these parameters, or takes it away."""
        return any(parameter in self.said for parameter in parameters)

    def member(self, name: str) -> Any:
        """Return a member the customer will have, or nothing; one that is never shown, too."""
        return self.customer.get(name, self.customer.get(f"_{name}"))

    def has(self, feature: str) -> bool:
        """Return whether the site has a feature."""
        return has(self.call, feature)

    def setting(self, name: str) -> Any:
        """Return a setting of the site, whatever `all_features` says."""
        return self.call.settings[name]

    @property
    def country(self) -> str:
        """The country of the billing address the customer will have; empty without one."""
        address: Mapping[str, Any] = self.customer.get("billing_address") or {}
        return str(address.get("country") or "")


Rule = Callable[[Proposal], None]
"""Raises `Wrong` where a request breaks it."""


def needs(parameter: str, feature: str, title: str) -> Rule:
    """Return the rule that a parameter is taken where the site has a feature."""

    def rule(proposal: Proposal) -> None:
        if proposal.says(parameter) and not proposal.has(feature):
            raise incompatible(parameter, title)

    return rule


def exempts(parameter: str) -> Rule:
    """Return the rule that a customer has a member only if it is exempt from taxes."""

    def rule(proposal: Proposal) -> None:
        concerned = proposal.touches(parameter, "taxability") and proposal.member(parameter)
        if concerned and proposal.member("taxability") != "exempt":
            raise contradicts(parameter, "can only be set when taxability is exempt")

    return rule
