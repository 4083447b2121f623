"""The whole of the sandbox's Telegram, in memory: people, chats, files, updates, and what people do.

What is simplified: there are private chats only; message ids count from 1 in every chat; writing to
a bot starts it. Telegram's own delays (24 hours for an update, 150 seconds for a press) run on
real time, whatever the station's clock says; the age of a message runs on the station's clock.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from bot.clock import Clock
from bot.sandbox import wire
from bot.sandbox.changes import Changes
from bot.sandbox.chats import Entity, Message, Person, Phone, Place, Press
from bot.sandbox.faults import Faults
from bot.sandbox.files import Files
from bot.sandbox.formatting import utf16
from bot.sandbox.updates import LIFE_OF_PRESS, Updates
from bot.sandbox.webhook import Webhook

FIRST_USER_ID = 5_000_001
OTHER_KINDS = ("sticker", "voice", "video")

Scope = tuple[str, int | None, str]
"""Whose menus a list of commands is for: kind of scope, chat, language."""


@dataclass(frozen=True)
class Delivery:
    """A message of the bot that reached a phone."""

    at: datetime
    key: str
    message_id: int
    text: str
    method: str


class World:
    """People with phones, one bot, and everything between them.

    `token`, `bot_name` and `bot_username` are the bot's; `elapsed` tells real seconds. `deliveries`
    holds every accepted message of the bot in order, `calls` counts the calls of each method.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        token: str,
        bot_name: str,
        bot_username: str,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        self.clock = clock
        self.token = token
        self.bot_id = int(token.partition(":")[0])
        self.bot_name = bot_name
        self.bot_username = bot_username
        self.elapsed = elapsed
        self.phones: dict[str, Phone] = {}
        self.files = Files()
        self.updates = Updates(elapsed)
        self.webhook = Webhook(self.updates)
        self.faults = Faults(elapsed)
        self.changes = Changes()
        self.commands: dict[Scope, list[dict[str, str]]] = {}
        self.deliveries: list[Delivery] = []
        self.calls: Counter[str] = Counter()
        self._by_chat: dict[int, Phone] = {}
        self._presses: dict[str, tuple[Phone, Press]] = {}
        self._query_ids = count(880_001)
        self._album_ids = count(13_500_001)

    # People and what can be seen of them

    def add_person(self, key: str, name: str, team: str) -> Person:
        """Give somebody a phone on which the bot has not been started yet."""
        person = Person(key, name, team, FIRST_USER_ID + len(self.phones))
        phone = self.phones[key] = self._by_chat[person.user_id] = Phone(person)
        self._touch(phone)
        return person

    def phone_of(self, chat_id: int) -> Phone | None:
        """The phone whose private chat has that id."""
        return self._by_chat.get(chat_id)

    def chat(self, key: str) -> list[Message]:
        """What that person's chat shows, oldest first."""
        return self.phones[key].shown()

    def commands_for(self, key: str) -> list[dict[str, str]]:
        """The commands that this person's menu offers: their chat's own, or the narrowest scope set."""
        chat_id = self.phones[key].person.user_id
        for scope in (("chat", chat_id), ("all_private_chats", None), ("default", None)):
            for language in ("zh", ""):
                if (*scope, language) in self.commands:
                    return self.commands[*scope, language]
        return []

    async def until(self, holds: Callable[[], bool], seconds: float = 5.0) -> None:
        """Wait until the world has come to a state in which `holds()` is true, or raise TimeoutError."""
        async with asyncio.timeout(seconds):
            while not holds():
                await self.changes.after(self.changes.count)

    # What a person does

    def start(self, key: str, payload: str = "") -> Message:
        """Press the start button, or open a link with a payload; a blocked bot is let in again."""
        self.unblock(key)
        return self.send_text(key, f"/start {payload}".strip())

    def send_text(self, key: str, text: str, reply_to: int | None = None) -> Message:
        """Write a message, or a reply to one."""
        return self._say(key, text=text, entities=_commands_in(text), reply_to=reply_to)

    def send_photos(
        self,
        key: str,
        pictures: Sequence[bytes],
        caption: str = "",
        *,
        as_document: bool = False,
    ) -> list[Message]:
        """Send pictures, several as an album: one update each, the caption on the first."""
        album = str(next(self._album_ids)) if len(pictures) > 1 else ""
        sent = []
        for number, data in enumerate(pictures):
            text = "" if number else caption
            if as_document:
                file = self.files.add(data, f"IMG_{number + 1:04}.jpg", "image/jpeg")
                sent.append(self._say(key, document=file, text=text, album=album))
            else:
                sent.append(self._say(key, photo=self.files.add_photo(data), text=text, album=album))
        return sent

    def send_document(self, key: str, data: bytes, filename: str, mime: str) -> Message:
        """Send a file as it is."""
        return self._say(key, document=self.files.add(data, filename, mime))

    def send_location(self, key: str, latitude: float, longitude: float) -> Message:
        """Send a position."""
        return self._say(key, place=Place(latitude, longitude))

    def send_other(self, key: str, kind: str) -> Message:
        """Send a sticker, a voice message or a video, which have no content here."""
        if kind not in OTHER_KINDS:
            raise ValueError(f"{kind} is none of {', '.join(OTHER_KINDS)}")
        return self._say(key, other=kind)

    def press(self, key: str, message_id: int, label_or_data: str) -> Press:
        """Press the button of that label (or payload) under a message; LookupError if it has none."""
        phone = self.phones[key]
        buttons = [button for row in phone.messages[message_id].keyboard for button in row]
        data = next((each.data for each in buttons if label_or_data in (each.label, each.data)), None)
        if data is None:
            shown = "、".join(button.label for button in buttons) or "none"
            raise LookupError(f"message {message_id} has no button {label_or_data!r}, only {shown}")
        press = Press(str(next(self._query_ids)), message_id, data, self.elapsed())
        self._presses[press.query_id] = (phone, press)
        self.updates.add(
            "callback_query", f"user {phone.person.user_id}", wire.callback_query(self, phone, press)
        )
        return press

    def edit_text(self, key: str, message_id: int, text: str) -> None:
        """Change one's own message; the bot is sent the new version."""
        phone = self.phones[key]
        edited = phone.messages[message_id]
        if edited.from_bot:
            raise LookupError(f"message {message_id} is not {key}'s own")
        edited.text, edited.entities, edited.edited = text, _commands_in(text), self.clock.now()
        self.changed(phone, edited)
        self._tell("edited_message", phone, wire.message(self, phone, edited))

    def block(self, key: str) -> None:
        """Let the bot write no more."""
        self._set_blocked(self.phones[key], blocked=True)

    def unblock(self, key: str) -> None:
        """Let the bot write again."""
        self._set_blocked(self.phones[key], blocked=False)

    def read(self, key: str) -> None:
        """The person has looked at their chat."""
        phone = self.phones[key]
        if phone.unread:
            phone.unread = 0
            self._touch(phone)

    # What both sides use

    def post(self, phone: Phone, *, from_bot: bool, **content: Any) -> Message:
        """Put a message on a phone; `content` are fields of `Message`."""
        message = Message(len(phone.messages) + 1, from_bot=from_bot, date=self.clock.now(), **content)
        phone.messages[message.message_id] = message
        if from_bot:
            phone.unread += 1
        self.changed(phone, message)
        return message

    def changed(self, phone: Phone, message: Message) -> None:
        """A message on a phone is new or different: whoever shows it must draw it again."""
        self._touch(phone)
        message.version = phone.version

    def set_commands(self, scope: Scope, commands: list[dict[str, str]] | None) -> None:
        """Set what the menus of a scope offer; None makes the wider scopes count again."""
        if commands is None:
            self.commands.pop(scope, None)
        else:
            self.commands[scope] = commands
        for phone in self.phones.values():
            self._touch(phone)

    def new_album(self) -> str:
        """A `media_group_id`."""
        return str(next(self._album_ids))

    def answer(self, query_id: str, text: str, *, alert: bool) -> bool:
        """Show the bot's answer to a press; False if it is unknown, answered, or too old."""
        phone, press = self._presses.pop(query_id, (None, None))
        if not phone or not press or self.elapsed() - press.pressed_at > LIFE_OF_PRESS:
            return False
        self._touch(phone)
        press.toast, press.alert, press.version = text, alert, phone.version
        phone.answers.append(press)
        return True

    def _say(self, key: str, **content: Any) -> Message:
        phone = self.phones[key]
        if phone.blocked:
            raise PermissionError(f"{phone.person.name} has blocked the bot")
        phone.started = True
        message = self.post(phone, from_bot=False, **content)
        self._tell("message", phone, wire.message(self, phone, message))
        return message

    def _set_blocked(self, phone: Phone, *, blocked: bool) -> None:
        if phone.blocked != blocked:
            phone.blocked = blocked
            self._touch(phone)
            self._tell("my_chat_member", phone, wire.my_chat_member(self, phone, blocked=blocked))

    def _tell(self, kind: str, phone: Phone, body: dict[str, Any]) -> None:
        self.updates.add(kind, f"chat {phone.person.user_id}", body)

    def _touch(self, phone: Phone) -> None:
        phone.version = self.changes.next()


def _commands_in(text: str) -> tuple[Entity, ...]:
    return (Entity("bot_command", 0, utf16(text.split(maxsplit=1)[0])),) if text.startswith("/") else ()
