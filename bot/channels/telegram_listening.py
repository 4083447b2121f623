"""How Telegram's updates are fetched, or pushed to us.

We poll ourselves: the library's updater confirms updates before they are handled (it loses them when the process
dies).
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

import structlog
from telegram import Bot
from telegram.error import Conflict, TelegramError

from bot.channels.base import MalformedError, Receive, RetryAfterError, TransientError, UnauthorisedError
from bot.channels.telegram_errors import classified
from bot.channels.telegram_updates import incoming
from bot.pulse import Ailment, Pulse

log = structlog.get_logger()

# exactly what `telegram_updates` understands; leaving it out would keep the setting of an earlier run
ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
POLL_SECONDS = 25
BACK_OFF_SECONDS = (1, 2, 5, 15, 30)
ALARM_SECONDS = 30


class Call(Protocol):
    """A method of Telegram's by its name, with plain values."""

    async def __call__(self, method: str, read_timeout: float | None = None, **parameters: Any) -> Any:
        """Returns its plain answer. Raises TelegramError."""


async def poll(bot: Bot, call: Call, receive: Receive, pulse: Pulse) -> None:
    """Poll until cancelled: an update is confirmed by the next poll, after it was committed."""
    offset = None
    failures = 0
    await _until_done(bot.initialize, pulse)
    await _until_done(bot.delete_webhook, pulse)
    while True:
        try:
            updates = await _fetch(call, offset)
            await receive([message for update in updates if (message := incoming(update))])
            offset = updates[-1]["update_id"] + 1 if updates else offset
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001 - polling never ends by itself: try again
            await asyncio.sleep(_pause_after(error, failures, pulse))
            failures += 1
            continue
        pulse.beat()
        failures = 0


async def be_pushed(bot: Bot, url: str, secret: str, pulse: Pulse) -> None:
    """Have updates pushed to `url`; returns once Telegram has agreed."""
    await _until_done(bot.initialize, pulse)
    await _until_done(
        lambda: bot.set_webhook(
            url, secret_token=secret, allowed_updates=ALLOWED_UPDATES, max_connections=20
        ),
        pulse,
    )


async def _fetch(call: Call, offset: int | None) -> list[dict[str, Any]]:
    # plain, because Bot.get_updates fails on a whole batch when one update is unreadable
    updates: list[dict[str, Any]] = await call(
        "getUpdates",
        read_timeout=POLL_SECONDS + 10,
        offset=offset,
        timeout=POLL_SECONDS,
        allowed_updates=ALLOWED_UPDATES,
    )
    return updates


async def _until_done(call: Callable[[], Awaitable[object]], pulse: Pulse) -> None:
    failures = 0
    while True:
        try:
            await call()
        except TelegramError as error:
            await asyncio.sleep(_pause_after(error, failures, pulse))
            failures += 1
        else:
            pulse.beat()
            return


def _pause_after(error: Exception, failures: int, pulse: Pulse) -> float:
    """Seconds before the next try; notes what is wrong, and says it in the log."""
    backing_off = BACK_OFF_SECONDS[min(failures, len(BACK_OFF_SECONDS) - 1)]
    match classified(error) if isinstance(error, TelegramError) else error:
        case RetryAfterError(seconds=seconds):
            return seconds
        case UnauthorisedError():
            log.error("Telegram does not know this token")
            pulse.fail(Ailment.TOKEN)
            return ALARM_SECONDS
        case _ if isinstance(error, Conflict):
            log.error("another process polls with this token")
            pulse.fail(Ailment.CONFLICT)
            return ALARM_SECONDS
        case (TransientError() | MalformedError()) as failure:
            log.warning("polling failed", reason=str(failure), again_in=backing_off)
        case _:
            log.error("polling failed", exc_info=error)
    pulse.fail(Ailment.NETWORK)
    return backing_off
