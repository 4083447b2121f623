"""Who hears of it when a sheet moves (M4-M8).

Each notice names code, object and due time, so that it stands alone on a lock screen. Posts change while a
sheet is open: whoever may not see it any more hears of it no more.

What lays the sheet on somebody, or changes the terms of the one who has it, is pressing. What informs (signed, handed
in, closed, contributed) waits for the digest beyond the day's ceiling (S18).
"""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from handlers.access import Action
from handlers.buttons import Press
from handlers.sheets import cards, rules
from handlers.sheets.presses import SheetPress
from handlers.sheets.standing import may_see, reviews
from handlers.texts import Markup, clipped
from handlers.turn import Turn
from handlers.voice import Rows, Says, Spoken, Voice, pairs
from storage import feedback, people, sheet_people, sheets
from storage.feedback import Contents
from storage.people import Person, Role
from storage.sheets import Sheet, SheetState

TO_SIGN = "sheets.to-sign"
TO_REWORK = "sheets.to-rework"
TO_REVIEW = "sheets.to-review"


async def owner(voice: Voice, sheet: Sheet) -> None:
    """A new sheet, to sign for (M4)."""
    about, urgent = f"{sheet.owner_id}@{sheet.id}", rules.is_urgent(sheet, voice.settings.sheet)
    await voice.notify(sheet.owner_id, TO_SIGN, about, urgent=urgent, pressing=True)


async def to_sign(voice: Voice, about: str) -> Spoken | None:
    """A new sheet, as long as it waits for this person's signature."""
    person, sheet = await _both(voice, about)
    if person is None or sheet is None or sheet.owner_id != person.staff_id:
        return None
    if sheet.state != SheetState.ISSUED or not await may_see(voice.tx, person, sheet):
        return None
    return Spoken(*await whole(sheet, "sign", "why")(voice), sheet.subject)


async def co_handlers(voice: Voice, sheet: Sheet) -> None:
    """Those who help see the sheet too."""
    for staff_id in await sheet_people.co_handlers.of(voice.tx, sheet.id):
        if staff_id != sheet.owner_id:
            await _tell(voice, staff_id, sheet, whole(sheet, "contribute", "trail"), pressing=True)


async def signed(voice: Voice, sheet: Sheet) -> None:
    """The room sees that the owner has signed (M4)."""
    if sheet.issuer_id != sheet.owner_id:
        await _tell(voice, sheet.issuer_id, sheet, notice(sheet, "told-signed"), urgent=False)


async def concerned(
    voice: Voice,
    sheet: Sheet,
    key: str,
    *,
    also: str | None = None,
    but: Collection[str] = (),
    **values: Any,
) -> None:
    """Owner, co-handlers and issuer hear what has happened to a sheet, except `but`.

    So does `also`, who owned it until now.
    """
    says = notice(sheet, key, **values)
    helpers = await sheet_people.co_handlers.of(voice.tx, sheet.id)
    for staff_id in dict.fromkeys([sheet.owner_id, *helpers, sheet.issuer_id]):
        if staff_id not in (*but, also):
            await _tell(voice, staff_id, sheet, says, pressing=staff_id == sheet.owner_id)
    await voice.tell(also, says, urgent=rules.is_urgent(sheet, voice.settings.sheet), pressing=True)


async def reviewers(voice: Voice, sheet: Sheet) -> None:
    """The issuer and the quality post have something to review (M6)."""
    for person in await _room(voice, sheet):
        await voice.notify(person.staff_id, TO_REVIEW, f"{person.staff_id}@{sheet.id}")


async def to_review(voice: Voice, about: str) -> Spoken | None:
    """What was handed in, as long as it waits for a review that this person may give."""
    person, sheet = await _both(voice, about)
    if person is None or sheet is None or sheet.state != SheetState.SUBMITTED or not reviews(person, sheet):
        return None
    return Spoken(*await cards.review_card(voice, sheet), sheet.subject)


async def interim(voice: Voice, sheet: Sheet, contents: Contents) -> None:
    """How far it has come; or what came after closing, which may open the sheet again."""
    closed = sheet.state == SheetState.CLOSED
    dos = ["reopen" if closed else "ask-owner", "text", *(["photos"] if contents.photos else [])]
    says = notice(
        sheet,
        "interim-after" if closed else "interim",
        *dos,
        words=clipped(contents.text, cards.SHOWN_CHARACTERS),
        photos=len(contents.photos),
    )
    for person in await _room(voice, sheet):
        await voice.tell(person.staff_id, says, subject=sheet.subject)


async def contributed(turn: Turn, sheet: Sheet, contents: Contents) -> None:
    """The owner learns what a co-handler has added, and that it waits to be handed in (M23)."""
    says = notice(
        sheet,
        "told-contributed",
        "feed-back",
        "open",
        who=turn.person.name,
        chars=contents.characters,
        photos=len(contents.photos),
    )
    await _tell(turn, sheet.owner_id, sheet, says)


async def reopened(voice: Voice, sheet: Sheet) -> None:
    """The owner is to go on."""
    await _tell(voice, sheet.owner_id, sheet, notice(sheet, "reopened", "feed-back", "open"), pressing=True)


