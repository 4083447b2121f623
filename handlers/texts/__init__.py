"""Everything that is said, in Fluent files; what a person typed is escaped here and nowhere else."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache, lru_cache
from html import escape, unescape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import FluentInt, NumberFormatOptions

FOLDER = Path(__file__).parent
LANGUAGES = ("zh-CN", "en")
DEFAULT = LANGUAGES[0]
REMEMBERED = 4_000
"""Texts as they were said; the longest take some megabytes together."""
_LAST_SECOND = time(23, 59, 59)
_TAG = re.compile(r"</?[a-z][^>]*>")


class Markup(str):
    """Text that is in the neutral markup already."""

    __slots__ = ()


class _Whole(FluentInt):
    """A whole number, without marks between its groups."""

    default_number_format_options = NumberFormatOptions(useGrouping=False)


@dataclass(frozen=True)
class Word:
    """A value that is itself a text, whichever language it will be read in."""

    key: str


def unmarked(text: str) -> str:
    """A text without its markup, for where none is possible."""
    return unescape(_TAG.sub("", text))


def portions(text: str, most: int) -> list[str]:
    """A text in pieces of at most `most` bytes each, cut after a line or a sentence where one ends near.

    Together the pieces are the text. `most` is 4 at least, the longest character.
    """
    pieces = []
    while len(text.encode()) > most:
        head = text.encode()[:most].decode(errors="ignore")
        ends = (head.rfind(mark) + 1 for mark in "\n。")
        cut = next((end for end in ends if end > len(head) // 3), len(head))
        pieces.append(text[:cut])
        text = text[cut:]
    return [*pieces, text]


def clipped(text: str, most: int) -> str:
    """A text, or its beginning and an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


class Texts:
    """The texts of one language, and the station's way of writing dates."""

    def __init__(self, time_zone: ZoneInfo, language: str = DEFAULT) -> None:
        self.time_zone = time_zone
        self.language = language
        _bundle(language)  # read now rather than in somebody's turn

    def say(self, key: str, **values: Any) -> Markup:
        """A text in the neutral markup; strings among `values` are escaped, unless Markup.

        A `Word` among them becomes its text; a date or a moment is written as this language writes it.
        """
        return Markup(
            self._format(key, {name: _escaped(self._spelt(value)) for name, value in values.items()})
        )

    def plain(self, key: str, **values: Any) -> str:
        """A text without markup: for labels and toasts."""
        return self._format(key, values)

    def _format(self, key: str, values: dict[str, Any]) -> str:
        return _rendered(
            self.language, key, tuple((name, _argument(value)) for name, value in values.items())
        )

    def _spelt(self, value: Any) -> Any:
        if isinstance(value, Word):
            return self.plain(value.key)
        if isinstance(value, datetime):
            return self.moment(value)
        return self.day(value) if isinstance(value, date) else value

    def local(self, moment: datetime) -> datetime:
        """A moment on the station's clock."""
        return moment.astimezone(self.time_zone)

    def day(self, day: date) -> str:
        """4月26日(周三), Wed 26 Apr."""
        return self._day("day", day)

    def short_day(self, day: date) -> str:
        """4月26日, 26 Apr."""
        return self._day("short-day", day)

    def _day(self, key: str, day: date) -> str:
        month, weekday = self.plain(f"month-{day.month}"), self.plain(f"weekday-{day.isoweekday()}")
        return self.plain(key, month=month, day=day.day, weekday=weekday)

    def moment(self, moment: datetime) -> str:
        """4月19日 09:12, 19 Apr 09:12."""
        local = self.local(moment)
        return self.plain("moment", day=self.short_day(local.date()), time=f"{local:%H:%M}")

    def until(self, due: datetime) -> str:
        """4月26日(周三)24:00前, Wed 26 Apr 24:00: a due time, the day's last second read as midnight."""
        local = self.local(due)
        at = "24:00" if local.time().replace(microsecond=0) == _LAST_SECOND else f"{local:%H:%M}"
        return self.plain("until", day=self.day(local.date()), time=at)

    def days_left(self, due: datetime, now: datetime) -> int:
        """Calendar days from today to the due day; negative once it is past (S2)."""
        return (self.local(due).date() - self.local(now).date()).days

    def left(self, due: datetime, now: datetime) -> str:
        """剩3天 · 今天到期 · 已逾期2天, 3 days left · due today · 2 days overdue."""
        days = self.days_left(due, now)
        if now > due:
            return self.plain("left-overdue", days=-days) if days else self.plain("left-past")
        return self.plain("left-days", days=days) if days else self.plain("left-today")


def _escaped(value: Any) -> Any:
    return escape(value, quote=False) if isinstance(value, str) and not isinstance(value, Markup) else value


def _argument(value: Any) -> Any:
    if isinstance(value, int):
        return _Whole(value)
    return str(value) if isinstance(value, str) else value


@lru_cache(maxsize=REMEMBERED)
def _rendered(language: str, key: str, values: tuple[tuple[str, Any], ...]) -> str:
    """Labels, days, what is left: most of what a turn says was said just before."""
    bundle = _bundle(language)
    pattern = bundle.get_message(key).value
    if pattern is None:
        raise LookupError(key)
    text, errors = bundle.format_pattern(pattern, dict(values))
    if errors:
        raise LookupError(f"{key}: {errors}")
    return str(text)


@cache
def _bundle(language: str) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)
    for path in sorted((FOLDER / language).glob("*.ftl")):
        bundle.add_resource(FluentResource(path.read_text("utf-8")))
    return bundle
