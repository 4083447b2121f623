"""How an issue looks (M9, M10): to its owner, to whoever verifies or decides, to whoever reads."""

from handlers import access
from handlers.access import Action
from handlers.enforcement import rules
from handlers.enforcement.presses import IssueDecision, IssueDraftPress, IssuePress
from handlers.enforcement.standing import UNSENT, decides, handles, verifies, writes
from handlers.texts import Markup, clipped
from handlers.turn import Turn
from handlers.voice import MOST_BUTTONS, Rows, Voice, pairs
from storage import case_reviews, feedback
from storage.feedback import Contents, FeedbackState
from storage.issues import WORKING, Issue, IssueState
from storage.messages import Button
from storage.people import Person
from storage.requests import Request

IN_A_CARD = 40
"""Characters of the requirements: the rest is behind [看要求]."""
EXTENSION, OBJECTION = "issue.extend", "issue.object"
UNSEEN = (FeedbackState.DRAFT, FeedbackState.LEFT)
"""Rounds of which nobody but their author knows."""


def press(voice: Voice, issue: Issue, *does: str) -> list[Button]:
    """Buttons of an issue, labelled `issue-do-<do>`."""
    return [
        voice.button(f"issue-do-{do}", IssuePress.model_validate({"do": do, "issue": issue.id}))
        for do in does
    ]


def draft_press(voice: Voice, issue: Issue, *does: str) -> list[Button]:
    """Buttons of an issue that nobody has yet, labelled `issue-draft-<do>`."""
    return [
        voice.button(f"issue-draft-{do}", IssueDraftPress.model_validate({"do": do, "issue": issue.id}))
        for do in does
    ]


async def show(turn: Turn, issue: Issue) -> None:
    """The card as it stands now for whoever asks, in place of the card that was pressed."""
    text, buttons = await card(turn, turn.person, issue)
    await turn.show(text, buttons=buttons, subject=issue.subject)


async def card(voice: Voice, person: Person, issue: Issue) -> tuple[Markup, Rows]:
    """Text and buttons of an issue for a person who may see it."""
    if issue.state in UNSENT:
        return await _preview(voice, person, issue)
    if issue.state == IssueState.SUBMITTED and verifies(person, issue):
        return await _to_verify(voice, issue)
    text = await _whole(voice, issue)
    does = []
    if handles(person, issue) and issue.state in WORKING:
        does = ["rectify", "trail"]
        if issue.state == IssueState.ASSIGNED:
            does = ["acknowledge", "rectify"]
        if rules.extension_limit(issue, voice.settings.issue) and not rules.is_overdue(issue, voice.tx.now):
            does.append("extend")
        if issue.state != IssueState.RETURNED:
            does.append("object")
        if issue.requirements and len(does) < MOST_BUTTONS:
            does.append("requirements")
    else:
        does = ["trail", "photos"] if (await handed_in(voice, issue)).photos else ["trail"]
        if handles(person, issue) and issue.state == IssueState.SUBMITTED:
            does.insert(0, "take-back")
        if issue.state in WORKING and access.may(person, Action.ISSUE_LIST):
            does.append("reassign")
    return text, pairs(press(voice, issue, *does))


async def _preview(voice: Voice, person: Person, issue: Issue) -> tuple[Markup, Rows]:
    due = rules.due_at(issue, voice.tx.now, voice.settings.issue, voice.settings.time_zone)
    text = voice.texts.say(
        "issue-preview",
        code=issue.code or voice.texts.plain("issue-draft"),
        element=voice.texts.plain(f"element-{issue.element}"),
        problem=problem_of(voice, issue),
        requirements=_requirements(voice, issue),
        owner=await voice.name_of(issue.owner_id),
        until=voice.texts.until(due),
        author=await voice.name_of(issue.author_id),
    )
    if not writes(person, issue):
        return text, ()
    does = ["owner", "due", "requirements"]
    if access.may(person, Action.ISSUE_LIST):
        does = ["assign", *does]
    elif issue.state == IssueState.DRAFT:
        does = ["list", *does]
    if issue.state == IssueState.DRAFT:
        does.append("discard")
    return text, pairs(draft_press(voice, issue, *does))


