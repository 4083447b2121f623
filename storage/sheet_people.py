"""Who stands beside a sheet's owner: those who help on it, and those who get one of their own (S2)."""

from sqlalchemy import Column, Index, PrimaryKeyConstraint, Text, delete, select

from storage.db import Tx, table
from storage.query import STATION, Id, Query, arg


class Beside:
    """People by sheet, in a table of their own."""

    def __init__(self, name: str) -> None:
        people = table(
            name,
            Column("sheet_id", Id, nullable=False),
            Column("staff_id", Text, nullable=False),
            PrimaryKeyConstraint("sheet_id", "staff_id"),
        )
        of_sheet = (people.c.station_id == STATION, people.c.sheet_id == arg("row"))
        self.table = people
        self._of = Query(select(people.c.staff_id).where(*of_sheet).order_by(people.c.staff_id))
        self._add = Query(
            lambda sql: (
                sql.insert(people)
                .values(station_id=STATION, sheet_id=arg("row"), staff_id=arg("staff"))
                .on_conflict_do_nothing()
            )
        )
        self._drop = Query(delete(people).where(*of_sheet, people.c.staff_id == arg("staff")))

    async def of(self, tx: Tx, sheet_id: int) -> list[str]:
        """Their staff ids, in order."""
        return [row["staff_id"] for row in await tx.rows(self._of, row=sheet_id)]

    async def add(self, tx: Tx, sheet_id: int, staff_id: str) -> None:
        """One more of them; whoever is one already stays one."""
        await tx.run(self._add, row=sheet_id, staff=staff_id)

    async def drop(self, tx: Tx, sheet_id: int, staff_id: str) -> None:
        """One of them no more."""
        await tx.run(self._drop, row=sheet_id, staff=staff_id)

    async def toggle(self, tx: Tx, sheet_id: int, staff_id: str) -> None:
        """One more of them, or one no more."""
        put = self.drop if staff_id in await self.of(tx, sheet_id) else self.add
        await put(tx, sheet_id, staff_id)


co_handlers = Beside("sheet_co_handlers")
"""Those who help on a sheet (协办)."""
recipients = Beside("sheet_recipients")
"""Those who get a sheet of their own when a draft is issued, besides its owner."""
Index("ix_co_handlers_staff", co_handlers.table.c.station_id, co_handlers.table.c.staff_id)
