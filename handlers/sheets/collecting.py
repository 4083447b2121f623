"""What is said and photographed for a sheet, in any order, until it is handed in (M5).

Text comes in one message or many, photos one by one or as albums (separate messages without an end), a
caption counts as text, a reply to a message about the sheet counts, an edited message says what it says
now. Whoever answers the sheet collects for themselves; whoever helps on it collects for the owner.
"""

from handlers.material import ALBUM_ENDS_AFTER, Burst, burst_of, need_text_or_photos, replaces
from handlers.menu import Shortcut
from handlers.personal_numbers import clean
from handlers.refusal import Refused
from handlers.sheets import usecases
from handlers.sheets.presses import FeedbackPress
from handlers.sheets.standing import handles, helps, read
from handlers.texts import Markup
from handlers.turn import Turn
from handlers.voice import Rows, Says, Voice, pairs
from storage import conversations, feedback, sheets, timers
from storage.feedback import Contents, Feedback, FeedbackState
from storage.sheets import Sheet, SheetState

FEEDBACK = "sheets.feedback"
COUNT_TIMER = "sheets.count-photos"
MOST_TEXT = 2000
CANCEL = ("command-cancel", Shortcut(command="cancel"))


async def open_dialogue(turn: Turn, sheet: Sheet) -> tuple[Sheet, Feedback]:
    """Take what is said from now on for a sheet; gives the round that is being written."""
    sheet, round_ = await usecases.open_feedback(turn, sheet)
    going_on = turn.conversation and turn.conversation.step == FEEDBACK and turn.data["sheet"] == sheet.id
    data = turn.data if going_on else {"sheet": sheet.id, "too_many": 0, "anew": []}
    await turn.ask(FEEDBACK, **data)
    return sheet, round_


async def said(turn: Turn) -> None:
    """Text and photos while feedback is being written."""
    await _take_in(turn, await read(turn.tx, turn.person, turn.data["sheet"]))


async def replied(turn: Turn, key: str) -> None:
    """A reply to a message about a sheet counts as feedback to it."""
    await _take_in(turn, await read(turn.tx, turn.person, int(key)))


async def edited(turn: Turn) -> None:
    """An edited message replaces what it said, as long as the feedback is a draft."""
    found = await feedback.said_in(turn.tx, turn.ref or "")
    sheet = await sheets.of_subject(turn.tx, found.subject) if found else None
    if found is None or sheet is None:
        return
    if not handles(turn.person, sheet) and not await helps(turn.tx, turn.person, sheet):
        return  # it is somebody else's by now
    if found.state != FeedbackState.DRAFT:
        raise Refused("edited-too-late", code=sheet.code)
    text = clean(turn.message.text.strip())
    await feedback.edit_text(turn.tx, found.id, turn.ref or "", text)
    contents = await feedback.contents(turn.tx, found.id)
    await turn.say(turn.texts.say("edit-taken", code=sheet.code, **measures(contents)), subject=sheet.subject)


async def count_photos(voice: Voice, subject: str) -> None:
    """Say how many photos have come, once a burst of them is over."""
    number, channel, chat = Burst.of(subject)
    found = await feedback.get(voice.tx, number)
    sheet = await sheets.of_subject(voice.tx, found.subject) if found else None
    if found is None or sheet is None or found.state != FeedbackState.DRAFT:
        return
    contents = await feedback.contents(voice.tx, found.id)
    too_many = await _too_many(voice, channel, chat)
    await voice.say_in(channel, chat, _photos_counted(sheet, contents, too_many), subject=sheet.subject)


def _photos_counted(sheet: Sheet, contents: Contents, too_many: int) -> Says:
    async def says(voice: Voice) -> tuple[Markup, Rows]:
        missing = voice.settings.sheet.min_text_chars - contents.characters
        lines = [voice.texts.say("photos-counted", code=sheet.code, photos=len(contents.photos))]
        if too_many:
            most = voice.settings.sheet.max_photos
            lines.append(voice.texts.say("photos-too-many", most=most, more=too_many))
        if missing > 0:
            lines.append(voice.texts.say("photos-text-missing", missing=missing))
        buttons = [
            voice.button("feedback-photos-done", FeedbackPress(do="preview", sheet=sheet.id)),
            voice.button("feedback-redo-photos", FeedbackPress(do="redo-photos", sheet=sheet.id)),
        ]
        return voice.listed(lines), [buttons]

    return says


async def counted(turn: Turn, round_: Feedback) -> None:
    """The photos need not be counted any more: the person has gone on."""
    await timers.clear(turn.tx, COUNT_TIMER, burst_of(turn, round_.id).subject)


