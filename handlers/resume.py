"""A dialogue that was left open too long: offered again, with what was said meanwhile (M23).

officer:  (half an hour later) 双方约定22点后不搬家具 …
bot:      上次填写已存草稿,是否继续?            [继续] [放弃]
officer:  [继续]
bot:      (takes the words just said as if the dialogue had never paused)
"""

from typing import Literal

from handlers.buttons import Press
from handlers.capability import Handler
from handlers.holding import hold, replay
from handlers.menu import TO_MENU
from handlers.refusal import Refused
from handlers.turn import Turn

RESUME = "home.resume"


class ResumePress(Press):
    """Whether to go on with what was left."""

    prefix = "re"
    answer: Literal["continue", "leave"]


def step_of(turn: Turn) -> Handler:
    """The handler of the open step; refuses when there is none (any more)."""
    step = turn.conversation.step if turn.conversation else ""
    for capability in turn.desk.capabilities:
        if step in capability.steps:
            return capability.steps[step]
    raise Refused("not-understood", offers=[TO_MENU])


async def offer(turn: Turn) -> None:
    """Keep what was just said, and ask whether it belongs to the dialogue that was left."""
    if turn.conversation is None:
        return
    if await hold(turn, RESUME, step=turn.conversation.step, data=turn.data):
        buttons = [
            turn.button("button-continue", ResumePress(answer="continue")),
            turn.button("button-leave", ResumePress(answer="leave")),
        ]
        await turn.say(turn.texts.say("resume-offer"), buttons=[buttons])


async def resume(turn: Turn, press: ResumePress) -> None:
    """Go on where the dialogue was left, or leave it (what was given before is kept)."""
    if turn.conversation is None or turn.conversation.step != RESUME:
        raise Refused("card-outdated")
    step, data, held = turn.data["step"], turn.data["data"], turn.data["held"]
    if press.answer == "leave":
        await turn.close()
        await turn.show(turn.texts.say("cancelled"))
        return
    await turn.toast("")
    await turn.ask(step, **data)
    await replay(turn, held, lambda again: step_of(again)(again))
