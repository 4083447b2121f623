"""Whether a slip is sent, and whether an appeal is right: what the supervision post and leaders say (M9).

bot:         🛠 Z031 逾期1天 办案员03 … 建议:白单提醒。是否发出由您决定。
supervision: [发白单]                                        办案员03: ⬜ 白单提醒 白〔2023〕006号
             [暂不发] → 已电话核实,今晚补齐                     asked again tomorrow
             [先打电话]                                       asked again in two hours
leader:      [发红单] → [确认发出] · [改为约谈] · [不发] → why    (red is a leader's, and sent by two taps)
judge:       [撤销白单] → 设备送修属实 · [维持] → why · [再核实]

ways out: 取消 leaves it undecided · put right meanwhile: nothing is sent, the card says so
"""

from handlers.collecting import show_photos
from handlers.personal_numbers import clean
from handlers.refusal import Refused
from handlers.slips import cards, rules, usecases
from handlers.slips.standing import read
from handlers.turn import Turn
from storage import slips
from storage.slips import Colour, Slip

DISMISS, CANCEL, UPHOLD = "slips.dismiss", "slips.cancel", "slips.uphold"


async def confirm(turn: Turn, slip: Slip) -> None:
    """发白单, 发黄单; 发红单 asks once more (S18)."""
    if slip.colour != Colour.RED:
        await _send(turn, slip, slip.colour)
        return
    usecases.require_decider(turn, slip)
    text = turn.texts.say("slip-really-red", name=await turn.name_of(slip.staff_id))
    buttons = cards.press(turn, slip, "confirm-red", "open")
    await turn.show(text, buttons=[buttons], subject=slip.subject)


async def confirm_red(turn: Turn, slip: Slip) -> None:
    """确认发出."""
    await _send(turn, slip, slip.colour)


async def milder(turn: Turn, slip: Slip) -> None:
    """改发白单: the milder one in the place of the proposed one."""
    usecases.require_decider(turn, slip)
    found = await slips.of_miss(turn.tx, slip.about, slip.missed_at, slip.staff_id)
    colour = rules.milder(slip, found)
    if colour is None:
        raise Refused("card-outdated", redraw=slip.subject)
    await _send(turn, slip, colour)


async def dismiss(turn: Turn, slip: Slip) -> None:
    """暂不发, 不发: why?"""
    usecases.require_decider(turn, slip)
    await turn.ask(DISMISS, slip=slip.id)
    await turn.say(turn.texts.say("slip-why-not"), subject=slip.subject)


async def dismiss_typed(turn: Turn) -> None:
    """It is not sent."""
    slip = await read(turn.tx, turn.person, turn.data["slip"])
    reason = clean(turn.need_text(rules.MOST_REASON))
    await _not_sent(turn, slip, reason)


async def talk(turn: Turn, slip: Slip) -> None:
    """改为约谈: the leader talks to them instead of sending it."""
    await _not_sent(turn, slip, turn.desk.texts.plain("slip-talk-instead"))


async def phone(turn: Turn, slip: Slip) -> None:
    """先打电话."""
    await usecases.phone_first(turn, slip)
    await turn.toast(turn.texts.plain("slip-asked-after-calling"))


async def cancel(turn: Turn, slip: Slip) -> None:
    """撤销: the appeal is right; why?"""
    await _ask_verdict(turn, slip, CANCEL)


async def uphold(turn: Turn, slip: Slip) -> None:
    """维持: it is not; why?"""
    await _ask_verdict(turn, slip, UPHOLD)


async def cancel_typed(turn: Turn) -> None:
    """Cancelled, and kept on record."""
    await _judge(turn, right=True)


async def uphold_typed(turn: Turn) -> None:
    """It stands."""
    await _judge(turn, right=False)


async def recheck(turn: Turn, slip: Slip) -> None:
    """再核实."""
    await usecases.recheck(turn, slip)
    await turn.toast(turn.texts.plain("slip-rechecked"))


async def photos(turn: Turn, slip: Slip) -> None:
    """看照片 of the appeal: before whoever judges it."""
    usecases.require_judge(turn, slip)
    await show_photos(turn, slip, (await cards.appeal_of(turn, slip)).photos)


async def _send(turn: Turn, slip: Slip, colour: Colour) -> None:
    sent = await usecases.confirm(turn, slip, colour)
    await turn.toast(turn.texts.plain("slip-was-sent", number=sent.code))
    await cards.show(turn, sent)


async def _not_sent(turn: Turn, slip: Slip, reason: str) -> None:
    dismissed = await usecases.dismiss(turn, slip, reason)
    await turn.close()
    await cards.show(turn, dismissed)


async def _ask_verdict(turn: Turn, slip: Slip, step: str) -> None:
    usecases.require_judge(turn, slip)
    await turn.ask(step, slip=slip.id)
    await turn.say(turn.texts.say("slip-why-verdict", number=slip.code), subject=slip.subject)


async def _judge(turn: Turn, *, right: bool) -> None:
    slip = await read(turn.tx, turn.person, turn.data["slip"])
    verdict = clean(turn.need_text(rules.MOST_REASON))
    judged = await usecases.judge(turn, slip, right=right, verdict=verdict)
    await turn.close()
    await cards.show(turn, judged)
