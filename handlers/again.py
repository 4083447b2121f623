"""Once more: what could not be handled, and what was refused for what it holds (M23).

officer:  双方约定22点后不搬动家具 …
bot:      没有保存成功,请稍后再试。您的内容还在。                  [重试]
officer:  [重试]
bot:      正在重试……   (then answers as if the words had been said just now)

officer:  当事人电话 (a number)
bot:      文字里似有证件号或手机号,请删去后再发。                  [改文字]
officer:  [改文字]
bot:      请把改好的文字发来。   (the question is open again, what was given before is kept)
"""

import json
from hashlib import sha256
from typing import Annotated

from pydantic import Field

from handlers.buttons import Press
from handlers.refusal import Refused
from handlers.resume import RESUME
from handlers.turn import Turn
from storage import inbox
from storage.messages import Button, IncomingKind, chat_key

NO_DIALOGUE = "-"


class RetryPress(Press):
    """Handle a message that was given up; `dialogue` is the one it was said in, empty where that is no matter."""

    prefix = "rt"
    arrival: int
    dialogue: Annotated[str, Field(max_length=16)] = ""


class RewritePress(Press):
    """Put the question once more that was answered with what must not be kept."""

    prefix = "rw"


REWRITE = ("button-rewrite", RewritePress())
"""The way on for whoever wrote what must not be kept."""


def offer_retry(turn: Turn, arrival: int) -> Button:
    """The button under an apology for the message of this turn, by its number in the inbox."""
    pressed = turn.message.kind == IncomingKind.BUTTON
    return turn.button(
        "button-retry", RetryPress(arrival=arrival, dialogue="" if pressed else _dialogue(turn))
    )


async def retry(turn: Turn, press: RetryPress) -> None:
    """Let a message have another turn, in which everything is checked anew.

    Only whoever wrote it may, once for each time that it was given up, and only while what they said would
    still be taken for what it was meant for.
    """
    if press.dialogue and press.dialogue != _dialogue(turn):
        raise Refused("retry-too-late")
    chat = chat_key(turn.message.channel, turn.message.chat)
    if not await inbox.requeue(turn.tx, press.arrival, chat, since=turn.address.bound_at):
        await turn.toast(turn.texts.plain("pressed-twice"))
        return
    await turn.show(turn.texts.say("retrying"))


async def rewrite(turn: Turn, _: RewritePress) -> None:
    """Wait for better words, as long as for the first; words that were held to be asked about are let go."""
    if turn.conversation and turn.conversation.step == RESUME:
        await turn.ask(turn.data["step"], **turn.data["data"])
    elif turn.conversation:
        await turn.ask(turn.conversation.step, **turn.data)
    await turn.show(turn.texts.say("rewrite"))


def _dialogue(turn: Turn) -> str:
    """The open question by what it remembers; said in another one, the same words would mean something else."""
    if turn.conversation is None:
        return NO_DIALOGUE
    remembered = json.dumps([turn.conversation.step, turn.data], sort_keys=True)
    return sha256(remembered.encode()).hexdigest()[:16]
