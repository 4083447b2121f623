"""导入督导单: many sheets at once, from a file.

quality:  导入督导单
bot:      (导入督导单.xlsx) 请按模板填好,把文件发回来。一行一张,最多200张。
quality:  (导入督导单.xlsx, filled in)
bot:      有3处要改:第5行 社区:没有“仙乐社区” … (with a copy of the file, marked in the column 问题)
quality:  (the file, corrected)
bot:      📋 导入核对:共40张,发给11人 … 期限:4月27日(周四)24:00前      [下发40张] [取消]
quality:  [下发40张]
bot:      ✅ 已下发40张(D018至D057)…                           [看这一批]

ways out: 取消 ends it, nothing is issued · whatever has changed since the preview (an officer has left) is told,
          and nothing is issued · the file is kept nowhere, its rows until the dialogue ends
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from handlers import access, typed
from handlers.access import Action
from handlers.denied import require
from handlers.documents import Making
from handlers.menu import TO_MENU
from handlers.personal_numbers import holds_personal_number
from handlers.refusal import Refused
from handlers.responsible import responsible_for
from handlers.sheets import cards, rules, usecases
from handlers.sheets.import_checking import REQUIRED, WIDTHS, Known, Order, bare, checked
from handlers.sheets.presses import ImportPress
from handlers.tables.reading import IN_CHAT, Fault, Row, plain, rows
from handlers.tables.writing import Heading, Marked, Table, workbook
from handlers.texts import Markup, Texts
from handlers.turn import Turn
from storage import audit, people, sheet_people, sheets, stations
from storage.messages import Cell, File, Line
from storage.sheets import HandlingClass, Risk, Sheet, SheetState

FILE = "sheets.import-file"
TEMPLATE, MARKED = "sheets.import-template", "sheets.import-marked"
MOST_SHEETS = 200
_FILLED_TO = MOST_SHEETS + 2
_PROBLEMS = "problems"


async def asked(turn: Turn) -> None:
    """导入督导单: the template, and the question for the file."""
    await turn.ask(FILE)
    await turn.send_document(TEMPLATE)


async def given(turn: Turn) -> None:
    """The file: checked row by row; then the preview, or all that is wrong with it."""
    if not access.may(turn.person, Action.SHEET_ISSUE):  # the post was lost while the question was open
        raise Refused("not-understood", offers=[TO_MENU])
    attached = turn.message.attached
    if attached is None:
        raise Refused("import-need-file")
    if attached.lines is None:
        megabytes = IN_CHAT.bytes // 1_000_000
        raise Refused(attached.fault or "table-lost", megabytes=megabytes, lines=IN_CHAT.lines)
    found, faults = _rows(turn, attached.lines)
    if len(found) > MOST_SHEETS:
        raise Refused("import-too-many", most=MOST_SHEETS, count=len(found))
    if not found and not faults:
        raise Refused("import-empty")
    orders, wrong = checked(found, await _known(turn))
    if faults := faults or wrong:
        await _tell_faults(turn, found, faults)
    else:
        await _preview(turn, found, orders)


async def pressed(turn: Turn, press: ImportPress) -> None:
    """[下发40张] or [取消]: of the preview that is open, and only once."""
    require(turn, Action.SHEET_ISSUE)
    asked = turn.conversation
    if (
        asked is None
        or asked.step != FILE
        or asked.expires_at <= turn.tx.now
        or turn.data.get("token") != press.token
    ):
        raise Refused("import-over")
    if press.do == "cancel":
        await turn.close()
        await turn.show(turn.texts.say("import-cancelled"))
        return
    found = [
        Row(n, {column: Cell.model_validate(cell) for column, cell in cells.items()})
        for n, cells in turn.data["rows"]
    ]
    orders, faults = checked(found, await _known(turn))
    if faults:
        await _tell_faults(turn, found, faults)
    elif moved := [order for order in orders if turn.data["owners"][str(order.row)] != order.owner_id]:
        await turn.say(await _moved(turn, moved))
        await _preview(turn, found, orders)
    else:
        await turn.close()
        await _issue(turn, orders)


async def template_made(making: Making, _: Mapping[str, Any]) -> tuple[Markup, File]:
    """The template, with the station's communities and people to choose from."""
    if not access.may(making.person, Action.SHEET_ISSUE):
        raise Refused("not-found-this")
    texts = making.texts
    async with making.transaction() as tx:
        places = [place.name for place in await stations.all_communities(tx)]
        owners = {
            person.staff_id: person.name
            for role in dict.fromkeys(rules.OWNERS.values())
            for person in await people.holding(tx, role)
        }
    words: dict[str, list[str]] = {
        "community": places,
        "class": [texts.plain(f"class-{kind}") for kind in HandlingClass],
        "risk": [texts.plain(f"risk-{risk}") for risk in Risk],
        "owner": list(owners.values()),
    }
    example = {
        "community": texts.plain("import-example", place=places[0] if places else ""),
        "class": words["class"][0],
        "risk": words["risk"][2],
        "requirements": texts.plain("standard-requirements"),
    } | {column: texts.plain(f"import-example-{column}") for column in ("object", "content", "supporting")}
    headings = [
        Heading(_title(texts, column), width, words.get(column, ()), only=column in ("class", "risk"))
        for column, width in WIDTHS.items()
    ]
    table = Table(
        texts.plain("import-sheet"),
        headings,
        [[example.get(column, "") for column in WIDTHS]],
        examples=1,
        fill_to=_FILLED_TO,
    )
    notes = Table(
        texts.plain("import-notes"),
        [Heading(texts.plain("import-column"), 14), Heading(texts.plain("import-how"), 100)],
        [
            [_title(texts, column), texts.plain(f"import-says-{column}", most=rules.MOST.get(column, 0))]
            for column in WIDTHS
        ],
    )
    content = await asyncio.to_thread(workbook, table, notes)
    text = texts.say("import-ask", most=MOST_SHEETS)
    return text, File(name=f"{texts.plain('command-importsheets')}.xlsx", content=content)


