"""What the demo station's supervision of enforcement has found: issues and slips as they stand on 2023-04-20 at 11:55."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.sandbox.demo_station import demo_data
from handlers.access import Action
from handlers.desk import Desk
from handlers.enforcement import reminders, telling
from handlers.slips import rules
from handlers.voice import Voice
from storage import audit, counters, feedback, issues, slips
from storage.db import Tx
from storage.issues import Issue, IssueState
from storage.slips import Colour, SlipState


async def load_issues(tx: Tx, desk: Desk) -> None:
    """The issues on the list, and the reminders that they wait for."""
    voice = Voice(tx, desk)
    for entry in sorted(demo_data()["issues"], key=lambda entry: str(entry["issue_id"])):
        issue = await _load_issue(tx, entry)
        await counters.raise_to(tx, f"issues-{issue.year}", issue.serial or 0)
        await reminders.plan(voice, issue)
        if issue.state == IssueState.SUBMITTED:
            await telling.those_who(voice, Action.ISSUE_VERIFY, issue)
        elif issue.state != IssueState.CLOSED:
            await telling.owner(voice, issue)
    await _load_slips(tx, desk)


async def _load_issue(tx: Tx, entry: Mapping[str, Any]) -> Issue:
    found, due = datetime.fromisoformat(entry["found_at"]), datetime.fromisoformat(entry["due_at"])
    state = IssueState(entry["state"])
    issue = await issues.add(
        tx,
        year=found.year,
        serial=int(entry["issue_id"][1:]),
        number=entry["issue_no"],
        state=state,
        element=entry["element"],
        problem=entry["problem"],
        case_code=entry.get("case_code"),
        owner_id=entry["owner"],
        author_id="P-FZ01",
        lister_id="P-FZ01",
        assigned_at=found,
        due_at=due,
        requirements=entry.get("requirements"),
        submitted_at=tx.now if state == IssueState.SUBMITTED else None,
        closed_at=due if state == IssueState.CLOSED else None,
    )
    for act in ("issue.list", "issue.assign"):
        await audit.add(tx, "P-FZ01", act, issue.subject, at=found)
    if words := entry.get("words"):
        round_ = await feedback.begin(tx, issue.subject, entry["owner"])
        await feedback.add_text(tx, round_.id, None, words)
        await feedback.submit(tx, round_.id, None, None)
    return issue


async def _load_slips(tx: Tx, desk: Desk) -> None:
    """Those that were sent before, and how many of each colour there were this year."""
    for colour, count in demo_data()["slips_before"].items():
        await counters.raise_to(tx, f"slips-{colour}-2023", count)
    for entry in demo_data()["slips"]:
        issue = await issues.by_serial(tx, int(entry["issue_id"][1:]))
        missed = await reminders.missed(Voice(tx, desk), str(issue.id)) if issue else None
        assert missed is not None  # noqa: S101 - the file names one of its own that is late
        colour, at = Colour(entry["colour"]), datetime.fromisoformat(entry["sent_at"])
        theirs = (missed.subject, missed.missed_at, missed.staff_id, colour)
        slip = await slips.propose(tx, *theirs, code=missed.code, words=missed.what)
        assert slip is not None  # noqa: S101 - nothing else is proposed yet
        await slips.change(
            tx,
            slip,
            SlipState.CONFIRMED,
            year=at.year,
            serial=entry["serial"],
            number=entry["slip_no"],
            decided_by=entry["by"],
            decided_at=at,
            answer_by=rules.answer_by(colour, at, desk.calendar),
            appeal_by=rules.appeal_by(at, desk.settings.slip, desk.calendar),
        )
        await counters.raise_to(tx, f"slips-{colour}-{at.year}", entry["serial"])
        await audit.add(tx, "system", "slip.propose", slip.subject, at=at)
        await audit.add(tx, entry["by"], "slip.confirm", slip.subject, at=at)
