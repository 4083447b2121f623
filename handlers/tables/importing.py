"""Importing: many things at once from a file, checked row by row, previewed, carried out all or none.

somebody: (what asks for it)
bot:      (a template) 请按这个模板填 …
somebody: (the template, filled in)
bot:      有3处要改:第5行 社区:没有“仙乐社区” … (with a copy of the file, marked in the column 核对问题)
somebody: (the file, corrected)
bot:      (the preview)                            [下发40张] [取消]
somebody: [下发40张]

ways out: 取消 ends it, nothing is done · whatever has changed since the preview (an officer has left) is told, and
          nothing is done · the file is kept nowhere, its rows until the dialogue ends

A capability says in an `Import` what its rows mean; the dialogue, the template and the marked copy are here. Its own
texts are named with the `name`: import-ask-<name>, import-title-<name>, import-do-<name>, import-says-<name>-<column>.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Generic, Literal, NamedTuple

from handlers import access
from handlers.access import Action
from handlers.buttons import Press
from handlers.capability import DocumentMaker
from handlers.denied import require
from handlers.documents import Making
from handlers.menu import TO_MENU
from handlers.personal_numbers import holds_personal_number
from handlers.refusal import Refused
from handlers.tables.checking import Order
from handlers.tables.reading import IN_CHAT, Fault, Row, plain, rows
from handlers.tables.writing import Heading, Marked, Table, workbook
from handlers.texts import Markup, Texts
from handlers.turn import Turn
from storage.messages import Cell, File, Line

MOST_ROWS = 200
_FILLED_TO = MOST_ROWS + 2
_PROBLEMS = "problems"


class ImportPress(Press):
    """What becomes of the rows of a file: of the very ones that were shown. Each import has a prefix of its own."""

    do: Literal["do", "cancel"]
    token: str


class Offer(NamedTuple):
    """What a template offers: an example by columns, and what can be chosen in which of them.

    In the columns in `open` something else may be written than what can be chosen.
    """

    example: Mapping[str, str]
    words: Mapping[str, Sequence[str]]
    open: Collection[str] = ()


@dataclass(frozen=True, kw_only=True)
class Import(Generic[Order]):
    """How a capability imports: who may, by which command, which columns there are, what a row means.

    `widths` are in characters, `most` the characters that a column's text may have; in the column `marked` an example is known
    by its beginning. `checks` gives what the rows order and all that is wrong, `offers` fills the template, `previews` says
    what is about to be done (with the owners' names by id), `carries_out` does it and says so.
    """

    name: str
    command: str
    action: Action
    press: type[ImportPress]
    widths: Mapping[str, int]
    required: Collection[str]
    marked: str
    most: Mapping[str, int]
    checks: Callable[[Turn, Sequence[Row]], Awaitable[tuple[list[Order], list[Fault]]]]
    offers: Callable[[Making], Awaitable[Offer]]
    previews: Callable[[Turn, Sequence[Order], Mapping[str, str]], Markup]
    carries_out: Callable[[Turn, Sequence[Order]], Awaitable[None]]

    @property
    def step(self) -> str:
        """The step that waits for the file."""
        return f"{self.name}.import-file"

    @property
    def documents(self) -> Mapping[str, DocumentMaker]:
        """The template, and the copy of a file that says what is wrong with it."""
        return {self._document("template"): self._template, self._document("marked"): self._marked_copy}

    async def asked(self, turn: Turn) -> None:
        """The template, and the question for the file."""
        await turn.ask(self.step)
        await turn.send_document(self._document("template"))

    async def given(self, turn: Turn) -> None:
        """The file: checked row by row; then the preview, or all that is wrong with it."""
        if not access.may(turn.person, self.action):  # the post was lost while the question was open
            raise Refused("not-understood", offers=[TO_MENU])
        attached = turn.message.attached
        if attached is None:
            raise Refused("import-need-file")
        if attached.lines is None:
            megabytes = IN_CHAT.bytes // 1_000_000
            raise Refused(attached.fault or "table-lost", megabytes=megabytes, lines=IN_CHAT.lines)
        found, faults = self._rows(turn, attached.lines)
        if len(found) > MOST_ROWS:
            raise Refused("import-too-many", most=MOST_ROWS, count=len(found))
        if not found and not faults:
            raise Refused("import-empty")
        orders, wrong = await self.checks(turn, found)
        if faults := faults or wrong:
            await self._tell_faults(turn, found, faults)
        else:
            await self._preview(turn, found, orders)

    async def pressed(self, turn: Turn, press: ImportPress) -> None:
        """[下发40张] or [取消]: of the preview that is open, and only once."""
        require(turn, self.action)
        asked = turn.conversation
        if (
            asked is None
            or asked.step != self.step
            or asked.expires_at <= turn.tx.now
            or turn.data.get("token") != press.token
        ):
            raise Refused("import-over", command=turn.texts.plain(f"command-{self.command}"))
        if press.do == "cancel":
            await turn.close()
            await turn.show(turn.texts.say("import-cancelled"))
            return
        found = [
            Row(n, {column: Cell.model_validate(cell) for column, cell in cells.items()})
            for n, cells in turn.data["rows"]
        ]
        orders, faults = await self.checks(turn, found)
        if faults:
            await self._tell_faults(turn, found, faults)
        elif moved := [order for order in orders if turn.data["owners"][str(order.row)] != order.owner_id]:
            await turn.say(await _moved(turn, moved))
            await self._preview(turn, found, orders)
        else:
            await turn.close()
            await self.carries_out(turn, orders)

    def _document(self, kind: str) -> str:
        return f"{self.name}.import-{kind}"

    async def _template(self, making: Making, _: Mapping[str, Any]) -> tuple[Markup, File]:
        if not access.may(making.person, self.action):
            raise Refused("not-found-this")
        texts, offer = making.texts, await self.offers(making)
        example = dict(offer.example)
        example[self.marked] = texts.plain("import-example", what=example[self.marked])
        headings = [
            Heading(
                self._title(texts, column), width, offer.words.get(column, ()), only=column not in offer.open
            )
            for column, width in self.widths.items()
        ]
        table = Table(
            texts.plain(f"import-title-{self.name}"),
            headings,
            [[example.get(column, "") for column in self.widths]],
            examples=1,
            fill_to=_FILLED_TO,
        )
        notes = Table(
            texts.plain("import-notes"),
            [Heading(texts.plain("import-column"), 14), Heading(texts.plain("import-how"), 100)],
            [
                [
                    self._title(texts, column),
                    texts.plain(f"import-says-{self.name}-{column}", most=self.most.get(column, 0)),
                ]
                for column in self.widths
            ],
        )
        content = await asyncio.to_thread(workbook, table, notes)
        text = texts.say(f"import-ask-{self.name}", most=MOST_ROWS)
        return text, File(name=f"{texts.plain(f'command-{self.command}')}.xlsx", content=content)

    async def _marked_copy(self, making: Making, data: Mapping[str, Any]) -> tuple[Markup, File]:
        """The rows as they were sent, with what is wrong with each in a column behind."""
        texts = making.texts
        wrong: dict[int, list[str]] = {}
        for row, column, said in data["faults"]:
            wrong.setdefault(row, []).append(f"{column}: {said}")
        headings = [Heading(self._title(texts, column), width) for column, width in self.widths.items()]
        headings.append(Heading(texts.plain("import-problems"), 60))
        body: list[list[Any]] = []
        for number, cells in data["rows"]:
            said = "; ".join(wrong.get(number, ()))
            body.append([*(cells.get(column, "") for column in self.widths), Marked(said) if said else ""])
        table = Table(texts.plain(f"import-title-{self.name}"), headings, body, fill_to=len(body) + 1)
        content = await asyncio.to_thread(workbook, table)
        name = f"{texts.plain(f'command-{self.command}')}-{texts.plain('import-problems')}.xlsx"
        return texts.say("import-marked"), File(name=name, content=content)

    def _title(self, texts: Texts, column: str) -> str:
        return texts.plain(f"export-{column}") + ("*" if column in self.required else "")

    def _rows(self, turn: Turn, found: Sequence[Line]) -> tuple[list[Row], list[Fault]]:
        """The rows, without the examples; a heading may be in any language."""
        titles = {
            plain(label): column
            for texts in turn.desk.languages.values()
            for column, key in [
                *((each, f"export-{each}") for each in self.widths),
                (_PROBLEMS, "import-problems"),
            ]
            for label in (texts.plain(key),)
        }
        every, faults = rows(found, titles, self.required, {_PROBLEMS})
        examples = tuple(texts.plain("import-example", what="") for texts in turn.desk.languages.values())
        return [
            row for row in every if not row.cells.get(self.marked, Cell()).text.startswith(examples)
        ], faults

    async def _tell_faults(self, turn: Turn, found: Sequence[Row], faults: Sequence[Fault]) -> None:
        """Every fault, as many as a message holds; all of them in a marked copy. The dialogue stays open."""
        texts = turn.texts
        told = [
            (fault.row, self._named(texts, fault.column), texts.plain(fault.key, **fault.values))
            for fault in faults
        ]
        lines = [texts.say("import-fault", row=row, column=column, says=says) for row, column, says in told]
        await turn.ask(self.step)
        text = texts.say("import-faults", count=len(lines), lines=turn.listed(lines))
        await turn.show(text)
        if found:
            as_sent = [
                (row.number, {column: _shown(texts, cell.text) for column, cell in row.cells.items()})
                for row in found
            ]
            await turn.send_document(self._document("marked"), rows=as_sent, faults=told)

    def _named(self, texts: Texts, column: str) -> str:
        return texts.plain(f"export-{column}") if column in self.widths else column

    async def _preview(self, turn: Turn, found: Sequence[Row], orders: Sequence[Order]) -> None:
        kept = [
            (row.number, {column: cell.model_dump() for column, cell in row.cells.items()}) for row in found
        ]
        owners = {str(order.row): order.owner_id for order in orders}
        token = sha256(repr((turn.message.provider_id, kept, owners)).encode()).hexdigest()[:16]
        await turn.ask(self.step, rows=kept, owners=owners, token=token)
        names = {staff_id: await turn.name_of(staff_id) for staff_id in owners.values()}
        buttons = [
            turn.button(f"import-do-{self.name}", self.press(do="do", token=token), count=len(orders)),
            turn.button("import-cancel", self.press(do="cancel", token=token)),
        ]
        await turn.say(self.previews(turn, orders, names), buttons=[buttons])


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


def _shown(texts: Texts, text: str) -> str:
    """A cell as it may be sent back: a personal number is not said again."""
    return texts.plain("import-left-out") if holds_personal_number(text) else text
