"""How a sheet looks, to whom, with which buttons (M4-M6); and who is told when it moves."""

from handlers.sheets import rules
from handlers.sheets.presses import SheetPress
from handlers.sheets.standing import handles, may_see, reviews
from handlers.texts import Markup
from handlers.turn import Turn
from handlers.voice import Rows, Voice, fitting, pairs
from storage import audit, feedback, people, sheets
from storage.feedback import Contents, Feedback
from storage.messages import Button
from storage.people import Role
from storage.sheets import Sheet, SheetState

SHOWN_CHARACTERS = 240
"""Of a feedback's text in a card: the rest is a tap away, and the card stays under WeCom's 2,048 bytes."""
SHOWN_NAMES = 60
"""Characters of the co-handlers' names: eight display names such as 办案员01."""
MOST_ACTS = 20


def press(voice: Voice, sheet: Sheet, *does: str) -> list[Button]:
    """Buttons of a sheet, labelled `sheet-<do>`."""
    return [
        voice.button(f"sheet-{do}", SheetPress.model_validate({"do": do, "sheet": sheet.id})) for do in does
    ]


def clipped(text: str, most: int = SHOWN_CHARACTERS) -> str:
    """A text, or its beginning and an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def list_line(voice: Voice, sheet: Sheet, *, key: str = "list-line", **values: str) -> Markup:
    """A sheet as one line of a list."""
    return voice.texts.say(
        key,
        code=sheet.code,
        object=clipped(sheet.object, 24),
        standing=standing_line(voice, sheet),
        **values,
    )


async def name_of(voice: Voice, staff_id: str | None) -> str:
    """A person's display name; a dash for nobody."""
    person = await people.get(voice.tx, staff_id) if staff_id else None
    return person.name if person else "—"


async def co_handler_names(voice: Voice, sheet: Sheet) -> str:
    """The names of those who help; a dash for nobody."""
    helping = await sheets.co_handlers_of(voice.tx, sheet.id)
    names = voice.texts.plain("name-join").join([await name_of(voice, staff_id) for staff_id in helping])
    return clipped(names, SHOWN_NAMES) or "—"


async def show(turn: Turn, sheet: Sheet) -> None:
    """The card as it stands now for whoever asks, in place of the card that was pressed."""
    text, buttons = await card(turn, sheet)
    await turn.show(text, buttons=buttons, subject=sheet.subject)


async def card(turn: Turn, sheet: Sheet) -> tuple[Markup, Rows]:
    """Text and buttons of a sheet for the person of this turn."""
    if handles(turn.person, sheet):
        return await _owner_card(turn, sheet)
    if sheet.state == SheetState.SUBMITTED and reviews(turn.person, sheet):
        return await review_card(turn, sheet)
    buttons = press(turn, sheet, "trail", "why")
    if sheet.state not in (SheetState.ISSUED, SheetState.ACKNOWLEDGED):
        buttons += press(turn, sheet, "text", "photos")
    return await sheet_text(turn, sheet), pairs(buttons)


async def sheet_text(voice: Voice, sheet: Sheet) -> Markup:
    """The sheet itself, in the order of Xiamen's work items: object, content, requirements, limit (S2)."""
    texts = voice.texts
    return texts.say(
        "sheet",
        number=sheet.number or "",
        code=sheet.code,
        object=sheet.object,
        content=sheet.content,
        supporting=supporting_line(voice, sheet),
        requirements=sheet.requirements or "—",
        risk=texts.plain(f"risk-{sheet.risk}"),
        handling_class=texts.plain(f"class-{sheet.handling_class}"),
        owner=await name_of(voice, sheet.owner_id),
        co_handlers=await co_handler_names(voice, sheet),
        until=until(voice, sheet),
        standing=standing_line(voice, sheet),
        issuer=await name_of(voice, sheet.issuer_id),
        issued=texts.moment(sheet.issued_at) if sheet.issued_at else "—",
    )


