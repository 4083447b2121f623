"""What becomes of a message that could not be sent: decided here, once, from the channels' closed set."""

from datetime import timedelta

import structlog

from bot.channels.base import (
    ChannelError,
    GoneError,
    MovedError,
    RetryAfterError,
    TransientError,
    UnauthorisedError,
    UnreachableError,
)
from bot.limits import Pace
from bot.pulse import Ailment, Pulse
from handlers import dispatch
from handlers.desk import Desk
from storage import addresses, outbox, waiting
from storage.db import Tx
from storage.outbox import Notice

log = structlog.get_logger()

TRIES, TOAST_TRIES = 8, 3
"""Of a toast, fewer: it is of use at once only."""
RETRY_SECONDS = (1, 2, 5, 15, 60, 120, 300)
SHOUT_SECONDS = 60


def note(error: ChannelError | None, pulse: Pulse) -> None:
    """How it went (None: well). A platform that refuses a single message is there all the same."""
    match error:
        case UnauthorisedError():
            pulse.fail(Ailment.TOKEN)
        case TransientError():
            pulse.fail(Ailment.NETWORK)
        case _:
            pulse.beat()


async def decide(
    tx: Tx, desk: Desk, notice: Notice, error: ChannelError, pace: Pace, now: float
) -> float | None:
    """What becomes of a notice that failed; the seconds for which it holds its chat, if it does.

    `pace` is its channel's, `now` the moment by which that goes.
    """
    most = TRIES if notice.message.answers is None else TOAST_TRIES
    again = notice.tries + 1 < most
    seconds: float = RETRY_SECONDS[min(notice.tries, len(RETRY_SECONDS) - 1)]
    match error:
        case RetryAfterError(seconds=asked):
            pace.refused(notice.chat, asked, now)
            return await _hold(tx, notice, asked, str(error))
        case UnauthorisedError():
            log.error("the platform refuses us: check the token", channel=notice.channel)
            pace.pause(SHOUT_SECONDS, now)
            return await _hold(tx, notice, SHOUT_SECONDS, str(error))
        case TransientError(unknown=True) if not notice.message.repeatable:
            return await in_doubt(tx, desk, notice, seconds, str(error))
        case TransientError() if again:
            return await _hold(tx, notice, seconds, str(error), failed=True)
        case GoneError() if notice.message.passing:
            await outbox.expire(tx, notice.id)
        case GoneError():
            await outbox.say_anew(tx, notice)
        case MovedError() if again:
            await addresses.move(tx, notice.channel, notice.chat, error.chat_now)
            await outbox.hand_back(tx, notice.id, tx.now, str(error), failed=True)
            await waiting.move(tx, notice.channel, notice.chat, error.chat_now)
        case UnreachableError():
            await dispatch.not_reached(tx, desk, notice, str(error))
        case _:
            log.error("given up", notice=notice.id, reason=str(error))
            await outbox.fail(tx, notice.id, str(error))
            await dispatch.given_up(tx, desk, notice)
    return None


async def in_doubt(tx: Tx, desk: Desk, notice: Notice, seconds: float, reason: str) -> float | None:
    """It may have been said: once more then, marked as a repetition, but not a third time."""
    if notice.message.repeatable:
        return await _hold(tx, notice, seconds, reason)
    log.warning("in doubt", notice=notice.id, reason=reason, times=notice.doubts + 1)
    if notice.doubts == 0:
        return await _hold(tx, notice, seconds, reason, doubted=True)
    await outbox.leave_unknown(tx, notice.id, reason)
    await dispatch.left_unknown(tx, desk, notice)
    return None


async def _hold(
    tx: Tx,
    notice: Notice,
    seconds: float,
    reason: str,
    *,
    failed: bool = False,
    doubted: bool = False,
) -> float:
    """Hand back for later; its lane of the chat waits with it."""
    at = tx.now + timedelta(seconds=seconds)
    await outbox.hand_back(tx, notice.id, at, reason, failed=failed, doubted=doubted)
    return seconds
