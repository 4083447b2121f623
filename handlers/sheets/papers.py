"""A sheet on paper: the order, what was handed in with its photos, what was decided, and everything done to it."""

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import datetime
from typing import Any

from handlers import access
from handlers.access import Action
from handlers.history import act_of
from handlers.paper import Entries, Entry, Paper, PaperPhoto, Rows
from handlers.sheets import cards, changes
from handlers.sheets.rules import Act
from handlers.texts import Texts
from handlers.voice import Voice
from storage import audit, feedback, people, requests, stations
from storage.feedback import Contents, Feedback, FeedbackState
from storage.requests import RequestState
from storage.sheets import Sheet

UNSEEN = frozenset({FeedbackState.DRAFT, FeedbackState.LEFT})
"""Nobody has handed it in."""

UNNAMED = re.compile(r'[\\/:*?"<>|\s]')
"""What one system or another does not allow in the name of a file."""

Row = tuple[str, str, str, str]


async def on_paper(voice: Voice, sheet: Sheet, printed_by: str) -> Paper:
    """A sheet that was issued as it now stands, in the language and on the clock of `voice`."""
    say = voice.texts.plain
    parts: list[Entries | Rows] = []
    if entries := [entry async for entry in _entries(voice, sheet)]:
        parts.append(Entries(title=say("paper-feedback"), entries=tuple(entries)))
    columns = (say("paper-at"), say("paper-who"), say("paper-act"), say("paper-note"))
    parts.append(Rows(title=say("paper-trail"), columns=columns, rows=tuple(await _trail(voice, sheet))))
    return Paper(
        lang=voice.texts.language.partition("-")[0],
        station=await stations.name(voice.tx),
        title=say("paper-title"),
        number=sheet.number or "",
        code=sheet.code,
        facts=tuple(await _facts(voice, sheet)),
        texts=tuple(_texts(voice.texts, sheet)),
        parts=tuple(parts),
        signatures=tuple(say(f"paper-{hand}") for hand in ("signed-by", "reviewed-by", "day")),
        footer=say("paper-footer", who=printed_by, at=_at(voice.texts, voice.tx.now)),
        pages=say("paper-pages", page="{page}", pages="{pages}"),
    )


def file_name(paper: Paper) -> str:
    """What its file is called: nothing in it that a file's name may not hold."""
    return f"{paper.title}-{UNNAMED.sub('_', paper.number)}.pdf"


async def _facts(voice: Voice, sheet: Sheet) -> list[Row]:
    texts = voice.texts
    say = texts.plain
    state = cards.standing_line(voice, sheet)
    if sheet.closed_at:
        state = f"{state} {_at(texts, sheet.closed_at)}"
    return [
        (
            say("paper-issuer"), await _issuer(voice, sheet),
            say("paper-issued"), _at(texts, sheet.issued_at),
        ),
        (
            say("paper-owner"), await _with_team(voice, sheet.owner_id),
            say("paper-due"), _until(texts, sheet.due_at),
        ),
        (
            say("paper-co-handlers"), await cards.co_handler_names(voice, sheet),
            say("paper-signed"), _at(texts, sheet.acknowledged_at),
        ),
        (
            say("paper-place"), await _place(voice, sheet),
            say("paper-class"), f"{say(f'class-{sheet.handling_class}')} {say(f'paper-risk-{sheet.risk}')}",
        ),
        (
            say("paper-state"), state,
            say("paper-outcome"), say(f"outcome-{sheet.outcome}") if sheet.outcome else "—",
        ),
    ]  # fmt: skip


def _texts(texts: Texts, sheet: Sheet) -> Iterator[tuple[str, str]]:
    yield texts.plain("paper-object"), sheet.object
    yield texts.plain("paper-content"), sheet.content
    if sheet.supporting:
        yield texts.plain("paper-supporting"), sheet.supporting
    yield texts.plain("paper-requirements"), sheet.requirements or "—"


async def _issuer(voice: Voice, sheet: Sheet) -> str:
    """Who issued it, and on which post they may."""
    person = await people.get(voice.tx, sheet.issuer_id)
    if person is None:
        return "—"
    post = next((role for role in access.TABLE[Action.SHEET_ISSUE] if role in person.roles), None)
    held = f"role-{post}" if post else f"team-{person.team}"
    return voice.texts.plain("paper-of", name=person.name, of=voice.texts.plain(held))


async def _with_team(voice: Voice, staff_id: str | None) -> str:
    person = await people.get(voice.tx, staff_id or "")
    if person is None:
        return "—"
    return voice.texts.plain("paper-of", name=person.name, of=voice.texts.plain(f"team-{person.team}"))


async def _place(voice: Voice, sheet: Sheet) -> str:
    place = await stations.community(voice.tx, sheet.community_id or "")
    if place is None:
        return "—"
    group = next((g.name for g in await stations.all_groups(voice.tx) if g.group_id == place.group_id), None)
    return voice.texts.plain("paper-of", name=place.name, of=group) if group else place.name


