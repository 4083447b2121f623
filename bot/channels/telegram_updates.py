"""Telegram's updates as our messages: its quirks are put right here, at the door."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import structlog
from telegram import Bot, CallbackQuery, ChatMember, ChatMemberUpdated, Message, Update
from telegram.constants import ChatType

from storage.messages import Attached, Incoming, IncomingKind, Location, Photo

log = structlog.get_logger()

MOST_ID = 2**63 - 1
MOST_NAME = 100
MOST_BYTES = 20_000_000
"""Telegram lets bots download no more (protocol: telegram.md 1)."""


def incoming(raw: Mapping[str, Any], bot: Bot) -> Incoming | None:
    """One update as a message; None when it is of no use to us.

    An update that cannot be read becomes an UNREADABLE message: it is parked and reported, and holds
    nobody up.
    """
    number = raw.get("update_id")
    if not isinstance(number, int) or abs(number) > MOST_ID:
        log.error("an update without a number was left out")
        return None
    try:
        update = Update.de_json(dict(raw), bot)
        return _translate(update)
    except Exception as error:  # noqa: BLE001 - whatever the library stumbles over
        log.warning("an update could not be read", update=number, reason=type(error).__name__)
        return Incoming(
            channel="telegram",
            provider_id=f"{number}:unreadable",
            chat="unreadable",
            sender="unreadable",
            kind=IncomingKind.UNREADABLE,
            sent_at=datetime.now(UTC),
        )


def _translate(update: Update) -> Incoming | None:
    number = update.update_id
    if update.message:
        return _message(number, update.message, IncomingKind.MESSAGE)
    if update.edited_message:
        return _message(number, update.edited_message, IncomingKind.EDIT)
    if update.callback_query:
        return _press(number, update.callback_query)
    if update.my_chat_member:
        return _membership(number, update.my_chat_member)
    return None


def _message(number: int, message: Message, kind: IncomingKind) -> Incoming | None:
    chat = str(message.chat.id)
    if message.migrate_to_chat_id and message.chat.type == ChatType.GROUP:
        return Incoming(
            channel="telegram",
            provider_id=f"{number}:{chat}:{message.message_id}",
            chat=chat,
            sender=chat,
            kind=IncomingKind.MIGRATED,
            sent_at=message.date,
            private=False,
            moved_to=str(message.migrate_to_chat_id),
        )
    photos = _photos(message)
    text = message.text or message.caption or ""
    location = message.location
    unsupported = not (text or photos or location) or _has_other_file(message)
    # edits of one message share its id: the moment tells them apart
    version = f":{int(message.edit_date.timestamp())}" if message.edit_date else ""
    return Incoming(
        channel="telegram",
        provider_id=f"{number}:{chat}:{message.message_id}{version}",
        chat=chat,
        sender=str(message.from_user.id) if message.from_user else chat,
        kind=kind,
        sent_at=message.date,
        private=message.chat.type == ChatType.PRIVATE,
        message_id=str(message.message_id),
        text=text,
        photos=photos,
        unsupported=unsupported,
        attached=_attached(message),
        location=Location(latitude=location.latitude, longitude=location.longitude) if location else None,
        reply_to=str(message.reply_to_message.message_id) if message.reply_to_message else None,
    )


def _photos(message: Message) -> tuple[Photo, ...]:
    if message.photo:
        # compared, not multiplied: a forged update may hold a text and a number, whose product fills the memory
        largest = max(message.photo, key=lambda size: (size.width, size.height))
        return (_photo(largest.file_id, largest.file_size),)
    document = message.document
    if document and (document.mime_type or "").startswith("image/"):
        return (_photo(document.file_id, document.file_size),)
    return ()


def _attached(message: Message) -> Attached | None:
    document = message.document
    if document is None or (document.mime_type or "").startswith("image/"):
        return None
    name = (document.file_name or "")[-MOST_NAME:]  # its end says what it is
    return Attached(file_id=document.file_id, name=name, size=document.file_size)


def _photo(file_id: str, size: int | None) -> Photo:
    return Photo(file_id=file_id, size=size, refused=bool(size and size > MOST_BYTES))


def _has_other_file(message: Message) -> bool:
    document = message.document
    other_document = document is not None and not (document.mime_type or "").startswith("image/")
    others = (
        message.video,
        message.voice,
        message.audio,
        message.sticker,
        message.video_note,
        message.animation,
    )
    return other_document or any(others) or message.contact is not None or message.poll is not None


def _press(number: int, query: CallbackQuery) -> Incoming:
    chat = query.message.chat if query.message else None
    return Incoming(
        channel="telegram",
        provider_id=f"{number}:press:{query.id}",
        chat=str(chat.id if chat else query.from_user.id),
        sender=str(query.from_user.id),
        kind=IncomingKind.BUTTON,
        sent_at=datetime.now(UTC),
        private=chat is None or chat.type == ChatType.PRIVATE,
        message_id=str(query.message.message_id) if query.message else None,
        button=query.data or "",
        press_id=query.id,
    )


def _membership(number: int, change: ChatMemberUpdated) -> Incoming | None:
    if change.chat.type != ChatType.PRIVATE:
        return None
    blocked = change.new_chat_member.status in (ChatMember.BANNED, ChatMember.LEFT)
    return Incoming(
        channel="telegram",
        provider_id=f"{number}:member:{change.chat.id}",
        chat=str(change.chat.id),
        sender=str(change.from_user.id),
        kind=IncomingKind.BLOCKED if blocked else IncomingKind.UNBLOCKED,
        sent_at=change.date,
    )
