"""Enrolment (M1).

stranger:  (anything)
bot:       您好,首次使用请发送管理员给您的8位绑定码。          (D017, a button: 您还未绑定,无法使用 …)
stranger:  JQA2-7KQ2
bot:       请核对:警员甲01|社区警务队|甲组 …            [是我,绑定] [不是我]
stranger:  [是我,绑定]
bot:       ✅ 绑定成功。                                 [我的任务] [菜单]
admin is told 警员甲01 已绑定

ways out:  [不是我] locks the code, admin is told · a wrong, used or late code: 绑定码无效 ·
           five wrong ones: silence for an hour · an account out of use: 本账号已停用 ·
           anything but a code within the hour: silence

admin:     发绑定码 P-JIA01      (or 发绑定码, then the id)
bot:       绑定码 JQA2-7KQ2,给 警员甲01,24小时内有效 …
admin:     解绑 P-JIA01          (a lost phone)
bot:       已解绑 警员甲01,共1个账号。
"""

import re
from datetime import timedelta
from typing import Literal

from handlers.access import Action, may
from handlers.buttons import Press
from handlers.enrolment import usecases
from handlers.menu import TO_MENU, Shortcut, counts_of, show_menu_of
from handlers.refusal import Refused
from handlers.turn import Turn
from handlers.unbinding import unbind
from handlers.voice import Voice, saying
from storage import addresses, invitations, outbox, people, stations
from storage.messages import Button, Incoming, IncomingKind, Lane, Outgoing
from storage.people import Person, Role

_USE = re.compile(r"[A-Za-z]\d{1,6}$")
"""A sheet's code: a stranger who is greeted would take the greeting for an answer (M23)."""


class CodePress(Press):
    """Whether the code's person is the one who sent it; `code` is the code's hash."""

    prefix = "en"
    answer: Literal["me", "not-me"]
    code: str


async def stranger(voice: Voice, message: Incoming) -> None:
    """Answer an account that is bound to nobody: about the station it learns nothing."""
    tx = voice.tx
    patience = await invitations.patience(tx, message.channel, message.chat)
    if patience.silent_until and patience.silent_until > tx.now:
        return
    if message.kind == IncomingKind.BUTTON:
        await _stranger_pressed(voice, message)
        return
    if message.kind == IncomingKind.EDIT:
        return
    code = message.text.removeprefix("/start").strip()
    if usecases.looks_like_code(code):
        await _stranger_sent_code(voice, message, code)
        return
    await _turn_away(voice, message, "not-enrolled" if _USE.match(code) else "stranger-welcome")


async def _turn_away(voice: Voice, message: Incoming, key: str) -> None:
    """Say `key`, or that the account is out of use; to one stranger once an hour, whatever they send.

    Codes are not counted here: `wrong_code` has a patience of its own (S1).
    """
    since = voice.tx.now - timedelta(minutes=voice.settings.enrol.silent_minutes)
    if not await invitations.turn_away(voice.tx, message.channel, message.chat, since):
        return
    known = await addresses.at(voice.tx, message.channel, message.chat)
    await _answer(voice, message, "account-out-of-use" if known else key)


async def _stranger_sent_code(voice: Voice, message: Incoming, code: str) -> None:
    tx = voice.tx
    code_hash = usecases.hashed(tx.station, code)
    invitation = await invitations.find(tx, code_hash)
    person = await people.get(tx, invitation.staff_id) if invitation else None
    if person is None or person.left_at:
        await usecases.wrong_code(tx, message.channel, message.chat, voice.settings.enrol)
        await _answer(voice, message, "code-invalid")
        return
    buttons = (
        voice.button("button-it-is-me", CodePress(answer="me", code=code_hash)),
        voice.button("button-not-me", CodePress(answer="not-me", code=code_hash)),
    )
    await _answer(voice, message, "enrol-confirm", buttons, **await _who(voice, person))


