"""Drafting and issuing a sheet (M3).

quality:  拟督导单
bot:      哪个社区?                                       [甲组] [乙组] [丙组]
quality:  [乙组] → [仙岳社区]          (or types 仙岳)
bot:      (1/3)对象:哪里、哪户、什么事?
quality:  仙岳示例里3栋501、502两户
bot:      (2/3)内容:发生了什么,请他做什么?
quality:  30天内6次报警 … 请查明起因,当面调解
bot:      类别和等级                                      [普通] [案件] / [红] [橙] / [黄] [蓝]
quality:  [红]
bot:      (3/3)要求                                       [照常规要求]
quality:  [照常规要求]
bot:      拟单预览 … 承办:警员乙01 …                       [下发] [改承办人] / [加协办人] [改内容] / [不下发]
          ([多人承办] gives each of several people a sheet of their own, with one overview)
          ([改内容] also adds 参考: a slot at the mediation centre, who can help)
quality:  [下发]
bot:      确认下发给警员乙01?                              [确认下发] [返回]
quality:  [确认下发]
bot:      ✅ 已下发 督〔2023〕018号(D018)…

ways out: 取消 keeps the draft, 拟督导单 offers it again · [不下发] throws it away after a second question
          · an identity card or phone number is refused, what was written before stays
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

from handlers import access
from handlers.access import Action
from handlers.menu import TO_MENU
from handlers.personal_numbers import clean
from handlers.refusal import Refused
from handlers.responsible import responsible_for
from handlers.sheets import assigning, cards, rules, usecases
from handlers.sheets.presses import DraftPress
from handlers.sheets.rules import MOST
from handlers.sheets.standing import read
from handlers.texts import Markup, clipped
from handlers.turn import Turn
from handlers.voice import MOST_BUTTONS, pairs
from storage import sheet_people, sheets, stations
from storage.messages import Button
from storage.people import Person
from storage.sheets import HandlingClass, Risk, Sheet, SheetState

COMMUNITY, FIELD, OWNER, ALSO, CO_HANDLER = (
    "sheets.draft-community",
    "sheets.draft-field",
    "sheets.draft-owner",
    "sheets.draft-also",
    "sheets.draft-co-handler",
)
NEEDED = ("object", "content", "requirements")
MOST_DRAFTS = 5
E = TypeVar("E", bound=StrEnum)


async def new_sheet(turn: Turn) -> None:
    """拟督导单: offer the drafts that were left, or begin with the community."""
    drafts = await sheets.drafts_of(turn.tx, turn.person.staff_id, MOST_DRAFTS)
    if not drafts:
        await _ask_community(turn)
        return
    lines = [
        turn.texts.say("draft-line", n=n, object=draft.object) for n, draft in enumerate(drafts, start=1)
    ]
    buttons = [
        turn.button("draft-resume-button", DraftPress(do="resume", sheet=draft.id), n=n)
        for n, draft in enumerate(drafts, start=1)
    ]
    anew = turn.button("draft-anew-button", DraftPress(do="anew", sheet=0))
    text = turn.texts.say("draft-left", count=len(drafts), lines=Markup("\n".join(lines)))
    await turn.say(text, buttons=pairs([*buttons, anew]))


async def pressed(turn: Turn, press: DraftPress) -> None:
    """A choice while drafting."""
    if not access.may(turn.person, Action.SHEET_DRAFT):
        raise Refused("button-unknown")
    match press.do:
        case "anew":
            await _ask_community(turn)
            return
        case "group":
            await _ask_community(turn, press.value)
            return
        case "community":
            await _begin(turn, press.value)
            return
    sheet = await _draft(turn, press.sheet)
    await _CHOICES[press.do](turn, sheet, press.value)


async def named_community(turn: Turn) -> None:
    """The community, typed: its name or the beginning of it."""
    if not access.may(turn.person, Action.SHEET_DRAFT):  # the post was lost while the question was open
        raise Refused("not-understood", offers=[TO_MENU])
    typed = turn.need_text(20)
    for place in await stations.all_communities(turn.tx):
        if typed == place.community_id or place.name.startswith(typed):
            await _begin(turn, place.community_id)
            return
    raise Refused("no-such-community", typed=typed)


async def typed_field(turn: Turn) -> None:
    """Object, content or requirements, typed."""
    sheet, field = await _draft(turn, turn.data["sheet"]), turn.data["field"]
    text = clean(turn.need_text(MOST[field]))
    await _go_on(turn, await usecases.revise(turn, sheet, **{field: text}), field)


async def named_owner(turn: Turn) -> None:
    """The owner, typed."""
    sheet = await _draft(turn, turn.data["sheet"])
    await _owner(turn, sheet, await assigning.person_typed(turn))


async def named_recipient(turn: Turn) -> None:
    """One more who gets a sheet of their own, typed."""
    sheet = await _draft(turn, turn.data["sheet"])
    await _also(turn, sheet, await assigning.person_typed(turn))


async def named_co_handler(turn: Turn) -> None:
    """A co-handler, typed."""
    sheet = await _draft(turn, turn.data["sheet"])
    await _co_handler(turn, sheet, await assigning.person_typed(turn))


async def show_draft(turn: Turn, sheet: Sheet, _: str = "") -> None:
    """The preview, as the sheet would go out."""
    missing = next((field for field in NEEDED if not getattr(sheet, field)), None)
    if missing:
        await _ask_field(turn, sheet, missing)
        return
    if sheet.owner_id is None:
        await _owner(turn, sheet)
        return
    await turn.close()
    text = turn.texts.say(
        "draft-preview",
        object=sheet.object,
        content=sheet.content,
        supporting=cards.supporting_line(turn, sheet),
        requirements=sheet.requirements,
        risk=turn.texts.plain(f"risk-{sheet.risk}"),
        handling_class=turn.texts.plain(f"class-{sheet.handling_class}"),
        owner=await _owner_names(turn, sheet),
        co_handlers=await cards.co_handler_names(turn, sheet),
        days=turn.settings.sheet.feedback_days,
        until=turn.texts.until(rules.due_at(turn.tx.now, turn.settings.sheet, turn.calendar)),
    )
    dos = ["issue", "owner", "also", "co-handler", "edit", "discard"]
    await turn.show(text, buttons=pairs([_button(turn, do, sheet) for do in dos]))


async def _ask_community(turn: Turn, group_id: str | None = None) -> None:
    """Which community: by its group, or typed."""
    if group_id is None:
        choices = [(g.name, "group", g.group_id) for g in await stations.all_groups(turn.tx)]
    else:
        places = await stations.all_communities(turn.tx)
        choices = [(p.name, "community", p.community_id) for p in places if p.group_id == group_id]
    buttons = [
        turn.choice(name, DraftPress.model_validate({"do": do, "sheet": 0, "value": value}))
        for name, do, value in choices[:MOST_BUTTONS]
    ]
    await turn.ask(COMMUNITY)
    await turn.show(turn.texts.say("draft-community"), buttons=pairs(buttons))


async def _begin(turn: Turn, community_id: str) -> None:
    place = await stations.community(turn.tx, community_id)
    if place is None:
        raise Refused("card-outdated")
    owner = await responsible_for(turn.tx, community_id)
    sheet = await usecases.begin_draft(turn, community_id, owner.staff_id if owner else None)
    await _ask_field(turn, sheet, "object", place=place.name)


async def _ask_field(turn: Turn, sheet: Sheet, field: str, **values: str) -> None:
    await turn.ask(FIELD, sheet=sheet.id, field=field)
    place = await stations.community(turn.tx, sheet.community_id or "")
    values = {"place": place.name if place else ""} | values
    buttons = [[_button(turn, "standard", sheet)]] if field == "requirements" else []
    await turn.say(turn.texts.say(f"draft-{field}", most=MOST[field], **values), buttons=buttons)


async def _go_on(turn: Turn, sheet: Sheet, after: str) -> None:
    """The next thing that is missing; the preview once nothing is."""
    if after == "content" and not sheet.requirements:
        await _ask_class(turn, sheet)
        return
    await show_draft(turn, sheet)


async def _ask_class(turn: Turn, sheet: Sheet, _: str = "") -> None:
    await turn.close()
    classes = [
        turn.choice(
            ("✓" if kind == sheet.handling_class else "") + turn.texts.plain(f"class-{kind}"),
            DraftPress(do="class", sheet=sheet.id, value=kind),
        )
        for kind in HandlingClass
    ]
    risks = [turn.button(f"risk-{risk}", DraftPress(do="risk", sheet=sheet.id, value=risk)) for risk in Risk]
    await turn.show(turn.texts.say("draft-class"), buttons=[classes, *pairs(risks)])


async def _set_class(turn: Turn, sheet: Sheet, value: str) -> None:
    await _ask_class(turn, await assigning.set_class(turn, sheet, _chosen(HandlingClass, value)))


async def _set_risk(turn: Turn, sheet: Sheet, value: str) -> None:
    await show_draft(turn, await usecases.revise(turn, sheet, risk=_chosen(Risk, value)))


def _chosen(kind: type[E], value: str) -> E:
    try:
        return kind(value)
    except ValueError:  # old, or forged
        raise Refused("button-unknown") from None


async def _standard(turn: Turn, sheet: Sheet, _: str) -> None:
    text = turn.texts.plain("standard-requirements")
    await show_draft(turn, await usecases.revise(turn, sheet, requirements=text))


async def _owner(turn: Turn, sheet: Sheet, value: str = "") -> None:
    if value:
        await show_draft(turn, await assigning.set_owner(turn, sheet, value))
        return
    await turn.ask(OWNER, sheet=sheet.id)
    found = await assigning.near(turn, sheet, [sheet.handling_class], {sheet.owner_id or ""})
    buttons = [*_people_buttons(turn, sheet, "owner", found), _button(turn, "preview", sheet)]
    await turn.show(turn.texts.say("draft-owner"), buttons=pairs(buttons))


async def _co_handler(turn: Turn, sheet: Sheet, value: str = "") -> None:
    if value:
        await assigning.toggle_co_handler(turn, sheet, value)
        await show_draft(turn, sheet)
        return
    await turn.ask(CO_HANDLER, sheet=sheet.id)
    without = {sheet.owner_id or "", *await sheet_people.co_handlers.of(turn.tx, sheet.id)}
    found = await assigning.near(turn, sheet, HandlingClass, without)
    buttons = [*_people_buttons(turn, sheet, "co-handler", found), _button(turn, "preview", sheet)]
    await turn.show(turn.texts.say("draft-co-handler"), buttons=pairs(buttons))


async def _also(turn: Turn, sheet: Sheet, value: str = "") -> None:
    if value:
        await assigning.toggle_recipient(turn, sheet, value)
    await turn.ask(ALSO, sheet=sheet.id)
    without = {sheet.owner_id or "", *await sheet_people.recipients.of(turn.tx, sheet.id)}
    found = await assigning.near(turn, sheet, [sheet.handling_class], without)
    buttons = [*_people_buttons(turn, sheet, "also", found), _button(turn, "preview", sheet)]
    text = turn.texts.say("draft-also", owners=await _owner_names(turn, sheet))
    await turn.show(text, buttons=pairs(buttons))


async def _edit(turn: Turn, sheet: Sheet, value: str) -> None:
    if value:
        await _ask_field(turn, sheet, value)
        return
    buttons = [
        turn.button(f"draft-edit-{field}", DraftPress(do="edit", sheet=sheet.id, value=field))
        for field in MOST
    ]
    buttons.append(turn.button("draft-edit-class", DraftPress(do="edit", sheet=sheet.id, value="class")))
    buttons.append(_button(turn, "preview", sheet))
    await turn.show(turn.texts.say("draft-edit-what"), buttons=pairs(buttons))


async def _edit_chosen(turn: Turn, sheet: Sheet, value: str) -> None:
    if value == "class":
        await _ask_class(turn, sheet)
    elif value in MOST or not value:
        await _edit(turn, sheet, value)
    else:
        raise Refused("button-unknown")


async def _confirm_issue(turn: Turn, sheet: Sheet, _: str) -> None:
    if not access.may(turn.person, Action.SHEET_ISSUE):
        raise Refused("cannot-issue")
    text = turn.texts.say("draft-issue-sure", owner=await _owner_names(turn, sheet), object=sheet.object)
    await turn.show(text, buttons=[[_button(turn, "issue-now", sheet), _button(turn, "preview", sheet)]])


async def _issue(turn: Turn, sheet: Sheet, _: str) -> None:
    batch = await usecases.issue_batch(turn, sheet)
    await turn.close()
    issued = batch[0]
    if len(batch) > 1:
        await turn.show(await cards.batch_text(turn, batch), buttons=[cards.press(turn, issued, "batch")])
        return
    text = turn.texts.say(
        "issued",
        number=issued.number or "",
        code=issued.code,
        object=issued.object,
        owner=await turn.name_of(issued.owner_id),
        until=cards.until(turn, issued),
    )
    await turn.show(text, buttons=[cards.press(turn, issued, "open")], subject=issued.subject)


async def _confirm_discard(turn: Turn, sheet: Sheet, _: str) -> None:
    text = turn.texts.say("draft-discard-sure", object=sheet.object)
    await turn.show(text, buttons=[[_button(turn, "discard-now", sheet), _button(turn, "preview", sheet)]])


async def _discard(turn: Turn, sheet: Sheet, _: str) -> None:
    if not await sheets.discard(turn.tx, sheet.id):
        raise Refused("card-outdated")
    await turn.close()
    await turn.show(turn.texts.say("draft-discarded"))


_CHOICES = {
    "class": _set_class,
    "risk": _set_risk,
    "standard": _standard,
    "owner": _owner,
    "also": _also,
    "co-handler": _co_handler,
    "edit": _edit_chosen,
    "preview": show_draft,
    "resume": show_draft,
    "issue": _confirm_issue,
    "issue-now": _issue,
    "discard": _confirm_discard,
    "discard-now": _discard,
}


async def _draft(turn: Turn, sheet_id: int) -> Sheet:
    sheet = await read(turn.tx, turn.person, sheet_id)
    if sheet.state != SheetState.DRAFT:
        raise Refused("card-outdated", redraw=sheet.subject)
    return sheet


async def _owner_names(turn: Turn, sheet: Sheet) -> str:
    """The owner, and with several recipients all of them: each gets a sheet of their own."""
    others = await sheet_people.recipients.of(turn.tx, sheet.id)
    names = [await turn.name_of(staff_id) for staff_id in [sheet.owner_id, *others]]
    joined = clipped(turn.texts.plain("name-join").join(names), cards.SHOWN_NAMES)
    return turn.texts.plain("draft-each", owners=joined) if others else joined


def _people_buttons(turn: Turn, sheet: Sheet, do: str, found: Sequence[Person]) -> list[Button]:
    return [
        turn.choice(
            person.name, DraftPress.model_validate({"do": do, "sheet": sheet.id, "value": person.staff_id})
        )
        for person in found
    ]


def _button(turn: Turn, do: str, sheet: Sheet) -> Button:
    return turn.button(f"draft-{do}-button", DraftPress.model_validate({"do": do, "sheet": sheet.id}))
