"""From a message to the capability that it is meant for, inside the transaction of its turn.

a stranger says anything            → enrolment, which tells nothing about the station
a person presses a button           → the capability that made the button
… says a command, a word, a code    → that command, or the card of that code
… replies to a message of ours      → the capability whose subject the message speaks of
… says anything else                → the step that is open, if one is
… and none is                       → the capability that can make something of it
… and none can                      → "not understood", and the menu
"""

import re
from contextlib import suppress
from typing import Any

from handlers import digests
from handlers.access import may
from handlers.again import offer_retry
from handlers.capability import Command, PressHandler
from handlers.desk import Desk
from handlers.menu import TO_MENU, show_menu_of
from handlers.refusal import Refused
from handlers.reports import REPORT, report, report_unknown
from handlers.resume import RESUME, offer, step_of
from handlers.turn import Turn
from handlers.voice import LATER, Voice, first_line, saying, worded
from storage import addresses, audit, batches, conversations, outbox, people, said, waiting
from storage.conversations import Conversation
from storage.db import Tx
from storage.messages import Incoming, IncomingKind
from storage.outbox import Notice
from storage.people import Role
from storage.timers import Timer

_CODE = re.compile(r"(.{0,20}?)\s*([A-Za-z])0*(\d{1,6})")
_COMMAND = re.compile(r"/[A-Za-z]")
_NEWS = {IncomingKind.BLOCKED, IncomingKind.UNBLOCKED, IncomingKind.MIGRATED}


async def handle(tx: Tx, message: Incoming, desk: Desk) -> None:
    """Do what a message asks for. Raises Refused (see `refuse`) or whatever a defect raises."""
    if message.kind in _NEWS:
        await _news(tx, message, desk)
        return
    if not message.private:
        return  # in groups the bot is silent, for now
    turn = await _turn(tx, message, desk)
    if turn is None:
        for capability in desk.capabilities:
            if capability.stranger:
                await capability.stranger(Voice(tx, desk), message)
        return
    await show_menu_of(turn)
    if message.kind == IncomingKind.EDIT:
        for capability in desk.capabilities:
            if capability.edited:
                await capability.edited(turn)
    elif message.kind == IncomingKind.BUTTON:
        await _pressed(turn)
    else:
        await _said(turn)
    await turn.finish()


async def awaits_file(tx: Tx, message: Incoming, desk: Desk) -> bool:
    """Whether a message brings a file that its sender was asked for, and that nobody has read yet.

    However long ago: to fill a table in takes longer than to answer a question.
    """
    attached = message.attached
    if attached is None or attached.is_read or message.kind != IncomingKind.MESSAGE:
        return False
    turn = await _turn(tx, message, desk)
    asked = turn.conversation if turn else None
    return asked is not None and any(asked.step in each.takes_files for each in desk.capabilities)


async def refuse(tx: Tx, message: Incoming, desk: Desk, refusal: Refused) -> None:
    """Tell a person why their turn was refused, after it was undone; show what has changed."""
    turn = await _turn(tx, message, desk)
    if turn is None:
        return
    pressed = message.kind == IncomingKind.BUTTON
    if pressed and refusal.redraw:
        await turn.toast(turn.texts.plain(refusal.key, **refusal.values_))
    else:
        if pressed:
            await turn.toast("")
        buttons = [turn.button(key, press) for key, press in refusal.offers]
        await turn.say(turn.texts.say(refusal.key, **refusal.values_), buttons=[buttons] if buttons else ())
    if refusal.redraw:
        with suppress(Refused):  # the card is not theirs to see any more: the refusal itself is enough
            await show_card(turn, refusal.redraw)


async def apologise(tx: Tx, message: Incoming, desk: Desk, *, reference: int) -> None:
    """A turn failed for good: say so, with a number to ask about and a way to try again; tell the administrators."""
    if turn := await _turn(tx, message, desk):
        if message.kind == IncomingKind.UNREADABLE:
            await turn.say(turn.texts.say("apology-unreadable", reference=reference))
        else:
            buttons = [[offer_retry(turn, reference)]]
            await turn.say(turn.texts.say("apology", reference=reference), buttons=buttons)
    await report(Voice(tx, desk), "message", reference)


async def fire(tx: Tx, timer: Timer, desk: Desk) -> None:
    """Let happen what a timer was set for."""
    heard = [capability for capability in desk.capabilities if timer.kind in capability.timers]
    if not heard:
        raise LookupError(timer.kind)
    for capability in heard:
        await capability.timers[timer.kind](Voice(tx, desk), timer.subject)


