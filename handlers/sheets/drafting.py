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
quality:  [下发]
bot:      确认下发给警员乙01?                              [确认下发] [返回]
quality:  [确认下发]
bot:      ✅ 已下发 督〔2023〕018号(D018)…

ways out: 取消 keeps the draft, 拟督导单 offers it again · [不下发] throws it away after a second question
          · an identity card or phone number is refused, what was written before stays
"""

from handlers import access
from handlers.access import Action
from handlers.refusal import Refused
from handlers.responsible import responsible_for
from handlers.sheets import cards, rules, usecases
from handlers.sheets.presses import DraftPress
from handlers.sheets.standing import read
from handlers.turn import Turn
from handlers.voice import Rows, pairs
from storage import people, sheets, stations
from storage.messages import Button
from storage.people import Person
from storage.sheets import HandlingClass, Risk, Sheet, SheetState

COMMUNITY, FIELD, OWNER, CO_HANDLER = (
    "sheets.draft-community",
    "sheets.draft-field",
    "sheets.draft-owner",
    "sheets.draft-co-handler",
)
MOST = {"object": 60, "content": 220, "requirements": 150}
MOST_PROPOSED = 5


async def new_sheet(turn: Turn) -> None:
    """拟督导单: offer the draft that was left, or begin with the community."""
    if (draft := await sheets.draft_of(turn.tx, turn.person.staff_id)) and draft.object:
        text = turn.texts.say("draft-left", object=draft.object)
        await turn.say(text, buttons=[[_button(turn, "resume", draft), _button(turn, "anew", draft)]])
        return
    await _ask_community(turn)


async def pressed(turn: Turn, press: DraftPress) -> None:
    """A choice while drafting."""
    if not access.may(turn.person, Action.SHEET_DRAFT):
        raise Refused("button-unknown")
    match press.do:
        case "anew":
            await _ask_community(turn)
            return
        case "group":
            await _show_communities(turn, press.value)
            return
        case "community":
            await _begin(turn, press.value)
            return
    sheet = await _draft(turn, press.sheet)
    await _CHOICES[press.do](turn, sheet, press.value)


async def named_community(turn: Turn) -> None:
    """The community, typed: its name or the beginning of it."""
    typed = turn.need_text(20)
    for place in await stations.all_communities(turn.tx):
        if typed == place.community_id or place.name.startswith(typed):
            await _begin(turn, place.community_id)
            return
    raise Refused("no-such-community", typed=typed)


async def typed_field(turn: Turn) -> None:
    """Object, content or requirements, typed."""
    sheet, field = await _draft(turn, turn.data["sheet"]), turn.data["field"]
    text = turn.need_text(MOST[field])
    if rules.holds_personal_number(text):
        raise Refused("personal-number")
    await _go_on(turn, await usecases.revise(turn, sheet, **{field: text}), field)


async def named_owner(turn: Turn) -> None:
    """The owner, typed."""
    sheet = await _draft(turn, turn.data["sheet"])
    await _set_owner(turn, sheet, (await _person_typed(turn)).staff_id)


async def named_co_handler(turn: Turn) -> None:
    """A co-handler, typed."""
    sheet = await _draft(turn, turn.data["sheet"])
    await _toggle_co_handler(turn, sheet, (await _person_typed(turn)).staff_id)


async def show_draft(turn: Turn, sheet: Sheet, _: str = "") -> None:
    """The preview, as the sheet would go out."""
    missing = next((field for field in MOST if not getattr(sheet, field)), None)
    if missing:
        await _ask_field(turn, sheet, missing)
        return
    if sheet.owner_id is None:
        await _ask_owner(turn, sheet)
        return
    await turn.close()
    text = turn.texts.say(
        "draft-preview",
        object=sheet.object,
        content=sheet.content,
        requirements=sheet.requirements,
        risk=turn.texts.plain(f"risk-{sheet.risk}"),
        handling_class=turn.texts.plain(f"class-{sheet.handling_class}"),
        owner=await cards.name_of(turn, sheet.owner_id),
        co_handlers=await _co_handler_names(turn, sheet),
        days=turn.settings.sheet.feedback_days,
        until=turn.texts.until(rules.due_at(turn.tx.now, turn.settings.sheet, turn.settings.time_zone)),
    )
    dos = ["issue", "owner", "co-handler", "edit", "discard"]
    await turn.show(text, buttons=pairs([_button(turn, do, sheet) for do in dos]))


async def _ask_community(turn: Turn) -> None:
    groups = await stations.all_groups(turn.tx)
    buttons = [
        Button(label=group.name, data=DraftPress(do="group", sheet=0, value=group.group_id).pack())
        for group in groups
    ]
    await turn.ask(COMMUNITY)
    await turn.show(turn.texts.say("draft-community"), buttons=pairs(buttons))


async def _show_communities(turn: Turn, group_id: str) -> None:
    places = [p for p in await stations.all_communities(turn.tx) if p.group_id == group_id]
    buttons = [
        Button(label=place.name, data=DraftPress(do="community", sheet=0, value=place.community_id).pack())
        for place in places
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
        Button(
            label=("✓" if kind == sheet.handling_class else "") + turn.texts.plain(f"class-{kind}"),
            data=DraftPress(do="class", sheet=sheet.id, value=kind).pack(),
        )
        for kind in HandlingClass
    ]
    risks = [
        Button(
            label=turn.texts.plain(f"risk-{risk}"),
            data=DraftPress(do="risk", sheet=sheet.id, value=risk).pack(),
        )
        for risk in Risk
    ]
    await turn.show(turn.texts.say("draft-class"), buttons=[classes, *pairs(risks)])


async def _set_class(turn: Turn, sheet: Sheet, value: str) -> None:
    kind = HandlingClass(value)
    if kind != sheet.handling_class:
        # the other team's people answer for it: the proposal falls with the class
        officer = await responsible_for(turn.tx, sheet.community_id or "")
        owner_id = officer.staff_id if officer and kind == HandlingClass.ORDINARY else None
        sheet = await usecases.revise(turn, sheet, handling_class=kind, owner_id=owner_id)
    await _ask_class(turn, sheet)


async def _set_risk(turn: Turn, sheet: Sheet, value: str) -> None:
    await show_draft(turn, await usecases.revise(turn, sheet, risk=Risk(value)))


async def _standard(turn: Turn, sheet: Sheet, _: str) -> None:
    text = turn.texts.plain("standard-requirements")
    await show_draft(turn, await usecases.revise(turn, sheet, requirements=text))


async def _ask_owner(turn: Turn, sheet: Sheet, value: str = "") -> None:
    if value:
        await _set_owner(turn, sheet, value)
        return
    await turn.ask(OWNER, sheet=sheet.id)
    buttons = await _proposals(turn, sheet, "owner", without={sheet.owner_id or ""})
    await turn.show(turn.texts.say("draft-owner"), buttons=buttons)


async def _set_owner(turn: Turn, sheet: Sheet, staff_id: str) -> None:
    person = await people.get(turn.tx, staff_id)
    if person is None or person.left_at or usecases.HANDLERS[sheet.handling_class] not in person.roles:
        raise Refused("cannot-own", name=person.name if person else staff_id)
    await sheets.drop_co_handler(turn.tx, sheet.id, staff_id)
    await show_draft(turn, await usecases.revise(turn, sheet, owner_id=staff_id))


async def _ask_co_handler(turn: Turn, sheet: Sheet, value: str = "") -> None:
    if value:
        await _toggle_co_handler(turn, sheet, value)
        return
    await turn.ask(CO_HANDLER, sheet=sheet.id)
    without = {sheet.owner_id or "", *await sheets.co_handlers_of(turn.tx, sheet.id)}
    buttons = await _proposals(turn, sheet, "co-handler", without=without)
    await turn.show(turn.texts.say("draft-co-handler"), buttons=buttons)


async def _toggle_co_handler(turn: Turn, sheet: Sheet, staff_id: str) -> None:
    person = await people.get(turn.tx, staff_id)
    if person is None or person.left_at or staff_id == sheet.owner_id:
        raise Refused("cannot-help", name=person.name if person else staff_id)
    if staff_id in await sheets.co_handlers_of(turn.tx, sheet.id):
        await sheets.drop_co_handler(turn.tx, sheet.id, staff_id)
    else:
        await sheets.add_co_handler(turn.tx, sheet.id, staff_id)
    await show_draft(turn, sheet)


async def _proposals(turn: Turn, sheet: Sheet, do: str, *, without: set[str]) -> Rows:
    """People to choose from: for the owner those who may own it, the sheet's group first."""
    role = usecases.HANDLERS[sheet.handling_class]
    kinds = [role] if do == "owner" else list(usecases.HANDLERS.values())
    places = {place.community_id: place.group_id for place in await stations.all_communities(turn.tx)}
    group = places.get(sheet.community_id or "")
    found: dict[str, Person] = {}
    for kind in kinds:
        found |= {person.staff_id: person for person in await people.holding(turn.tx, kind)}
    near_first = sorted(found.values(), key=lambda p: (places.get(p.community_id or "") != group, p.staff_id))
    proposed = [person for person in near_first if person.staff_id not in without][:MOST_PROPOSED]
    buttons = [
        Button(
            label=person.name,
            data=DraftPress.model_validate({"do": do, "sheet": sheet.id, "value": person.staff_id}).pack(),
        )
        for person in proposed
    ]
    return pairs([*buttons, _button(turn, "preview", sheet)])


