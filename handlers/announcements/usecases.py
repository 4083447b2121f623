"""What can be done with an announcement: written, sent now or later, paused, nudged, revised, taken back; received.

Each checks, changes by compare-and-set, audits, and speaks, all in the transaction of its turn.
"""

from datetime import datetime
from typing import Any

from handlers import access
from handlers.access import Action
from handlers.announcements import cards, rules
from handlers.denied import not_found
from handlers.moments import outside_quiet
from handlers.refusal import Refused
from handlers.turn import Turn
from handlers.voice import Voice
from storage import announcements, audiences, audit, batches, counters, outbox, receipts, timers
from storage.announcements import OUT, Announcement, AnnouncementState
from storage.messages import Lane
from storage.receipts import Receipt

SEND_TIMER = "announcements.send"


def require(turn: Turn) -> None:
    """Refuses whoever may not announce anything, as if there were no such thing."""
    if not access.may(turn.person, Action.ANNOUNCE):
        raise not_found()


def require_fits(text: str) -> None:
    """Refuses what is too long for a phone's message."""
    if (over := rules.over(text)) > 0:
        raise Refused("text-too-long", most=rules.MOST_TEXT, over=over)


async def begin(turn: Turn) -> Announcement:
    """One's draft, or a new one."""
    require(turn)
    found = await announcements.draft_of(turn.tx, turn.person.staff_id)
    return found or await announcements.add_draft(turn.tx, turn.person.staff_id, await audiences.new(turn.tx))


async def own_draft(turn: Turn, announcement: int) -> Announcement:
    """One's own draft, or what one has scheduled; refuses anybody else's."""
    require(turn)
    found = await announcements.get(turn.tx, announcement)
    if found is None or found.sender_id != turn.person.staff_id:
        raise not_found()
    if found.state not in (AnnouncementState.DRAFT, AnnouncementState.SCHEDULED):
        raise Refused("card-outdated", redraw=found.subject)
    return found


async def out(turn: Turn, announcement: int) -> Announcement:
    """One that was sent (or taken back): the command room is one room, everyone in it sees each."""
    require(turn)
    found = await announcements.get(turn.tx, announcement)
    if found is None or found.sent_at is None:
        raise not_found()
    return found


async def received_by(turn: Turn, announcement: int) -> tuple[Announcement, Receipt]:
    """One that the person of this turn was told."""
    found = await announcements.get(turn.tx, announcement)
    receipt = await receipts.get(turn.tx, found.subject, turn.person.staff_id) if found else None
    if found is None or receipt is None:
        raise not_found()
    return found, receipt


async def schedule(turn: Turn, draft: Announcement, at: datetime) -> Announcement:
    """Send it by itself at a moment (UTC)."""
    await _complete(turn, draft)
    await _move(turn, draft, AnnouncementState.SCHEDULED)
    await timers.set_timer(turn.tx, SEND_TIMER, draft.subject, at)
    await _audit(turn, "announcement.schedule", draft, send_at=at.isoformat())
    scheduled = draft.model_copy(update={"state": AnnouncementState.SCHEDULED})
    return await announcements.put(turn.tx, scheduled, send_at=at)


async def back_to_draft(turn: Turn, announcement: Announcement) -> Announcement:
    """What is scheduled is a draft again: nothing happens by itself."""
    if announcement.state == AnnouncementState.DRAFT:
        return announcement
    await _move(turn, announcement, AnnouncementState.DRAFT)
    await timers.clear(turn.tx, SEND_TIMER, announcement.subject)
    await _audit(turn, "announcement.unschedule", announcement)
    draft = announcement.model_copy(update={"state": AnnouncementState.DRAFT})
    return await announcements.put(turn.tx, draft, send_at=None)


async def send(turn: Turn, draft: Announcement) -> Announcement:
    """Say it to everyone of its audience."""
    await _complete(turn, draft)
    return await send_out(turn, draft)


async def send_out(voice: Voice, announcement: Announcement) -> Announcement:
    """It gets its number, its audience is told: two statements, however many they are."""
    tx = voice.tx
    if not await announcements.move(tx, announcement, AnnouncementState.SENT):
        raise Refused("card-outdated", redraw=announcement.subject)
    year = voice.texts.local(tx.now).year
    serial = await counters.draw(tx, f"announcements-{year}")
    sent = await announcements.put(
        tx,
        announcement.model_copy(update={"state": AnnouncementState.SENT}),
        year=year,
        serial=serial,
        sent_at=tx.now,
    )
    batch = sent.subject
    await timers.clear(tx, SEND_TIMER, batch)
    await audiences.enlist(tx, sent.audience_id, sent.sender_id, batch)
    await _tell(voice, sent, cards.SAY, Lane.BULK)
    count = await receipts.count(tx, batch)
    await audit.add(tx, sent.sender_id, "announcement.send", batch, people=count.of)
    return sent


async def send_scheduled(voice: Voice, subject: str) -> None:
    """Its moment has come."""
    found = await announcements.get(voice.tx, int(subject.partition(":")[2]))
    if found is None or found.state != AnnouncementState.SCHEDULED:
        return
    sent = await send_out(voice, found)
    await cards.redraw_soon(voice, sent)