async def returned(voice: Voice, sheet: Sheet) -> None:
    """The owner learns what is missing and until when; nothing of theirs is lost (M6)."""
    about, urgent = f"{sheet.owner_id}@{sheet.id}", rules.is_urgent(sheet, voice.settings.sheet)
    await voice.notify(sheet.owner_id, TO_REWORK, about, urgent=urgent, pressing=True)


async def to_rework(voice: Voice, about: str) -> Spoken | None:
    """What was returned, until its owner begins anew."""
    person, sheet = await _both(voice, about)
    if person is None or sheet is None or sheet.owner_id != person.staff_id:
        return None
    round_ = await feedback.last(voice.tx, sheet.subject)
    reason = round_.return_reason if round_ else None
    if sheet.state != SheetState.RETURNED or reason is None or not await may_see(voice.tx, person, sheet):
        return None
    go_on = ("sheet-go-on", SheetPress(do="feed-back", sheet=sheet.id))
    says = notice(sheet, "told-returned", "text", ahead=[go_on], reason=reason)
    return Spoken(*await says(voice), sheet.subject)


async def closed(voice: Voice, sheet: Sheet) -> None:
    """The owner, and those who helped, learn that it is struck off the list; the owner, when to go back (M6)."""
    today, after = voice.calendar.day_of(voice.tx.now), voice.settings.mediation.revisit_days

    async def says(theirs: Voice) -> tuple[Markup, Rows]:
        days = theirs.texts.plain("name-join").join(
            theirs.texts.short_day(today + timedelta(days=days)) for days in after
        )
        revisits = theirs.texts.plain("told-revisits", days=days) if after else ""
        return await _text(theirs, sheet, "told-closed", revisits=revisits), ()

    await _tell(voice, sheet.owner_id, sheet, says, urgent=False)
    for staff_id in await sheet_people.co_handlers.of(voice.tx, sheet.id):
        await _tell(voice, staff_id, sheet, notice(sheet, "told-closed", revisits=""), urgent=False)


async def leads(voice: Voice, sheet: Sheet, key: str, **values: Any) -> None:
    """The lead of the owner's team (社区队长 or 办案队长) learns of a sheet that does not go well."""
    for lead in await leads_of(voice, sheet):
        await voice.tell(lead.staff_id, notice(sheet, key, "open", **values), subject=sheet.subject)


def notice(
    sheet: Sheet, key: str, *does: str, ahead: Sequence[tuple[str, Press]] = (), **values: Any
) -> Says:
    """The text `key` with what every notice says, and buttons of the sheet.

    Those `ahead` of them are each the key of a label and what it means.
    """

    async def says(voice: Voice) -> tuple[Markup, Rows]:
        first = [voice.button(label, press) for label, press in ahead]
        return await _text(voice, sheet, key, **values), pairs([*first, *cards.press(voice, sheet, *does)])

    return says


def whole(sheet: Sheet, *does: str) -> Says:
    """The sheet itself, and buttons of it."""

    async def says(voice: Voice) -> tuple[Markup, Rows]:
        return await cards.sheet_text(voice, sheet), pairs(cards.press(voice, sheet, *does))

    return says


async def _text(voice: Voice, sheet: Sheet, key: str, **values: Any) -> Markup:
    """A text with what every notice says."""
    facts = {
        "code": sheet.code,
        "number": sheet.number or "",
        "object": sheet.object,
        "owner": await voice.name_of(sheet.owner_id),
        "until": cards.until(voice, sheet),
        "left": voice.texts.left(sheet.due_at, voice.tx.now) if sheet.due_at else "—",
    }
    return voice.texts.say(key, **(facts | values))


async def _tell(
    voice: Voice,
    staff_id: str | None,
    sheet: Sheet,
    says: Says,
    *,
    urgent: bool | None = None,
    pressing: bool = False,
) -> None:
    """Tell somebody who has to do with a sheet, if they may still know of it."""
    person = await people.get(voice.tx, staff_id or "")
    if person and await may_see(voice.tx, person, sheet):
        haste = rules.is_urgent(sheet, voice.settings.sheet) if urgent is None else urgent
        await voice.tell(staff_id, says, subject=sheet.subject, urgent=haste, pressing=pressing)


async def _room(voice: Voice, sheet: Sheet) -> list[Person]:
    """The issuer and the quality post, each once; nobody about their own."""
    issuer = await people.get(voice.tx, sheet.issuer_id)
    room = {person.staff_id: person for person in await people.holding(voice.tx, Role.QUALITY_POST)}
    if issuer:
        room[issuer.staff_id] = issuer
    return [person for person in room.values() if reviews(person, sheet)]


async def _both(voice: Voice, about: str) -> tuple[Person | None, Sheet | None]:
    staff_id, _, sheet_id = about.partition("@")
    return await people.get(voice.tx, staff_id), await sheets.get(voice.tx, int(sheet_id))


async def leads_of(voice: Voice, sheet: Sheet) -> list[Person]:
    """The leads of the team of a sheet's owner (社区队长 or 办案队长), but not of one's own sheet."""
    leads = await voice.leads_of(sheet.owner_id, Action.SHEET_WATCH)
    return [lead for lead in leads if lead.staff_id != sheet.owner_id]
