"""Identity cards and telephone numbers, which nobody is to send through the bot (S17, M23); pure."""

import re
import unicodedata

from handlers.again import REWRITE
from handlers.refusal import Refused

_GAP, _DIGIT = r"[\s.·_()-]{0,3}", r"(?:[\s.·_-]\d)"
_PERSONAL = re.compile(
    rf"""(?<!\d)(?:
    # an identity card: place, day of birth, three digits and a check character
    \d{{6}} {_GAP} (?:18|19|20)\d\d {_GAP} (?:0[1-9]|1[0-2]) {_GAP} (?:0[1-9]|[12]\d|3[01]) {_GAP} \d{{3}}[\dX]
    # a mobile number, as people group it
    | (?:(?:\+|00)?86{_GAP})? 1[3-9]\d {_GAP} \d{{4}} {_GAP} \d{{4}}
    # a fixed line with its area code
    | 0\d{{2,3}} {_GAP} [2-8]\d{{2,3}} {_GAP} \d{{4}}
    # either, with a mark between any two characters
    | 1[\s.·_-][3-9]{_DIGIT}{{9}} | \d{_DIGIT}{{16}}[\s.·_-][\dX]
    )(?!\d)""",
    re.VERBOSE | re.IGNORECASE,
)


def holds_personal_number(text: str) -> bool:
    """Whether a text seems to hold an identity card or telephone number (S17, M23).

    Full-width digits and marks between the digits do not hide one. What has as many digits and is none
    passes: dates, amounts, numbers of sheets and cases, rooms one after the other.
    """
    return _PERSONAL.search(unicodedata.normalize("NFKC", text)) is not None


def clean(text: str) -> str:
    """A text that people may read; refuses one that seems to hold a personal number (M23)."""
    if holds_personal_number(text):
        raise Refused("personal-number", offers=[REWRITE])
    return text
