"""What is said and photographed for a sheet until it is handed in (M5).

Whoever answers the sheet collects for themselves; whoever helps on it collects for the owner.
"""

from collections.abc import Sequence

from handlers.collecting import CANCEL, Collecting, Need, measures
from handlers.sheets import usecases
from handlers.sheets.presses import FeedbackPress
from handlers.sheets.standing import handles, helps, read
from handlers.texts import Markup
from handlers.turn import Turn
from handlers.voice import Rows, Voice, pairs
from storage import sheets
from storage.db import Tx
from storage.feedback import Contents, Feedback
from storage.messages import Button
from storage.sheets import Sheet, SheetState

MOST_TEXT = 2000


class SheetFeedback(Collecting[Sheet]):
    """Feedback on a sheet."""

    async def find(self, tx: Tx, key: str) -> Sheet | None:
        """The sheet of an id."""
        return await sheets.get(tx, int(key))

    async def read(self, turn: Turn, key: str) -> Sheet:
        """The sheet, before whoever may see it."""
        return await read(turn.tx, turn.person, int(key))

    async def begin(self, turn: Turn, matter: Sheet) -> tuple[Sheet, Feedback]:
        """The owner's round, or that to which a co-handler adds."""
        return await usecases.open_feedback(turn, matter)

    async def taken(self, turn: Turn, matter: Sheet) -> Sheet:
        """The sheet is in progress."""
        return await usecases.begin_work(turn, matter)

    async def writes(self, turn: Turn, matter: Sheet) -> bool:
        """Its owner, and whoever helps."""
        return handles(turn.person, matter) or await helps(turn.tx, turn.person, matter)

    def need(self, voice: Voice) -> Need:
        """As the settings say (S2)."""
        return Need(voice.settings.sheet.min_text_chars, MOST_TEXT, voice.settings.sheet.max_photos)

    def words_taken(self, turn: Turn, matter: Sheet, contents: Contents) -> tuple[Markup, Rows]:
        """So much is there; so much is missing, or the photos are."""
        need = self.need(turn)
        if (missing := need.least_text - contents.characters) > 0:
            text = turn.texts.say("text-missing", **measures(contents), missing=missing)
        else:
            text = turn.texts.say("text-taken", code=matter.code, most=need.most_photos, **measures(contents))
        return text, self.after_text(turn, matter, contents)

    def after_text(self, turn: Turn, sheet: Sheet, contents: Contents) -> Rows:
        """The ways on once there is some text."""
        if handles(turn.person, sheet):
            done = "photos-done" if contents.photos else "feedback-no-photos"
        else:
            done = "contribute-done"
        return pairs(
            [
                turn.button(done, FeedbackPress(do="preview", sheet=sheet.id)),
                turn.button("redo-text", FeedbackPress(do="redo-text", sheet=sheet.id)),
                turn.button(*CANCEL),
            ]
        )

    def after_photos(self, voice: Voice, matter: Sheet) -> Sequence[Button]:
        """To the preview, or others in their place."""
        return [
            voice.button("photos-done", FeedbackPress(do="preview", sheet=matter.id)),
            voice.button("redo-photos", FeedbackPress(do="redo-photos", sheet=matter.id)),
        ]


FEEDBACK = SheetFeedback("sheet", step="sheets.feedback", timer="sheets.count-photos")


async def ask_text(turn: Turn, sheet: Sheet) -> None:
    """Four points, and how much at least."""
    key = "feedback-text" if handles(turn.person, sheet) else "contribute-text"
    text = turn.texts.say(
        "feedback-after" if sheet.state == SheetState.CLOSED else key,
        code=sheet.code,
        object=sheet.object,
        chars=turn.settings.sheet.min_text_chars,
        minutes=turn.settings.conversation.draft_minutes,
    )
    await turn.say(text, subject=sheet.subject)
