"""What the recipient of a slip says to it (M9).

recipient: [说明情况] → 扫描仪送修,明天取回                     those who decide hear of it
           [申诉]
bot:       申诉 白〔2023〕006号:请说明理由,可附照片。
recipient: 4月18日扫描仪送修,有报修单  (a photo)  [提交申诉]      somebody other than the sender judges

ways out: 取消 keeps what was written · too late, or a second time: refused with the reason
"""

from collections.abc import Sequence

from handlers.collecting import CANCEL, Collecting, Need, measures
from handlers.personal_numbers import clean
from handlers.slips import cards, rules, usecases
from handlers.slips.standing import answers, read
from handlers.texts import Markup
from handlers.turn import Turn
from handlers.voice import Rows, Voice, pairs
from storage import slips
from storage.db import Tx
from storage.feedback import Contents, Feedback
from storage.messages import Button
from storage.slips import Slip

EXPLAIN = "slips.explain"
MOST_TEXT = 500


class AppealWords(Collecting[Slip]):
    """Why a slip is not right, in words and pictures."""

    async def find(self, tx: Tx, key: str) -> Slip | None:
        """The slip of an id."""
        return await slips.get(tx, int(key))

    async def read(self, turn: Turn, key: str) -> Slip:
        """The slip, before whoever may see it."""
        return await read(turn.tx, turn.person, int(key))

    async def begin(self, turn: Turn, matter: Slip) -> tuple[Slip, Feedback]:
        """The recipient's round."""
        return matter, await usecases.open_appeal(turn, matter)

    async def writes(self, turn: Turn, matter: Slip) -> bool:
        """Its recipient."""
        return answers(turn.person, matter)

    def need(self, voice: Voice) -> Need:
        """A few words, and as many photos as a sheet may have."""
        return Need(1, MOST_TEXT, voice.settings.sheet.max_photos)

    def words_taken(self, turn: Turn, matter: Slip, contents: Contents) -> tuple[Markup, Rows]:
        """So much is there; more, or hand it in."""
        text = turn.texts.say("slip-appeal-kept", number=matter.code, **measures(contents))
        buttons = [*cards.press(turn, matter, "appeal-done", "redo-text"), turn.button(*CANCEL)]
        return text, pairs(buttons)

    def after_photos(self, voice: Voice, matter: Slip) -> Sequence[Button]:
        """Hand it in, or others in their place."""
        return cards.press(voice, matter, "appeal-done", "redo-photos")


APPEAL = AppealWords("slip", step="slips.appeal", timer="slips.count-photos")


async def explain(turn: Turn, slip: Slip) -> None:
    """说明情况."""
    usecases.require_recipient(turn, slip)
    await turn.ask(EXPLAIN, slip=slip.id)
    await turn.say(turn.texts.say("slip-explain", number=slip.code), subject=slip.subject)


async def explain_typed(turn: Turn) -> None:
    """It reaches those who decide."""
    slip = await read(turn.tx, turn.person, turn.data["slip"])
    await usecases.explain(turn, slip, clean(turn.need_text(rules.MOST_WORDS)))
    await turn.close()
    await turn.say(turn.texts.say("slip-explained-thanks"), subject=slip.subject)


async def appeal(turn: Turn, slip: Slip) -> None:
    """申诉: why?"""
    await APPEAL.open(turn, slip)
    await turn.say(turn.texts.say("slip-appeal", number=slip.code), subject=slip.subject)


async def appeal_done(turn: Turn, slip: Slip) -> None:
    """提交申诉."""
    slip, round_ = await APPEAL.open(turn, slip)
    await APPEAL.counted(turn, round_)
    appealed = await usecases.appeal(turn, slip)
    await turn.close()
    text = turn.texts.say("slip-appealed-now", number=appealed.code)
    await turn.show(text, buttons=[cards.press(turn, appealed, "open")], subject=appealed.subject)