async def _whole(voice: Voice, issue: Issue) -> Markup:
    texts = voice.texts
    text = texts.say(
        "issue",
        number=issue.number or "",
        code=issue.code,
        element=texts.plain(f"element-{issue.element}"),
        problem=problem_of(voice, issue),
        requirements=_requirements(voice, issue),
        until=until(voice, issue),
        standing=standing_line(voice, issue),
        owner=await voice.name_of(issue.owner_id),
        lister=await voice.name_of(issue.lister_id),
    )
    if review := await case_reviews.get(voice.tx, issue.review_id) if issue.review_id else None:
        text = Markup(f"{text}\n{texts.say('issue-of-review', code=review.code)}")
    if issue.state == IssueState.RETURNED:
        rounds = await feedback.rounds(voice.tx, issue.subject)
        if reason := next((each.return_reason for each in reversed(rounds) if each.return_reason), None):
            text = Markup(f"{text}\n{texts.say('issue-returned-because', reason=reason)}")
    return text


async def handed_in(voice: Voice, issue: Issue) -> Contents:
    """What its owner last showed to somebody else of what was done."""
    rounds = [each for each in await feedback.rounds(voice.tx, issue.subject) if each.state not in UNSEEN]
    return await feedback.contents(voice.tx, rounds[-1].id) if rounds else Contents()


async def _to_verify(voice: Voice, issue: Issue) -> tuple[Markup, Rows]:
    shown = await handed_in(voice, issue)
    text = voice.texts.say(
        "issue-to-verify",
        code=issue.code,
        owner=await voice.name_of(issue.owner_id),
        problem=problem_of(voice, issue),
        words=shown.text,
        photos=len(shown.photos),
        until=until(voice, issue),
    )
    does = ["accept", "return", *(["photos"] if shown.photos else []), "trail"]
    return text, pairs(press(voice, issue, *does))


async def to_decide(voice: Voice, person: Person, issue: Issue, request: Request) -> tuple[Markup, Rows]:
    """What was asked for (more time), or objected."""
    key = "issue-to-extend" if request.kind == EXTENSION else "issue-to-judge"
    text = voice.texts.say(
        key,
        code=issue.code,
        owner=await voice.name_of(issue.owner_id),
        problem=problem_of(voice, issue),
        until=until(voice, issue),
        reason=request.details["reason"],
        wanted=request.details.get("until", ""),
    )
    if not decides(person, issue):
        return text, ()
    yes, no = (
        ("issue-grant", "issue-refuse") if request.kind == EXTENSION else ("issue-strike", "issue-uphold")
    )
    buttons = [
        voice.button(yes, IssueDecision(request=request.id, granted=True)),
        voice.button(no, IssueDecision(request=request.id, granted=False)),
    ]
    return text, pairs([*buttons, *press(voice, issue, "open")])


def problem_of(voice: Voice, issue: Issue) -> str:
    """The problem, and of the case no more than the last four digits of its number."""
    if not issue.case_code:
        return issue.problem
    return voice.texts.plain("issue-with-case", problem=issue.problem, digits=issue.case_code)


def _requirements(voice: Voice, issue: Issue) -> Markup:
    """What is to be done, as a line of its own, clipped; nothing where nobody wrote any."""
    if not issue.requirements:
        return Markup()
    words = clipped(issue.requirements, IN_A_CARD)
    return Markup(f"\n{voice.texts.say('issue-requirements', words=words)}")


def until(voice: Voice, issue: Issue) -> str:
    """The deadline, or a dash while there is none."""
    return voice.texts.until(issue.due_at) if issue.due_at else "—"


def standing_line(voice: Voice, issue: Issue) -> str:
    """The state, and the days that are left while the owner is to act."""
    state = voice.texts.plain(f"issue-state-{issue.state}")
    if issue.state in WORKING and issue.due_at:
        return voice.texts.plain(
            "standing-left", state=state, left=voice.texts.left(issue.due_at, voice.tx.now)
        )
    return state
