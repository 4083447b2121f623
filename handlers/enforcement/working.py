"""What the owner does with an issue, and whoever verifies it (M9, M10).

owner:  🛠 问题〔2023〕031号(Z031)…            [知道了] [已整改] / [申请延期] [有异议]
owner:  [已整改]
bot:    Z031 整改(1/2):写一句做了什么。
owner:  已补扫42页并核对页码,4月18日16:30上传
bot:    (2/2)发一张证明照片或截图,遮住案件内容。   [照片发完了] [无需照片]
owner:  (a photo)  [照片发完了]
bot:    ✅ Z031 已提交核验,4月18日 16:41,比期限早1天。   [撤回修改] [看问题]
legal:  🛠 待核验 Z031 办案员03 …                [通过] [退回] / [看照片] [看经过]
legal:  [退回] → 第17页缺签名 → 明天18:00
owner:  ↩️ Z031 …

owner:  [申请延期] → 扫描仪送修 → 4月22日          supervision: [同意延期] [不同意]
owner:  [有异议]   → 已按时上传,系统未同步          supervision: [撤销问题] [维持]

ways out: 取消 leaves everything as it was · an identity card or phone number is refused
"""

from handlers import typed
from handlers.collecting import measures, show_photos
from handlers.enforcement import cards, rules, usecases
from handlers.enforcement.cards import EXTENSION, OBJECTION
from handlers.enforcement.collecting import RECTIFICATION
from handlers.enforcement.listing import moment_typed
from handlers.enforcement.presses import IssueDecision
from handlers.enforcement.standing import read
from handlers.personal_numbers import clean
from handlers.refusal import Refused
from handlers.turn import Turn
from handlers.voice import pairs
from storage import feedback
from storage.issues import Issue

REASON, UNTIL, OBJECT, RETURN, RETURN_UNTIL = (
    "enforcement.extend-reason",
    "enforcement.extend-until",
    "enforcement.object",
    "enforcement.return",
    "enforcement.return-until",
)


async def acknowledge(turn: Turn, issue: Issue) -> None:
    """知道了."""
    await cards.show(turn, await usecases.acknowledge(turn, issue))


async def rectify(turn: Turn, issue: Issue) -> None:
    """已整改: what was done, in words, then in pictures; what is there already is offered again."""
    issue, round_ = await RECTIFICATION.open(turn, issue)
    contents = await feedback.contents(turn.tx, round_.id)
    if not contents.text and not contents.photos:
        await turn.say(turn.texts.say("rectify-words", code=issue.code), subject=issue.subject)
        return
    text = turn.texts.say("rectify-kept", code=issue.code, words=contents.text, **measures(contents))
    does = ["photos-done", "redo-text", "redo-photos"] if contents.photos else ["no-photos", "redo-text"]
    await turn.say(text, buttons=pairs(cards.press(turn, issue, *does)), subject=issue.subject)


async def photos_done(turn: Turn, issue: Issue) -> None:
    """照片发完了, 无需照片: it is handed in as it is."""
    issue, round_ = await RECTIFICATION.open(turn, issue)
    await RECTIFICATION.counted(turn, round_)
    submitted = await usecases.submit(turn, issue)
    await turn.close()
    days = turn.texts.days_left(issue.due_at, turn.tx.now) if issue.due_at else 0
    text = turn.texts.say(
        "issue-submitted",
        code=submitted.code,
        at=turn.texts.moment(turn.tx.now),
        margin=turn.texts.plain("margin-early", days=days) if days > 0 else "",
    )
    buttons = [cards.press(turn, submitted, "take-back", "open")]
    await turn.show(text, buttons=buttons, subject=submitted.subject)


async def take_back(turn: Turn, issue: Issue) -> None:
    """撤回修改: back to writing, with everything that was handed in."""
    await rectify(turn, await usecases.withdraw(turn, issue))


async def extend(turn: Turn, issue: Issue) -> None:
    """申请延期: why."""
    usecases.require_owner(turn, issue)
    usecases.require_may_ask(turn, issue, EXTENSION)
    await turn.ask(REASON, issue=issue.id)
    await turn.say(turn.texts.say("issue-extend-why", code=issue.code), subject=issue.subject)


