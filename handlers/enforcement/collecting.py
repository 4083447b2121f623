"""What is said and photographed to show that an issue was put right (M10)."""

from collections.abc import Sequence

from handlers.collecting import CANCEL, Collecting, Need
from handlers.enforcement import cards, usecases
from handlers.enforcement.standing import handles, read
from handlers.texts import Markup
from handlers.turn import Turn
from handlers.voice import Rows, Voice, pairs
from storage import issues
from storage.db import Tx
from storage.feedback import Contents, Feedback
from storage.issues import Issue, IssueState
from storage.messages import Button

MOST_TEXT = 500


class Rectification(Collecting[Issue]):
    """One sentence of what was done, and pictures that prove it."""

    async def find(self, tx: Tx, key: str) -> Issue | None:
        """The issue of an id."""
        return await issues.get(tx, int(key))

    async def read(self, turn: Turn, key: str) -> Issue:
        """The issue, before whoever may see it."""
        return await read(turn.tx, turn.person, int(key))

    async def begin(self, turn: Turn, matter: Issue) -> tuple[Issue, Feedback]:
        """The owner's round."""
        return matter, await usecases.open_round(turn, matter)

    async def taken(self, turn: Turn, matter: Issue) -> Issue:
        """Whoever shows what was done has seen the issue."""
        return await usecases.acknowledge(turn, matter) if matter.state == IssueState.ASSIGNED else matter

    async def writes(self, turn: Turn, matter: Issue) -> bool:
        """Its owner."""
        return handles(turn.person, matter)

    def need(self, voice: Voice) -> Need:
        """A few words, and as many photos as a sheet may have."""
        return Need(1, MOST_TEXT, voice.settings.sheet.max_photos)

    def words_taken(self, turn: Turn, matter: Issue, contents: Contents) -> tuple[Markup, Rows]:
        """Now the proof."""
        does = ["photos-done" if contents.photos else "no-photos", "redo-text"]
        buttons = [*cards.press(turn, matter, *does), turn.button(*CANCEL)]
        return turn.texts.say("rectify-photos", code=matter.code), pairs(buttons)

    def after_photos(self, voice: Voice, matter: Issue) -> Sequence[Button]:
        """It is handed in, or others come in their place."""
        return cards.press(voice, matter, "photos-done", "redo-photos")


RECTIFICATION = Rectification("issue", step="enforcement.rectify", timer="enforcement.count-photos")
