"""What the bot can do: the capabilities, in the order in which they are asked."""

from handlers.announcements import ANNOUNCEMENTS
from handlers.capability import Capability
from handlers.clocks import CLOCKS
from handlers.enforcement import ENFORCEMENT
from handlers.enrolment import ENROLMENT
from handlers.home import HOME
from handlers.reviews import REVIEWS
from handlers.sheets import SHEETS
from handlers.slips import SLIPS

CAPABILITIES: tuple[Capability, ...] = (
    HOME,
    SHEETS,
    ENFORCEMENT,
    SLIPS,
    REVIEWS,
    CLOCKS,
    ANNOUNCEMENTS,
    ENROLMENT,
)
