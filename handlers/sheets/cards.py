"""How a sheet looks, to whom, with which buttons (M4-M6)."""

from collections.abc import Sequence

from handlers.access import Action, may
from handlers.sheets import rules
from handlers.sheets.presses import SheetPress
from handlers.sheets.standing import handles, helps, prints, reviews
from handlers.texts import Markup, clipped
from handlers.turn import Turn
from handlers.voice import Rows, Voice, pairs
from storage import feedback, sheet_people
from storage.feedback import Contents, Feedback
from storage.messages import Button
from storage.sheets import WORKING, Sheet, SheetState

SHOWN_CHARACTERS = 240
"""Of a feedback's text in a card: the rest is a tap away, and the card stays under WeCom's 2,048 bytes."""
SHOWN_NAMES = 60
"""Characters of the co-handlers' names: eight display names such as 办案员01."""


def press(voice: Voice, sheet: Sheet, *does: str) -> list[Button]:
    """Buttons of a sheet, labelled `sheet-<do>`."""
    return [
        voice.button(f"sheet-{do}", SheetPress.model_validate({"do": do, "sheet": sheet.id})) for do in does
    ]


def offer(do: str, sheet: Sheet) -> tuple[str, SheetPress]:
    """A button of a sheet as a refusal offers it."""
    return f"sheet-{do}", SheetPress.model_validate({"do": do, "sheet": sheet.id})


def list_line(voice: Voice, sheet: Sheet, *, key: str = "list-line", **values: str) -> Markup:
    """A sheet as one line of a list."""
    return voice.texts.say(
        key,
        code=sheet.code,
        object=clipped(sheet.object, 24),
        standing=standing_line(voice, sheet),
        **values,
    )


async def co_handler_names(voice: Voice, sheet: Sheet) -> str:
    """The names of those who help; a dash for nobody."""
    helping = await sheet_people.co_handlers.of(voice.tx, sheet.id)
    names = voice.texts.plain("name-join").join([await voice.name_of(staff_id) for staff_id in helping])
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
    if sheet.state in WORKING and await helps(turn.tx, turn.person, sheet):
        return await sheet_text(turn, sheet), pairs(press(turn, sheet, "contribute", "text", "trail", "why"))
    buttons = press(turn, sheet, "trail", "why")
    if sheet.state not in (SheetState.ISSUED, SheetState.ACKNOWLEDGED):
        buttons += press(turn, sheet, "text", "photos")
    if await prints(turn.tx, turn.person, sheet):
        buttons += press(turn, sheet, "print")
    if may(turn.person, Action.SHEET_DRAFT):
        buttons += press(turn, sheet, "more")
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
        owner=await voice.name_of(sheet.owner_id),
        co_handlers=await co_handler_names(voice, sheet),
        until=until(voice, sheet),
        standing=standing_line(voice, sheet),
        issuer=await voice.name_of(sheet.issuer_id),
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
    unsigned = rules.is_unsigned(sheet, voice.tx.now)
    state = voice.texts.plain("state-unsigned" if unsigned else f"state-{sheet.state}")
    if rules.is_suspended(sheet, voice.tx.now) and sheet.suspended_until:
        day = voice.texts.short_day(voice.calendar.day_of(sheet.suspended_until))
        return voice.texts.plain("standing-suspended", day=day)
    if sheet.state in WORKING and sheet.due_at:
        left = voice.texts.left(sheet.due_at, voice.tx.now)
        return voice.texts.plain("standing-left", state=state, left=left)
    return state


async def _owner_card(turn: Turn, sheet: Sheet) -> tuple[Markup, Rows]:
    if sheet.state == SheetState.ISSUED:
        return await sheet_text(turn, sheet), pairs(press(turn, sheet, "sign", "why"))
    text = await sheet_text(turn, sheet)
    if sheet.state == SheetState.SUBMITTED:
        return text, pairs(press(turn, sheet, "withdraw", "trail", "text", "photos", "print"))
    if sheet.state == SheetState.CLOSED:
        return text, pairs(press(turn, sheet, "after", "trail", "text", "photos", "print"))
    if sheet.state == SheetState.VOIDED:
        return text, pairs(press(turn, sheet, "trail", "print"))
    return text, pairs(press(turn, sheet, "feed-back", "extend", "trail", "more"))


async def review_card(voice: Voice, sheet: Sheet) -> tuple[Markup, Rows]:
    """What the reviewer decides on (M6)."""
    round_ = await feedback.last(voice.tx, sheet.subject)
    contents = await feedback.contents(voice.tx, round_.id) if round_ else Contents()
    text = voice.texts.say(
        "review-card",
        code=sheet.code,
        owner=await voice.name_of(sheet.owner_id),
        object=sheet.object,
        outcome=voice.texts.plain(f"outcome-{sheet.outcome}") if sheet.outcome else "—",
        words=clipped(contents.text, SHOWN_CHARACTERS),
        photos=len(contents.photos),
        until=until(voice, sheet),
        late=late_line(voice, round_),
    )
    buttons = press(voice, sheet, "accept", "return")
    if contents.photos:
        buttons += press(voice, sheet, "photos")
    buttons += press(voice, sheet, "trail", "ask-owner")
    if len(contents.text) > SHOWN_CHARACTERS:
        buttons += press(voice, sheet, "text")
    return text, pairs(buttons)


def late_line(voice: Voice, round_: Feedback | None) -> str:
    """Why the feedback came late, where it did."""
    if round_ is None or not round_.late_reason:
        return ""
    return "\n" + voice.texts.plain("review-late", reason=round_.late_reason)


async def batch_text(voice: Voice, batch: Sequence[Sheet]) -> Markup:
    """The overview of sheets that were issued as one: how far each has come."""
    lines = [
        list_line(voice, sheet, key="batch-line", owner=await voice.name_of(sheet.owner_id))
        for sheet in batch
    ]
    answered = {SheetState.SUBMITTED, SheetState.CLOSED}
    objects = list(dict.fromkeys(sheet.object for sheet in batch))
    return voice.texts.say(
        "batch",
        first=batch[0].code,
        last=batch[-1].code,
        count=len(batch),
        object=objects[0] if len(objects) == 1 else voice.texts.plain("batch-several", object=objects[0]),
        until=until(voice, min(batch, key=lambda sheet: sheet.due_at or voice.tx.now)),
        signed=sum(sheet.state != SheetState.ISSUED for sheet in batch),
        answered=sum(sheet.state in answered for sheet in batch),
        closed=sum(sheet.state == SheetState.CLOSED for sheet in batch),
        lines=voice.listed(lines),
    )