async def _stranger_pressed(voice: Voice, message: Incoming) -> None:
    tx = voice.tx
    toast = Outgoing(answers=message.press_id)
    await outbox.append(tx, message.channel, message.chat, toast, lane=Lane.INTERACTIVE)
    press = CodePress.unpack(message.button or "")
    if press is None:
        await _turn_away(voice, message, "not-enrolled")
    elif press.answer == "not-me":
        if invitation := await usecases.refuse_code(tx, press.code):
            await voice.tell_holders(Role.ADMIN, saying("code-refused", staff=invitation.staff_id))
        await _answer(voice, message, "code-locked")
    elif await invitations.find(tx, press.code) is None:
        await _answer(voice, message, "code-invalid")
    else:
        await _bind(voice, message, press.code)


async def _bind(voice: Voice, message: Incoming, code_hash: str) -> None:
    tx = voice.tx
    person, address = await usecases.bind(tx, code_hash, message.channel, message.chat)
    turn = Turn(tx, voice.desk, message, person, address)
    counts = await counts_of(turn)
    waiting = turn.texts.plain("list-join").join(counts) or turn.texts.plain("nothing-waits")
    buttons = [turn.button("command-mine", Shortcut(command="mine"))] if counts else []
    buttons.append(turn.button("command-menu", Shortcut(command="menu")))
    await turn.show(turn.texts.say("enrol-done", waiting=waiting), buttons=[buttons])
    await show_menu_of(turn)
    bound = saying("person-bound", name=person.name, staff=person.staff_id)
    for admin in await people.holding(tx, Role.ADMIN):
        if admin.staff_id != person.staff_id:
            await voice.tell(admin.staff_id, bound)


async def _who(voice: Voice, person: Person) -> dict[str, str]:
    """The three facts by which a person recognises themselves (M1)."""
    texts = voice.texts
    place = await stations.community(voice.tx, person.community_id) if person.community_id else None
    groups = {group.group_id: group.name for group in await stations.all_groups(voice.tx)}
    group = groups.get(place.group_id or "", "") if place else ""
    facts = [person.name, texts.plain(f"team-{person.team}"), group]
    community = texts.plain("enrol-community", name=place.name) if place else ""
    return {"who": "|".join(fact for fact in facts if fact), "community": community}


async def _answer(
    voice: Voice, message: Incoming, key: str, buttons: tuple[Button, ...] = (), **values: str
) -> None:
    answer = Outgoing(
        text=voice.texts.say(key, **values).strip(), buttons=tuple((button,) for button in buttons)
    )
    await outbox.append(voice.tx, message.channel, message.chat, answer, lane=Lane.INTERACTIVE)


async def ask_whom_to_invite(turn: Turn) -> None:
    """发绑定码: for whom?"""
    await _ask_whom(turn, "invite")


async def ask_whom_to_unbind(turn: Turn) -> None:
    """解绑: whom?"""
    await _ask_whom(turn, "unbind")


async def _ask_whom(turn: Turn, command: str) -> None:
    step = f"enrolment.{command}"
    if turn.message.text.split(maxsplit=1)[1:]:
        await (invite_named if command == "invite" else unbind_named)(turn)
        return
    await turn.ask(step)
    await turn.say(turn.texts.say(f"enrol-{command}-whom"))


async def invite_named(turn: Turn) -> None:
    """A code for the person who was named."""
    person = await _named(turn, Action.ENROL_INVITE)
    code = await usecases.invite(turn.tx, person.staff_id, turn.person.staff_id, turn.settings.enrol)
    await turn.close()
    hours = turn.settings.enrol.code_hours
    text = turn.texts.say("enrol-code", code=code, name=person.name, hours=hours)
    await turn.say(text, secret=True)


async def unbind_named(turn: Turn) -> None:
    """The person who was named has lost a phone: every account of theirs is out of use at once."""
    person = await _named(turn, Action.ENROL_UNBIND)
    count = await unbind(turn.tx, person.staff_id, turn.person.staff_id)
    await turn.close()
    await turn.say(turn.texts.say("enrol-unbound", name=person.name, count=count))


async def _named(turn: Turn, action: Action) -> Person:
    if not may(turn.person, action):  # the post was lost while the question was open
        raise Refused("not-understood", offers=[TO_MENU])
    staff_id = turn.need_text(100).split()[-1].upper()
    person = await people.get(turn.tx, staff_id)
    if person is None:
        raise Refused("person-not-found", staff=staff_id)
    return person
