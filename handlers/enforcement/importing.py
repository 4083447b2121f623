"""导入问题: many issues at once, from a file (the dialogue: handlers/tables/importing.py).

legal:  导入问题
bot:    (导入问题.xlsx) 请按这个模板填 …
legal:  (the file, filled in)
bot:    🛠 导入核对:共40件,交给11人 …      [交办40件] [取消]
legal:  [交办40件]
bot:    ✅ 已交办40件(Z034至Z073)…          [问题清单]
"""

from collections.abc import Mapping, Sequence

from handlers.access import Action
from handlers.documents import Making
from handlers.enforcement import usecases
from handlers.enforcement.import_checking import MOST, REQUIRED, WIDTHS, Known, Order, checked
from handlers.enforcement.presses import IssueImportPress, IssueListPress
from handlers.tables.checking import bare
from handlers.tables.importing import Import, Offer
from handlers.tables.reading import Fault, Row
from handlers.texts import Markup
from handlers.turn import Turn
from handlers.voice import Voice
from storage import audit, issues, people
from storage.issues import Element, Issue


async def _checked(turn: Turn, found: Sequence[Row]) -> tuple[list[Order], list[Fault]]:
    known = Known(
        people=await people.everyone(turn.tx),
        waiting=await issues.matters(turn.tx),
        words={
            bare(word): element
            for texts in turn.desk.languages.values()
            for element in Element
            for word in (texts.plain(f"element-{element}"), element)
        },
        now=turn.tx.now,
        zone=turn.settings.time_zone,
    )
    return checked(found, known)


async def _offer(making: Making) -> Offer:
    """The six elements and the case officers to choose from."""
    texts = making.texts
    async with making.transaction() as tx:
        officers = await Voice(tx, making.desk).those_who_may(Action.ISSUE_HANDLE)
    words = {
        "element": [texts.plain(f"element-{element}") for element in Element],
        "owner": [person.name for person in officers],
    }
    example = {
        "element": texts.plain(f"element-{Element.DOSSIER}"),
        "problem": texts.plain("import-example-problem"),
        "case": "0021",
        "owner": next(iter(words["owner"]), ""),
    }
    return Offer(example, words, open=("owner",))


def _preview(turn: Turn, orders: Sequence[Order], names: Mapping[str, str]) -> Markup:
    texts = turn.texts
    lines = [
        texts.say(
            "import-line-enforcement",
            row=order.row,
            element=texts.plain(f"element-{order.element}"),
            problem=order.problem,
            owner=names[order.owner_id],
            due=f" {texts.until(order.due)}" if order.due else "",
        )
        for order in orders
    ]
    return texts.say(
        "import-preview-enforcement",
        count=len(orders),
        people=len(names),
        others=sum(order.due is not None for order in orders),
        lines=turn.listed(lines),
    )


async def _assign(turn: Turn, orders: Sequence[Order]) -> None:
    """All of them, or none: one transaction; each owner gets the card of each issue."""
    assigned = [await _assigned(turn, order) for order in orders]
    await audit.add(turn.tx, turn.actor, "issues.import", "issues", message=turn.ref, count=len(assigned))
    text = turn.texts.say(
        "imported-enforcement",
        count=len(assigned),
        first=assigned[0].code,
        last=assigned[-1].code,
        people=len({issue.owner_id for issue in assigned}),
    )
    await turn.show(text, buttons=[[turn.button("command-issues", IssueListPress(element=""))]])


async def _assigned(turn: Turn, order: Order) -> Issue:
    draft = await issues.add(
        turn.tx,
        element=order.element,
        problem=order.problem,
        case_code=order.case,
        owner_id=order.owner_id,
        due_at=order.due,
        requirements=order.requirements,
        author_id=turn.person.staff_id,
    )
    return await usecases.assign(turn, draft)


IMPORT = Import(
    name="enforcement",
    command="importissues",
    action=Action.ISSUE_LIST,
    press=IssueImportPress,
    widths=WIDTHS,
    required=REQUIRED,
    marked="problem",
    most=MOST,
    checks=_checked,
    offers=_offer,
    previews=_preview,
    carries_out=_assign,
)
