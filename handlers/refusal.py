"""How a use case says no."""

from typing import Any


class Refused(Exception):  # noqa: N818 - it is an answer, not an error
    """The turn is undone whole and the person is told why.

    `key` and `values` make the text; `redraw` names what to show as it now stands, such as
    "sheet:17", where the person acted on something outdated.
    """

    def __init__(self, key: str, *, redraw: str | None = None, **values: Any) -> None:
        super().__init__(key)
        self.key = key
        self.redraw = redraw
        self.values_ = values
