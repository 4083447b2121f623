"""More time for a legal clock, once, where the law allows it: a person says why, or who approved it (S5).

officer:  [延长]
bot:      K004 询问查证 可延长至4月21日(周五)09:00前。依据是什么?
officer:  情况复杂,经办案部门负责人批准
bot:      ⏳ K004 询问查证 …(已延长)

ways out: 取消 leaves its end where it was
"""

from handlers.clocks import cards, rules, usecases
from handlers.clocks.standing import read
from handlers.personal_numbers import clean
from handlers.turn import Turn
from storage.legal_clocks import LegalClock

REASON = "clocks.extend"


async def extend(turn: Turn, clock: LegalClock) -> None:
    """延长: why?"""
    until = turn.texts.until(usecases.require_extensible(turn, clock))
    await turn.ask(REASON, clock=clock.id)
    text = turn.texts.say("clock-why", code=clock.code, name=clock.name, until=until)
    await turn.say(text, subject=clock.subject)


async def reason_typed(turn: Turn) -> None:
    """It runs until its new end."""
    clock = await read(turn.tx, turn.person, turn.data["clock"])
    usecases.require_extensible(turn, clock)
    longer = await usecases.extend(turn, clock, clean(turn.need_text(rules.MOST_REASON)))
    await turn.close()
    await cards.show(turn, longer)
