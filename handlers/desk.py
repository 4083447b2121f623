"""What every turn has at hand: the station's settings and texts, and the capabilities."""

from dataclasses import dataclass
from functools import cached_property

from handlers.calendar import Calendar
from handlers.capability import Capability
from handlers.settings import Settings
from handlers.texts import Texts


@dataclass(frozen=True)
class Desk:
    """Given by the composition root; nothing in it changes while the bot runs."""

    settings: Settings
    texts: Texts
    capabilities: tuple[Capability, ...]

    @cached_property
    def calendar(self) -> Calendar:
        """The station's days."""
        return Calendar(self.settings.time_zone, self.settings.calendar)
