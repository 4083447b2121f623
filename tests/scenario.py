"""Scenarios in sentences: a station in process, its people as a cast, its clock in the test's hand.

Nothing is replaced but the network: the inbox, the turns, the outbox, the timers and the database are
those of production; `Phones` is the channel.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from bot.channels.base import ChannelError, Receive, TransientError
from bot.clock import Clock
from bot.delivery import Delivery
from bot.intake import Intake
from bot.limits import Limits, Rate
from bot.pulse import Pulse
from bot.sandbox.demo_enforcement import load_issues
from bot.sandbox.demo_station import bind_everyone, demo_people, load_roster, load_sheets
from bot.timekeeper import Timekeeper
from handlers import CAPABILITIES
from handlers.desk import Desk
from handlers.settings import Settings
from handlers.texts import Texts
from storage import addresses, sheet_lists
from storage.db import Database, Tx
from storage.messages import Attached, Button, File, Incoming, IncomingKind, MenuCommand, Outgoing, Photo
from storage.people import Team
from storage.photos import PhotoStore
from storage.sheet_lists import Filter, Listed, Reader
from tests.conventions import breaches

STATION = "YD"
NO_LIMITS = Limits(overall=Rate(1e9, 1e9), chat=Rate(1e9, 1e9))


def picture(shade: int = 0) -> bytes:
    """A small JPEG; another shade is another picture."""
    out = BytesIO()
    Image.new("RGB", (32, 24), (shade * 20 % 256, 90, 160)).save(out, "JPEG")
    return out.getvalue()


@dataclass
class Shown:
    """A message on somebody's phone, as it now reads."""

    id: str
    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    photos: tuple[str, ...] = ()
    file: File | None = None
    ids: Sequence[str] = ()
    at: datetime | None = None

    @property
    def labels(self) -> list[str]:
        """What its buttons say."""
        return [button.label for row in self.buttons for button in row]


@dataclass
class Phones:
    """The in-process channel: every chat as its phone shows it."""

    name: str = "phones"
    limits: Limits = NO_LIMITS
    chats: dict[str, list[Shown]] = field(default_factory=dict)
    toasts: dict[str, list[str]] = field(default_factory=dict)
    menus: dict[str, tuple[MenuCommand, ...]] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    failures: dict[str, list[ChannelError]] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)
    time: Clock | None = None
    ids: Any = field(default_factory=lambda: itertools.count(1))

    async def listen(self, receive: Receive, pulse: Pulse) -> None:
        """Scenarios hand their messages to the intake themselves."""

    async def send(self, chat: str, message: Outgoing) -> Sequence[str]:
        """Show a message; fails for one that a channel would cut or refuse."""
        assert not breaches(message), breaches(message)
        if waiting := self.failures.get(chat):
            raise waiting.pop(0)
        if message.menu is not None:
            self.menus[chat] = message.menu
            return ()
        if message.answers is not None:
            self.toasts.setdefault(chat, []).append(message.text)
            return ()
        if message.recalls:
            return self._take_back(chat, message)
        shown = self.chats.setdefault(chat, [])
        for earlier in shown:
            if earlier.id == message.replaces:
                earlier.text, earlier.buttons = message.text, message.buttons
                shown.remove(earlier)
                shown.append(earlier)  # the scenario looks at what changed last
                return [earlier.id]
        ids = [f"b{next(self.ids)}" for _ in message.photos or (None,)]
        now = self.time.now() if self.time else None
        shown.append(Shown(ids[0], message.text, message.buttons, message.photos, message.file, ids, now))
        if self.lost.get(chat):  # so many answers get lost on their way back
            self.lost[chat] -= 1
            raise TransientError("ReadTimeout", unknown=True)
        return ids

    def _take_back(self, chat: str, message: Outgoing) -> Sequence[str]:
        """As Telegram does: delete what is not older than 48 hours, put the text in the place of the rest."""
        left: list[str] = []
        shown = self.chats.setdefault(chat, [])
        for each in [each for each in shown if set(each.ids) & set(message.recalls)]:
            if each.at and self.time and self.time.now() - each.at > timedelta(hours=48):
                each.text, each.buttons = message.text, ()
                each.photos = ("placeholder",) * len(each.photos)
                left += each.ids
            else:
                shown.remove(each)
        return left

    async def fetch(self, file: Photo | Attached) -> bytes:
        """The bytes of a picture or a file."""
        if waiting := self.failures.get(file.file_id):
            raise waiting.pop(0)
        return self.pictures[file.file_id]


