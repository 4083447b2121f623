"""The queue of what happened, from which the bot fetches by getUpdates or is told by webhook."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.changes import Changes
from bot.sandbox.errors import conflict

FIRST_ID = 734_100_001
LIMIT = 100
LONGEST_WAIT = 50
LIFE = 24 * 3600.0
LIFE_OF_PRESS = 150.0
ASKED_AGAIN_WITHIN = 0.5
BY_DEFAULT_LEFT_OUT = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass(frozen=True)
class Update:
    """One update: `lane` is the chat, or for a press the person, within which the order is kept."""

    update_id: int
    kind: str
    lane: str
    body: dict[str, Any]
    born: float

    def wire(self) -> dict[str, Any]:
        """As the bot receives it."""
        return {"update_id": self.update_id, self.kind: self.body}


class Updates:
    """Keeps updates until they are confirmed, for 24 hours at most, presses for 150 seconds."""

    def __init__(self, elapsed: Callable[[], float]) -> None:
        self.webhook_is_set = False
        self._elapsed = elapsed
        self._changes = Changes()
        self._pending: dict[int, Update] = {}
        self._next_id = FIRST_ID
        self._allowed: set[str] | None = None
        self._newest_poller = 0
        self._last_asked = (0, -ASKED_AGAIN_WITHIN)

    def add(self, kind: str, lane: str, body: dict[str, Any]) -> None:
        """Something happened; kinds that the bot has not asked for are dropped."""
        wanted = kind in self._allowed if self._allowed else kind not in BY_DEFAULT_LEFT_OUT
        if wanted:
            self._pending[self._next_id] = Update(self._next_id, kind, lane, body, self._elapsed())
            self._next_id += 1
            self._changes.next()

    def allow(self, kinds: Iterable[str]) -> None:
        """Keep only these kinds from now on; no kinds means the default."""
        self._allowed = set(kinds)

    def pending(self) -> list[Update]:
        """What is not confirmed yet, oldest first."""
        now = self._elapsed()
        for update in list(self._pending.values()):
            life = LIFE_OF_PRESS if update.kind == "callback_query" else LIFE
            if now - update.born > life:
                del self._pending[update.update_id]
        return list(self._pending.values())

    def confirm(self, update_id: int) -> None:
        """Forget one update: a webhook has taken it."""
        self._pending.pop(update_id, None)

    def clear(self) -> None:
        """Forget everything (`drop_pending_updates`)."""
        self._pending.clear()

    async def grown(self) -> None:
        """Wait for the next update."""
        await self._changes.after(self._changes.count)

    def interrupt(self) -> None:
        """End whoever is polling, with 409."""
        self._newest_poller += 1
        self._changes.next()

    async def poll(self, offset: int, limit: int, wait: float) -> list[dict[str, Any]]:
        """getUpdates: confirm what is below `offset`, then answer what is there or wait for it.

        A negative offset keeps that many from the end. Asking for the same offset again at once is
        answered one update at a time. An older poller that is still waiting is ended with 409.
        """
        self._refuse_beside_webhook()
        self.interrupt()
        mine = self._newest_poller
        limit = self._limit(offset, limit)
        self._forget_below(offset)
        try:
            async with asyncio.timeout(min(wait, LONGEST_WAIT)):
                while not self.pending():
                    await self.grown()
                    self._refuse_older(mine)
                await asyncio.sleep(0.001)
        except TimeoutError:
            pass
        self._refuse_older(mine)
        return [update.wire() for update in self.pending()[:limit]]

    def _limit(self, offset: int, limit: int) -> int:
        now = self._elapsed()
        last_offset, last_time = self._last_asked
        self._last_asked = (offset, now)
        asked_again = offset == last_offset and now - last_time < ASKED_AGAIN_WITHIN
        return 1 if asked_again else max(1, min(limit or LIMIT, LIMIT))

    def _forget_below(self, offset: int) -> None:
        known = list(self._pending)
        below = known[:offset] if offset < 0 else [update_id for update_id in known if update_id < offset]
        for update_id in below:
            del self._pending[update_id]

    def _refuse_older(self, poller: int) -> None:
        if poller != self._newest_poller:
            self._refuse_beside_webhook()
            raise conflict(
                "terminated by other getUpdates request; make sure that only one bot instance is running",
            )

    def _refuse_beside_webhook(self) -> None:
        if self.webhook_is_set:
            raise conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
            )
