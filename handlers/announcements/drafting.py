"""Writing an announcement.

room:   发通知
bot:    请写通知:文字和照片都可以,可分几条发。
room:   明早9点在二楼会议室开会,请带上本周台账。     (and a photo)
bot:    📣 通知草稿 … 发给谁?               [全所] [常用] / [按队组] [按岗位] / [按社区] [点名]
room:   [全所]                            (or types 甲组、警员丙02)
bot:    📣 通知草稿 … 发给:全所 72人,1人未绑定    [发送] [改对象] / [定时] [重写] / [存为常用] [删除]
room:   [发送]
bot:    📣 T005 通知 发送中 …              (from here on: watching.py)

ways out: 取消 leaves it a draft, 发通知 goes on with it · [定时] asks for the moment, and until then it can be taken
          back with [改为草稿] · what cannot be taken (a phone number, a name nobody has) leaves the draft as it was
"""

from handlers import typed
from handlers.announcements import cards, choosing, rules, usecases
from handlers.announcements.presses import ComposePress
from handlers.announcements.previewing import AUDIENCE, button, draft_says, show
from handlers.material import ALBUM_ENDS_AFTER, Burst, burst_of, need_text_or_photos, replaces
from handlers.personal_numbers import clean
from handlers.refusal import Refused
from handlers.turn import Turn
from handlers.voice import Voice
from storage import announcements, audiences, conversations, timers
from storage.announcements import Announcement, AnnouncementState, Card

TEXT, AT, NAME = "announcements.text", "announcements.at", "announcements.name"
PHOTOS_TIMER = "announcements.photos"


async def asked(turn: Turn) -> None:
    """发通知: a new one, or the draft that was left."""
    usecases.require(turn)
    draft = await announcements.draft_of(turn.tx, turn.person.staff_id)
    if draft and draft.text:
        await show(turn, draft)
        return
    await turn.ask(TEXT, announcement=0, anew=[])
    await turn.say(turn.texts.say("announcement-ask", most=rules.MOST_TEXT))


async def said(turn: Turn) -> None:
    """Text and pictures of the announcement; those of an album come one by one."""
    number = turn.data["announcement"]
    draft = await (usecases.own_draft(turn, number) if number else usecases.begin(turn))
    draft = await usecases.back_to_draft(turn, draft)
    text = need_text_or_photos(turn, "announcement-text-or-photos")
    if text:
        draft = await _take_text(turn, draft, clean(text))
    if turn.message.photos:
        await _take_photos(turn, draft)
    else:
        await show(turn, draft)


async def named(turn: Turn) -> None:
    """To whom it goes; or more pictures."""
    if turn.message.photos:
        await said(turn)
    else:
        await choosing.typed(turn)


async def show_after_photos(voice: Voice, subject: str) -> None:
    """The pictures have come: the draft is shown with them."""
    number, channel, chat = Burst.of(subject)
    draft = await announcements.get(voice.tx, number)
    if draft is None or draft.state != AnnouncementState.DRAFT:
        return
    await voice.say_in(channel, chat, draft_says(draft), subject=draft.subject)
    if draft.text:
        await _open(voice, channel, chat, draft)


