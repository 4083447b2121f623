"""Starting a legal clock (S5).

officer:  办案期限
bot:      没有在走的期限。起表,先选是哪种:     [受案] [治安案件办结] / [询问查证] …
officer:  [受案]
bot:      受案:发案号,如 演案2023-0021。       (the code and nothing else; a personal number is refused)
officer:  2023-0021
bot:      演案2023-0021 受案(24小时):从什么时候起算?      [现在]      (or types 今天9点, 昨晚8点)
officer:  [现在]
bot:      ⏳ K004 受案 演案2023-0021 …                     [停表] [看经过]

ways out: 取消 starts nothing
"""

from datetime import datetime

from handlers import typed
from handlers.case_codes import case_code, example
from handlers.clocks import cards, rules, usecases
from handlers.clocks.presses import ClockStartPress
from handlers.personal_numbers import clean
from handlers.refusal import Refused
from handlers.settings import LegalLimit
from handlers.turn import Turn
from handlers.voice import Rows, pairs

CASE, BEGAN = "clocks.case", "clocks.began"


def limits(turn: Turn) -> Rows:
    """A button for each limit."""
    return pairs(
        [
            turn.choice(limit.name, ClockStartPress(do="limit", key=limit.key))
            for limit in turn.settings.clock.limits
        ]
    )


async def pressed(turn: Turn, press: ClockStartPress) -> None:
    """A choice on the way."""
    usecases.require_starter(turn)
    match press.do:
        case "begin":
            await turn.show(turn.texts.say("clock-which"), buttons=limits(turn))
        case "limit":
            limit = _limit(turn, press.key)
            await turn.ask(CASE, limit=limit.key)
            await turn.show(turn.texts.say("clock-which-case", name=limit.name, example=_example(turn)))
        case "now":
            if (
                turn.conversation is None or turn.conversation.step != BEGAN
            ):  # pressed twice, or left meanwhile
                raise Refused("button-unknown")
            await _start(turn, turn.tx.now)


async def case_typed(turn: Turn) -> None:
    """The code of the case, and nothing of what it is about."""
    usecases.require_starter(turn)
    limit = _limit(turn, turn.data["limit"])
    said = clean(turn.need_text(rules.MOST_CASE))
    code = case_code(said, turn.settings.case.code_pattern)
    if code is None:
        raise Refused("clock-no-case", example=_example(turn))
    await turn.ask(BEGAN, limit=limit.key, case=code)
    text = turn.texts.say("clock-since-when", name=limit.name, limit=_span(turn, limit), case=code)
    await turn.say(text, buttons=[[turn.button("clock-now", ClockStartPress(do="now"))]])


async def began_typed(turn: Turn) -> None:
    """A moment of the past."""
    usecases.require_starter(turn)
    said = turn.need_text(rules.MOST_MOMENT)
    began_at = typed.past_moment(said, turn.tx.now, turn.settings.time_zone)
    if began_at is None:
        raise Refused("clock-no-moment")
    await _start(turn, began_at)


async def _start(turn: Turn, began_at: datetime) -> None:
    limit = _limit(turn, turn.data["limit"])
    clock = await usecases.start(turn, limit, turn.data["case"], began_at)
    await turn.close()
    await cards.show(turn, clock)


def _limit(turn: Turn, key: str) -> LegalLimit:
    limit = rules.limit_of(turn.settings.clock, key)
    if limit is None:  # the settings have changed, or forged
        raise Refused("button-unknown")
    return limit


def _span(turn: Turn, limit: LegalLimit) -> str:
    hours, days = limit.limit.hours, limit.limit.days
    return (
        turn.texts.plain("clock-hours", hours=hours) if hours else turn.texts.plain("clock-days", days=days)
    )


def _example(turn: Turn) -> str:
    return example(turn.settings.case.code_pattern, turn.texts.local(turn.tx.now).year)
