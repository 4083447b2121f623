"""How an announcement looks: to those who are told, and to whoever sent it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers.announcements import rules
from handlers.announcements.presses import AnnouncementPress, NamesPress, ReceiptPress
from handlers.moments import outside_quiet
from handlers.texts import Markup, clipped
from handlers.voice import Rows, Voice, pairs, worded
from storage import announcements, audiences, batches, outbox, people, receipts, said, stations, timers
from storage.announcements import Announcement, AnnouncementState, Card
from storage.audiences import Kind, Part
from storage.batches import Fate, Progress
from storage.messages import Button, Lane
from storage.receipts import Receipt
from storage.waiting import KEPT_FOR

CARD_TIMER = "announcements.card"
FIRST, LEAST, MOST = timedelta(seconds=2), 5, 300
"""Seconds between two looks of a card: more and more while nothing changes."""
SELDOM = timedelta(hours=1)
"""Between two looks while nothing is under way, but people are waited for."""
SHOWN, SHOWN_NAMES, SHOWN_PARTS = 80, 6, 4
MOST_LEFT = 6


# To those who are told


async def told(voice: Voice, announcement: Announcement, receipt: Receipt) -> tuple[Markup, Rows]:
    """As it stands before one of those who are told."""
    texts = voice.texts
    sender = await people.get(voice.tx, announcement.sender_id)
    lines = [announcement.text]
    if announcement.photos:
        lines.append(texts.plain("announcement-photos", count=len(announcement.photos)))
    text = texts.say(
        "announcement",
        code=announcement.code,
        text="\n".join(lines),
        sender=sender.name if sender else "—",
        at=announcement.sent_at,
    )
    if announcement.revised_at:
        text = Markup(f"{text}\n{texts.say('announcement-revised', at=announcement.revised_at)}")
    if receipt.received_at:
        text = Markup(f"{text}\n{texts.say('announcement-received', at=receipt.received_at)}")
    buttons = []
    if receipt.received_at is None:
        buttons.append(
            voice.button("announcement-receive", ReceiptPress(do="received", announcement=announcement.id))
        )
    if announcement.photos:
        buttons.append(
            voice.button("announcement-look", ReceiptPress(do="photos", announcement=announcement.id))
        )
    return text, [buttons] if buttons else ()


def taken_back(voice: Voice, announcement: Announcement) -> Markup:
    """What stands where it stood, once it was taken back."""
    return voice.texts.say("announcement-taken-back", code=announcement.code)


# To whoever sent it


async def audience_line(voice: Voice, audience: int) -> str:
    """Who an audience is: 全所, or 甲组、社区民警."""
    found = await audiences.of(voice.tx, audience)
    names = [await part_name(voice, part) for part in found[:SHOWN_PARTS]]
    joined = voice.texts.plain("name-join").join(names)
    if more := len(found) - len(names):
        return voice.texts.plain("announcement-parts-more", parts=joined, more=more)
    return joined


async def part_name(voice: Voice, part: Part) -> str:
    """What a part of an audience is called."""
    match part.kind:
        case Kind.STATION:
            return voice.texts.plain("whole-station")
        case Kind.TEAM:
            return voice.texts.plain(f"team-{part.key}")
        case Kind.ROLE:
            return voice.texts.plain(f"role-{part.key}")
        case Kind.GROUP:
            groups = {group.group_id: group.name for group in await stations.all_groups(voice.tx)}
            return groups.get(part.key, part.key)
        case Kind.COMMUNITY:
            place = await stations.community(voice.tx, part.key)
            return place.name if place else part.key
        case Kind.PERSON:
            person = await people.get(voice.tx, part.key)
            return person.name if person else part.key


async def card(voice: Voice, announcement: Announcement) -> tuple[Markup, Rows]:
    """How it stands, and what can be done."""
    tx, texts = voice.tx, voice.texts
    buttons: list[Button] = []
    if announcement.state == AnnouncementState.RECALLED:
        lines = await _recall_report(voice, announcement)
    elif announcement.state == AnnouncementState.SCHEDULED:
        lines = [
            texts.say("announcement-scheduled", at=announcement.send_at),
            *_quiet_line(voice, announcement.send_at or tx.now),
        ]
    else:
        progress = await batches.progress(tx, announcement.subject)
        count = await receipts.count(tx, announcement.subject)
        lines = _progress_lines(voice, announcement, progress)
        lines.append(texts.say("announcement-count", received=count.received, all=count.of))
        if not progress.waiting:
            lines.append(Markup(rules.bar(count.received, count.of)))
        silent = count.of > count.received
        if silent and not progress.waiting:
            lines.append(await _silent_line(voice, announcement, count.of - count.received))
        if edits := await batches.edits_left(tx, announcement.subject):
            lines.append(texts.say("announcement-revising", count=edits))
        buttons = _buttons(
            voice, announcement, rules.actions(announcement, waiting=bool(progress.waiting), silent=silent)
        )
    text = texts.say(
        "announcement-card",
        code=f"{announcement.code} " if announcement.code else "",
        audience=await audience_line(voice, announcement.audience_id),
        text=clipped(announcement.text, SHOWN),
        lines=Markup("\n".join(lines)),
    )
    return text, pairs(buttons)


async def watch(voice: Voice, announcement: Announcement, seen: Card) -> None:
    """This message shows from now on how it stands."""
    await announcements.put(voice.tx, announcement, card=seen)
    await redraw_soon(voice, announcement)


async def redraw_soon(voice: Voice, announcement: Announcement) -> None:
    """Something has changed: the card shows it in a moment, however much changes until then."""
    await timers.set_once(voice.tx, CARD_TIMER, announcement.subject, voice.tx.now + FIRST)


async def redraw(voice: Voice, subject: str) -> None:
    """Let the card of whoever sent it show how it stands; look again while that may change by itself."""
    tx = voice.tx
    announcement = await announcements.get(tx, int(subject.partition(":")[2]))
    if announcement is None:
        return
    await _catch_up(voice, announcement)
    pause, shown = timedelta(seconds=LEAST), True
    if seen := announcement.card:
        text, buttons = await card(await voice.for_chat(seen.channel, seen.chat), announcement)
        if changed := text != seen.drawn:
            shown = bool(copy := await said.copy_of(tx, seen.row or 0) or seen.copy_id)
            if copy:
                message = worded(text, buttons).model_copy(update={"replaces": copy, "passing": True})
                await outbox.append(tx, seen.channel, seen.chat, message, lane=Lane.ROUTINE, subject=subject)
                seen = seen.model_copy(update={"drawn": text})
        seconds = LEAST if changed else min(MOST, max(LEAST, seen.pause * 2))
        await announcements.put(tx, announcement, card=seen.model_copy(update={"pause": seconds}))
        pause = timedelta(seconds=seconds)
    if not shown or await _is_moving(voice, announcement):
        await timers.set_once(tx, CARD_TIMER, subject, tx.now + pause)
    elif await _waits_for_people(voice, announcement):
        await timers.set_once(tx, CARD_TIMER, subject, tx.now + SELDOM)


async def _catch_up(voice: Voice, announcement: Announcement) -> None:
    """What was being sent when it was revised, stopped, or taken back is found now."""
    if announcement.state == AnnouncementState.RECALLED:
        await take_back(voice, announcement)
        return
    if announcement.state == AnnouncementState.STOPPED:
        await batches.stop(voice.tx, announcement.subject)
    if announcement.revised_at:
        await batches.revise_late(
            voice.tx,
            announcement.subject,
            outbox.purpose_of(REVISED, str(announcement.id)),
            announcement.revised_at,
            lane=Lane.ROUTINE,
            sender=announcement.sender_id,
        )


async def _is_moving(voice: Voice, announcement: Announcement) -> bool:
    """Whether copies are under way."""
    if announcement.state == AnnouncementState.RECALLED:
        return Fate.WAITING in await batches.fates(voice.tx, announcement.subject)
    progress = await batches.progress(voice.tx, announcement.subject)
    return bool(progress.waiting or await batches.edits_left(voice.tx, announcement.subject))


async def _waits_for_people(voice: Voice, announcement: Announcement) -> bool:
    """Whether copies wait for people who may come back, or for the room; later, whoever asks is shown the card."""
    tx = voice.tx
    if announcement.state == AnnouncementState.RECALLED:
        waits = Fate.UNREACHABLE in await batches.fates(tx, announcement.subject)
    else:
        progress = await batches.progress(tx, announcement.subject)
        waits = bool(progress.kept or progress.paused)
    since = announcement.recalled_at or announcement.sent_at
    return waits and since is not None and tx.now - since < KEPT_FOR + SELDOM


async def take_back(voice: Voice, announcement: Announcement) -> None:
    """Never send what is not sent, take back what is."""
    await batches.recall(
        voice.tx,
        announcement.subject,
        outbox.purpose_of(RECALLED, str(announcement.id)),
        lane=Lane.ROUTINE,
        sender=announcement.sender_id,
    )


SAY, NUDGE, LOOK = "announcements.say", "announcements.nudge", "announcements.look"
REVISED, RECALLED = "announcements.revised", "announcements.recalled"
"""Why something is said; about whom: "5@P-JIA01"."""


def _progress_lines(voice: Voice, announcement: Announcement, progress: Progress) -> list[Markup]:
    texts = voice.texts
    lines = []
    done = progress.sent + progress.failed
    of = progress.of - progress.kept
    if announcement.state == AnnouncementState.PAUSED:
        lines.append(texts.say("announcement-paused", done=done, all=of, bar=rules.bar(done, of)))
    elif announcement.state == AnnouncementState.STOPPED:
        lines.append(texts.say("announcement-stopped", done=progress.sent, left=progress.stopped))
    elif progress.waiting:
        lines.append(texts.say("announcement-sending", done=done, all=of, bar=rules.bar(done, of)))
        lines += _quiet_line(voice, voice.tx.now)
    if progress.kept:
        lines.append(texts.say("announcement-kept", count=progress.kept))
    if progress.failed:
        lines.append(texts.say("announcement-failed", count=progress.failed))
    return lines


def _quiet_line(voice: Voice, moment: datetime) -> list[Markup]:
    """When it goes out, if at that moment nobody is disturbed (S18)."""
    at = outside_quiet(moment, voice.settings.remind.quiet_hours, voice.settings.time_zone)
    return [voice.texts.say("announcement-quiet", at=at)] if at != moment else []


async def _silent_line(voice: Voice, announcement: Announcement, many: int) -> Markup:
    found = await receipts.silent(voice.tx, announcement.subject, "", SHOWN_NAMES)
    names = voice.texts.plain("name-join").join(each.name for each in found)
    key = "announcement-silent-more" if many > len(found) else "announcement-silent"
    return voice.texts.say(key, names=names, count=many)


async def _recall_report(voice: Voice, announcement: Announcement) -> list[Markup]:
    """What became of every copy, and whose could not be taken back."""
    texts, subject = voice.texts, announcement.subject
    fates = await batches.fates(voice.tx, subject)
    of, left = sum(fates.values()), fates.get(Fate.WAITING, 0)
    lines = [texts.say("announcement-recalled", at=announcement.recalled_at)]
    if left:
        lines.append(
            texts.say("announcement-recalling", done=of - left, all=of, bar=rules.bar(of - left, of))
        )
    lines += [
        texts.say(f"announcement-{fate}", count=fates[fate])
        for fate in Fate
        if fate in fates and fate != Fate.WAITING
    ]
    lines += [
        texts.say("announcement-left", name=each.name, reason=texts.plain(f"announcement-reason-{each.fate}"))
        for each in await batches.left(voice.tx, subject, MOST_LEFT)
    ]
    return lines


def _buttons(voice: Voice, announcement: Announcement, dos: Sequence[str]) -> list[Button]:
    return [
        voice.button("announcement-names", NamesPress(announcement=announcement.id, who="silent"))
        if do == "names"
        else press(voice, do, announcement)
        for do in dos
    ]


def press(voice: Voice, do: str, announcement: Announcement) -> Button:
    """A button of an announcement that is out, labelled `announcement-do-<do>`."""
    return voice.button(
        f"announcement-do-{do}",
        AnnouncementPress.model_validate({"do": do, "announcement": announcement.id}),
    )
