"""What the command line asks of a station: done by the running bot, or by the command itself.

Each gives back something that fits into one line of JSON. Raises Refused, whose text the command line shows.
"""

from base64 import b64encode
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from bot import metrics
from bot.backup.contents import Tell
from bot.backup.making import make
from bot.config import Config
from bot.doctor.examining import examine
from bot.system_errors import reason
from handlers.desk import Desk
from handlers.enrolment.usecases import invite
from handlers.moments import at
from handlers.refusal import Refused
from handlers.roster.rules import Changes, Roster
from handlers.roster.usecases import apply_roster, plan_roster
from handlers.sheets import exporting
from handlers.sheets.papers import file_name, on_paper
from handlers.sheets.rules import Act
from handlers.texts import Texts
from handlers.voice import Voice
from storage import audit, people, sheets
from storage.db import Database, Tx
from storage.photos import PhotoStore
from storage.runlock import InUseError


@dataclass(frozen=True)
class Call:
    """A command's surroundings: the database, the station's configuration, plain arguments.

    `tell` takes how far a long command is: which step, how much of it is done, how much there is.
    """

    database: Database
    config: Config
    arguments: Mapping[str, Any]
    tell: Tell

    def transaction(self) -> AbstractAsyncContextManager[Tx]:
        """A unit of work at the command's station."""
        return self.database.transaction(self.config.station.id)


Command = Callable[[Call], Awaitable[dict[str, Any]]]

BY = "system"
"""Who did it, in the audit: whoever may use the machine's command line."""


async def invite_person(call: Call) -> dict[str, Any]:
    """A one-time code for `staff_id`."""
    async with call.transaction() as tx:
        staff_id = call.arguments["staff_id"].upper()
        person = await people.get(tx, staff_id)
        if person is None:
            raise Refused("person-not-found", staff=staff_id)
        code = await invite(tx, person.staff_id, BY, call.config.enrol)
    return {"code": code, "name": person.name, "hours": call.config.enrol.code_hours}


async def plan_import(call: Call) -> dict[str, Any]:
    """What importing `roster` would change; with `mark_left` those left out will have left."""
    arguments = call.arguments
    async with call.transaction() as tx:
        roster = Roster.model_validate(arguments["roster"])
        changes = await plan_roster(tx, roster, mark_missing_left=arguments["mark_left"])
    return {"changes": _json(changes)}


async def import_roster(call: Call) -> dict[str, Any]:
    """Import `roster`: all or nothing, and only if it still changes what was `agreed` to."""
    arguments = call.arguments
    async with call.transaction() as tx:
        roster = Roster.model_validate(arguments["roster"])
        changes = await apply_roster(tx, roster, BY, mark_missing_left=arguments["mark_left"])
        if changes != Changes.model_validate(arguments["agreed"]):
            raise Refused("roster-changed")
    return {"changes": _json(changes)}


async def back_up(call: Call) -> dict[str, Any]:
    """A backup, in `folder` or where the configuration says; tells how far it is."""
    config = call.config
    folder = Path(call.arguments["folder"]) if call.arguments["folder"] else config.backup.folder
    station = config.station
    store = PhotoStore(config.storage.photos)
    try:
        made = await make(
            call.database, station.id, store, folder, time_zone=station.time_zone, tell=call.tell
        )
    except InUseError:
        raise Refused("backup-busy") from None
    except OSError as error:
        raise Refused("backup-impossible", reason=reason(error)) from None
    return {"path": str(made.path), "manifest": made.manifest.model_dump(mode="json")}


async def sheet_on_paper(call: Call) -> dict[str, Any]:
    """The sheet `code` as a paper (whoever asks has it printed), what its file is called, and when this was."""
    code, config = call.arguments["code"].upper(), call.config
    texts = Texts(config.settings.time_zone)
    desk = Desk(config.settings, texts, PhotoStore(config.storage.photos), ())
    async with call.transaction() as tx:
        serial = code.removeprefix("D")
        sheet = await sheets.by_serial(tx, int(serial)) if serial.isascii() and serial.isdigit() else None
        if sheet is None:
            raise Refused("sheet-unknown", code=code)
        await audit.add(tx, BY, Act.PRINT, sheet.subject)
        paper = await on_paper(Voice(tx, desk), sheet, texts.plain("paper-terminal"))
    return {"paper": paper.model_dump_json(), "name": file_name(paper), "at": tx.now.isoformat()}


async def export_sheets(call: Call) -> dict[str, Any]:
    """The sheets issued from the day `from` to the day `to` as an .xlsx file (base64), and how many they are."""
    zone = call.config.station.time_zone
    first, last = (date.fromisoformat(call.arguments[name]) for name in ("from", "to"))
    async with call.transaction() as tx:
        await audit.add(tx, BY, "sheets.export", "sheets", **call.arguments)
    issued = exporting.issued(at(first, time(), zone), at(last + timedelta(days=1), time(), zone))
    texts = Texts(zone)
    content, count = await exporting.book(call.transaction, texts, texts.plain("export-of-month"), issued)
    return {"file": b64encode(content).decode(), "count": count}


async def tell_status(call: Call) -> dict[str, Any]:
    """What waits now, and what this process has counted since it began (`dudao status`)."""
    async with call.transaction() as tx:
        return {"queues": await metrics.survey(tx), "totals": metrics.totals()}


async def examine_records(call: Call) -> dict[str, Any]:
    """What only whoever has the database can tell (`dudao doctor`)."""
    return await examine(call.database, call.config.station.id)


def _json(changes: Changes) -> Any:
    return changes.model_dump(mode="json")


COMMANDS: Mapping[str, Command] = {
    "invite": invite_person,
    "roster-plan": plan_import,
    "roster-import": import_roster,
    "backup": back_up,
    "sheet-paper": sheet_on_paper,
    "sheets-export": export_sheets,
    "status": tell_status,
    "examine": examine_records,
}
