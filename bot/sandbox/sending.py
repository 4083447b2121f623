"""The methods with which the bot writes: text, photo, album, document."""

from typing import Any

from bot.sandbox import content, wire
from bot.sandbox.chats import Message, Phone
from bot.sandbox.errors import bad_request
from bot.sandbox.params import Params
from bot.sandbox.world import Delivery, World

ALBUM = 2, 10


def send_message(world: World, params: Params) -> Any:
    """Say something."""
    phone = params.phone(world, writing=True)
    text = content.text(params)
    fields = {"text": text.text, "entities": text.entities}
    return _one(world, phone, "sendMessage", {**fields, **_common(params, phone)})


def send_photo(world: World, params: Params) -> Any:
    """Send one photo."""
    phone = params.phone(world, writing=True)
    text = content.caption(params)
    fields = {"text": text.text, "entities": text.entities, "photo": content.photo(world, params, "photo")}
    return _one(world, phone, "sendPhoto", {**fields, **_common(params, phone)})


def send_document(world: World, params: Params) -> Any:
    """Send a file as it is."""
    phone = params.phone(world, writing=True)
    text = content.caption(params)
    file = content.document(world, params, "document")
    fields = {"text": text.text, "entities": text.entities, "document": file}
    return _one(world, phone, "sendDocument", {**fields, **_common(params, phone)})


def send_media_group(world: World, params: Params) -> Any:
    """Send an album: 2 to 10 photos or documents, without buttons."""
    phone = params.phone(world, writing=True)
    items = params.structure("media") or []
    if len(items) > ALBUM[1]:
        raise bad_request("too many messages to send as an album")
    if len(items) < ALBUM[0]:
        raise bad_request("there are not enough messages to send as an album")
    common = {**_common(params, phone), "keyboard": (), "album": world.new_album()}
    fields = [{**content.media(world, params, item), **common} for item in items]
    sent = [_post(world, phone, "sendMediaGroup", each) for each in fields]
    return [wire.message(world, phone, message) for message in sent]


def _common(params: Params, phone: Phone) -> dict[str, Any]:
    return {
        "keyboard": content.keyboard(params),
        "protected": params.flag("protect_content"),
        "reply_to": _reply_to(params, phone),
    }


def _reply_to(params: Params, phone: Phone) -> int | None:
    reply = params.structure("reply_parameters") or {}
    wanted = int(reply.get("message_id") or params.number("reply_to_message_id"))
    if not wanted:
        return None
    answered = phone.messages.get(wanted)
    if answered and not answered.deleted:
        return wanted
    if reply.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def _one(world: World, phone: Phone, method: str, fields: dict[str, Any]) -> Any:
    return wire.message(world, phone, _post(world, phone, method, fields))


def _post(world: World, phone: Phone, method: str, fields: dict[str, Any]) -> Message:
    message = world.post(phone, from_bot=True, **fields)
    at, key = message.date, phone.person.key
    world.deliveries.append(Delivery(at, key, message.message_id, message.text, method))
    return message
