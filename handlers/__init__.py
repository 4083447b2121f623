"""What the bot can do: the capabilities, in the order in which they are asked.

Each is a package of its own, built alike, and imports no other (reviews alone stands on enforcement). What they share:

a message's way   dispatch · turn · voice · resume, holding (an interrupted dialogue) · again · menu · refusal · denied
the contract      capability · desk · buttons · settings · texts
who               access · namesakes · responsible · unbinding (somebody left)
what is typed     typed (days, moments) · case_codes · personal_numbers
what is due       calendar · moments · digests (one a day) · ladder (a missed deadline)
what is given     collecting, material (words and photos) · documents · tables (Excel) · paper (PDF)
what was done     history · reports, watching, keeping (what administrators hear)
"""

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