async def as_it_stands(tx: Tx, desk: Desk, notice: Notice) -> Notice | None:
    """A notice that is leased, in the words that are true now; None when it is not to be said any more, or not yet.

    Asked in the transaction of its lease. What names neither purpose nor end is as it was written, and no
    statement is spent on it: an answer to what somebody has just done, news of what has happened.
    Raises KeyError for a purpose that no capability knows.
    """
    if notice.valid_until and notice.valid_until <= tx.now:
        await outbox.expire(tx, notice.id)
        return None
    if notice.purpose is None:
        return notice
    voice = await Voice(tx, desk).for_chat(notice.channel, notice.chat)
    kind, _, about = notice.purpose.partition("/")
    if kind == digests.KIND:
        spoken = await digests.with_held(voice, about, notice)
    else:
        spoken = await desk.notices[kind](voice, about)
    if spoken is LATER:
        await batches.hold(tx, notice.id)
        return None
    is_new = notice.recalls is None and notice.replaces is None
    if spoken is None or (spoken.passing and is_new):
        await outbox.expire(tx, notice.id)
        return None
    message = worded(spoken.text, spoken.buttons)
    if notice.recalls is not None:
        message = await batches.taking_back(tx, notice.recalls, message)
    elif notice.replaces:
        message = message.model_copy(update={"replaces": notice.replaces, "passing": spoken.passing})
    if (message, spoken.subject) != (notice.message, notice.subject):
        await outbox.restate(tx, notice.id, message, spoken.subject)
    return notice.model_copy(update={"message": message, "subject": spoken.subject})


async def show_card(turn: Turn, subject: str) -> None:
    """Show a subject such as "sheet:17" as it now stands."""
    kind, _, key = subject.partition(":")
    for capability in turn.desk.capabilities:
        if kind in capability.cards:
            await capability.cards[kind](turn, key)


async def said_again(tx: Tx, desk: Desk, notice: Notice) -> Notice:
    """A notice that may have been said already, in words that say so."""
    theirs = await Voice(tx, desk).for_chat(notice.channel, notice.chat)
    return notice.model_copy(update={"message": theirs.again(notice.message, notice.id)})


async def not_reached(tx: Tx, desk: Desk, notice: Notice, reason: str) -> None:
    """A person turned out to be unreachable: what waits for them is kept until they can be reached.

    Whoever caused the notice is told, and the administrators once. (Of one that went to many, its sender has a
    card that says whom it did not reach.)
    """
    address = await addresses.at(tx, notice.channel, notice.chat)
    person = await people.get(tx, address.staff_id) if address and not address.unbound_at else None
    if person is None:
        await outbox.fail(tx, notice.id, reason)
        return
    await waiting.keep(tx, notice, reason)
    if await addresses.mark(tx, notice.channel, notice.chat, reason):
        await unreachable(tx, desk, notice.channel, notice.chat, reason)
    if notice.sender and notice.sender != person.staff_id and notice.batch is None:
        says = saying("not-reached", name=person.name, what=first_line(notice.message.text))
        await Voice(tx, desk).tell(notice.sender, says, subject=REPORT, pressing=True)


async def given_up(tx: Tx, desk: Desk, notice: Notice) -> None:
    """A notice was given up: the administrators are told. Of one that went to many only its sender is, by their card."""
    if _is_reported(notice):
        await report(Voice(tx, desk), "notice", notice.id)


async def left_unknown(tx: Tx, desk: Desk, notice: Notice) -> None:
    """Nobody knows whether a notice was said: they are told as well, of many at once."""
    if _is_reported(notice):
        await report_unknown(Voice(tx, desk), notice.id)


def _is_reported(notice: Notice) -> bool:
    return notice.message.answers is None and notice.subject != REPORT and notice.batch is None


async def unreachable(tx: Tx, desk: Desk, channel: str, chat: str, reason: str) -> None:
    """An account turned out to be unreachable: the administrators are told, once."""
    address = await addresses.at(tx, channel, chat)
    person = await people.get(tx, address.staff_id) if address else None
    if address is None or person is None or address.unbound_at:
        return
    await audit.add(tx, "system", "address.unreachable", f"person:{person.staff_id}", reason=reason)
    await Voice(tx, desk).tell_holders(Role.ADMIN, saying("person-unreachable", name=person.name))


