"""Photos and words that came while no question was open: which sheet are they for?

officer:  (sends three photos from the stairwell, without having pressed anything)
bot:      收到照片。是哪张督导单的反馈?                  [D017] [D013] / [都不是]
officer:  [D017]
bot:      已收3张。                                    [照片发完了] [重发照片]

ways out: [都不是] · nothing to answer: not understood · handed in already: what came late is not counted,
          and the officer is told how to add it
"""

from handlers.access import Action, may
from handlers.holding import hold, replay
from handlers.menu import TO_MENU
from handlers.refusal import Refused
from handlers.sheets import cards
from handlers.sheets.collecting import FEEDBACK
from handlers.sheets.presses import WhichPress
from handlers.sheets.standing import read
from handlers.turn import Turn
from handlers.voice import pairs
from storage import sheets
from storage.sheets import WORKING, SheetState

WHICH = "sheets.which"
LEAST_WORDS = 10
"""Shorter texts are more likely meant for us than for a sheet."""
MOST_CHOICES = 5


async def stray(turn: Turn) -> bool:
    """Whether something said out of the blue may be feedback: then ask for which sheet."""
    message = turn.message
    if not may(turn.person, Action.SHEET_HANDLE):
        return False
    if not message.photos and len(message.text.strip()) < LEAST_WORDS:
        return False
    own = await sheets.own(turn.tx, turn.person.staff_id)
    if any(sheet.state in WORKING for sheet in own):
        await which(turn)
        return True
    in_review = [sheet for sheet in own if sheet.state == SheetState.SUBMITTED]
    if not message.photos or not in_review:
        return False
    newest = max(in_review, key=lambda sheet: sheet.submitted_at or turn.tx.now)
    text = turn.texts.say("stray-late", code=newest.code, object=newest.object)
    await turn.say(text, buttons=[cards.press(turn, newest, "withdraw", "open")], subject=newest.subject)
    return True


async def which(turn: Turn) -> None:
    """Keep what was said, and ask which sheet it is for."""
    if not may(turn.person, Action.SHEET_HANDLE):  # the post was lost while the question was open
        raise Refused("not-understood", offers=[TO_MENU])
    if not await hold(turn, WHICH):
        return
    own = await sheets.own(turn.tx, turn.person.staff_id)
    working = [sheet for sheet in own if sheet.state in WORKING][:MOST_CHOICES]
    lines = [cards.list_line(turn, sheet) for sheet in working]
    buttons = [turn.choice(sheet.code, WhichPress(sheet=sheet.id)) for sheet in working]
    none = turn.button("stray-none-button", WhichPress(sheet=0))
    text = turn.texts.say("stray", lines=turn.listed(lines))
    await turn.say(text, buttons=pairs([*buttons, none]))


async def which_chosen(turn: Turn, press: WhichPress) -> None:
    """This sheet; or none, and what was said is let go."""
    if turn.conversation is None or turn.conversation.step != WHICH:
        raise Refused("card-outdated")
    held = turn.data["held"]
    await turn.close()
    if press.sheet == 0:
        await turn.show(turn.texts.say("stray-dropped"))
        return
    sheet = await read(turn.tx, turn.person, press.sheet)
    await turn.show(
        turn.texts.say("stray-taken", code=sheet.code, object=sheet.object), subject=sheet.subject
    )
    await FEEDBACK.open(turn, sheet)
    await replay(turn, held, FEEDBACK.said)
