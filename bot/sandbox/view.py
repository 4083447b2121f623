"""What the page of phones is told: people, messages, and the answers to presses."""

from datetime import datetime
from typing import Any

from bot.sandbox.chats import Message, Phone, Press
from bot.sandbox.world import World

KINDS = {"sticker": "贴纸", "voice": "语音", "video": "视频"}
PREVIEW_LENGTH = 40


def milliseconds(moment: datetime) -> int:
    """Milliseconds since 1970, as the page counts."""
    return int(moment.timestamp() * 1000)


def person(phone: Phone) -> dict[str, Any]:
    """A row in the list of people."""
    last = phone.last()
    return {
        "key": phone.person.key,
        "name": phone.person.name,
        "team": phone.person.team,
        "started": phone.started,
        "blocked": phone.blocked,
        "unread": phone.unread,
        "version": phone.version,
        "preview": _preview(last) if last else "",
        "mine": bool(last and not last.from_bot),
        "at": milliseconds(last.date) if last else None,
    }


def phone(world: World, one: Phone, since: int) -> dict[str, Any]:
    """What has changed on a phone since version `since` (0: everything)."""
    return {
        "version": one.version,
        "started": one.started,
        "blocked": one.blocked,
        "commands": world.commands_for(one.person.key),
        "messages": [message(each) for each in one.messages.values() if each.version > since],
        "answers": [_answer(each) for each in one.answers if each.version > since],
    }


def message(one: Message) -> dict[str, Any]:
    """A bubble; a deleted message is its number only."""
    if one.deleted:
        return {"id": one.message_id, "deleted": True}
    return {
        "id": one.message_id,
        "mine": not one.from_bot,
        "at": milliseconds(one.date),
        "text": one.text,
        "entities": [[each.kind, each.offset, each.length, each.argument] for each in one.entities],
        "photo": _photo(one),
        "document": _document(one),
        "place": [one.place.latitude, one.place.longitude] if one.place else None,
        "other": KINDS.get(one.other, one.other),
        "album": one.album,
        "replyTo": one.reply_to,
        "keyboard": [[[each.label, each.data, each.url] for each in row] for row in one.keyboard],
        "protected": one.protected,
        "edited": bool(one.edited),
        "preview": _preview(one),
    }


def _answer(press: Press) -> dict[str, Any]:
    return {"id": press.query_id, "message": press.message_id, "text": press.toast, "alert": press.alert}


def _photo(one: Message) -> dict[str, Any] | None:
    if not one.photo:
        return None
    largest = one.photo[-1]
    return {"id": largest.file.file_id, "width": largest.width, "height": largest.height}


def _document(one: Message) -> dict[str, Any] | None:
    if not one.document:
        return None
    return {"id": one.document.file_id, "name": one.document.name, "size": len(one.document.data)}


def _preview(one: Message) -> str:
    kind = (
        "照片" if one.photo else "文件" if one.document else "位置" if one.place else KINDS.get(one.other, "")
    )
    words = " ".join(one.text.split())[:PREVIEW_LENGTH]
    return " ".join(part for part in (f"[{kind}]" if kind else "", words) if part)
