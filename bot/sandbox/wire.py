"""How people, chats and messages look in the JSON of the Bot API."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.sandbox.chats import Entity, Keyboard, Message, Person, Phone, Press
from bot.sandbox.files import File, Picture

if TYPE_CHECKING:
    from bot.sandbox.world import World


def timestamp(moment: datetime) -> int:
    """Seconds since 1970."""
    return int(moment.timestamp())


def user(person: Person) -> dict[str, Any]:
    """A person as sender."""
    return {"id": person.user_id, "is_bot": False, "first_name": person.name, "language_code": "zh-hans"}


def chat(person: Person) -> dict[str, Any]:
    """A person's private chat."""
    return {"id": person.user_id, "type": "private", "first_name": person.name}


def bot(world: "World") -> dict[str, Any]:
    """The bot as sender."""
    return {"id": world.bot_id, "is_bot": True, "first_name": world.bot_name, "username": world.bot_username}


def message(world: "World", phone: Phone, one: Message, *, with_reply: bool = True) -> dict[str, Any]:
    """A message; `with_reply` includes the message that it answers, once."""
    body: dict[str, Any] = {
        "message_id": one.message_id,
        "from": bot(world) if one.from_bot else user(phone.person),
        "chat": chat(phone.person),
        "date": timestamp(one.date),
    }
    has_caption = bool(one.photo or one.document)
    optional = {
        "caption" if has_caption else "text": one.text,
        "caption_entities" if has_caption else "entities": [_entity(each) for each in one.entities],
        "photo": _photo(one.photo) if one.photo else None,
        "document": _document(one.document) if one.document else None,
        "location": {"latitude": one.place.latitude, "longitude": one.place.longitude} if one.place else None,
        "media_group_id": one.album,
        "reply_markup": keyboard(one.keyboard),
        "has_protected_content": one.protected,
        "edit_date": timestamp(one.edited) if one.edited else None,
    }
    body.update({name: value for name, value in optional.items() if value})
    if one.other:
        body[one.other] = _other(one)
    answered = phone.messages.get(one.reply_to or 0)
    if with_reply and answered and not answered.deleted:
        body["reply_to_message"] = message(world, phone, answered, with_reply=False)
    return body


def callback_query(world: "World", phone: Phone, press: Press) -> dict[str, Any]:
    """A press of a button."""
    pressed = phone.messages[press.message_id]
    return {
        "id": press.query_id,
        "from": user(phone.person),
        "message": message(world, phone, pressed),
        "chat_instance": str(phone.person.user_id * 31),
        "data": press.data,
    }


def my_chat_member(world: "World", phone: Phone, *, blocked: bool) -> dict[str, Any]:
    """News that the person has blocked the bot or let it in again."""
    member: dict[str, Any] = {"user": bot(world), "status": "member"}
    kicked: dict[str, Any] = {"user": bot(world), "status": "kicked", "until_date": 0}
    return {
        "chat": chat(phone.person),
        "from": user(phone.person),
        "date": timestamp(world.clock.now()),
        "old_chat_member": member if blocked else kicked,
        "new_chat_member": kicked if blocked else member,
    }


def keyboard(rows: Keyboard) -> dict[str, Any] | None:
    """The buttons under a message."""
    if not rows:
        return None
    return {
        "inline_keyboard": [
            [
                {"text": each.label, **({"url": each.url} if each.url else {"callback_data": each.data})}
                for each in row
            ]
            for row in rows
        ],
    }


def _entity(entity: Entity) -> dict[str, Any]:
    argument = {"text_link": "url", "pre": "language"}.get(entity.kind)
    extra = {argument: entity.argument} if argument and entity.argument else {}
    return {"type": entity.kind, "offset": entity.offset, "length": entity.length, **extra}


def _photo(picture: Picture) -> list[dict[str, Any]]:
    return [{**_file(size.file), "width": size.width, "height": size.height} for size in picture]


def _document(file: File) -> dict[str, Any]:
    return {**_file(file), "file_name": file.name, "mime_type": file.mime}


def _file(file: File) -> dict[str, Any]:
    return {"file_id": file.file_id, "file_unique_id": file.unique_id, "file_size": len(file.data)}


def _other(one: Message) -> dict[str, Any]:
    ids = {"file_id": f"{one.other}-{one.message_id}", "file_unique_id": f"{one.other}{one.message_id}"}
    size = {"width": 512, "height": 512}
    if one.other == "sticker":
        return {**ids, **size, "type": "regular", "is_animated": False, "is_video": False, "emoji": "👍"}
    return {**ids, **size, "duration": 3} if one.other == "video" else {**ids, "duration": 3}