async def _turn(tx: Tx, message: Incoming, desk: Desk) -> Turn | None:
    """The turn of whoever wrote, or None for a stranger, or one who has left."""
    address = await addresses.at(tx, message.channel, message.chat)
    if address is None or address.unbound_at or not message.private:
        return None
    person = await people.get(tx, address.staff_id)
    if person is None or person.left_at:
        return None
    if address.unreachable:
        await _reached_again(tx, message)
    conversation = await conversations.get(tx, message.channel, message.chat)
    return Turn(tx, desk, message, person, address, conversation)


async def _news(tx: Tx, message: Incoming, desk: Desk) -> None:
    if message.kind == IncomingKind.MIGRATED and message.moved_to:
        await addresses.move(tx, message.channel, message.chat, message.moved_to)
        await waiting.move(tx, message.channel, message.chat, message.moved_to)
    elif message.kind == IncomingKind.UNBLOCKED:
        await _reached_again(tx, message)
    elif await addresses.mark(tx, message.channel, message.chat, "blocked"):
        await waiting.keep_all(tx, message.channel, message.chat)
        await unreachable(tx, desk, message.channel, message.chat, "blocked")


async def _reached_again(tx: Tx, message: Incoming) -> None:
    await addresses.mark(tx, message.channel, message.chat, None)
    await waiting.release(tx, message.channel, message.chat)


async def _pressed(turn: Turn) -> None:
    message = turn.message
    if message.message_id and message.button:
        await said.reconcile(turn.tx, message.channel, message.chat, message.message_id, message.button)
    found = _find_button(turn.desk, turn.message.button or "")
    if found is None:
        await turn.toast(turn.texts.plain("button-unknown"))
        return
    handler, press = found
    await handler(turn, press)


def _find_button(desk: Desk, data: str) -> tuple[PressHandler, Any] | None:
    for capability in desk.capabilities:
        for kind, handler in capability.buttons.items():
            if press := kind.unpack(data):
                return handler, press
    return None


async def _said(turn: Turn) -> None:
    text = turn.message.text.strip()
    if command := _find_command(turn, text):
        await command.handler(turn)
        return
    if _COMMAND.match(text):
        raise Refused("not-understood", offers=[TO_MENU])  # nobody means it for a sheet
    if await _coded(turn, text) or await _replied(turn):
        return
    if turn.conversation is None:
        await _stray(turn)
    elif _was_left(turn, turn.conversation):
        await offer(turn)
    else:
        await step_of(turn)(turn)


def _was_left(turn: Turn, conversation: Conversation) -> bool:
    """Whether the open step waited so long that what is said now may be meant for something else."""
    attached = turn.message.attached
    is_asked_for = attached is not None and attached.is_read
    return conversation.expires_at <= turn.tx.now and conversation.step != RESUME and not is_asked_for


def _find_command(turn: Turn, text: str) -> Command | None:
    """The command of a first word `/name`, or of a label or word that is the whole text, in any language.

    Where a command takes words, its label may be the first of several, while no question is open.
    """
    first = text.split(maxsplit=1)[0] if text else ""
    name = first.partition("@")[0] if text.startswith("/") else text
    command = turn.desk.commands.get(name.casefold())
    if command is None and turn.conversation is None:
        begun = turn.desk.commands.get(first.casefold())
        command = begun if begun and begun.takes_words else None
    allowed = command and (command.action is None or may(turn.person, command.action))
    return command if allowed else None


async def _coded(turn: Turn, text: str) -> bool:
    """D017, or a button's label and a code: 签收 D017 (platforms forget presses, S17)."""
    if code := _CODE.fullmatch(text):
        word, letter, number = code[1], code[2].upper(), int(code[3])
        for capability in turn.desk.capabilities:
            if letter in capability.codes:
                return await capability.codes[letter](turn, number, word)
    return False


async def _stray(turn: Turn) -> None:
    for capability in turn.desk.capabilities:
        if capability.stray and await capability.stray(turn):
            return
    raise Refused("not-understood", offers=[TO_MENU])


async def _replied(turn: Turn) -> bool:
    message = turn.message
    if message.reply_to is None:
        return False
    subject = await said.subject_of(turn.tx, message.channel, message.chat, message.reply_to)
    kind, _, key = (subject or "").partition(":")
    for capability in turn.desk.capabilities:
        if kind in capability.replies:
            await capability.replies[kind](turn, key)
            return True
    return False
