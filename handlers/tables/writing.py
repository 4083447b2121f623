"""Rows as an .xlsx file, to look at or to fill in. What a person typed stays a text, whatever it begins with."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from handlers.texts import Texts


class Heading(NamedTuple):
    """A column: its title, its width in characters, the words of its drop-down; `only`: nothing else may stand there."""

    title: str
    width: int
    words: Sequence[str] = ()
    only: bool = True


class Table(NamedTuple):
    """A sheet of a workbook: its heading, which stays in sight, and its rows.

    The first `examples` of the rows are grey. Down to the row `fill_to` there is room to write: as text, or
    007 becomes 7. Moments in the rows are naive, on whatever clock they are to be read.
    """

    title: str
    headings: Sequence[Heading]
    rows: Iterable[Iterable[Any]] = ()
    examples: int = 0
    fill_to: int = 0


class Marked(NamedTuple):
    """A text whose cell is coloured."""

    text: str


def headed(texts: Texts, widths: Mapping[str, int]) -> list[Heading]:
    """The headings of an export: each column's title in the texts, `export-<column>`, and its width."""
    return [Heading(texts.plain(f"export-{column}"), width) for column, width in widths.items()]


def on_the_clock(texts: Texts, moment: datetime | None) -> datetime | None:
    """A moment as a table has it: on the station's clock, to the second, without a zone."""
    return texts.local(moment).replace(tzinfo=None, microsecond=0) if moment else None


def workbook(table: Table, notes: Table | None = None) -> bytes:
    """An .xlsx file with a table, and perhaps a sheet of notes."""
    # what writes it takes 100 ms and 6 MiB to load: a bot that nobody asks for a table does without
    from handlers.tables.excel import written  # noqa: PLC0415

    return written(table, notes)
