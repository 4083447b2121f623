"""An announcement that is out: how many have said 收到, who has not, once more, other words, taken back.

bot:    📣 T005 通知|全所 / 收到 31/34 / 未回:办案员06、社区辅警03、巡逻辅警08     (kept up to date in place)
        [再催一次] [看名单] / [修改] [撤回]
room:   [再催一次]                       (only those three are asked)
room:   [修改] 会议改到10点                (every copy says so, on the phones too)
room:   [撤回] [确认撤回]                  (every copy goes; the card tells of each that could not be taken back)
room:   T005, 收到 T005                  (typed: the same cards and buttons, by the code)
"""

from collections.abc import Awaitable, Callable

from handlers import access
from handlers.access import Action
from handlers.announcements import cards, receiving, rules, usecases
from handlers.announcements.drafting import show_card
from handlers.announcements.presses import AnnouncementPress, NamesPress
from handlers.announcements.previewing import show
from handlers.denied import not_found
from handlers.personal_numbers import clean
from handlers.refusal import Refused
from handlers.texts import Markup, clipped
from handlers.turn import Turn
from handlers.voice import MOST_BUTTONS, pairs
from storage import announcements, receipts
from storage.announcements import Announcement, AnnouncementState
from storage.receipts import Receipt

REVISION = "announcements.revision"
ON_A_PAGE = 12
MOST_TYPED = 10_000
"""More than a platform's message holds: what is too long says so in `usecases.revise`."""


async def listed(turn: Turn) -> None:
    """通知: those that were sent last."""
    found = await announcements.newest(turn.tx, MOST_BUTTONS)
    if not found:
        raise Refused("announcement-none")
    lines = [
        turn.texts.say(
            "announcement-line",
            code=each.code,
            text=clipped(each.text, 24),
            at=each.sent_at,
            received=(count := await receipts.count(turn.tx, each.subject)).received,
            all=count.of,
        )
        for each in found
    ]
    buttons = [turn.choice(each.code, AnnouncementPress(do="open", announcement=each.id)) for each in found]
    await turn.say(turn.texts.say("announcement-list", lines=turn.listed(lines)), buttons=pairs(buttons))


async def open_code(turn: Turn, serial: int, word: str) -> bool:
    """T005: its card for the command room, one's own copy for those who were told; 收到 T005 (S18)."""
    found = await announcements.by_serial(turn.tx, serial)
    if word:
        if word.casefold() not in turn.desk.labels("announcement-receive"):
            return False
        if found is None or not await receipts.get(turn.tx, found.subject, turn.person.staff_id):
            raise _not_found(serial)
        await receiving.receive(turn, found)
        return True
    if found and access.may(turn.person, Action.ANNOUNCE):
        await show_card(turn, found)
    elif found and (receipt := await receipts.get(turn.tx, found.subject, turn.person.staff_id)):
        await receiving.show(turn, found, receipt)
    else:
        raise _not_found(serial)
    return True


async def show_subject(turn: Turn, key: str) -> None:
    """An announcement as it now stands, for whoever asks."""
    found = await announcements.get(turn.tx, int(key))
    if found is None:
        raise not_found()
    if receipt := await receipts.get(turn.tx, found.subject, turn.person.staff_id):
        await receiving.show(turn, found, receipt)
    elif found.state in (AnnouncementState.DRAFT, AnnouncementState.SCHEDULED):
        draft = await usecases.own_draft(turn, found.id)
        await (show if draft.state == AnnouncementState.DRAFT else show_card)(turn, draft)
    else:
        await show_card(turn, await usecases.out(turn, found.id))


async def pressed(turn: Turn, press: AnnouncementPress) -> None:
    """A button of its card."""
    await _DOES[press.do](turn, await usecases.out(turn, press.announcement))


async def revised(turn: Turn) -> None:
    """What it is to say from now on."""
    announcement = await usecases.out(turn, turn.data["announcement"])
    text = clean(turn.need_text(MOST_TYPED))
    announcement = await usecases.revise(turn, announcement, text)
    await turn.close()
    await show_card(turn, announcement)