def supporting_line(voice: Voice, sheet: Sheet) -> Markup:
    """What supports the sheet, on a line of its own, where there is something (M4: 参考)."""
    if not sheet.supporting:
        return Markup()
    return Markup("\n" + voice.texts.say("sheet-supporting", supporting=sheet.supporting))


def until(voice: Voice, sheet: Sheet) -> str:
    """The due time, or a dash while there is none."""
    return voice.texts.until(sheet.due_at) if sheet.due_at else "—"


def standing_line(voice: Voice, sheet: Sheet) -> str:
    """The state, and the days that are left while the owner is to act."""
    state = voice.texts.plain(f"state-{sheet.state}")
    if sheet.state in rules.WORKING and sheet.due_at:
        return f"{state},{voice.texts.left(sheet.due_at, voice.tx.now)}"
    return state


async def _owner_card(turn: Turn, sheet: Sheet) -> tuple[Markup, Rows]:
    if sheet.state == SheetState.ISSUED:
        return await sheet_text(turn, sheet), pairs(press(turn, sheet, "sign", "why"))
    text = await sheet_text(turn, sheet)
    if sheet.state == SheetState.SUBMITTED:
        return text, pairs(press(turn, sheet, "withdraw", "trail", "text", "photos"))
    if sheet.state == SheetState.CLOSED:
        return text, pairs(press(turn, sheet, "trail", "text", "photos"))
    return text, pairs(press(turn, sheet, "feed-back", "why", "trail"))


async def review_card(voice: Voice, sheet: Sheet) -> tuple[Markup, Rows]:
    """What the reviewer decides on (M6)."""
    round_ = await feedback.last(voice.tx, sheet.id)
    contents = await feedback.contents(voice.tx, round_.id) if round_ else Contents()
    text = voice.texts.say(
        "review-card",
        code=sheet.code,
        owner=await name_of(voice, sheet.owner_id),
        object=sheet.object,
        outcome=voice.texts.plain(f"outcome-{sheet.outcome}") if sheet.outcome else "—",
        words=clipped(contents.text),
        photos=len(contents.photos),
        until=until(voice, sheet),
        late=late_line(voice, round_),
    )
    buttons = press(voice, sheet, "accept", "return")
    if contents.photos:
        buttons += press(voice, sheet, "photos")
    buttons += press(voice, sheet, "trail")
    if len(contents.text) > SHOWN_CHARACTERS:
        buttons += press(voice, sheet, "text")
    return text, pairs(buttons)


def late_line(voice: Voice, round_: Feedback | None) -> str:
    """Why the feedback came late, where it did."""
    if round_ is None or not round_.late_reason:
        return ""
    return "\n" + voice.texts.plain("review-late", reason=round_.late_reason)


async def tell_owner(voice: Voice, sheet: Sheet) -> None:
    """A new sheet: number, object, requirements and due time stand alone on a lock screen (M4)."""
    await voice.tell(
        sheet.owner_id,
        await sheet_text(voice, sheet),
        buttons=pairs(press(voice, sheet, "sign", "why")),
        subject=sheet.subject,
        urgent=rules.is_urgent(sheet, voice.settings.sheet),
    )


async def tell_co_handlers(voice: Voice, sheet: Sheet) -> None:
    """Those who help see the sheet too."""
    text, urgent = await sheet_text(voice, sheet), rules.is_urgent(sheet, voice.settings.sheet)
    buttons = [press(voice, sheet, "trail", "why")]
    for staff_id in await sheets.co_handlers_of(voice.tx, sheet.id):
        if staff_id != sheet.owner_id and await _may_hear(voice, staff_id, sheet):
            await voice.tell(staff_id, text, buttons=buttons, subject=sheet.subject, urgent=urgent)


async def tell_signed(voice: Voice, sheet: Sheet) -> None:
    """The room sees that the owner has signed (M4)."""
    if sheet.issuer_id != sheet.owner_id and await _may_hear(voice, sheet.issuer_id, sheet):
        text = voice.texts.say(
            "told-signed",
            code=sheet.code,
            object=sheet.object,
            owner=await name_of(voice, sheet.owner_id),
            until=until(voice, sheet),
        )
        await voice.tell(sheet.issuer_id, text, subject=sheet.subject)


