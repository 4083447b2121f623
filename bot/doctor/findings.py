"""What a check has found."""

from enum import StrEnum
from typing import NamedTuple


class Verdict(StrEnum):
    """Well; to be looked at; does not work, or soon will not."""

    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


class Finding(NamedTuple):
    """One thing looked at: how it stands, and what to do unless it is well."""

    check: str
    verdict: Verdict
    says: str
    do: str = ""


def good(check: str, says: str) -> Finding:
    """All is well."""
    return Finding(check, Verdict.GOOD, says)


def warn(check: str, says: str, do: str) -> Finding:
    """It works, but somebody should look at it."""
    return Finding(check, Verdict.WARN, says, do)


def bad(check: str, says: str, do: str) -> Finding:
    """It does not work."""
    return Finding(check, Verdict.BAD, says, do)
