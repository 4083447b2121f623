"""Who hears of it when a sheet moves; each notice names code, object and due time, to stand alone (M4-M8)."""

from collections.abc import Collection
from typing import Any

from handlers.access import Action, Scope, roles_with
from handlers.sheets import cards, rules
from handlers.sheets.presses import SheetPress
from handlers.sheets.standing import reviews
from handlers.texts import Markup
from handlers.turn import Turn
from handlers.voice import Rows, Voice, pairs
from storage import people, sheets
from storage.feedback import Contents
from storage.people import Person, Role
from storage.sheets import Sheet, SheetState


async def owner(voice: Voice, sheet: Sheet) -> None:
    """A new sheet: number, object, requirements and due time stand alone on a lock screen (M4)."""
    await voice.tell(
        sheet.owner_id,
        await cards.sheet_text(voice, sheet),
        buttons=pairs(cards.press(voice, sheet, "sign", "why")),
        subject=sheet.subject,
        urgent=rules.is_urgent(sheet, voice.settings.sheet),
    )


async def co_handlers(voice: Voice, sheet: Sheet) -> None:
    """Those who help see the sheet too."""
    for staff_id in await sheets.co_handlers_of(voice.tx, sheet.id):
        if staff_id != sheet.owner_id:
            await voice.tell(
                staff_id,
                await cards.sheet_text(voice, sheet),
                buttons=[cards.press(voice, sheet, "contribute", "trail")],
                subject=sheet.subject,
                urgent=rules.is_urgent(sheet, voice.settings.sheet),
            )


async def signed(voice: Voice, sheet: Sheet) -> None:
    """The room sees that the owner has signed (M4)."""
    if sheet.issuer_id != sheet.owner_id:
        text = voice.texts.say(
            "told-signed",
            code=sheet.code,
            object=sheet.object,
            owner=await cards.name_of(voice, sheet.owner_id),
            until=cards.until(voice, sheet),
        )
        await voice.tell(sheet.issuer_id, text, subject=sheet.subject)


async def concerned(
    voice: Voice,
    sheet: Sheet,
    key: str,
    *,
    also: str | None = None,
    but: Collection[str] = (),
    **values: str,
) -> None:
    """Owner, co-handlers and issuer (and `also`) hear what has happened to a sheet, except `but`."""
    text = voice.texts.say(
        key, code=sheet.code, object=sheet.object, until=cards.until(voice, sheet), **values
    )
    helpers = await sheets.co_handlers_of(voice.tx, sheet.id)
    told = dict.fromkeys([sheet.owner_id, *helpers, sheet.issuer_id, also])
    for staff_id in told:
        if staff_id and staff_id not in but:
            await voice.tell(
                staff_id, text, subject=sheet.subject, urgent=rules.is_urgent(sheet, voice.settings.sheet)
            )


async def reviewers(voice: Voice, sheet: Sheet) -> None:
    """The issuer and the quality post have something to review (M6)."""
    text, buttons = await cards.review_card(voice, sheet)
    await _tell_room(voice, sheet, text, buttons)


async def interim(voice: Voice, sheet: Sheet, contents: Contents) -> None:
    """How far it has come; or what came after closing, which may open the sheet again."""
    closed = sheet.state == SheetState.CLOSED
    text = voice.texts.say(
        "interim-after" if closed else "interim",
        code=sheet.code,
        owner=await cards.name_of(voice, sheet.owner_id),
        object=sheet.object,
        words=cards.clipped(contents.text),
        photos=len(contents.photos),
        until=cards.until(voice, sheet),
    )
    buttons = cards.press(voice, sheet, "reopen" if closed else "ask-owner", "text")
    if contents.photos:
        buttons += cards.press(voice, sheet, "photos")
    await _tell_room(voice, sheet, text, pairs(buttons))


async def contributed(turn: Turn, sheet: Sheet, contents: Contents) -> None:
    """The owner learns what a co-handler has added, and that it waits to be handed in (M23)."""
    text = turn.texts.say(
        "told-contributed",
        code=sheet.code,
        who=turn.person.name,
        object=sheet.object,
        until=cards.until(turn, sheet),
        chars=contents.characters,
        photos=len(contents.photos),
    )
    await turn.tell(
        sheet.owner_id, text, buttons=[cards.press(turn, sheet, "feed-back", "open")], subject=sheet.subject
    )


async def reopened(voice: Voice, sheet: Sheet) -> None:
    """The owner is to go on."""
    text = voice.texts.say("reopened", code=sheet.code, object=sheet.object, until=cards.until(voice, sheet))
    await voice.tell(
        sheet.owner_id, text, buttons=[cards.press(voice, sheet, "feed-back", "open")], subject=sheet.subject
    )


async def leads_of(voice: Voice, sheet: Sheet) -> list[Person]:
    """The lead of the owner's team (社区队长 or 办案队长)."""
    owner = await people.get(voice.tx, sheet.owner_id or "")
    return [
        lead
        for role in roles_with(Action.SHEET_WATCH, Scope.TEAM)
        for lead in await people.holding(voice.tx, role)
        if owner and lead.team == owner.team and lead.staff_id != sheet.owner_id
    ]


async def leads(voice: Voice, sheet: Sheet, key: str, **values: Any) -> None:
    """The lead of the owner's team learns of a sheet that does not go well."""
    text = voice.texts.say(
        key,
        code=sheet.code,
        object=sheet.object,
        owner=await cards.name_of(voice, sheet.owner_id),
        until=cards.until(voice, sheet),
        **values,
    )
    for lead in await leads_of(voice, sheet):
        await voice.tell(
            lead.staff_id, text, buttons=[cards.press(voice, sheet, "open")], subject=sheet.subject
        )


async def _tell_room(voice: Voice, sheet: Sheet, text: Markup, buttons: Rows) -> None:
    """The issuer and the quality post, each once; nobody about their own."""
    issuer = await people.get(voice.tx, sheet.issuer_id)
    reviewers = {person.staff_id: person for person in await people.holding(voice.tx, Role.QUALITY_POST)}
    if issuer:
        reviewers[issuer.staff_id] = issuer
    for person in reviewers.values():
        if reviews(person, sheet):
            await voice.tell(person.staff_id, text, buttons=buttons, subject=sheet.subject)


async def closed(voice: Voice, sheet: Sheet) -> None:
    """The owner, and those who helped, learn that it is struck off the list."""
    text = voice.texts.say(
        "told-closed",
        code=sheet.code,
        number=sheet.number or "",
        object=sheet.object,
        until=cards.until(voice, sheet),
    )
    for staff_id in [sheet.owner_id, *await sheets.co_handlers_of(voice.tx, sheet.id)]:
        await voice.tell(staff_id, text, subject=sheet.subject)


async def returned(voice: Voice, sheet: Sheet, reason: str) -> None:
    """The owner learns what is missing and until when; nothing of theirs is lost (M6)."""
    text = voice.texts.say(
        "told-returned",
        code=sheet.code,
        number=sheet.number or "",
        object=sheet.object,
        reason=reason,
        until=cards.until(voice, sheet),
        left=voice.texts.left(sheet.due_at, voice.tx.now) if sheet.due_at else "—",
    )
    go_on = voice.button("sheet-go-on", SheetPress(do="feed-back", sheet=sheet.id))
    buttons = [[go_on, *cards.press(voice, sheet, "text")]]
    await voice.tell(
        sheet.owner_id,
        text,
        buttons=buttons,
        subject=sheet.subject,
        urgent=rules.is_urgent(sheet, voice.settings.sheet),
    )
