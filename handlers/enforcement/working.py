"""What the owner does with an issue, and whoever verifies it (M9, M10).

owner:  🛠 问题〔2023〕031号(Z031)…            [知道了] [已整改] / [申请延期] [有异议]
owner:  [已整改]
bot:    Z031 整改(1/2):写一句做了什么。
owner:  已补扫42页并核对页码,4月18日16:30上传
bot:    (2/2)发一张证明照片或截图,遮住案件内容。   [照片发完了] [无需照片]
owner:  (a photo)  [照片发完了]
bot:    ✅ Z031 已提交核验,4月18日 16:41。
legal:  🛠 待核验 Z031 办案员03 …                [通过] [退回] / [看照片] [看经过]
legal:  [退回] → 第17页缺签名 → 明天18:00
owner:  ↩️ Z031 …

owner:  [申请延期] → 扫描仪送修 → 4月22日          supervision: [同意延期] [不同意]
owner:  [有异议]   → 已按时上传,系统未同步          supervision: [撤销问题] [维持]

ways out: 取消 leaves everything as it was · an identity card or phone number is refused
"""

from handlers import typed
from handlers.enforcement import cards, rules, usecases
from handlers.enforcement.cards import EXTENSION, OBJECTION
from handlers.enforcement.listing import moment_typed
from handlers.enforcement.presses import IssueDecision
from handlers.enforcement.standing import read
from handlers.material import ALBUM_ENDS_AFTER, Burst, burst_of, need_text_or_photos
from handlers.personal_numbers import clean
from handlers.refusal import Refused
from handlers.turn import Turn
from handlers.voice import Said, Voice
from storage import conversations, issues, timers
from storage.issues import WORKING, Issue

WORDS, PHOTOS, REASON, UNTIL, OBJECT, RETURN, RETURN_UNTIL = (
    "enforcement.words",
    "enforcement.photos",
    "enforcement.extend-reason",
    "enforcement.extend-until",
    "enforcement.object",
    "enforcement.return",
    "enforcement.return-until",
)
PHOTOS_TIMER = "enforcement.photos"


async def acknowledge(turn: Turn, issue: Issue) -> None:
    """知道了."""
    await cards.show(turn, await usecases.acknowledge(turn, issue))


async def rectify(turn: Turn, issue: Issue) -> None:
    """已整改: what was done, in words, then in pictures."""
    usecases.require_owner(turn, issue)
    if issue.state not in WORKING:
        raise Refused("card-outdated", redraw=issue.subject)
    await turn.ask(WORDS, issue=issue.id)
    await turn.say(turn.texts.say("rectify-words", code=issue.code), subject=issue.subject)


async def words_typed(turn: Turn) -> None:
    """What was done."""
    issue = await _own(turn)
    words = clean(turn.need_text(rules.MOST_WORDS))
    await turn.ask(PHOTOS, issue=issue.id, words=words, photos=[])
    buttons = [cards.press(turn, issue, "photos-done", "no-photos")]
    await turn.say(turn.texts.say("rectify-photos"), buttons=buttons, subject=issue.subject)


async def photos_given(turn: Turn) -> None:
    """Proof: pictures, one by one or as an album."""
    issue = await _own(turn)
    if need_text_or_photos(turn, "rectify-photos-only"):
        raise Refused("rectify-photos-only")
    found = [photo.sha256 for photo in turn.message.photos if photo.sha256]
    if len(found) < len(turn.message.photos):
        await turn.say(turn.texts.say("photo-lost"))
    photos = list(dict.fromkeys([*turn.data["photos"], *found]))
    if len(photos) > rules.MOST_PHOTOS:
        raise Refused("rectify-photos-too-many", most=rules.MOST_PHOTOS)
    await turn.ask(PHOTOS, issue=issue.id, words=turn.data["words"], photos=photos)
    await timers.set_once(
        turn.tx, PHOTOS_TIMER, burst_of(turn, issue.id).subject, turn.tx.now + ALBUM_ENDS_AFTER
    )


async def count_photos(voice: Voice, subject: str) -> None:
    """No more of them come: so many are there."""
    number, channel, chat = Burst.of(subject)
    open_, issue = await conversations.get(voice.tx, channel, chat), await issues.get(voice.tx, number)
    if open_ is None or issue is None or open_.step != PHOTOS:
        return
    count = len(open_.data["photos"])

    async def says(theirs: Voice) -> Said:
        buttons = [cards.press(theirs, issue, "photos-done")]
        return theirs.texts.say("rectify-photos-count", count=count), buttons

    await voice.say_in(channel, chat, says, subject=issue.subject)


async def photos_done(turn: Turn, issue: Issue) -> None:
    """照片发完了: it is handed in, if any came."""
    if not _at_photos(turn, issue).get("photos"):
        raise Refused("rectify-no-photos-yet")
    await _submit(turn, issue)


async def no_photos(turn: Turn, issue: Issue) -> None:
    """无需照片: it is handed in with its words."""
    await _submit(turn, issue)


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
    """看照片."""
    if not issue.photos:
        await turn.toast(turn.texts.plain("no-photos"))
        return
    await turn.toast("")
    text = turn.texts.say("photos-of", code=issue.code, photos=len(issue.photos))
    await turn.say(text, photos=issue.photos, subject=issue.subject)


async def _own(turn: Turn) -> Issue:
    issue = await read(turn.tx, turn.person, turn.data["issue"])
    usecases.require_owner(turn, issue)
    return issue


def _at_photos(turn: Turn, issue: Issue) -> dict[str, object]:
    is_open = turn.conversation is not None and turn.conversation.step == PHOTOS
    if not is_open or turn.data["issue"] != issue.id:
        raise Refused("card-outdated", redraw=issue.subject)
    return turn.data


async def _submit(turn: Turn, issue: Issue) -> None:
    usecases.require_owner(turn, issue)
    _at_photos(turn, issue)
    submitted = await usecases.submit(turn, issue, turn.data["words"], turn.data["photos"])
    await turn.close()
    text = turn.texts.say("issue-submitted", code=submitted.code, at=turn.texts.moment(turn.tx.now))
    await turn.show(text, buttons=[cards.press(turn, submitted, "open")], subject=submitted.subject)
