"""Telegram's updates as our messages: its quirks are put right here, at the door.

They are read as the plain dicts that they come as; objects of the library's would cost a turn a fifteenth of its time.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import structlog
from telegram.constants import ChatMemberStatus, ChatType

from storage.messages import Attached, Incoming, IncomingKind, Location, Photo

log = structlog.get_logger()

MOST_ID = 2**63 - 1
MOST_NAME = 100
MOST_BYTES = 20_000_000
"""Telegram lets bots download no more (protocol: telegram.md 1)."""
OTHER_FILES = ("video", "voice", "audio", "sticker", "video_note", "animation", "contact", "poll")

Plain = Mapping[str, Any]


def incoming(update: Plain) -> Incoming | None:
    """One update as a message; None when it is of no use to us.

    An update that cannot be read becomes an UNREADABLE message: it is parked and reported, and holds
    nobody up.
    """
    number = update.get("update_id")
    if not isinstance(number, int) or abs(number) > MOST_ID:
        log.error("an update without a number was left out")
        return None
    try:
        return _translated(number, update)
    except Exception as error:  # noqa: BLE001 - whatever is not as it should be
        log.warning("an update could not be read", update=number, reason=type(error).__name__)
        return Incoming(
            channel="telegram",
            provider_id=f"{number}:unreadable",
            chat="unreadable",
            sender="unreadable",
            kind=IncomingKind.UNREADABLE,
            sent_at=datetime.now(UTC),
        )


def _translated(number: int, update: Plain) -> Incoming | None:
    for kind, read in _KINDS.items():
        if told := update.get(kind):
            return read(number, told)
    return None


def _message(number: int, message: Plain) -> Incoming:
    return _written(number, message, IncomingKind.MESSAGE)


def _edit(number: int, message: Plain) -> Incoming:
    return _written(number, message, IncomingKind.EDIT)


def _written(number: int, message: Plain, kind: IncomingKind) -> Incoming:
    chat = _id(message["chat"])
    message_id = str(message["message_id"])
    if (moved_to := message.get("migrate_to_chat_id")) and message["chat"]["type"] == ChatType.GROUP:
        return Incoming(
            channel="telegram",
            provider_id=f"{number}:{chat}:{message_id}",
            chat=chat,
            sender=chat,
            kind=IncomingKind.MIGRATED,
            sent_at=_moment(message["date"]),
            private=False,
            moved_to=str(moved_to),
        )
    photos = _photos(message)
    text = message.get("text") or message.get("caption") or ""
    location = message.get("location")
    # edits of one message share its id: the moment tells them apart
    edited_at = message.get("edit_date")
    sender, replied_to = message.get("from"), message.get("reply_to_message")
    return Incoming(
        channel="telegram",
        provider_id=f"{number}:{chat}:{message_id}" + (f":{int(edited_at)}" if edited_at else ""),
        chat=chat,
        sender=_id(sender) if sender else chat,
        kind=kind,
        sent_at=_moment(message["date"]),
        private=message["chat"]["type"] == ChatType.PRIVATE,
        message_id=message_id,
        text=text,
        photos=photos,
        unsupported=not (text or photos or location) or _has_other_file(message),
        attached=_attached(message),
        location=Location(latitude=location["latitude"], longitude=location["longitude"])
        if location
        else None,
        reply_to=str(replied_to["message_id"]) if replied_to else None,
    )


def _photos(message: Plain) -> tuple[Photo, ...]:
    if sizes := message.get("photo"):
        # compared, not multiplied: a forged update may hold a text and a number, whose product fills the memory
        return (_photo(max(sizes, key=lambda size: (size["width"], size["height"]))),)
    document = message.get("document")
    return (_photo(document),) if document and _is_picture(document) else ()


def _attached(message: Plain) -> Attached | None:
    document = message.get("document")
    if not document or _is_picture(document):
        return None
    name = (document.get("file_name") or "")[-MOST_NAME:]  # its end says what it is
    return Attached(file_id=document["file_id"], name=name, size=document.get("file_size"))


def _photo(file: Plain) -> Photo:
    size = file.get("file_size")
    return Photo(file_id=file["file_id"], size=size, refused=bool(size and size > MOST_BYTES))


def _is_picture(document: Plain) -> bool:
    return str(document.get("mime_type") or "").startswith("image/")


def _has_other_file(message: Plain) -> bool:
    document = message.get("document")
    return bool(document and not _is_picture(document)) or any(message.get(kind) for kind in OTHER_FILES)


def _press(number: int, query: Plain) -> Incoming:
    message = query.get("message")
    sender = _id(query["from"])
    return Incoming(
        channel="telegram",
        provider_id=f"{number}:press:{query['id']}",
        chat=_id(message["chat"]) if message else sender,
        sender=sender,
        kind=IncomingKind.BUTTON,
        sent_at=datetime.now(UTC),
        private=not message or message["chat"]["type"] == ChatType.PRIVATE,
        message_id=str(message["message_id"]) if message else None,
        button=query.get("data") or "",
        press_id=query["id"],
    )


def _membership(number: int, change: Plain) -> Incoming | None:
    if change["chat"]["type"] != ChatType.PRIVATE:
        return None
    chat = _id(change["chat"])
    blocked = change["new_chat_member"]["status"] in (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)
    return Incoming(
        channel="telegram",
        provider_id=f"{number}:member:{chat}",
        chat=chat,
        sender=_id(change["from"]),
        kind=IncomingKind.BLOCKED if blocked else IncomingKind.UNBLOCKED,
        sent_at=_moment(change["date"]),
    )


def _id(whose: Plain) -> str:
    return str(whose["id"])


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


_KINDS: Mapping[str, Callable[[int, Plain], Incoming | None]] = {
    "message": _message,
    "edited_message": _edit,
    "callback_query": _press,
    "my_chat_member": _membership,
}
