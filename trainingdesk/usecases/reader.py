"""What a query works with: a connection that can't write, the acting user, the day and the rules."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Connection

from trainingdesk.domain.access import Actor
from trainingdesk.domain.policy import Policy
from trainingdesk.persistence.readmodels.rules import load_policy
from trainingdesk.shared.clock import local_day


@dataclass(slots=True)
class Reader:
    """One read: everything it needs and nothing it could write with."""

    connection: Connection
    actor: Actor
    now: datetime
    _policies: dict[date, Policy] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day by the machine's own time zone."""
        return local_day(self.now)

    def policy(self, day: date | None = None) -> Policy:
        """Return the rules in force on a day, today by default."""
        when = day or self.today
        if when not in self._policies:
            self._policies[when] = load_policy(self.connection, when)
        return self._policies[when]