async def extend_reason(turn: Turn) -> None:
    """Until when."""
    issue = await _own(turn)
    reason = clean(turn.need_text(rules.MOST_REASON))
    await turn.ask(UNTIL, issue=issue.id, reason=reason)
    days = turn.settings.issue.extension_max_days
    await turn.say(turn.texts.say("issue-extend-until", days=days), subject=issue.subject)


async def extend_until(turn: Turn) -> None:
    """A day (at the hour at which it is due now) or a moment, within what may be asked for."""
    issue, text = await _own(turn), turn.need_text(30)
    limit, due = rules.extension_limit(issue, turn.settings.issue), issue.due_at
    local = turn.texts.local(due or turn.tx.now)
    until = typed.deadline(text, turn.tx.now, local.date(), local.time(), turn.settings.time_zone)
    if until is None:
        raise Refused("issue-no-moment")
    if limit is None or due is None or not due < until <= limit:
        raise Refused("issue-extend-too-far", days=turn.settings.issue.extension_max_days)
    details = {"reason": turn.data["reason"], "until": turn.texts.until(until), "due": until.isoformat()}
    await usecases.ask(turn, issue, EXTENSION, **details)
    await turn.close()
    await turn.say(turn.texts.say("issue-extend-asked", code=issue.code), subject=issue.subject)


async def object_(turn: Turn, issue: Issue) -> None:
    """有异议: why it is none, or not one's own."""
    usecases.require_owner(turn, issue)
    usecases.require_may_ask(turn, issue, OBJECTION)
    await turn.ask(OBJECT, issue=issue.id)
    await turn.say(turn.texts.say("issue-object-why", code=issue.code), subject=issue.subject)


async def object_typed(turn: Turn) -> None:
    """The supervision post decides."""
    issue = await _own(turn)
    reason = clean(turn.need_text(rules.MOST_REASON))
    await usecases.ask(turn, issue, OBJECTION, reason=reason)
    await turn.close()
    await turn.say(turn.texts.say("issue-object-asked", code=issue.code), subject=issue.subject)


async def decided(turn: Turn, press: IssueDecision) -> None:
    """What the supervision post says to either."""
    issue, _ = await usecases.decide(turn, press.request, granted=press.granted)
    await turn.toast(turn.texts.plain("issue-decided"))
    await cards.show(turn, issue)


async def accept(turn: Turn, issue: Issue) -> None:
    """通过."""
    await cards.show(turn, await usecases.accept(turn, issue))


async def ask_return(turn: Turn, issue: Issue) -> None:
    """退回: why."""
    usecases.require_verifier(turn, issue)
    await turn.ask(RETURN, issue=issue.id)
    await turn.say(turn.texts.say("issue-return-why", code=issue.code), subject=issue.subject)


async def return_reason(turn: Turn) -> None:
    """By when it is to be done now."""
    issue = await read(turn.tx, turn.person, turn.data["issue"])
    usecases.require_verifier(turn, issue)
    reason = clean(turn.need_text(rules.MOST_REASON))
    await turn.ask(RETURN_UNTIL, issue=issue.id, reason=reason)
    await turn.say(turn.texts.say("issue-return-until"), subject=issue.subject)


async def return_until(turn: Turn) -> None:
    """It goes back to its owner."""
    issue = await read(turn.tx, turn.person, turn.data["issue"])
    usecases.require_verifier(turn, issue)
    returned = await usecases.return_(turn, issue, turn.data["reason"], moment_typed(turn))
    await turn.close()
    await cards.show(turn, returned)


async def photos(turn: Turn, issue: Issue) -> None:
    """看照片: those that were handed in."""
    await show_photos(turn, issue, (await cards.handed_in(turn, issue)).photos)


async def _own(turn: Turn) -> Issue:
    issue = await read(turn.tx, turn.person, turn.data["issue"])
    usecases.require_owner(turn, issue)
    return issue
