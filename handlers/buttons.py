"""Buttons are typed: a payload class and a compact string of at most 64 bytes (Telegram's limit)."""

from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, field_validator

MOST_BYTES = 64
MOST_ID = 2**63 - 1


class Press(BaseModel):
    """What a button means: ids only, never a value that a person typed.

    Subclasses name a `prefix` of their own and declare their fields; text fields hold identifiers.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    prefix: ClassVar[str]

    @field_validator("*")
    @classmethod
    def _as_an_id_can_be(cls, value: Any) -> Any:
        if isinstance(value, int) and not 0 <= value <= MOST_ID:
            raise ValueError("no database has such an id")
        return value

    def pack(self) -> str:
        """The payload as a string; raises ValueError when it is too long, or could not be read again."""
        fields = [str(value) for value in self.__dict__.values()]  # a third of the time of dict(self)
        packed = ":".join([self.prefix, *fields])
        if not packed.isprintable() or any(":" in field for field in fields):
            raise ValueError(f"a button of {type(self).__name__} names no identifier")
        if len(packed.encode()) > MOST_BYTES:
            raise ValueError(f"a button of {type(self).__name__} does not fit")
        return packed

    @classmethod
    def unpack(cls, data: str) -> Self | None:
        """The payload of a string of this class, or None: buttons can be old, or forged."""
        if not data.isprintable():  # no button of ours: what databases refuse to keep is sifted out here
            return None
        prefix, *values = data.split(":")
        names = list(cls.model_fields)
        if prefix != cls.prefix or len(values) != len(names):
            return None
        try:
            press = cls.model_validate(dict(zip(names, values, strict=True)))
            return press if press.pack() == data else None  # +7 is no way in which we write 7
        except ValueError:
            return None