async def marked_made(making: Making, data: Mapping[str, Any]) -> tuple[Markup, File]:
    """The rows as they were sent, with what is wrong with each in a column behind."""
    texts = making.texts
    wrong: dict[int, list[str]] = {}
    for row, column, said in data["faults"]:
        wrong.setdefault(row, []).append(f"{column}: {said}")
    headings = [Heading(_title(texts, column), width) for column, width in WIDTHS.items()]
    headings.append(Heading(texts.plain("import-problems"), 60))
    body: list[list[Any]] = []
    for number, cells in data["rows"]:
        said = "; ".join(wrong.get(number, ()))
        body.append([*(cells.get(column, "") for column in WIDTHS), Marked(said) if said else ""])
    table = Table(texts.plain("import-sheet"), headings, body, fill_to=len(body) + 1)
    content = await asyncio.to_thread(workbook, table)
    name = f"{texts.plain('command-importsheets')}-{texts.plain('import-problems')}.xlsx"
    return texts.say("import-marked"), File(name=name, content=content)


def _title(texts: Texts, column: str) -> str:
    return texts.plain(f"export-{column}") + ("*" if column in REQUIRED else "")


def _rows(turn: Turn, found: Sequence[Line]) -> tuple[list[Row], list[Fault]]:
    """The rows, without the examples; a heading may be in any language."""
    titles = {
        plain(label): column
        for texts in turn.desk.languages.values()
        for column, key in [*((each, f"export-{each}") for each in WIDTHS), (_PROBLEMS, "import-problems")]
        for label in (texts.plain(key),)
    }
    every, faults = rows(found, titles, REQUIRED, {_PROBLEMS})
    examples = tuple(texts.plain("import-example", place="") for texts in turn.desk.languages.values())
    return [row for row in every if not row.cells.get("community", Cell()).text.startswith(examples)], faults


async def _known(turn: Turn) -> Known:
    tx, desk = turn.tx, turn.desk
    today = turn.calendar.day_of(tx.now)
    places = await stations.all_communities(tx)
    officers = {place.community_id: await responsible_for(tx, place.community_id) for place in places}

    return Known(
        places={key: place for place in places for key in (place.community_id, place.name)},
        people=await people.everyone(tx),
        officers={place: officer for place, officer in officers.items() if officer},
        waiting=await sheets.matters(tx),
        words={
            bare(word): meant
            for texts in desk.languages.values()
            for kind, meanings in (("class", HandlingClass), ("risk", Risk))
            for meant in meanings
            for word in (texts.plain(f"{kind}-{meant}"), meant)
        },
        day=lambda said: typed.day(said, today),
        today=today,
        standard=turn.texts.plain("standard-requirements"),
    )


