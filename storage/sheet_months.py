"""The sheets that were issued between two moments, in the order in which they were."""

from datetime import datetime

from sqlalchemy import select, tuple_

from storage.db import Tx, partial_index
from storage.query import STATION, Id, Moment, Query, arg
from storage.sheet_lists import LISTED, Listed, with_owner
from storage.sheets import sheets

_out = sheets.c.issued_at.is_not(None)
partial_index("ix_sheets_issued", _out, sheets.c.station_id, sheets.c.issued_at, sheets.c.id)
_ISSUED = Query(
    select(*LISTED)
    .select_from(with_owner)
    .where(
        sheets.c.station_id == STATION,
        _out,
        tuple_(sheets.c.issued_at, sheets.c.id) > tuple_(arg("at", Moment()), arg("after", Id)),
        sheets.c.issued_at < arg("end"),
    )
    .order_by(sheets.c.issued_at, sheets.c.id)
    .limit(arg("most"))
)


async def issued(tx: Tx, start: datetime, end: datetime, most: int) -> list[Listed]:
    """The sheets issued from `start` on and before `end` (UTC), `most` at the most."""
    return await tx.all(_ISSUED, Listed, at=start, after=0, end=end, most=most)


async def issued_after(tx: Tx, last: Listed, end: datetime, most: int) -> list[Listed]:
    """Those that follow `last`."""
    return await tx.all(_ISSUED, Listed, at=last.issued_at, after=last.id, end=end, most=most)
