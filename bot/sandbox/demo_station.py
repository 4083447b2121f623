"""The demo station: its roster and its sheets as they stand on 2023-04-20 at 11:55."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from handlers.desk import Desk
from handlers.settings import Settings
from handlers.sheets import reminders, rules, telling
from handlers.voice import Voice
from storage import (
    addresses,
    audit,
    counters,
    feedback,
    people,
    sheet_people,
    sheet_search,
    sheets,
    stations,
)
from storage.db import Tx
from storage.feedback import FeedbackState
from storage.people import Person, Role
from storage.sheets import Outcome, Risk, Sheet, SheetState
from storage.stations import Community, PoliceGroup


@cache
def demo_data() -> Mapping[str, Any]:
    """The file beside this module."""
    found: Mapping[str, Any] = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
    return found


def demo_now() -> datetime:
    """The moment at which the demo starts, with the station's offset."""
    return datetime.fromisoformat(demo_data()["demo_now"])


def demo_people() -> list[Person]:
    """Everyone on the demo's roster; whoever leads a group holds that role too."""
    return [
        Person(
            staff_id=person["staff_id"],
            name=person["display_name"],
            team=person["unit"],
            community_id=person.get("community_id"),
            roles=frozenset({Role(person["role"]), *([Role.GROUP_LEAD] if person.get("group_lead") else [])}),
        )
        for person in demo_data()["staff"]
    ]


def enrolled() -> set[str]:
    """The staff ids of those who have bound an account."""
    return {person["staff_id"] for person in demo_data()["staff"] if person["enrolled"]}


async def load_roster(tx: Tx) -> None:
    """Station, groups, communities and people."""
    data = demo_data()
    await stations.put_name(tx, data["station"]["name"])
    for group in data["groups"]:
        await stations.put_group(tx, PoliceGroup(**{key: group[key] for key in PoliceGroup.model_fields}))
    for place in data["communities"]:
        await stations.put_community(tx, Community(**place))
    for person in demo_people():
        await people.put(tx, person)


async def bind_everyone(tx: Tx, channel: str, chats: Mapping[str, str]) -> None:
    """Give every enrolled person their account: staff id to chat."""
    for staff_id in sorted(enrolled() & chats.keys()):
        await addresses.bind(tx, channel, chats[staff_id], staff_id)


async def load_sheets(tx: Tx, desk: Desk) -> None:
    """The sheets that are under way, their history, and the reminders that they wait for."""
    voice = Voice(tx, desk)
    for entry in sorted(demo_data()["sheets"], key=lambda entry: str(entry["sheet_id"])):
        sheet = await _load_sheet(tx, entry, desk.settings)
        await counters.raise_to(tx, f"sheets-{sheet.year}", sheet.serial or 0)
        await reminders.plan(voice, sheet)
        await _show(voice, sheet)


async def _load_sheet(tx: Tx, entry: Mapping[str, Any], settings: Settings) -> Sheet:
    at = {event["act"]: datetime.fromisoformat(event["at"]) for event in entry["history"]}
    answer = entry.get("feedback", {})
    state = SheetState(entry["state"])
    submitted = state == SheetState.SUBMITTED
    sheet_id = await sheets.load(
        tx,
        year=at["sheet.issue"].year,
        serial=int(entry["sheet_id"][1:]),
        number=entry["sheet_no"],
        state=state,
        object=entry["object"],
        content=entry["content"],
        supporting=entry.get("supporting", ""),
        requirements=entry["requirements"],
        handling_class=entry["handling_class"],
        risk=entry["risk"],
        community_id=entry["community_id"],
        owner_id=entry["owner"],
        issuer_id="P-ZX01",
        issued_at=at["sheet.issue"],
        acknowledged_at=at.get("sheet.acknowledge"),
        due_at=datetime.fromisoformat(entry["due_at"]),
        submitted_at=at["sheet.submit"] if submitted else None,
        closed_at=None,
        outcome=answer["outcome"] if submitted else None,
        returns=int(state == SheetState.RETURNED),
        handed_at=at["sheet.issue"],
        sign_by=rules.sign_by(at["sheet.issue"], Risk(entry["risk"]), settings),
        suspended_until=None,
        batch=None,
    )
    for staff_id in entry["co_handlers"]:
        await sheet_people.co_handlers.add(tx, sheet_id, staff_id)
    for event in entry["history"]:
        moment = datetime.fromisoformat(event["at"])
        await audit.add(tx, event["by"], event["act"], f"sheet:{sheet_id}", at=moment)
    if answer:
        await _load_feedback(tx, sheet_id, entry["owner"], answer)
    sheet = await sheets.get(tx, sheet_id)
    assert sheet is not None  # noqa: S101 - it was added just now
    await sheet_search.keep_sheet(tx, sheet)
    await sheet_search.keep(tx, sheet.id, answer.get("text"))
    return sheet


async def _load_feedback(tx: Tx, sheet_id: int, author: str, answer: Mapping[str, Any]) -> None:
    round_ = await feedback.begin(tx, f"sheet:{sheet_id}", author)
    await feedback.add_text(tx, round_.id, None, answer["text"])
    await feedback.submit(tx, round_.id, Outcome(answer["outcome"]), None)
    if answer["state"] == FeedbackState.RETURNED:
        await feedback.decide(tx, round_.id, FeedbackState.RETURNED, "P-ZX01", answer["return_reason"])


async def _show(voice: Voice, sheet: Sheet) -> None:
    """What lies in people's chats when the demo begins."""
    match sheet.state:
        case SheetState.ISSUED:
            await telling.owner(voice, sheet)
        case SheetState.SUBMITTED:
            await telling.reviewers(voice, sheet)
        case SheetState.RETURNED:
            await telling.returned(voice, sheet)
        case _:
            says = telling.whole(sheet, "feed-back", "trail")
            await voice.tell(sheet.owner_id, says, subject=sheet.subject)
