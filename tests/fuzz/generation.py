"""Updates of every kind that Telegram knows, made by the types of python-telegram-bot: those that we ask for, and others.

A type says which fields it has and of what kind; what a generated update says is random, and mostly
well-formed: the library reads it as it reads Telegram's own.
"""

import random
import typing
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import Enum
from functools import cache
from inspect import Parameter, signature
from types import NoneType, UnionType
from typing import Any, get_args, get_origin

import telegram
from telegram import TelegramObject
from telegram._utils.defaultvalue import DefaultValue

from tests.fuzz.mutation import PAYLOADS, TEXTS, Update

KINDS = tuple(
    name for name in signature(telegram.Update.__init__).parameters if name in telegram.Update.ALL_TYPES
)
"""Every kind of update, by the name of its field."""
WIRE = {"from_user": "from"}
"""Fields that have another name in the library than on the wire."""
WORDS = ("菜单", "D001", "反馈结果 D001", "当面调解,双方约定22点后不搬动家具", "取消", "/start", "4月24日")
OFTEN = ("text", "caption", "photo", "from_user", "message", "data", "reply_to_message")
"""Fields on which it depends whether we take an interest."""
NEEDED = ("persistent_id", "allows_revoting", "members_only", "can_react_to_messages", "can_manage_tags")
"""Fields that the library misses when they are not there, whatever its signatures say."""
GONE = ("correct_option_id",)
"""Fields that Telegram does not send any more, of which the library warns."""
FEW, DEEPEST = 8, 6


class Generator:
    """Draws updates; `people` are the ids of accounts that the bot knows."""

    def __init__(self, chance: random.Random, people: Sequence[int]) -> None:
        self._chance = chance
        self._people = people

    def update(self, kind: str) -> Update:
        """An update of a kind, with a number of its own to come."""
        fields = _fields(telegram.Update)
        update = {"update_id": 0, kind: self._value(kind, fields[kind].annotation, 1)}
        if self._chance.random() < 0.7:
            _speak_in_private(update[kind], self._chance.choice(self._people))
        return update

    def _value(self, name: str, annotation: Any, depth: int) -> Any:
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin in (typing.Union, UnionType):
            return self._value(name, self._chance.choice([a for a in arguments if a is not NoneType]), depth)
        if origin is typing.Literal:
            return self._chance.choice(arguments)
        if origin is Sequence:
            return [self._value(name, arguments[0], depth + 1) for _ in range(self._chance.randint(0, 3))]
        if origin is DefaultValue:
            return self._value(name, arguments[0], depth)
        if issubclass(annotation, TelegramObject):
            return self._object(annotation, depth)
        return self._plain(name, annotation)

    def _object(self, kind: Any, depth: int) -> dict[str, Any]:
        tagged = any(_tags(kind, name) for name in _fields(kind)) and bool(_below(kind))
        kinds = [kind, *_below(kind)] if tagged else [self._chance.choice([kind, *_below(kind)])]
        fields = {name: field for each in kinds for name, field in _fields(each).items()}
        made: dict[str, Any] = {"date": 0} if issubclass(kind, telegram.MaybeInaccessibleMessage) else {}
        for name, field in fields.items():
            odds = 0.5 if name in OFTEN else FEW / len(fields) / depth
            needed = tagged or name in NEEDED or field.default is Parameter.empty
            if needed or (depth < DEEPEST and self._chance.random() < odds):
                tags = _tags(kind, name)
                value = self._chance.choice(tags) if tags else self._value(name, field.annotation, depth + 1)
                made[WIRE.get(name, name)] = value
        return made

    def _plain(self, name: str, kind: type) -> Any:
        chance = self._chance
        if kind is bool:
            return chance.random() < 0.5
        if kind is int:
            ids = [*self._people, chance.randint(-(2**52), 2**52)]
            return chance.choice(ids if name.endswith("id") else [0, 1, 7, chance.randint(0, 2**31)])
        if kind is float:
            return chance.uniform(-90, 90)
        if kind is datetime:
            return chance.randint(1, 2**31)
        if kind is timedelta:
            return chance.randint(0, 86_400)
        if issubclass(kind, Enum):
            return chance.choice([member.value for member in kind])
        if name == "data":
            return chance.choice(PAYLOADS)
        if name in ("text", "caption"):
            return chance.choice([chance.choice(TEXTS), *WORDS])
        return f"{name} {chance.randint(0, 9)}"


def _speak_in_private(body: dict[str, Any], who: int) -> None:
    """What happens in somebody's own chat comes from them, however deep it is said."""
    for found in _objects(body):
        if {"id", "is_bot"} <= found.keys():
            found |= {"id": who, "is_bot": False}
        elif {"id", "type"} <= found.keys():
            found |= {"id": who, "type": "private"}


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _objects(inner)


@cache
def _below(kind: Any) -> tuple[type[TelegramObject], ...]:
    """Every kind of a kind."""
    return tuple(each for child in kind.__subclasses__() for each in (child, *_below(child)))


@cache
def _fields(kind: Any) -> Mapping[str, Parameter]:
    """What an object of a kind may have: its name, its type, whether it must."""
    names = {each.__name__: each for each in _below(TelegramObject)} | {"DefaultValue": DefaultValue}
    hints = typing.get_type_hints(kind.__init__, localns=names)
    return {
        name: field.replace(annotation=hints[name])
        for name, field in signature(kind.__init__).parameters.items()
        if name not in ("self", "api_kwargs", *GONE) and name in hints
    }


@cache
def _tags(kind: Any, name: str) -> tuple[str, ...]:
    """The words by which the kinds of a kind are told apart on the wire, where this field is the one that holds them."""
    if name not in ("type", "status", "source"):
        return ()
    constants = (value for key, value in vars(kind).items() if key.isupper())
    return tuple(str(getattr(value, "value", value)) for value in constants if isinstance(value, str))
