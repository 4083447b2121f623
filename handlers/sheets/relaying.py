"""One question between reviewer and owner, relayed by the bot (M6: 问审核人).

officer:  [问审核人]
bot:      D014 问质效员01什么?
officer:  物业方的意见要书面的吗?
quality:  ❓ D014 警员甲03 问 …                              [回复] [看督导单]
quality:  [回复] → 口头的也可以,写明时间
officer:  💬 D014 质效员01 答 …                              [回复]

A reply to such a message is an answer, not feedback. What was asked and answered stands in the trail.
"""

from handlers.personal_numbers import clean
from handlers.refusal import Refused
from handlers.sheets import telling
from handlers.sheets.presses import RelayPress
from handlers.sheets.rules import Act
from handlers.sheets.standing import handles, helps, read, reviews
from handlers.turn import Turn
from storage import audit, people
from storage.people import Person
from storage.sheets import Sheet, SheetState

RELAY = "sheets.relay"
SUBJECT = "relay"
MOST = 300


async def ask_reviewer(turn: Turn, sheet: Sheet) -> None:
    """问审核人: whoever issued the sheet."""
    await _ask(turn, sheet, sheet.issuer_id)


async def ask_owner(turn: Turn, sheet: Sheet) -> None:
    """问承办人."""
    await _ask(turn, sheet, sheet.owner_id or "")


async def answer(turn: Turn, press: RelayPress) -> None:
    """回复."""
    await _ask(turn, await read(turn.tx, turn.person, press.sheet), press.to)


async def replied(turn: Turn, key: str) -> None:
    """A reply to a question is its answer: "17@P-ZX01"."""
    sheet_id, _, to = key.partition("@")
    sheet = await read(turn.tx, turn.person, int(sheet_id))
    await _relay(turn, sheet, await _partner(turn, sheet, to))


async def said(turn: Turn) -> None:
    """The question or the answer itself."""
    sheet = await read(turn.tx, turn.person, turn.data["sheet"])
    partner = await _partner(turn, sheet, turn.data["to"])
    await _relay(turn, sheet, partner)
    await turn.close()


async def _ask(turn: Turn, sheet: Sheet, to: str) -> None:
    partner = await _partner(turn, sheet, to)
    await turn.ask(RELAY, sheet=sheet.id, to=partner.staff_id)
    await turn.say(turn.texts.say("relay-what", code=sheet.code, to=partner.name))


async def _partner(turn: Turn, sheet: Sheet, to: str) -> Person:
    """Whom this person may talk to about this sheet: the other side of it, and nobody else."""
    partner = await people.get(turn.tx, to)
    nobody = partner is None or partner.left_at or partner.staff_id == turn.person.staff_id
    if partner is None or nobody or sheet.state == SheetState.DRAFT:
        raise Refused("relay-nobody", code=sheet.code)
    mine, theirs = await _answers(turn, turn.person, sheet), await _answers(turn, partner, sheet)
    if not ((mine and reviews(partner, sheet)) or (theirs and reviews(turn.person, sheet))):
        raise Refused("relay-nobody", code=sheet.code)
    return partner


async def _answers(turn: Turn, person: Person, sheet: Sheet) -> bool:
    return handles(person, sheet) or await helps(turn.tx, person, sheet)


async def _relay(turn: Turn, sheet: Sheet, partner: Person) -> None:
    words = clean(turn.need_text(MOST))
    await audit.add(
        turn.tx,
        turn.person.staff_id,
        Act.ASK,
        sheet.subject,
        message=turn.ref,
        note=words,
        to=partner.staff_id,
    )
    reply = ("relay-reply", RelayPress(sheet=sheet.id, to=turn.person.staff_id))
    says = telling.notice(sheet, "relay", "open", ahead=[reply], who=turn.person.name, words=words)
    subject = f"{SUBJECT}:{sheet.id}@{turn.person.staff_id}"
    await turn.tell(partner.staff_id, says, subject=subject, pressing=True)
    await turn.say(turn.texts.say("relayed", code=sheet.code, to=partner.name))
