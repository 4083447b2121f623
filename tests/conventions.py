"""What every message keeps to, whatever it says, so that it fits each channel and a phone's screen (M)."""

import re

from handlers.texts import unmarked
from storage.messages import Outgoing

MOST_BYTES = 2_048
"""WeCom cuts a longer text (protocol: wecom.md)."""
MOST_CAPTION, MOST_TOAST, MOST_PAYLOAD = 1_024, 200, 64
MOST_LABEL, MOST_NARROW_LABEL = 7, 12
"""Two labels share a phone's row: so many characters of Chinese fit half of it, so many of English."""
MOST_ROWS, MOST_BUTTONS = 3, 6
_MARKUP = re.compile(r"</?(?:b|code)>|<a href=\"[^\"<>]*\">|</a>")
_ESCAPED = re.compile(r"&(?:amp|lt|gt);")


def most(label: str) -> int:
    """How long a label may be in the language that it is in."""
    return MOST_LABEL if re.search("[\u2e80-\uffef]", label) else MOST_NARROW_LABEL


def breaches(message: Outgoing) -> list[str]:
    """Everything about a message that would be cut, refused or misread; empty for a good one."""
    found = []
    text, buttons = unmarked(message.text), [button for row in message.buttons for button in row]
    if message.answers is not None:
        if len(message.text) > MOST_TOAST:
            found.append(f"a toast of {len(message.text)} characters")
        return found
    if len(text.encode()) > MOST_BYTES:
        found.append(f"a text of {len(text.encode())} bytes")
    if (message.photos or message.file) and len(text) > MOST_CAPTION:
        found.append(f"a caption of {len(text)} characters")
    if stray := re.search("[<>&]", _ESCAPED.sub("", _MARKUP.sub("", message.text))):
        found.append(f"{stray[0]!r} is neither markup nor escaped")
    if message.menu is None and not text.strip() and not message.photos:
        found.append("no text at all")
    if len(message.buttons) > MOST_ROWS or len(buttons) > MOST_BUTTONS:
        found.append(f"{len(buttons)} buttons in {len(message.buttons)} rows")
    found += [f"the label {b.label!r}" for b in buttons if not 0 < len(b.label) <= most(b.label)]
    found += [f"the payload {b.data!r}" for b in buttons if len(b.data.encode()) > MOST_PAYLOAD]
    return [f"{breach}: {message.text[:60]!r}…" for breach in found]