class Member:
    """Somebody with a phone."""

    def __init__(self, station: "Station", staff_id: str, chat: str) -> None:
        self.station = station
        self.staff_id = staff_id
        self.chat = chat
        self.sent: list[str] = []
        self.latest: Incoming | None = None

    async def says(self, text: str, *, reply_to: Shown | None = None) -> None:
        """Send a text."""
        await self._sends(text=text, reply_to=reply_to.id if reply_to else None)

    async def sends_photos(self, *pictures: bytes, caption: str = "") -> None:
        """Send photos as an album does: separate messages, the caption on the first, no end mark."""
        for n, content in enumerate(pictures):
            name = f"f{next(self.station.phones.ids)}"
            self.station.phones.pictures[name] = content
            photo = Photo(file_id=name, size=len(content))
            await self._sends(text=caption if n == 0 else "", photos=(photo,), settle=False)
        await self.station.settle()

    async def sends_file(self, name: str, content: bytes) -> None:
        """Send a file that is no picture."""
        key = f"f{next(self.station.phones.ids)}"
        self.station.phones.pictures[key] = content
        await self._sends(attached=Attached(file_id=key, name=name, size=len(content)), unsupported=True)

    async def sends(self, **fields: Any) -> None:
        """Send something unusual."""
        await self._sends(**fields)

    async def edits(self, number: int, text: str) -> None:
        """Edit the n-th message sent (0: the first, -1: the last)."""
        await self._sends(kind=IncomingKind.EDIT, message_id=self.sent[number], text=text)

    async def repeats_last(self) -> None:
        """The platform delivers once more what was sent last."""
        assert self.latest
        await self.station.intake.receive([self.latest])
        await self.station.settle()

    async def presses(self, label: str, *, on: Shown | None = None) -> None:
        """Press a button of the newest message that has one with this label (or of `on`)."""
        shown = [on] if on else list(reversed(self.messages))
        for message in shown:
            for row in message.buttons:
                for button in row:
                    if button.label == label:
                        await self.presses_data(button.data, message.id)
                        return
        seen = [message.labels for message in self.messages[-3:]]
        raise AssertionError(f"{self.staff_id} sees no button {label}; last ones: {seen}")

    async def presses_data(self, data: str, message_id: str = "b0") -> None:
        """Press a button by its payload, forged or not."""
        await self._sends(
            kind=IncomingKind.BUTTON,
            button=data,
            press_id=f"p{next(self.station.phones.ids)}",
            message_id=message_id,
        )

    @property
    def messages(self) -> list[Shown]:
        """Everything that the phone shows, oldest first."""
        return self.station.phones.chats.get(self.chat, [])

    @property
    def last(self) -> Shown:
        """What was shown last."""
        return self.messages[-1]

    @property
    def toast(self) -> str:
        """The last toast that said anything."""
        return next((t for t in reversed(self.station.phones.toasts.get(self.chat, [])) if t), "")

    def clears_chat(self) -> None:
        """Forget what the phone shows, so that what comes next is what is looked at."""
        self.messages.clear()

    @property
    def spoken_to(self) -> list[str]:
        """First lines of everything that the phone shows, oldest first."""
        return [message.text.partition("\n")[0] for message in self.messages]

    def sees(self, *parts: str) -> None:
        """The newest message says all of this."""
        for part in parts:
            assert part in self.last.text, f"{part!r} not in {self.last.text!r}"

    def has_seen(self, part: str) -> Shown:
        """Some message says this: the newest such."""
        for message in reversed(self.messages):
            if part in message.text:
                return message
        raise AssertionError(f"{part!r} in none of {[m.text for m in self.messages]}")

    def has_not_seen(self, part: str) -> None:
        """No message says this."""
        assert not any(part in message.text for message in self.messages)

    async def _sends(self, *, settle: bool = True, **fields: Any) -> None:
        number = next(self.station.phones.ids)
        fields.setdefault("kind", IncomingKind.MESSAGE)
        fields.setdefault("message_id", f"u{number}")
        if fields["kind"] == IncomingKind.MESSAGE:
            self.sent.append(fields["message_id"])
        message = Incoming(
            channel="phones",
            provider_id=str(number),
            chat=self.chat,
            sender=self.chat,
            sent_at=self.station.clock.now(),
            **fields,
        )
        self.latest = message
        await self.station.intake.receive([message])
        if settle:
            await self.station.settle()


