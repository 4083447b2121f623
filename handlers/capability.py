"""The contract of a capability: all that the rest of the bot knows of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from handlers.access import Action
from handlers.buttons import Press
from storage.messages import File, Incoming
from storage.people import Person

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.documents import Making
    from handlers.ladder import Missed
    from handlers.texts import Markup
    from handlers.turn import Turn
    from handlers.voice import Part, Rows, Spoken, Voice
    from storage.requests import Request

Handler = Callable[["Turn"], Awaitable[None]]
PressHandler = Callable[["Turn", Any], Awaitable[None]]
SubjectHandler = Callable[["Turn", str], Awaitable[None]]
NoticeHandler = Callable[["Voice", str], Awaitable["Spoken | None"]]
DocumentMaker = Callable[["Making", Mapping[str, Any]], Awaitable[tuple["Markup", File]]]
CodeHandler = Callable[["Turn", int, str], Awaitable[bool]]


@dataclass(frozen=True, kw_only=True)
class Command:
    """Something to ask for: `/name`, or one of the words that its label and `words` give.

    `action` is what a person must be allowed in some scope to see and use it (None: everyone).
    `menu` orders the buttons of 菜单 (0: not shown there). With `takes_words`, words may follow the label too
    (查 楼道堆物), while no question is open. Label and help are the texts
    `command-<name>` and `command-<name>-help`.
    """

    name: str
    handler: Handler
    action: Action | None = None
    words: tuple[str, ...] = ()
    menu: int = 0
    takes_words: bool = False


class Queued(NamedTuple):
    """Something that waits for a verdict `since` a moment (UTC): its code, its subject, and its card for whoever gives it."""

    since: datetime
    code: str
    subject: str
    card: Callable[[], Awaitable[tuple[Markup, Rows]]]


@dataclass(frozen=True, kw_only=True)
class Capability:
    """One thing that the bot can do for people.

    `steps` take what is said while a question is open; `timers` what has fallen due; `notices` put
    a notice of some kind of purpose into words, as it is written and once more as it is sent: None when
    there is nothing to say, or no more; `due` gives a person's parts of their digest, `next_due` the next morning on
    which they are to be reminded of something, `missed` what of a subject is missed (handlers/ladder), `asked` asks those who decide once more for a request of
    some kind (handlers/asking), `watchers` those who are told of what is late, `next_late` the next
    morning on which something is; `cards` show a subject ("sheet" →
    "sheet:17") as it stands;
    `takes_files` names those of the steps that wait for a table (a message's `attached` is read for them);
    `documents` make the files that messages name, and the words beneath them; `codes` open a subject by
    its letter and number (D017), or do what a button's label typed before it says (签收 D017), and are
    False for any other word; `replies` take what is said in reply to a message that speaks of a subject;
    `stray` takes what is said while no question is open, and is False if it is nothing of its business;
    `edited` takes an edited message; `count` is the capability's part of the line of counts in 菜单;
    `to_review` is what waits for a person's verdict; `of_person` is what there is of a person, as far as whoever asks may read it: for 我的任务, and for a team's lead;
    `stranger` answers accounts that are bound to nobody.
    """

    name: str
    commands: tuple[Command, ...] = ()
    buttons: Mapping[type[Press], PressHandler] = field(default_factory=dict)
    steps: Mapping[str, Handler] = field(default_factory=dict)
    takes_files: frozenset[str] = frozenset()
    timers: Mapping[str, Callable[[Voice, str], Awaitable[None]]] = field(default_factory=dict)
    notices: Mapping[str, NoticeHandler] = field(default_factory=dict)
    due: Callable[[Voice, str], Awaitable[Sequence[Part]]] | None = None
    next_due: Callable[[Voice, str], Awaitable[datetime | None]] | None = None
    missed: Mapping[str, Callable[[Voice, str], Awaitable[Missed | None]]] = field(default_factory=dict)
    asked: Mapping[str, Callable[[Voice, Request], Awaitable[None]]] = field(default_factory=dict)
    watchers: Callable[[Voice], Awaitable[Sequence[str]]] | None = None
    next_late: Callable[[Voice], Awaitable[datetime | None]] | None = None
    cards: Mapping[str, SubjectHandler] = field(default_factory=dict)
    documents: Mapping[str, DocumentMaker] = field(default_factory=dict)
    codes: Mapping[str, CodeHandler] = field(default_factory=dict)
    replies: Mapping[str, SubjectHandler] = field(default_factory=dict)
    stray: Callable[[Turn], Awaitable[bool]] | None = None
    edited: Handler | None = None
    count: Callable[[Turn], Awaitable[str | None]] | None = None
    to_review: Callable[[Turn], Awaitable[Sequence[Queued]]] | None = None
    of_person: Callable[[Turn, Person], Awaitable[Part | None]] | None = None
    stranger: Callable[[Voice, Incoming], Awaitable[None]] | None = None
