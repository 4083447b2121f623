"""What a message of the bot is made of, read from a call and checked as Telegram does."""

import re
from dataclasses import dataclass
from typing import Any

from bot.sandbox.chats import Button, Entity, Keyboard
from bot.sandbox.errors import bad_request
from bot.sandbox.files import File, Picture
from bot.sandbox.formatting import parse_html, trim
from bot.sandbox.params import Params
from bot.sandbox.world import World

TEXT_LENGTH, CAPTION_LENGTH = 4096, 1024
DATA_BYTES = 64
BUTTONS = 100
LINK = re.compile(r"(https?|tg)://\S+|\S+\.\S+")


@dataclass(frozen=True)
class Text:
    """Plain text and its formatting."""

    text: str
    entities: tuple[Entity, ...]


def text(params: Params) -> Text:
    """The text of a message: it must not be empty."""
    found = _formatted(params, "text")
    if not found.text:
        raise bad_request("message text is empty")
    if len(found.text) > TEXT_LENGTH:
        raise bad_request("message is too long")
    return found


def caption(params: Params) -> Text:
    """The text under a picture or document: it may be empty."""
    found = _formatted(params, "caption")
    if len(found.text) > CAPTION_LENGTH:
        raise bad_request("message caption is too long")
    return found


def _formatted(params: Params, name: str) -> Text:
    mode = params.text("parse_mode").lower()
    if mode not in ("", "html"):
        raise bad_request("unsupported parse_mode")
    parsed = parse_html(params.text(name)) if mode else (params.text(name), ())
    return Text(*trim(*parsed))


def keyboard(params: Params) -> Keyboard:
    """The inline buttons; other kinds of markup are not known here."""
    markup = params.structure("reply_markup") or {}
    rows = tuple(tuple(_button(each) for each in row) for row in markup.get("inline_keyboard", ()))
    if sum(map(len, rows)) > BUTTONS:
        raise bad_request("reply markup is too long")
    return tuple(row for row in rows if row)


def _button(wire: dict[str, Any]) -> Button:
    label, data, url = str(wire.get("text") or "").strip(), wire.get("callback_data"), wire.get("url")
    if not label:
        raise bad_request("can't parse inline keyboard button: Button text must be non-empty")
    if data is None and url is None:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if url is not None and not LINK.fullmatch(url):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    if data is not None and not 0 < len(data.encode()) <= DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    return Button(label, data, url)


def photo(world: World, params: Params, name: str) -> Picture:
    """A photo, uploaded or by the id of one that is there."""
    given = params.file(name)
    if not isinstance(given, str):
        return world.files.add_photo(given.data)
    if not given:
        raise bad_request("there is no photo in the request")
    picture = world.files.picture(given)
    if not picture:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return picture


def document(world: World, params: Params, name: str) -> File:
    """A document, uploaded or by the id of one that is there."""
    given = params.file(name)
    if not isinstance(given, str):
        return world.files.add(given.data, given.name, given.mime)
    if not given:
        raise bad_request("there is no document in the request")
    file = world.files.get(given)
    if not file:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return file


def media(world: World, params: Params, item: dict[str, Any]) -> dict[str, Any]:
    """The fields of a message for one InputMedia: a photo or a document with its caption."""
    own = params.with_values({"caption": "", "parse_mode": "", **item})
    under = caption(own)
    fields: dict[str, Any] = {"text": under.text, "entities": under.entities, "photo": None, "document": None}
    if item.get("type") == "photo":
        return {**fields, "photo": photo(world, own, "media")}
    if item.get("type") == "document":
        return {**fields, "document": document(world, own, "media")}
    raise bad_request("can't parse InputMedia: Media type is not supported")
