"""An issue gets another owner: because somebody says so, or because its owner has left the station (S1, S5).

supervision: Z031 [改承办人] → [办案员04]            (or types 办案员04)
办案员04:     🛠 问题〔2023〕031号(Z031)…            the deadline stands, or is the element's hours from now if that is later
办案员03:     Z031 已改由办案员04整改。
bot:         ⏰ Z031 整改人办案员03已离所,请改承办人。  [改承办人]    (to whoever gives issues out, and the team's lead)
"""

from handlers import access
from handlers.access import Action
from handlers.enforcement import cards, usecases
from handlers.enforcement.presses import IssueOwnerPress
from handlers.enforcement.standing import read
from handlers.namesakes import the_one_called
from handlers.refusal import Refused
from handlers.texts import Markup
from handlers.turn import Turn
from handlers.voice import MOST_BUTTONS, Rows, Says, Voice, pairs
from storage import issues, people
from storage.issues import WORKING, Issue
from storage.people import Person

NEW_OWNER = "enforcement.new-owner"


async def ask(turn: Turn, issue: Issue) -> None:
    """改承办人: whom?"""
    usecases.require_may_reassign(turn, issue)
    await turn.ask(NEW_OWNER, issue=issue.id)
    others = [p for p in await turn.those_who_may(Action.ISSUE_HANDLE) if p.staff_id != issue.owner_id]
    buttons = [
        turn.choice(person.name, IssueOwnerPress(issue=issue.id, staff=person.staff_id))
        for person in others[:MOST_BUTTONS]
    ]
    await turn.say(turn.texts.say("issue-which-owner"), buttons=pairs(buttons), subject=issue.subject)


async def typed(turn: Turn) -> None:
    """By name or staff id."""
    issue = await read(turn.tx, turn.person, turn.data["issue"])
    among = await turn.those_who_may(Action.ISSUE_HANDLE)
    await _give(turn, issue, the_one_called(turn.need_text(20), among, turn.texts))


async def chosen(turn: Turn, press: IssueOwnerPress) -> None:
    """By a button."""
    issue = await read(turn.tx, turn.person, press.issue)
    person = await people.get(turn.tx, press.staff)
    if person is None or not access.may(person, Action.ISSUE_HANDLE):
        raise Refused("issue-needs-owner")
    await _give(turn, issue, person)


async def left(voice: Voice, staff_id: str) -> None:
    """Somebody has left: of each open issue of theirs whoever can give it to another hears."""
    person = await people.get(voice.tx, staff_id)
    for issue in await issues.own(voice.tx, staff_id):
        if person and issue.state in WORKING:
            for other in await _concerned(voice, person):
                await voice.tell(
                    other.staff_id, _ownerless(issue, other), subject=issue.subject, pressing=True
                )


async def _concerned(voice: Voice, owner: Person) -> list[Person]:
    found = await voice.those_who_may(Action.ISSUE_LIST)
    found += await voice.leads_of(owner.staff_id, Action.ISSUE_READ)
    return [person for person in {p.staff_id: p for p in found}.values() if person.staff_id != owner.staff_id]


def _ownerless(issue: Issue, person: Person) -> Says:
    async def says(voice: Voice) -> tuple[Markup, Rows]:
        owner = await voice.name_of(issue.owner_id)
        text = voice.texts.say("issue-ownerless", code=issue.code, owner=owner, problem=issue.problem)
        do = "reassign" if access.may(person, Action.ISSUE_LIST) else "open"
        return text, [cards.press(voice, issue, do)]

    return says


async def _give(turn: Turn, issue: Issue, person: Person) -> None:
    given = await usecases.reassign(turn, issue, person)
    await turn.close()
    await cards.show(turn, given)