async def begin_anew(turn: Turn, sheet: Sheet, what: str) -> None:
    """The next text, or the next photo, replaces what there was; until then nothing is lost."""
    await turn.ask(FEEDBACK, **(turn.data | {"anew": sorted({*turn.data["anew"], what})}))
    await turn.say(turn.texts.say(f"feedback-anew-{what}", code=sheet.code), subject=sheet.subject)


async def ask_text(turn: Turn, sheet: Sheet) -> None:
    """Four points, and how much at least."""
    key = "feedback-text" if handles(turn.person, sheet) else "contribute-text"
    text = turn.texts.say(
        "feedback-after" if sheet.state == SheetState.CLOSED else key,
        code=sheet.code,
        object=sheet.object,
        chars=turn.settings.sheet.min_text_chars,
        minutes=turn.settings.conversation.draft_minutes,
    )
    await turn.say(text, subject=sheet.subject)


def after_text(turn: Turn, sheet: Sheet, contents: Contents) -> Rows:
    """The ways on once there is some text."""
    if handles(turn.person, sheet):
        done = "feedback-photos-done" if contents.photos else "feedback-no-photos"
    else:
        done = "contribute-done"
    return pairs(
        [
            turn.button(done, FeedbackPress(do="preview", sheet=sheet.id)),
            turn.button("feedback-redo-text", FeedbackPress(do="redo-text", sheet=sheet.id)),
            turn.button(*CANCEL),
        ]
    )


def measures(contents: Contents) -> dict[str, int]:
    """What the texts say of a round: its characters and photos."""
    return {"chars": contents.characters, "photos": len(contents.photos)}


async def _too_many(voice: Voice, channel: str, chat: str) -> int:
    """How many photos of the burst were more than allowed; asked once."""
    open_ = await conversations.get(voice.tx, channel, chat)
    if open_ is None or open_.step != FEEDBACK or not open_.data["too_many"]:
        return 0
    data = open_.data | {"too_many": 0}
    await conversations.put(voice.tx, channel, chat, FEEDBACK, data, open_.expires_at)
    return int(open_.data["too_many"])


async def _take_in(turn: Turn, sheet: Sheet) -> None:
    """Keep a message's text and photos in the round that is being written."""
    text = need_text_or_photos(turn, "photos-only", [CANCEL])
    sheet, round_ = await open_dialogue(turn, sheet)
    if text:
        await _take_text(turn, round_, clean(text))
    sheet = await usecases.begin_work(turn, sheet)
    if turn.message.photos:
        await _take_photos(turn, round_)
    else:
        await _answer_text(turn, sheet, await feedback.contents(turn.tx, round_.id))


async def _take_text(turn: Turn, round_: Feedback, text: str) -> None:
    if await replaces(turn, FEEDBACK, "text"):
        await feedback.drop_text(turn.tx, round_.id)
    await add_words(turn, round_, text)


async def add_words(turn: Turn, round_: Feedback, text: str) -> None:
    """Add what the bot has put together itself; refuses what would be too much."""
    before = await feedback.contents(turn.tx, round_.id)
    if (over := len(before.text) + len(text) - MOST_TEXT) > 0:
        raise Refused("text-too-long", most=MOST_TEXT, over=over)
    await feedback.add_text(turn.tx, round_.id, turn.ref, text)


async def _take_photos(turn: Turn, round_: Feedback) -> None:
    most = turn.settings.sheet.max_photos
    if await replaces(turn, FEEDBACK, "photos"):
        await feedback.drop_photos(turn.tx, round_.id)
    for photo in turn.message.photos:
        if photo.sha256 is None:
            await turn.say(turn.texts.say("photo-lost"))
        elif await feedback.count_photos(turn.tx, round_.id) >= most:
            await turn.ask(FEEDBACK, **(turn.data | {"too_many": turn.data["too_many"] + 1}))
        else:
            await feedback.add_photo(turn.tx, round_.id, turn.ref, photo.sha256)
    burst = burst_of(turn, round_.id)
    await timers.set_timer(turn.tx, COUNT_TIMER, burst.subject, turn.tx.now + ALBUM_ENDS_AFTER)


async def _answer_text(turn: Turn, sheet: Sheet, contents: Contents) -> None:
    missing = turn.settings.sheet.min_text_chars - contents.characters
    if missing > 0:
        text = turn.texts.say("text-missing", **measures(contents), missing=missing)
    else:
        most = turn.settings.sheet.max_photos
        text = turn.texts.say("text-taken", code=sheet.code, most=most, **measures(contents))
    await turn.say(text, buttons=after_text(turn, sheet, contents), subject=sheet.subject)