class Station:
    """The demo station, running in process."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        folder: Path,
        settings: Settings,
        phones: Phones | None = None,
    ) -> None:
        self.database = database
        self.clock = clock
        self.folder = folder
        self.phones = phones or Phones()
        self.phones.time = clock
        self.store = PhotoStore(folder)
        self.desk = Desk(
            settings=settings,
            texts=Texts(settings.time_zone),
            photos=self.store,
            capabilities=CAPABILITIES,
        )
        channels = {self.phones.name: self.phones}
        self.intake = Intake(database, STATION, channels, self.store, self.desk, clock)
        self.delivery = Delivery(database, STATION, channels, self.desk, clock, run_id="test")
        self.timekeeper = Timekeeper(database, STATION, self.desk, clock, self._wake_others)

    async def _wake_others(self) -> None:
        await self.delivery.wake_due()
        await self.intake.start()

    async def restarts(self) -> "Station":
        """The process ends and another begins, on the same database and the same phones."""
        await self.intake.stop(1)
        await self.timekeeper.stop(1)
        await self.delivery.stop(1)
        again = Station(self.database, self.clock, self.folder, self.desk.settings, self.phones)
        await again.delivery.wake_due()
        await again.intake.start()
        await again.settle()
        return again

    async def settle(self) -> None:
        """Let everything happen that is due now."""
        for _ in range(3):
            await self.intake.settle()
            await self.timekeeper.settle()
            await self.delivery.settle()

    async def days_pass(self, days: float) -> None:
        """Move the clock in steps of an hour, so that each reminder comes at its time."""
        for _ in range(round(days * 24)):
            self.clock.advance(timedelta(hours=1))
            await self.settle()

    async def hours_pass(self, hours: float) -> None:
        """The same, by hours."""
        await self.days_pass(hours / 24)

    async def moments_pass(self, seconds: float = 3) -> None:
        """A few seconds, for what waits for the end of an album."""
        self.clock.advance(timedelta(seconds=seconds))
        await self.settle()

    async def time_is(self, day: int, hour: int, minute: int = 0) -> None:
        """Move the clock, in steps of an hour at most, to a day of April 2023 on the station's clock."""
        goal = datetime(2023, 4, 1, hour, minute, tzinfo=self.desk.texts.time_zone) + timedelta(days=day - 1)
        while (left := goal - self.clock.now()) > timedelta(0):
            self.clock.advance(min(left, timedelta(hours=1)))
            await self.settle()

    async def away_for(self, days: float) -> None:
        """The bot is down for so long: the clock moves at once."""
        self.clock.advance(timedelta(days=days))
        await self.settle()

    async def give_phone(self, tx: Tx, staff_id: str) -> None:
        """Somebody else gets a phone that is bound."""
        await addresses.bind(tx, "phones", f"chat-{staff_id}", staff_id)

    def member(self, staff_id: str) -> Member:
        """Somebody of the roster, by staff id, or a stranger."""
        return Member(self, staff_id, f"chat-{staff_id}")


async def open_station(
    database: Database,
    clock: Clock,
    folder: Path,
    *,
    settings: Settings | None = None,
    phones: Phones | None = None,
    with_sheets: bool = False,
    with_issues: bool = False,
) -> Station:
    """The demo station with everyone enrolled, with or without the sheets and issues under way."""
    station = Station(database, clock, folder, settings or Settings(), phones)
    async with database.transaction(STATION) as tx:
        await load_roster(tx)
        await bind_everyone(tx, "phones", {p.staff_id: f"chat-{p.staff_id}" for p in demo_people()})
        if with_sheets:
            await load_sheets(tx, station.desk)
        if with_issues:
            await load_issues(tx, station.desk)
    await station.settle()
    return station


async def open_sheets(tx: Tx) -> list[Listed]:
    """Every sheet under way at a station, the nearest deadline first."""
    everybodys = Reader(staff_id="", team=Team.STATION, parts=frozenset({"station"}))
    return await sheet_lists.page(tx, everybodys, Filter.OPEN, None, 100)