async def names(turn: Turn, press: NamesPress) -> None:
    """A page of those who are silent, or of those who have said 收到."""
    announcement = await usecases.out(turn, press.announcement)
    subject, texts = announcement.subject, turn.texts
    page = receipts.silent if press.who == "silent" else receipts.received
    found = await page(turn.tx, subject, press.after, ON_A_PAGE + 1)
    lines = [_name_line(turn, each) for each in found[:ON_A_PAGE]]
    count = await receipts.count(turn.tx, subject)
    text = texts.say(
        f"announcement-names-{press.who}",
        code=announcement.code,
        received=count.received,
        all=count.of,
        lines=Markup("\n".join(lines)) if lines else texts.say("announcement-names-none"),
    )
    other = press.model_copy(update={"who": "received" if press.who == "silent" else "silent", "after": ""})
    buttons = [turn.button(f"announcement-who-{other.who}", other)]
    if len(found) > ON_A_PAGE:
        more = press.model_copy(update={"after": found[ON_A_PAGE - 1].staff_id})
        buttons.append(turn.button("announcement-more", more))
    if press.who == "silent" and lines and rules.may_nudge(announcement, turn.tx.now):
        buttons.append(cards.press(turn, "nudge", announcement))
    buttons.append(cards.press(turn, "open", announcement))
    await turn.show(text, buttons=pairs(buttons), subject=subject)


def _name_line(turn: Turn, receipt: Receipt) -> Markup:
    if receipt.received_at:
        return turn.texts.say("announcement-name-received", name=receipt.name, at=receipt.received_at)
    key = f"announcement-name-{receipt.reach}" if receipt.reach else "announcement-name-silent"
    return turn.texts.say(key, name=receipt.name)


def _not_found(serial: int) -> Refused:
    return not_found(f"T{serial:03d}")


async def _nudge(turn: Turn, announcement: Announcement) -> None:
    silent = await usecases.nudge(turn, announcement)
    await turn.toast(turn.texts.plain("announcement-nudged", count=silent))
    await show_card(turn, announcement.model_copy(update={"nudged_at": turn.tx.now}))


async def _pause(turn: Turn, announcement: Announcement) -> None:
    await show_card(turn, await usecases.pause(turn, announcement))


async def _resume(turn: Turn, announcement: Announcement) -> None:
    await show_card(turn, await usecases.resume(turn, announcement))


async def _stop(turn: Turn, announcement: Announcement) -> None:
    await _sure(turn, announcement, "stop")


async def _stop_now(turn: Turn, announcement: Announcement) -> None:
    await show_card(turn, await usecases.stop(turn, announcement))


async def _revise(turn: Turn, announcement: Announcement) -> None:
    await turn.ask(REVISION, announcement=announcement.id)
    await turn.say(turn.texts.say("announcement-revise", text=announcement.text))


async def _recall(turn: Turn, announcement: Announcement) -> None:
    await _sure(turn, announcement, "recall")


async def _recall_now(turn: Turn, announcement: Announcement) -> None:
    await show_card(turn, await usecases.recall(turn, announcement))


async def _sure(turn: Turn, announcement: Announcement, do: str) -> None:
    """What cannot be undone is asked once more (S18)."""
    buttons = [cards.press(turn, f"{do}-now", announcement), cards.press(turn, "open", announcement)]
    text = turn.texts.say(f"announcement-{do}-sure", code=announcement.code)
    await turn.say(text, buttons=[buttons], subject=announcement.subject)


_DOES: dict[str, Callable[[Turn, Announcement], Awaitable[None]]] = {
    "open": show_card,
    "nudge": _nudge,
    "pause": _pause,
    "resume": _resume,
    "stop": _stop,
    "stop-now": _stop_now,
    "revise": _revise,
    "recall": _recall,
    "recall-now": _recall_now,
}
