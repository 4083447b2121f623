"""打印: a sheet as a page for the paper file, with everything that was handed in on it.

room:  (a sheet's card) [打印]
bot:   (任务督导单-督〔2023〕017号.pdf) 🖨 D017 打印件。内部资料,请随纸质卷存档,勿外传。

A helper is told who prints it. It is made when it is sent (handlers/documents.py), as things then stand.
"""

from collections.abc import Mapping
from typing import Any

import structlog

from handlers.documents import Making
from handlers.paper.printing import PressError, printed
from handlers.refusal import Refused
from handlers.sheets.papers import file_name, on_paper
from handlers.sheets.rules import Act
from handlers.sheets.standing import prints, read
from handlers.texts import Markup
from handlers.turn import Turn
from handlers.voice import Voice
from storage import audit
from storage.messages import File
from storage.sheets import Sheet

log = structlog.get_logger()

PAPER = "sheet.paper"


async def asked(turn: Turn, sheet: Sheet) -> None:
    """打印."""
    if not await prints(turn.tx, turn.person, sheet):
        raise Refused("print-not-yours", code=sheet.code)
    await audit.add(turn.tx, turn.actor, Act.PRINT, sheet.subject, message=turn.ref)
    await turn.send_document(PAPER, sheet=sheet.id)


async def made(making: Making, data: Mapping[str, Any]) -> tuple[Markup, File]:
    """The page, if whoever asked for it may still have it."""
    async with making.transaction() as tx:
        sheet = await read(tx, making.person, data["sheet"])
        if not await prints(tx, making.person, sheet):
            raise Refused("print-not-yours", code=sheet.code)
        paper = await on_paper(Voice(tx, making.desk, making.person.language), sheet, making.person.name)
    try:
        content = await printed(paper, making.desk.photos.path, tx.now)
    except PressError as error:  # to try again and again would hold up everything else in the chat
        log.error("a sheet was not printed", sheet=sheet.id, reason=str(error))  # noqa: TRY400 - told by its reason
        raise Refused("print-failed", code=sheet.code) from None
    return making.texts.say("printed", code=sheet.code), File(name=file_name(paper), content=content)
