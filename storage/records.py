"""What every record has in common, and how much of a queue waits."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A fact as it was read: frozen, nothing in it that is not declared, nothing of it told in errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Backlog(Record):
    """How much of a queue waits to be worked on, and since when the oldest of it does."""

    waiting: int
    since: datetime | None

    def seconds(self, now: datetime) -> float:
        """For how long the oldest has waited."""
        return (now - self.since).total_seconds() if self.since else 0.0


EMPTY = Backlog(waiting=0, since=None)
