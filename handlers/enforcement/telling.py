"""Who hears of it when an issue moves (M9, M10): its card, as long as it stands there and they may see it."""

from handlers.access import Action
from handlers.enforcement import cards, rules
from handlers.enforcement.standing import decides, may_see
from handlers.texts import Markup
from handlers.voice import Rows, Spoken, Voice
from storage import issues, people, requests
from storage.issues import Issue
from storage.requests import Request, RequestState

CARD, TO_DECIDE, CALL = "enforcement.card", "enforcement.to-decide", "enforcement.call"


async def owner(voice: Voice, issue: Issue) -> None:
    """Something is laid on the owner: the issue, or once more what was not enough."""
    await voice.notify(issue.owner_id, CARD, f"{issue.owner_id}@{issue.id}@{issue.state}", pressing=True)


async def those_who(voice: Voice, action: Action, issue: Issue) -> None:
    """Whoever may do something with it now hears of it; nobody of their own."""
    for person in await voice.those_who_may(action):
        if person.staff_id != issue.owner_id:
            await voice.notify(person.staff_id, CARD, f"{person.staff_id}@{issue.id}@{issue.state}")


async def deciders(voice: Voice, issue: Issue, request: Request) -> None:
    """The supervision post has something to decide."""
    for person in await voice.those_who_may(Action.ISSUE_DECIDE):
        if decides(person, issue):
            about = f"{person.staff_id}@{issue.id}@{request.id}"
            await voice.notify(person.staff_id, TO_DECIDE, about, pressing=True)


async def ask_again(voice: Voice, request: Request) -> None:
    """A working day has passed without the supervision post's word (S2: silence never approves)."""
    if issue := await issues.of_subject(voice.tx, request.subject):
        await deciders(voice, issue, request)


async def owner_hears(voice: Voice, issue: Issue, key: str, **values: str) -> None:
    """The owner hears what was decided."""

    async def says(theirs: Voice) -> tuple[Markup, Rows]:
        return theirs.texts.say(key, code=issue.code, until=cards.until(theirs, issue), **values), ()

    await voice.tell(issue.owner_id, says, subject=issue.subject, pressing=True)


async def card(voice: Voice, about: str) -> Spoken | None:
    """An issue before somebody to whom it came in some state, until it is in another."""
    staff_id, issue_id, state = about.split("@")
    person, issue = await people.get(voice.tx, staff_id), await issues.get(voice.tx, int(issue_id))
    if person is None or issue is None or issue.state != state or not await may_see(voice.tx, person, issue):
        return None
    return Spoken(*await cards.card(voice, person, issue), issue.subject)


async def to_decide(voice: Voice, about: str) -> Spoken | None:
    """What was asked for or objected, as long as it is open."""
    staff_id, issue_id, request_id = about.split("@")
    person, issue = await people.get(voice.tx, staff_id), await issues.get(voice.tx, int(issue_id))
    request = await requests.get(voice.tx, int(request_id))
    if person is None or issue is None or request is None or request.state != RequestState.OPEN:
        return None
    if not decides(person, issue):
        return None
    return Spoken(*await cards.to_decide(voice, person, issue, request), issue.subject)


async def call(voice: Voice, about: str) -> Spoken | None:
    """An issue of hours that is to be put right soon, as long as it waits for its owner (M9)."""
    staff_id, issue_id = about.split("@")
    issue = await issues.get(voice.tx, int(issue_id))
    if issue is None or issue.owner_id != staff_id or issue.state not in issues.WORKING:
        return None
    if rules.is_overdue(issue, voice.tx.now):
        return None
    text = voice.texts.say("issue-call", code=issue.code, until=cards.until(voice, issue))
    return Spoken(text, [cards.press(voice, issue, "rectify", "open")], issue.subject)
