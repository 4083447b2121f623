"""What the buttons of slips mean."""

from typing import Literal

from handlers.buttons import Press


class SlipPress(Press):
    """Something done to a slip, or seen of it."""

    prefix = "yl"
    do: Literal[
        "open", "confirm", "confirm-red", "milder", "dismiss", "later", "talk", "phone", "trail",
        "explain", "appeal", "appeal-done", "redo-text", "redo-photos",
        "photos", "cancel", "uphold", "recheck",
    ]  # fmt: skip
    slip: int
