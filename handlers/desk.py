"""What every turn has at hand: the station's settings and texts, and the capabilities."""

from dataclasses import dataclass
from functools import cached_property

from handlers.calendar import Calendar
from handlers.capability import Capability, Command, NoticeHandler
from handlers.settings import Settings
from handlers.texts import LANGUAGES, Texts
from storage.photos import PhotoStore


@dataclass(frozen=True)
class Desk:
    """Given by the composition root; nothing in it changes while the bot runs.

    `texts` are those of the station's own language, `photos` is where its pictures lie.
    """

    settings: Settings
    texts: Texts
    photos: PhotoStore
    capabilities: tuple[Capability, ...]

    @cached_property
    def calendar(self) -> Calendar:
        """The station's days."""
        return Calendar(self.settings.time_zone, self.settings.calendar)

    @cached_property
    def languages(self) -> dict[str, Texts]:
        """The texts of every language, by its tag."""
        return {language: Texts(self.settings.time_zone, language) for language in LANGUAGES}

    def labels(self, key: str) -> set[str]:
        """How a label may be typed: in any language, in capitals or not (compare casefolded)."""
        return {texts.plain(key).casefold() for texts in self.languages.values()}

    @cached_property
    def commands(self) -> dict[str, Command]:
        """Every command by every way of typing it, casefolded: `/name`, its label, its other words."""
        return {
            typed: command
            for capability in self.capabilities
            for command in capability.commands
            for typed in (f"/{command.name}", *self.labels(f"command-{command.name}"), *command.words)
        }

    @cached_property
    def notices(self) -> dict[str, NoticeHandler]:
        """What puts notices into words, by the kind of their purpose."""
        return {kind: says for capability in self.capabilities for kind, says in capability.notices.items()}
