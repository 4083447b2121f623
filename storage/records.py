"""What every record has in common."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A fact as it was read: frozen, nothing in it that is not declared, nothing of it told in errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
