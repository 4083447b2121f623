"""Going back after a sheet is closed (S3: on days 7 and 30; M18): is it still settled?

bot:      ⏰ 回访 D015 西郭示例苑1栋(销号第7天)           [已稳定] [有反复] / [联系不上]
officer:  [有反复]
bot:      ✅ 已记下 …
quality:  ❗ D015 回访有反复,已拟好新单                    [继续拟] [看督导单]

ways out: opened again meanwhile: nobody is sent
"""

from typing import Any

from handlers import access
from handlers.access import Action
from handlers.refusal import Refused
from handlers.sheets import cards, telling, usecases
from handlers.sheets.presses import DraftPress, RevisitPress
from handlers.sheets.rules import Act
from handlers.sheets.standing import read
from handlers.turn import Turn
from handlers.voice import Spoken, Voice
from storage import audit, people, sheets
from storage.sheets import Sheet, SheetState

TO_REVISIT = "sheets.to-revisit"
RESULTS = ("steady", "again", "unreached")


async def remind(voice: Voice, subject: str) -> None:
    """The day has come."""
    sheet = await sheets.get(voice.tx, int(subject.partition("@")[0]))
    if sheet:
        await voice.notify(sheet.owner_id, TO_REVISIT, f"{sheet.owner_id}@{subject}", pressing=True)


async def to_revisit(voice: Voice, about: str) -> Spoken | None:
    """A revisit, as long as the sheet is closed, this person's, and nobody has told how it went."""
    staff_id, sheet_id, days = about.split("@")
    sheet = await sheets.get(voice.tx, int(sheet_id))
    if sheet is None or sheet.state != SheetState.CLOSED or sheet.owner_id != staff_id:
        return None
    if int(days) in await _told(voice, sheet):
        return None
    results = [
        (
            f"revisit-{result}",
            RevisitPress.model_validate({"sheet": sheet.id, "days": int(days), "result": result}),
        )
        for result in RESULTS
    ]
    says = telling.notice(sheet, "revisit", ahead=results, days=int(days))
    return Spoken(*await says(voice), sheet.subject)


async def _told(voice: Voice, sheet: Sheet) -> set[Any]:
    return {entry.detail.get("days") for entry in await audit.of(voice.tx, sheet.subject)}


async def answered(turn: Turn, press: RevisitPress) -> None:
    """What was found."""
    sheet = await read(turn.tx, turn.person, press.sheet)
    usecases.require_owner(turn, sheet)
    if sheet.state != SheetState.CLOSED or press.days in await _told(turn, sheet):
        raise Refused("card-outdated", redraw=sheet.subject)
    result = turn.texts.plain(f"revisit-{press.result}")
    await audit.add(
        turn.tx,
        turn.person.staff_id,
        Act.REVISIT,
        sheet.subject,
        message=turn.ref,
        note=result,
        days=press.days,
    )
    if press.result == "again":
        await _draft_again(turn, sheet)
    text = turn.texts.say("revisited", code=sheet.code, object=sheet.object, result=result)
    await turn.show(text, buttons=[cards.press(turn, sheet, "trail")], subject=sheet.subject)


async def _draft_again(turn: Turn, sheet: Sheet) -> None:
    """A draft with the same words lies ready for whoever issued it."""
    issuer = await people.get(turn.tx, sheet.issuer_id)
    if issuer is None or not access.may(issuer, Action.SHEET_DRAFT):
        return
    draft = await sheets.copy(turn.tx, sheet.id, issuer.staff_id) or 0
    go_on = ("draft-go-on-button", DraftPress(do="resume", sheet=draft))
    says = telling.notice(sheet, "revisit-again-told", "open", ahead=[go_on])
    await turn.tell(issuer.staff_id, says, subject=sheet.subject)