async def _entries(voice: Voice, sheet: Sheet) -> AsyncIterator[Entry]:
    """Each round that was handed in; a photo is printed where it first comes, and named where it comes again."""
    shown: dict[str, int] = {}
    rounds = [each for each in await feedback.rounds(voice.tx, sheet.subject) if each.state not in UNSEEN]
    for number, round_ in enumerate(rounds, start=1):
        contents = await feedback.contents(voice.tx, round_.id)
        again = [shown[photo] for photo in contents.photos if photo in shown]
        new = [photo for photo in contents.photos if photo not in shown]
        shown |= {photo: n for n, photo in enumerate(new, start=len(shown) + 1)}
        yield await _entry(voice, number, round_, contents, [(shown[photo], photo) for photo in new], again)


async def _entry(
    voice: Voice,
    number: int,
    round_: Feedback,
    contents: Contents,
    photos: Sequence[tuple[int, str]],
    again: Sequence[int],
) -> Entry:
    say = voice.texts.plain
    author = await voice.name_of(round_.author_id)
    notes = []
    if again:
        joined = say("name-join").join(map(str, again))
        notes.append(say("paper-photos-again", numbers=joined))
    if round_.outcome:
        notes.append(say("paper-said-outcome", outcome=say(f"outcome-{round_.outcome}")))
    if round_.late_reason:
        notes.append(say("review-late", reason=round_.late_reason))
    notes.append(await _opinion(voice, round_))
    return Entry(
        heading=say(
            "paper-interim" if round_.state == FeedbackState.INTERIM else "paper-round", number=number
        ),
        by=f"{author} {_at(voice.texts, round_.submitted_at)}",
        text=contents.text,
        photos=tuple(
            PaperPhoto(sha256=photo, caption=say("paper-photo", number=n), missing=say("paper-photo-lost"))
            for n, photo in photos
        ),
        notes=tuple(note for note in notes if note),
    )


async def _opinion(voice: Voice, round_: Feedback) -> str:
    """What the reviewer said to it; an interim word needs no review."""
    say = voice.texts.plain
    if round_.state == FeedbackState.INTERIM:
        return ""
    if round_.decided_at is None:
        return say("paper-in-review")
    by = f"{await voice.name_of(round_.decided_by)} {_at(voice.texts, round_.decided_at)}"
    if round_.state == FeedbackState.RETURNED:
        return say("paper-returned", by=by, reason=round_.return_reason or "—")
    return say("paper-accepted", by=by)


async def _trail(voice: Voice, sheet: Sheet) -> list[Row]:
    """What was done and what was asked for, each with its reason, in the order of time; printing changes nothing."""
    found = [
        (
            entry.at,
            await voice.name_of(entry.actor),
            act_of(voice, entry.action),
            await _noted(voice, entry),
        )
        for entry in await audit.of(voice.tx, sheet.subject)
        if entry.action != Act.PRINT
    ]
    for kind in (changes.EXTENSION, changes.TRANSFER):
        for request in await requests.of(voice.tx, kind, sheet.subject):
            who = await voice.name_of(request.asked_by)
            act = voice.texts.plain("sheet-extend" if kind == changes.EXTENSION else "sheet-ask-transfer")
            found.append((request.asked_at, who, act, _asked(voice.texts, request.details)))
            if request.state == RequestState.REFUSED and request.decided_at:
                who = await voice.name_of(request.decided_by)
                found.append((request.decided_at, who, act, voice.texts.plain("paper-refused")))
    found.sort(key=lambda row: row[0])
    return [(_at(voice.texts, at), who, act, note) for at, who, act, note in found]


async def _noted(voice: Voice, entry: audit.Entry) -> str:
    """Why, to whom it went, and from when until when the due time moved."""
    texts, detail = voice.texts, entry.detail
    said = [str(note)] if (note := detail.get("note")) else []
    if owner := detail.get("owner_id"):
        said.append(texts.plain("paper-new-owner", name=await voice.name_of(owner)))
    was, due = detail.get("due_was", "None"), detail.get("due_at")
    if due and was not in (due, "None"):
        before, after = (_until(texts, datetime.fromisoformat(moment)) for moment in (was, due))
        said.append(texts.plain("paper-moved", before=before, after=after))
    return "\n".join(said)


def _asked(texts: Texts, details: dict[str, Any]) -> str:
    said = [details["reason"], details.get("progress", "")]
    if days := details.get("days"):
        said.append(texts.plain("paper-days", days=days))
    return "\n".join(each for each in said if each)


def _at(texts: Texts, moment: datetime | None) -> str:
    """2023年4月19日 09:12: on paper a day has its year."""
    if moment is None:
        return "—"
    return texts.plain("paper-year", year=texts.local(moment).year, rest=texts.moment(moment))


def _until(texts: Texts, due: datetime | None) -> str:
    return texts.plain("paper-year", year=texts.local(due).year, rest=texts.until(due)) if due else "—"
