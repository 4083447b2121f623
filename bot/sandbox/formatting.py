"""Telegram's HTML: a text with tags becomes plain text and entities, or is refused."""

import re
from html import unescape

from bot.sandbox.chats import Entity
from bot.sandbox.errors import ApiError, bad_request

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
TOKEN = re.compile(r"<(?P<end>/)?(?P<name>[^\s>]*)(?P<attributes>[^>]*)(?P<close>>?)|(?P<text>[^<]+)")
CHARACTER = re.compile(r"&(lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")
ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*("[^"]*"|'[^']*'|[\w.-]+)""")


def parse_html(markup: str) -> tuple[str, tuple[Entity, ...]]:
    """The plain text and its entities; raises the error that Telegram answers, with its byte offset."""
    parts: list[str] = []
    open_tags: list[tuple[str, str, int]] = []
    entities: list[Entity] = []
    length = 0
    for token in TOKEN.finditer(markup):
        if token["text"]:
            parts.append(CHARACTER.sub(lambda found: unescape(found[0]), token["text"]))
            length += utf16(parts[-1])
        elif token["end"]:
            name, argument, start = _closed(token, open_tags)
            if length > start:
                entities.append(Entity(KINDS[name], start, length - start, argument))
        else:
            open_tags.append((*_opened(token), length))
    if open_tags:
        raise bad_request(
            f"can't parse entities: Can't find end tag corresponding to start tag \"{open_tags[-1][0]}\"",
        )
    return "".join(parts), tuple(sorted(entities, key=lambda entity: (entity.offset, -entity.length)))


def _opened(token: re.Match[str]) -> tuple[str, str]:
    name = token["name"].lower()
    if not token["close"]:
        raise _cannot_parse("Unclosed start tag", token)
    if name not in KINDS:
        raise _cannot_parse(f'Unsupported start tag "{name}"', token)
    attributes = {key: unescape(value.strip("\"'")) for key, value in ATTRIBUTE.findall(token["attributes"])}
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise _cannot_parse('Tag "span" must have class "tg-spoiler"', token)
    return name, attributes.get("href", "")


def _closed(token: re.Match[str], open_tags: list[tuple[str, str, int]]) -> tuple[str, str, int]:
    if not open_tags:
        raise _cannot_parse("Unexpected end tag", token)
    if not token["close"]:
        raise _cannot_parse("Unclosed end tag", token)
    expected, found = open_tags[-1][0], token["name"].lower()
    if found != expected:
        raise _cannot_parse("Unmatched end tag", token, f', expected "</{expected}>", found "</{found}>"')
    return open_tags.pop()


def _cannot_parse(what: str, token: re.Match[str], more: str = "") -> ApiError:
    offset = len(token.string[: token.start()].encode())
    return bad_request(f"can't parse entities: {what} at byte offset {offset}{more}")


def trim(text: str, entities: tuple[Entity, ...]) -> tuple[str, tuple[Entity, ...]]:
    """Without the white space at both ends; the entities are moved and cut accordingly."""
    cut = utf16(text) - utf16(text.lstrip())
    trimmed = text.strip()
    end = utf16(trimmed)
    moved = []
    for entity in entities:
        first = max(entity.offset - cut, 0)
        last = min(entity.offset + entity.length - cut, end)
        if last > first:
            moved.append(Entity(entity.kind, first, last - first, entity.argument))
    return trimmed, tuple(moved)


def utf16(text: str) -> int:
    """The length of `text` as Telegram counts it in entities."""
    return len(text.encode("utf-16-le")) // 2
