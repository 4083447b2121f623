"""What was said while it is unclear what it belongs to: kept whole, until the person has chosen."""

from datetime import datetime, timedelta
from typing import Any

from handlers.capability import Handler
from handlers.refusal import Refused
from handlers.turn import Turn
from storage.messages import Incoming

MOST_HELD = 30
ASK_AGAIN_AFTER = timedelta(seconds=60)
"""An album is many messages: the question is put once, and again only to whoever seems to have missed it."""


async def hold(turn: Turn, step: str, /, **data: Any) -> bool:
    """Keep this message with the question `step`; True when the question is to be put (again).

    `data` is what the step remembers from the first message on. Refuses what would be too much:
    nothing is dropped in silence.
    """
    waiting = turn.conversation is not None and turn.conversation.step == step
    kept = turn.data if waiting else data | {"held": [], "asked_at": None}
    if len(kept["held"]) >= MOST_HELD:
        raise Refused("choose-first")
    now, asked_at = turn.tx.now, kept["asked_at"]
    ask = asked_at is None or now - datetime.fromisoformat(asked_at) >= ASK_AGAIN_AFTER
    message = turn.message.model_dump(mode="json", exclude_defaults=True)
    kept |= {"held": [*kept["held"], message], "asked_at": now.isoformat() if ask else asked_at}
    await turn.ask(step, **kept)
    return ask


async def replay(turn: Turn, held: list[Any], handler: Handler) -> None:
    """Give what was held to `handler`, as if it had just been said, in its order."""
    for message in held:
        again = Turn(
            turn.tx,
            turn.desk,
            Incoming.model_validate(message),
            turn.person,
            turn.address,
            turn.conversation,
        )
        await handler(again)
        turn.conversation = again.conversation