async def _edit(turn: Turn, sheet: Sheet, value: str) -> None:
    if value:
        await _ask_field(turn, sheet, value)
        return
    buttons = [
        Button(
            label=turn.texts.plain(f"draft-edit-{field}"),
            data=DraftPress(do="edit", sheet=sheet.id, value=field).pack(),
        )
        for field in MOST
    ]
    buttons.append(
        Button(
            label=turn.texts.plain("draft-edit-class"),
            data=DraftPress(do="edit", sheet=sheet.id, value="class").pack(),
        )
    )
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
    text = turn.texts.say(
        "draft-issue-sure", owner=await cards.name_of(turn, sheet.owner_id), object=sheet.object
    )
    await turn.show(text, buttons=[[_button(turn, "issue-now", sheet), _button(turn, "preview", sheet)]])


async def _issue(turn: Turn, sheet: Sheet, _: str) -> None:
    issued = await usecases.issue(turn, sheet)
    await turn.close()
    text = turn.texts.say(
        "issued",
        number=issued.number or "",
        code=issued.code,
        object=issued.object,
        owner=await cards.name_of(turn, issued.owner_id),
        until=turn.texts.until(issued.due_at) if issued.due_at else "",
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
    "owner": _ask_owner,
    "co-handler": _ask_co_handler,
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


async def _person_typed(turn: Turn) -> Person:
    typed = turn.need_text(20)
    for person in await people.everyone(turn.tx):
        if person.left_at is None and typed in (person.name, person.staff_id):
            return person
    raise Refused("person-not-found", staff=typed)


async def _co_handler_names(turn: Turn, sheet: Sheet) -> str:
    names = [
        await cards.name_of(turn, staff_id) for staff_id in await sheets.co_handlers_of(turn.tx, sheet.id)
    ]
    return turn.texts.plain("name-join").join(names) or "—"


def _button(turn: Turn, do: str, sheet: Sheet) -> Button:
    return turn.button(f"draft-{do}-button", DraftPress.model_validate({"do": do, "sheet": sheet.id}))
