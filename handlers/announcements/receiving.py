"""Being told, and saying 收到.

bot:      📣 通知 T005 / 明早9点在二楼会议室开会,请带上本周台账。    [收到] [看照片]
officer:  [收到]                       (已记录; the card says when)
bot:      ⏰ 请确认收到 …               (an hour later, only to those who have not)
"""

from handlers.announcements import cards, usecases
from handlers.announcements.presses import ReceiptPress
from handlers.refusal import Refused
from handlers.texts import Markup
from handlers.turn import Turn
from handlers.voice import LATER, Spoken, Voice
from storage import announcements, outbox, receipts
from storage.announcements import OUT, SENDING, Announcement, AnnouncementState
from storage.receipts import Receipt


async def said(voice: Voice, about: str) -> Spoken | None:
    """What somebody is told, as it stands now; nothing of what was stopped or taken back."""
    found, receipt = await _about(voice, about)
    if found is None or receipt is None or found.state not in SENDING:
        return None
    if found.state == AnnouncementState.PAUSED:
        return LATER
    return Spoken(*await cards.told(voice, found, receipt), found.subject)


async def nudged(voice: Voice, about: str) -> Spoken | None:
    """Once more, to whoever has not said 收到 by now."""
    found, receipt = await _about(voice, about)
    if found is None or receipt is None or receipt.received_at or found.state not in SENDING:
        return None
    if found.state == AnnouncementState.PAUSED:
        return LATER
    text, buttons = await cards.told(voice, found, receipt)
    return Spoken(Markup(f"{voice.texts.say('announcement-nudge')}\n{text}"), buttons, found.subject)


async def looked(voice: Voice, about: str) -> Spoken | None:
    """What somebody asked for themselves; nothing of what was taken back."""
    found, receipt = await _about(voice, about)
    if found is None or receipt is None or found.state not in OUT:
        return None
    return Spoken(*await cards.told(voice, found, receipt), found.subject)


async def revised(voice: Voice, about: str) -> Spoken | None:
    """What somebody was told before, in its place; told anew where that is gone, if people are told at all."""
    found, receipt = await _about(voice, about)
    if found is None or receipt is None or found.state not in OUT:
        return None
    is_over = found.state != AnnouncementState.SENT
    return Spoken(*await cards.told(voice, found, receipt), found.subject, passing=is_over)


async def taken_back(voice: Voice, about: str) -> Spoken | None:
    """What stands in the place of what cannot be deleted any more."""
    found, _ = await _about(voice, about)
    return Spoken(cards.taken_back(voice, found), (), found.subject) if found else None


async def pressed(turn: Turn, press: ReceiptPress) -> None:
    """[收到], [看照片]: of one's own copy."""
    found, _ = await usecases.received_by(turn, press.announcement)
    if press.do == "received":
        await receive(turn, found)
        return
    _not_if_taken_back(found)
    if not found.photos:
        raise Refused("card-outdated", redraw=found.subject)
    await turn.toast("")
    caption = turn.texts.say("announcement-pictures", code=found.code)
    await turn.say(caption, photos=found.photos, subject=found.subject, batch=found.subject)


async def receive(turn: Turn, announcement: Announcement) -> None:
    """收到, once; the copy says when."""
    found, receipt = await usecases.received_by(turn, announcement.id)
    _not_if_taken_back(found)
    if await usecases.receive(turn, found):
        receipt = receipt.model_copy(update={"received_at": turn.tx.now})
        await turn.toast(turn.texts.plain("announcement-noted", at=turn.texts.moment(turn.tx.now)))
    else:
        await turn.toast(turn.texts.plain("pressed-twice"))
    await show(turn, found, receipt)


async def show(turn: Turn, announcement: Announcement, receipt: Receipt) -> None:
    """Somebody's own copy, as it stands."""
    if announcement.state == AnnouncementState.RECALLED:
        await turn.show(cards.taken_back(turn, announcement), subject=announcement.subject)
        return
    text, buttons = await cards.told(turn, announcement, receipt)
    await turn.show(
        text,
        buttons=buttons,
        subject=announcement.subject,
        batch=announcement.subject,
        purpose=outbox.purpose_of(cards.LOOK, f"{announcement.id}@{receipt.staff_id}"),
    )


def _not_if_taken_back(announcement: Announcement) -> None:
    if announcement.state == AnnouncementState.RECALLED:
        raise Refused("announcement-is-taken-back", redraw=announcement.subject)


async def _about(voice: Voice, about: str) -> tuple[Announcement | None, Receipt | None]:
    number, _, staff_id = about.partition("@")
    found = await announcements.get(voice.tx, int(number))
    return found, await receipts.get(voice.tx, found.subject, staff_id) if found else None