async def pressed(turn: Turn, press: ComposePress) -> None:
    """A button of a draft, or of what is scheduled."""
    draft = await usecases.own_draft(turn, press.announcement)
    match press.do:
        case "preview" | "done":
            await show(turn, await usecases.back_to_draft(turn, draft))
        case "send":
            sent = await usecases.send(turn, draft)
            await turn.close()
            await show_card(turn, sent)
        case "audience":
            await choosing.ask(turn, await usecases.back_to_draft(turn, draft))
        case "at":
            await turn.ask(AT, announcement=draft.id)
            await turn.show(turn.texts.say("announcement-when"), buttons=[[button(turn, "preview", draft)]])
        case "at-once":
            sent = await usecases.send(turn, draft)
            await show_card(turn, sent)
        case "anew":
            await turn.ask(TEXT, announcement=draft.id, anew=["text", "photos"])
            await turn.show(turn.texts.say("announcement-anew"), buttons=[[button(turn, "preview", draft)]])
        case "save":
            await turn.ask(NAME, announcement=draft.id)
            await turn.show(turn.texts.say("announcement-name", most=rules.MOST_NAME))
        case "discard":
            buttons = [[button(turn, "discard-now", draft), button(turn, "preview", draft)]]
            await turn.show(turn.texts.say("announcement-discard-sure"), buttons=buttons)
        case "discard-now":
            draft = await usecases.back_to_draft(turn, draft)
            await announcements.discard(turn.tx, draft.id)
            await turn.close()
            await turn.show(turn.texts.say("announcement-discarded"))


async def moment_typed(turn: Turn) -> None:
    """When it is to be sent."""
    draft = await usecases.own_draft(turn, turn.data["announcement"])
    at = typed.moment(turn.need_text(30), turn.tx.now, turn.settings.time_zone)
    if at is None or at > turn.tx.now + rules.FURTHEST:
        raise Refused("announcement-no-moment")
    scheduled = await usecases.schedule(turn, await usecases.back_to_draft(turn, draft), at)
    await turn.close()
    await show_card(turn, scheduled)


async def name_typed(turn: Turn) -> None:
    """The audience of the draft is kept under a name."""
    draft = await usecases.own_draft(turn, turn.data["announcement"])
    name = clean(turn.need_text(rules.MOST_NAME))
    await audiences.save(turn.tx, draft.audience_id, name)
    await turn.toast(turn.texts.plain("announcement-saved", name=name))
    await show(turn, draft)


async def show_card(turn: Turn, announcement: Announcement) -> None:
    """The card on which its sender watches it: in place of what was pressed, or a new one; it is kept up to date."""
    text, buttons = await cards.card(turn, announcement)
    if announcement.state == AnnouncementState.SCHEDULED:
        buttons = [[button(turn, "at-once", announcement), button(turn, "preview", announcement)]]
    row = await turn.show(text, buttons=buttons, subject=announcement.subject)
    message = turn.message
    pressed = message.message_id if message.press_id else None
    seen = Card(channel=message.channel, chat=message.chat, copy_id=pressed, row=row, drawn=text)
    if announcement.sender_id == turn.person.staff_id:
        await cards.watch(turn, announcement, seen)


async def _take_text(turn: Turn, draft: Announcement, text: str) -> Announcement:
    before = "" if await replaces(turn, TEXT, "text") else draft.text
    text = f"{before}\n{text}".strip()
    usecases.require_fits(text)
    return await announcements.put(turn.tx, draft, text=text)


async def _take_photos(turn: Turn, draft: Announcement) -> None:
    kept = () if await replaces(turn, TEXT, "photos") else draft.photos
    found = [photo.sha256 for photo in turn.message.photos if photo.sha256]
    if len(found) < len(turn.message.photos):
        await turn.say(turn.texts.say("photo-lost"))
    photos = tuple(dict.fromkeys((*kept, *found)))
    if len(photos) > rules.MOST_PHOTOS:
        raise Refused("announcement-photos-too-many", most=rules.MOST_PHOTOS)
    await announcements.put(turn.tx, draft, photos=photos)
    burst = burst_of(turn, draft.id)
    await timers.set_once(turn.tx, PHOTOS_TIMER, burst.subject, turn.tx.now + ALBUM_ENDS_AFTER)


async def _open(voice: Voice, channel: str, chat: str, draft: Announcement) -> None:
    """What is typed next is about the audience."""
    open_ = await conversations.get(voice.tx, channel, chat)
    if open_ and open_.step == TEXT:
        data = {"announcement": draft.id}
        await conversations.put(voice.tx, channel, chat, AUDIENCE, data, open_.expires_at)
