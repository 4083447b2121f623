"""导入督导单: many sheets at once, from a file (the dialogue: handlers/tables/importing.py).

bot:      📋 导入核对:共40张,发给11人 … 期限:4月27日(周四)24:00前      [下发40张] [取消]
quality:  [下发40张]
bot:      ✅ 已下发40张(D018至D057)…                           [看这一批]
"""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.access import Action
from handlers.documents import Making
from handlers.responsible import responsible_for
from handlers.sheets import cards, rules, usecases
from handlers.sheets.import_checking import REQUIRED, WIDTHS, Known, Order, checked
from handlers.sheets.presses import SheetImportPress
from handlers.tables.checking import bare
from handlers.tables.importing import Import, Offer
from handlers.tables.reading import Fault, Row
from handlers.texts import Markup
from handlers.turn import Turn
from storage import audit, people, sheet_people, sheets, stations
from storage.sheets import HandlingClass, Risk, Sheet, SheetState


async def _checked(turn: Turn, found: Sequence[Row]) -> tuple[list[Order], list[Fault]]:
    return checked(found, await _known(turn))


async def _known(turn: Turn) -> Known:
    tx = turn.tx
    places = await stations.all_communities(tx)
    officers = {place.community_id: await responsible_for(tx, place.community_id) for place in places}
    return Known(
        places={key: place for place in places for key in (place.community_id, place.name)},
        people=await people.everyone(tx),
        officers={place: officer for place, officer in officers.items() if officer},
        waiting=await sheets.matters(tx),
        words={
            bare(word): meant
            for texts in turn.desk.languages.values()
            for kind, meanings in (("class", HandlingClass), ("risk", Risk))
            for meant in meanings
            for word in (texts.plain(f"{kind}-{meant}"), meant)
        },
        today=turn.calendar.day_of(tx.now),
        standard=turn.texts.plain("standard-requirements"),
    )


async def _offer(making: Making) -> Offer:
    """The station's communities and people to choose from."""
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
        "community": places[0] if places else "",
        "class": words["class"][0],
        "risk": words["risk"][2],
        "requirements": texts.plain("standard-requirements"),
    } | {column: texts.plain(f"import-example-{column}") for column in ("object", "content", "supporting")}
    return Offer(example, words, open=("community", "owner"))


def _preview(turn: Turn, orders: Sequence[Order], names: Mapping[str, str]) -> Markup:
    texts = turn.texts
    lines = [
        texts.say(
            "import-line-sheets",
            row=order.row,
            object=order.object,
            owner=names[order.owner_id],
            due=f" {texts.short_day(order.due)}" if order.due else "",
        )
        for order in orders
    ]
    return texts.say(
        "import-preview-sheets",
        count=len(orders),
        people=len(names),
        until=texts.until(rules.due_at(turn.tx.now, turn.settings.sheet, turn.calendar)),
        others=sum(order.due is not None for order in orders),
        lines=turn.listed(lines),
    )


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
        "imported-sheets",
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


IMPORT = Import(
    name="sheets",
    command="importsheets",
    action=Action.SHEET_ISSUE,
    press=SheetImportPress,
    widths=WIDTHS,
    required=REQUIRED,
    marked="community",
    most=rules.MOST,
    checks=_checked,
    offers=_offer,
    previews=_preview,
    carries_out=_issue,
)
