"""Words and photos for some matter, in any order, until they are handed in (M5, M9, M10): for every capability alike.

Text comes in one message or many, photos one by one or as albums (separate messages without an end), a
caption counts as text, a reply to a message about the matter counts, an edited message says what it says
now. It is kept in the round that is being written (storage/feedback); handing it in is the capability's own.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Generic, NamedTuple, Protocol, TypeVar

from handlers.material import ALBUM_ENDS_AFTER, Burst, burst_of, need_text_or_photos, replaces
from handlers.menu import Shortcut
from handlers.personal_numbers import clean
from handlers.refusal import Refused
from handlers.texts import Markup
from handlers.turn import Turn
from handlers.voice import Rows, Says, Voice
from storage import conversations, feedback, timers
from storage.db import Tx
from storage.feedback import Contents, Feedback, FeedbackState
from storage.messages import Button

CANCEL = ("command-cancel", Shortcut(command="cancel"))


class Matter(Protocol):
    """What words and photos can be about."""

    @property
    def code(self) -> str:
        """How people call it."""

    @property
    def subject(self) -> str:
        """Its name everywhere else: "sheet:17"."""


M = TypeVar("M", bound=Matter)


class Need(NamedTuple):
    """How much is wanted: at least and at most so many characters, and so many photos."""

    least_text: int
    most_text: int
    most_photos: int


class Collecting(ABC, Generic[M]):
    """What one kind of matter needs of it; `step` and `timer` are names of its own.

    A capability names `said` as what takes the step, `count_photos` as what the timer calls, and, where it wants
    them, `replied` and `edited`.
    """

    def __init__(self, kind: str, *, step: str, timer: str) -> None:
        self.kind, self.step, self.timer = kind, step, timer

    @abstractmethod
    async def find(self, tx: Tx, key: str) -> M | None:
        """The matter of a subject's key, whoever asks."""

    @abstractmethod
    async def read(self, turn: Turn, key: str) -> M:
        """The same for somebody who may see it; refuses everybody else."""

    @abstractmethod
    async def begin(self, turn: Turn, matter: M) -> tuple[M, Feedback]:
        """The round that is being written; refuses whoever may not write, or may not any more."""

    @abstractmethod
    async def writes(self, turn: Turn, matter: M) -> bool:
        """Whether what this person once said about it is theirs to change still."""

    @abstractmethod
    def need(self, voice: Voice) -> Need:
        """How much is wanted."""

    @abstractmethod
    def words_taken(self, turn: Turn, matter: M, contents: Contents) -> tuple[Markup, Rows]:
        """What is said when words have come, and the ways on."""

    @abstractmethod
    def after_photos(self, voice: Voice, matter: M) -> Sequence[Button]:
        """The ways on when photos have come."""

    async def taken(self, turn: Turn, matter: M) -> M:  # noqa: ARG002 - for those who mark it
        """Something has come: the matter as it then is."""
        return matter

    async def open(self, turn: Turn, matter: M) -> tuple[M, Feedback]:
        """Take what is said from now on for a matter; gives the round that is being written."""
        matter, round_ = await self.begin(turn, matter)
        going_on = self._is_open(turn) and turn.data["about"] == matter.subject
        data = turn.data if going_on else {"about": matter.subject, "too_many": 0, "anew": []}
        await turn.ask(self.step, **data)
        return matter, round_

    async def said(self, turn: Turn) -> None:
        """Text and photos while the step is open."""
        await self._take_in(turn, await self.read(turn, _key(turn.data["about"])))

    async def replied(self, turn: Turn, key: str) -> None:
        """A reply to a message about the matter counts as well."""
        await self._take_in(turn, await self.read(turn, key))

    async def edited(self, turn: Turn) -> None:
        """An edited message replaces what it said, as long as the round is being written."""
        found = await feedback.said_in(turn.tx, turn.ref or "")
        matter = await self._matter_of(turn.tx, found)
        if found is None or matter is None or not await self.writes(turn, matter):
            return  # it is about something else, or somebody else's by now
        if found.state != FeedbackState.DRAFT:
            raise Refused("edited-too-late", code=matter.code)
        text = clean(turn.message.text.strip())
        await feedback.edit_text(turn.tx, found.id, turn.ref or "", text)
        contents = await feedback.contents(turn.tx, found.id)
        says = turn.texts.say("edit-taken", code=matter.code, **measures(contents))
        await turn.say(says, subject=matter.subject)

    async def count_photos(self, voice: Voice, subject: str) -> None:
        """Say how many photos have come, once a burst of them is over."""
        number, channel, chat = Burst.of(subject)
        found = await feedback.get(voice.tx, number)
        matter = await self._matter_of(voice.tx, found)
        if found is None or matter is None or found.state != FeedbackState.DRAFT:
            return
        contents = await feedback.contents(voice.tx, found.id)
        too_many = await self._too_many(voice, channel, chat)
        says = self._photos_counted(matter, contents, too_many)
        await voice.say_in(channel, chat, says, subject=matter.subject)

    async def counted(self, turn: Turn, round_: Feedback) -> None:
        """The photos need not be counted any more: the person has gone on."""
        await timers.clear(turn.tx, self.timer, burst_of(turn, round_.id).subject)

    async def redo_text(self, turn: Turn, matter: M) -> None:
        """改文字."""
        matter, _ = await self.open(turn, matter)
        await self.begin_anew(turn, matter, "text")

    async def redo_photos(self, turn: Turn, matter: M) -> None:
        """重发照片."""
        matter, _ = await self.open(turn, matter)
        await self.begin_anew(turn, matter, "photos")

    async def begin_anew(self, turn: Turn, matter: M, what: str) -> None:
        """The next text, or the next photo, replaces what there was; until then nothing is lost."""
        await turn.ask(self.step, **(turn.data | {"anew": sorted({*turn.data["anew"], what})}))
        await turn.say(turn.texts.say(f"anew-{what}", code=matter.code), subject=matter.subject)

    async def add_words(self, turn: Turn, round_: Feedback, text: str) -> None:
        """Add words to a round; refuses what would be too much."""
        before, most = await feedback.contents(turn.tx, round_.id), self.need(turn).most_text
        if (over := len(before.text) + len(text) - most) > 0:
            raise Refused("text-too-long", most=most, over=over)
        await feedback.add_text(turn.tx, round_.id, turn.ref, text)

    def _is_open(self, turn: Turn) -> bool:
        return turn.conversation is not None and turn.conversation.step == self.step

    async def _matter_of(self, tx: Tx, round_: Feedback | None) -> M | None:
        if round_ is None or not round_.subject.startswith(f"{self.kind}:"):
            return None
        return await self.find(tx, _key(round_.subject))

    async def _take_in(self, turn: Turn, matter: M) -> None:
        """Keep a message's text and photos in the round that is being written."""
        text = need_text_or_photos(turn, "photos-only", [CANCEL])
        matter, round_ = await self.open(turn, matter)
        if text:
            await self._take_text(turn, round_, clean(text))
        matter = await self.taken(turn, matter)
        if turn.message.photos:
            await self._take_photos(turn, round_)
        else:
            words, buttons = self.words_taken(turn, matter, await feedback.contents(turn.tx, round_.id))
            await turn.say(words, buttons=buttons, subject=matter.subject)

    async def _take_text(self, turn: Turn, round_: Feedback, text: str) -> None:
        if await replaces(turn, self.step, "text"):
            await feedback.drop_text(turn.tx, round_.id)
        await self.add_words(turn, round_, text)

    async def _take_photos(self, turn: Turn, round_: Feedback) -> None:
        most = self.need(turn).most_photos
        if await replaces(turn, self.step, "photos"):
            await feedback.drop_photos(turn.tx, round_.id)
        for photo in turn.message.photos:
            if photo.sha256 is None:
                await turn.say(turn.texts.say("photo-lost"))
            elif await feedback.count_photos(turn.tx, round_.id) >= most:
                await turn.ask(self.step, **(turn.data | {"too_many": turn.data["too_many"] + 1}))
            else:
                await feedback.add_photo(turn.tx, round_.id, turn.ref, photo.sha256)
        burst = burst_of(turn, round_.id)
        await timers.set_timer(turn.tx, self.timer, burst.subject, turn.tx.now + ALBUM_ENDS_AFTER)

    async def _too_many(self, voice: Voice, channel: str, chat: str) -> int:
        """How many photos of the burst were more than allowed; asked once."""
        open_ = await conversations.get(voice.tx, channel, chat)
        if open_ is None or open_.step != self.step or not open_.data["too_many"]:
            return 0
        data = open_.data | {"too_many": 0}
        await conversations.put(voice.tx, channel, chat, self.step, data, open_.expires_at)
        return int(open_.data["too_many"])

    def _photos_counted(self, matter: M, contents: Contents, too_many: int) -> Says:
        async def says(voice: Voice) -> tuple[Markup, Rows]:
            need = self.need(voice)
            missing = need.least_text - contents.characters
            lines = [voice.texts.say("photos-counted", code=matter.code, photos=len(contents.photos))]
            if too_many:
                lines.append(voice.texts.say("photos-too-many", most=need.most_photos, more=too_many))
            if missing > 0:
                lines.append(voice.texts.say("photos-text-missing", missing=missing))
            return voice.listed(lines), [self.after_photos(voice, matter)]

        return says


async def show_photos(turn: Turn, matter: Matter, photos: tuple[str, ...]) -> None:
    """看照片: those that were given for a matter, if any were."""
    if not photos:
        await turn.toast(turn.texts.plain("no-photos"))
        return
    await turn.toast("")
    text = turn.texts.say("photos-of", code=matter.code, photos=len(photos))
    await turn.say(text, photos=photos, subject=matter.subject)


def measures(contents: Contents) -> dict[str, int]:
    """What the texts say of a round: its characters and photos."""
    return {"chars": contents.characters, "photos": len(contents.photos)}


def _key(subject: str) -> str:
    return subject.partition(":")[2]
