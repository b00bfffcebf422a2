"""What can be said about a test clock."""

from mockserver.apis.stripe.fields import Expandable, Text
from mockserver.core.fields.kinds import Moment


class ClockCreateParameters(Expandable):
    """A new test clock."""

    customer = Text()
    frozen_time = Moment(required=True)
    name = Text(300)


class ClockAdvanceParameters(Expandable):
    """A step forward in time."""

    frozen_time = Moment(required=True)
