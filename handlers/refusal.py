"""How a use case says no."""

from collections.abc import Sequence
from typing import Any

from handlers.buttons import Press


class Refused(Exception):  # noqa: N818 - it is an answer, not an error
    """The turn is undone whole and the person is told why.

    `key` and `values` make the text; `redraw` names what to show as it now stands, such as
    "sheet:17", where the person acted on something outdated; `offers` are buttons for what can be done
    instead, each the key of its label and what it means.
    """

    def __init__(
        self,
        key: str,
        *,
        redraw: str | None = None,
        offers: Sequence[tuple[str, Press]] = (),
        **values: Any,
    ) -> None:
        super().__init__(key)
        self.key = key
        self.redraw = redraw
        self.offers = offers
        self.values_ = values
