"""What every record has in common."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A fact as it was read: frozen, and nothing in it that is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")
