"""Searching sheets by words: what is written in them, their numbers, the feedback that was handed in.

Neither database finds two Chinese characters in the middle of a text by itself (SQLite's trigrams want three,
both cut Chinese at punctuation only). So every pair of characters that stand side by side is kept as a word of
its sheet, in one table that both databases look up the same way: the rarest pair of what is sought gives the
few sheets that may hold it, the newest first, and each is then read.
"""

from collections.abc import Sequence

from sqlalchemy import (
    Column,
    ColumnElement,
    PrimaryKeyConstraint,
    Text,
    cast,
    exists,
    func,
    literal_column,
    or_,
    select,
)

from storage.db import Tx, table
from storage.feedback import FeedbackState, feedback, parts
from storage.query import STATION, Id, Query, arg, literal
from storage.sheet_lists import LISTED, READERS, Listed, Part, Reader, reading, seen_by, together, with_owner
from storage.sheets import Sheet, sheets

MOST_WORDS = 3
ENOUGH = 1_000
"""Pairs are counted up to here: one that so many sheets hold is not rare."""
_ESCAPE = "!"

words = table(
    "sheet_words",
    Column("word", Text, nullable=False),
    Column("sheet_id", Id, nullable=False),
    PrimaryKeyConstraint("station_id", "word", "sheet_id"),
    with_rowid=False,
)

_KEEP = Query(
    lambda sql: (
        sql.insert(words)
        .values(station_id=STATION, word=arg("pair"), sheet_id=arg("row"))
        .on_conflict_do_nothing()
    )
)
_HOLDING = (
    select(words.c.sheet_id)
    .where(words.c.station_id == STATION, words.c.word == arg("pair"))
    .limit(literal_column(str(ENOUGH)))
)
_COUNT = Query(select(func.count().label("n")).select_from(_HOLDING.subquery()))
_READ = [FeedbackState.SUBMITTED, FeedbackState.INTERIM, FeedbackState.RETURNED, FeedbackState.ACCEPTED]


def _holds(pattern: str) -> ColumnElement[bool]:
    """Whether a sheet, or feedback on it that others may read, says what `pattern` (an argument's name) says."""
    said = (sheets.c.object, sheets.c.content, sheets.c.supporting, sheets.c.requirements, sheets.c.number)
    return or_(
        *(func.lower(text).like(arg(pattern, Text()), escape=_ESCAPE) for text in said),
        exists(
            select(literal_column("1"))
            .select_from(feedback)
            .join(parts, parts.c.feedback_id == feedback.c.id)
            .where(
                feedback.c.station_id == STATION,
                feedback.c.subject == literal("sheet:") + cast(sheets.c.id, Text()),
                feedback.c.state.in_(_READ),
                func.lower(parts.c.text).like(arg(pattern, Text()), escape=_ESCAPE),
            )
            .correlate(sheets)
        ),
    )


def _find(seen: frozenset[Part]) -> Query:
    return Query(
        select(*LISTED)
        .select_from(with_owner.join(words, words.c.sheet_id == sheets.c.id))
        .where(
            words.c.station_id == STATION,
            words.c.word == arg("pair"),
            sheets.c.station_id == STATION,
            sheets.c.issued_at.is_not(None),
            *seen_by(seen),
            *(_holds(f"pattern_{n}") for n in range(MOST_WORDS)),
        )
        .order_by(words.c.sheet_id.desc())
        .limit(arg("most"))
    )


_FIND = {seen: _find(seen) for seen in READERS}


def pairs_of(*texts: str | None) -> list[str]:
    """Every two characters that stand side by side in a text, in small letters, each once."""
    runs = [run for text in texts if text for run in text.lower().split()]
    return list(dict.fromkeys(run[n : n + 2] for run in runs for n in range(len(run) - 1)))


async def keep(tx: Tx, sheet_id: int, *texts: str | None) -> None:
    """Let a sheet be found by what these texts say."""
    await tx.run_many(_KEEP, ({"pair": pair, "row": sheet_id} for pair in pairs_of(*texts)))


async def keep_sheet(tx: Tx, sheet: Sheet) -> None:
    """Let a sheet that is out be found by what it says, and by its number."""
    await keep(tx, sheet.id, sheet.object, sheet.content, sheet.supporting, sheet.requirements, sheet.number)


async def find(tx: Tx, reader: Reader, sought: Sequence[str], most: int) -> list[Listed]:
    """The sheets of a reader that hold each of the words `sought`, the newest first, `most` at the most.

    `sought` are three at the most, and one of them has two characters; otherwise nothing is found.
    """
    counted = [(await tx.value(_COUNT, pair=pair), pair) for pair in pairs_of(*sought)]
    if not counted or min(counted)[0] == 0:
        return []
    patterns = [*map(_pattern, sought), *["%"] * MOST_WORDS][:MOST_WORDS]
    arguments = {f"pattern_{n}": pattern for n, pattern in enumerate(patterns)}
    pair = min(counted)[1]
    return await tx.all(_FIND[together(reader)], Listed, pair=pair, most=most, **arguments, **reading(reader))


def _pattern(word: str) -> str:
    for special in (_ESCAPE, "%", "_"):
        word = word.replace(special, _ESCAPE + special)
    return f"%{word.lower()}%"
