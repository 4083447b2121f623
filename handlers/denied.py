"""What is not granted, in one and the same words in every capability (S18)."""

from handlers import access
from handlers.access import Action
from handlers.menu import TO_MENU
from handlers.refusal import Refused
from handlers.turn import Turn


def not_found(code: str = "") -> Refused:
    """The one answer for what is missing and for what is forbidden (S18)."""
    if not code:
        return Refused("not-found-this", offers=[TO_MENU])
    return Refused("not-found", code=code, offers=[TO_MENU])


def require(turn: Turn, action: Action) -> None:
    """Refuse whoever may not do something at all."""
    if not access.may(turn.person, action):
        raise Refused("button-unknown")