async def nudge(turn: Turn, announcement: Announcement) -> int:
    """Ask those who are silent once more; gives how many they are."""
    count = await receipts.count(turn.tx, announcement.subject)
    silent = count.of - count.received
    if not silent:
        raise Refused("announcement-nobody-silent", redraw=announcement.subject)
    if not rules.may_nudge(announcement, turn.tx.now):
        minutes = int(rules.NUDGE_AFTER.total_seconds() // 60)
        raise Refused("announcement-nudged-already", redraw=announcement.subject, minutes=minutes)
    nudged = await announcements.put(turn.tx, announcement, nudged_at=turn.tx.now)
    await _tell(turn, nudged, cards.NUDGE, Lane.ROUTINE)
    await _audit(turn, "announcement.nudge", announcement, people=silent)
    await cards.redraw_soon(turn, nudged)
    return silent


async def pause(turn: Turn, announcement: Announcement) -> Announcement:
    """Send nothing more for a while."""
    _need(announcement, AnnouncementState.SENT)
    await batches.pause(turn.tx, announcement.subject)
    return await _become(turn, announcement, AnnouncementState.PAUSED, "announcement.pause")


async def resume(turn: Turn, announcement: Announcement) -> Announcement:
    """Go on sending."""
    _need(announcement, AnnouncementState.PAUSED)
    await batches.resume(turn.tx, announcement.subject, _not_before(turn))
    return await _become(turn, announcement, AnnouncementState.SENT, "announcement.resume")


async def stop(turn: Turn, announcement: Announcement) -> Announcement:
    """What was not sent yet never is; what was stays."""
    _need(announcement, AnnouncementState.SENT, AnnouncementState.PAUSED)
    await batches.stop(turn.tx, announcement.subject)
    return await _become(turn, announcement, AnnouncementState.STOPPED, "announcement.stop")


async def revise(turn: Turn, announcement: Announcement, text: str) -> Announcement:
    """Let every copy say this instead, those on the phones too; receipts stay."""
    _need(announcement, *OUT)
    require_fits(text)
    revised = await announcements.put(turn.tx, announcement, text=text, revised_at=turn.tx.now)
    purpose = outbox.purpose_of(cards.REVISED, str(announcement.id))
    await batches.revise(
        turn.tx, announcement.subject, purpose, lane=Lane.ROUTINE, sender=turn.person.staff_id
    )
    await _audit(turn, "announcement.revise", announcement, before=announcement.text, after=text)
    await cards.redraw_soon(turn, revised)
    return revised


async def recall(turn: Turn, announcement: Announcement) -> Announcement:
    """Take every copy back; those that were not sent yet never are."""
    _need(announcement, *OUT)
    recalled = await _become(turn, announcement, AnnouncementState.RECALLED, "announcement.recall")
    recalled = await announcements.put(turn.tx, recalled, recalled_at=turn.tx.now)
    await cards.take_back(turn, recalled)
    return recalled


async def receive(turn: Turn, announcement: Announcement) -> bool:
    """收到; False when it was said before."""
    if not await receipts.receive(turn.tx, announcement.subject, turn.person.staff_id):
        return False
    await _audit(turn, "announcement.receive", announcement)
    await cards.redraw_soon(turn, announcement)
    return True


def _not_before(voice: Voice) -> datetime:
    """Nobody is disturbed at night (S18)."""
    return outside_quiet(voice.tx.now, voice.settings.remind.quiet_hours, voice.settings.time_zone)


async def _tell(voice: Voice, announcement: Announcement, kind: str, lane: Lane) -> None:
    await batches.tell(
        voice.tx,
        announcement.subject,
        outbox.purpose_of(kind, str(announcement.id)),
        lane=lane,
        sender=announcement.sender_id,
        not_before=_not_before(voice),
    )


async def _complete(turn: Turn, draft: Announcement) -> None:
    if not draft.text:
        raise Refused("announcement-needs-text")
    reach = await audiences.reach(turn.tx, draft.audience_id, draft.sender_id)
    if not reach.people:
        raise Refused("announcement-needs-audience", redraw=draft.subject)


def _need(announcement: Announcement, *states: AnnouncementState) -> None:
    if announcement.state not in states:
        raise Refused("card-outdated", redraw=announcement.subject)


async def _become(turn: Turn, announcement: Announcement, state: AnnouncementState, act: str) -> Announcement:
    await _move(turn, announcement, state)
    await _audit(turn, act, announcement)
    await cards.redraw_soon(turn, announcement)
    return announcement.model_copy(update={"state": state})


async def _move(turn: Turn, announcement: Announcement, state: AnnouncementState) -> None:
    if not await announcements.move(turn.tx, announcement, state):
        raise Refused("card-outdated", redraw=announcement.subject)


async def _audit(turn: Turn, act: str, announcement: Announcement, **detail: Any) -> None:
    await audit.add(turn.tx, turn.actor, act, announcement.subject, message=turn.ref, **detail)