async def _may_hear(voice: Voice, staff_id: str | None, sheet: Sheet) -> bool:
    """Whether somebody who had to do with a sheet may still know of it: posts change while it is open."""
    person = await people.get(voice.tx, staff_id or "")
    return person is not None and await may_see(voice.tx, person, sheet)


async def tell_reviewers(voice: Voice, sheet: Sheet) -> None:
    """The issuer and the quality post have something to review (M6)."""
    text, buttons = await review_card(voice, sheet)
    issuer = await people.get(voice.tx, sheet.issuer_id)
    reviewers = {person.staff_id: person for person in await people.holding(voice.tx, Role.QUALITY_POST)}
    if issuer:
        reviewers[issuer.staff_id] = issuer
    for person in reviewers.values():
        if reviews(person, sheet):
            await voice.tell(person.staff_id, text, buttons=buttons, subject=sheet.subject)


async def tell_closed(voice: Voice, sheet: Sheet) -> None:
    """The owner, and those who helped, learn that it is struck off the list."""
    text = voice.texts.say(
        "told-closed",
        code=sheet.code,
        number=sheet.number or "",
        object=sheet.object,
        until=until(voice, sheet),
    )
    for staff_id in [sheet.owner_id, *await sheets.co_handlers_of(voice.tx, sheet.id)]:
        if await _may_hear(voice, staff_id, sheet):
            await voice.tell(staff_id, text, subject=sheet.subject)


async def tell_returned(voice: Voice, sheet: Sheet, reason: str) -> None:
    """The owner learns what is missing and until when; nothing of theirs is lost (M6)."""
    text = voice.texts.say(
        "told-returned",
        code=sheet.code,
        number=sheet.number or "",
        object=sheet.object,
        reason=reason,
        until=until(voice, sheet),
        left=voice.texts.left(sheet.due_at, voice.tx.now) if sheet.due_at else "—",
    )
    go_on = voice.button("sheet-go-on", SheetPress(do="feed-back", sheet=sheet.id))
    buttons = [[go_on, *press(voice, sheet, "text")]]
    await voice.tell(
        sheet.owner_id,
        text,
        buttons=buttons,
        subject=sheet.subject,
        urgent=rules.is_urgent(sheet, voice.settings.sheet),
    )


def act_of(voice: Voice, action: str) -> str:
    """What was done, in a word: "sheet.close" is 通过销号."""
    return voice.texts.plain(f"act-{action.replace('.', '-')}")


async def trail(turn: Turn, sheet: Sheet) -> Markup:
    """What has been done to a sheet, when and by whom, from the audit: the newest acts, as many as fit."""
    lines = [
        turn.texts.say(
            "trail-line",
            at=turn.texts.moment(entry.at),
            who=await name_of(turn, entry.actor),
            act=act_of(turn, entry.action),
        )
        for entry in await audit.of(turn.tx, sheet.subject)
    ]
    shown = lines[len(lines) - fitting(lines[::-1], MOST_ACTS) :]
    if earlier := len(lines) - len(shown):
        shown.insert(0, turn.texts.say("trail-earlier", earlier=earlier))
    return turn.texts.say("trail", code=sheet.code, object=sheet.object, lines=Markup("\n".join(shown)))


def why_this_day(turn: Turn, sheet: Sheet) -> Markup:
    """The arithmetic of the due time, in words (为什么是这天)."""
    texts, settings = turn.texts, turn.settings.sheet
    if sheet.issued_at is None or sheet.due_at is None:
        return texts.say("not-issued-yet")
    first = rules.due_at(sheet.issued_at, settings, turn.settings.time_zone)
    values = {
        "code": sheet.code,
        "issued": texts.moment(sheet.issued_at),
        "days": settings.feedback_days,
        "first": texts.until(first),
        "until": texts.until(sheet.due_at),
        "rework": settings.rework_min_days,
    }
    return texts.say("why-moved" if sheet.due_at != first else "why", **values)