async def _tell_faults(turn: Turn, found: Sequence[Row], faults: Sequence[Fault]) -> None:
    """Every fault, as many as a message holds; all of them in a marked copy. The dialogue stays open."""
    texts = turn.texts
    told = [
        (fault.row, _named(texts, fault.column), texts.plain(fault.key, **fault.values)) for fault in faults
    ]
    lines = [texts.say("import-fault", row=row, column=column, says=says) for row, column, says in told]
    await turn.ask(FILE)
    text = texts.say("import-faults", count=len(lines), lines=turn.listed(lines))
    await turn.show(text)
    if found:
        as_sent = [
            (row.number, {column: _shown(texts, cell.text) for column, cell in row.cells.items()})
            for row in found
        ]
        await turn.send_document(MARKED, rows=as_sent, faults=told)


def _shown(texts: Texts, text: str) -> str:
    """A cell as it may be sent back: a personal number is not said again."""
    return texts.plain("import-left-out") if holds_personal_number(text) else text


def _named(texts: Texts, column: str) -> str:
    return texts.plain(f"export-{column}") if column in WIDTHS else column


async def _preview(turn: Turn, found: Sequence[Row], orders: Sequence[Order]) -> None:
    texts = turn.texts
    kept = [(row.number, {column: cell.model_dump() for column, cell in row.cells.items()}) for row in found]
    owners = {str(order.row): order.owner_id for order in orders}
    token = sha256(repr((turn.message.provider_id, kept, owners)).encode()).hexdigest()[:16]
    await turn.ask(FILE, rows=kept, owners=owners, token=token)
    names = {staff_id: await turn.name_of(staff_id) for staff_id in owners.values()}
    lines = [
        texts.say(
            "import-line",
            row=order.row,
            object=order.object,
            owner=names[order.owner_id],
            due=f" {texts.short_day(order.due)}" if order.due else "",
        )
        for order in orders
    ]
    text = texts.say(
        "import-preview",
        count=len(orders),
        people=len(names),
        until=texts.until(rules.due_at(turn.tx.now, turn.settings.sheet, turn.calendar)),
        others=sum(order.due is not None for order in orders),
        lines=turn.listed(lines),
    )
    buttons = [
        turn.button("import-issue", ImportPress(do="issue", token=token), count=len(orders)),
        turn.button("import-cancel", ImportPress(do="cancel", token=token)),
    ]
    await turn.say(text, buttons=[buttons])


async def _moved(turn: Turn, moved: Iterable[Order]) -> Markup:
    lines = [
        turn.texts.say(
            "import-moved-line",
            row=order.row,
            before=await turn.name_of(turn.data["owners"][str(order.row)]),
            now=await turn.name_of(order.owner_id),
        )
        for order in moved
    ]
    return turn.texts.say("import-moved", lines=turn.listed(lines))


async def _issue(turn: Turn, orders: Sequence[Order]) -> None:
    """All of them, or none: one transaction, one batch; each owner gets the card of each sheet."""
    issued = [await _issued(turn, order) for order in orders]
    first = issued[0]
    for sheet in issued:
        await sheets.put_in_batch(turn.tx, sheet.id, first.id)
    await audit.add(
        turn.tx, turn.actor, "sheets.import", "sheets", message=turn.ref, count=len(issued), batch=first.id
    )
    text = turn.texts.say(
        "imported",
        count=len(issued),
        first=first.code,
        last=issued[-1].code,
        people=len({sheet.owner_id for sheet in issued}),
    )
    await turn.show(text, buttons=[cards.press(turn, first, "batch" if len(issued) > 1 else "open")])


async def _issued(turn: Turn, order: Order) -> Sheet:
    empty = dict.fromkeys(name for name in Sheet.model_fields if name != "id")
    fields: dict[str, Any] = empty | order.model_dump(
        include={"community_id", "owner_id", "object", "content", "supporting", "requirements"}
    )
    sheet_id = await sheets.load(
        turn.tx,
        **fields
        | {
            "state": SheetState.DRAFT,
            "handling_class": order.handling_class,
            "risk": order.risk,
            "issuer_id": turn.person.staff_id,
            "returns": 0,
        },
    )
    for helper in order.co_handlers:
        await sheet_people.co_handlers.add(turn.tx, sheet_id, helper)
    draft = await sheets.get(turn.tx, sheet_id)
    assert draft is not None  # noqa: S101 - it was added just now
    due = turn.calendar.at(order.due, turn.settings.sheet.due_time) if order.due else None
    return await usecases.issue(turn, draft, due=due)
