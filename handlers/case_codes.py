"""Codes of cases, such as 演案2023-0021: all that the bot ever carries of a case (S7, M21); pure."""

import re
import unicodedata

from handlers.settings import CASE_PATTERN

_DASHES = re.compile("[\u2010-\u2015\u2212_]")
"""What people type for a dash; the full-width one is a plain one by then."""


def case_code(said: str, pattern: str) -> str | None:
    """The code of a case, as `pattern` (`case.code_pattern`) writes it; None for what is none.

    Spaces, full-width forms, capitals and the kind of dash do not matter, and what stands before the year may be
    left off: 2023-0021 is 演案2023-0021.
    """
    parts = CASE_PATTERN.fullmatch(pattern)
    assert parts is not None  # noqa: S101 - the settings take no other
    before, between, digits, after = parts.groups()
    start, middle, end = (re.escape(_bare(part)) for part in (before, between, after))
    number = rf"([0-9]{{{len(digits)}}})"
    found = re.fullmatch(rf"(?:{start})?([0-9]{{4}}){middle}{number}{end}", _bare(said))
    return f"{before}{found[1]}{between}{found[2]}{after}" if found else None


def example(pattern: str, year: int) -> str:
    """A code of that year, as it is to be written."""
    parts = CASE_PATTERN.fullmatch(pattern)
    assert parts is not None  # noqa: S101 - the settings take no other
    before, between, digits, after = parts.groups()
    return f"{before}{year}{between}{21:0{len(digits)}d}{after}"


def _bare(text: str) -> str:
    return _DASHES.sub("-", "".join(unicodedata.normalize("NFKC", text).split())).casefold()
