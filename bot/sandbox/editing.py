"""The methods with which the bot changes or takes back what it wrote."""

from datetime import timedelta
from typing import Any

from bot.sandbox import content, wire
from bot.sandbox.chats import Message, Phone
from bot.sandbox.errors import bad_request
from bot.sandbox.params import Params
from bot.sandbox.world import World

DELETED_WITHIN = timedelta(hours=48)
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)


def edit_message_text(world: World, params: Params) -> Any:
    """Change a text; like every edit, this takes the buttons away unless it brings them again."""
    phone, message = _own(world, params)
    text = content.text(params)
    if message.photo or message.document:
        raise bad_request("there is no text in the message to edit")
    fields = {"text": text.text, "entities": text.entities, "keyboard": content.keyboard(params)}
    return _change(world, phone, message, fields)


def edit_message_caption(world: World, params: Params) -> Any:
    """Change the text under a picture or document."""
    phone, message = _own(world, params)
    text = content.caption(params)
    if not (message.photo or message.document):
        raise bad_request("there is no caption in the message to edit")
    fields = {"text": text.text, "entities": text.entities, "keyboard": content.keyboard(params)}
    return _change(world, phone, message, fields)


def edit_message_media(world: World, params: Params) -> Any:
    """Put another picture or document in the place of the old one."""
    phone, message = _own(world, params)
    item = params.structure("media")
    if not isinstance(item, dict):
        raise bad_request("can't parse InputMedia: Expected a JSON object")
    fields = {**content.media(world, params, item), "keyboard": content.keyboard(params)}
    return _change(world, phone, message, fields)


def edit_message_reply_markup(world: World, params: Params) -> Any:
    """Change the buttons alone."""
    phone, message = _own(world, params)
    return _change(world, phone, message, {"keyboard": content.keyboard(params)})


def delete_message(world: World, params: Params) -> Any:
    """Take back a message of either side, within 48 hours."""
    phone = params.phone(world)
    message = phone.messages.get(params.number("message_id"))
    if not message or message.deleted:
        raise bad_request("message to delete not found")
    if world.clock.now() - message.date > DELETED_WITHIN:
        raise bad_request("message can't be deleted for everyone")
    message.deleted = True
    world.changed(phone, message)
    return True


def _own(world: World, params: Params) -> tuple[Phone, Message]:
    phone = params.phone(world)
    world.faults.check_flood(phone.person.user_id)
    message = phone.messages.get(params.number("message_id"))
    if not message or message.deleted:
        raise bad_request("message to edit not found")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return phone, message


def _change(world: World, phone: Phone, message: Message, fields: dict[str, Any]) -> Any:
    if all(getattr(message, name) == value for name, value in fields.items()):
        raise bad_request(NOT_MODIFIED)
    if "text" in fields:
        message.edited = world.clock.now()
    for name, value in fields.items():
        setattr(message, name, value)
    world.changed(phone, message)
    return wire.message(world, phone, message)
