"""One task per chat, alive while the chat has work: order inside a chat, chats side by side."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

import structlog

log = structlog.get_logger()


class Workers:
    """Calls `step(chat)` again and again until it says that nothing is left."""

    def __init__(self, step: Callable[[str], Awaitable[bool]]) -> None:
        self._step = step
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._woken: set[str] = set()
        self._stopping = False

    def wake(self, chats: Iterable[str]) -> None:
        """There may be work for these chats."""
        if self._stopping:
            return
        for chat in chats:
            if chat in self._tasks:
                self._woken.add(chat)  # its task may just have found nothing: let it look once more
            else:
                self._tasks[chat] = asyncio.create_task(self._work(chat), name=f"chat {chat}")

    def busy(self, chat: str) -> bool:
        """Whether a task is at work on this chat."""
        return chat in self._tasks

    async def settle(self) -> None:
        """Wait until no chat has work."""
        while self._tasks:
            await asyncio.wait(self._tasks.values())

    async def stop(self, within: float) -> None:
        """Let every chat finish its step in hand, for `within` seconds at most; start no other."""
        self._stopping = True
        if self._tasks:
            _, late = await asyncio.wait(self._tasks.values(), timeout=within)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _work(self, chat: str) -> None:
        try:
            while not self._stopping:
                self._woken.discard(chat)
                if not await self._step(chat) and chat not in self._woken:
                    break
        except Exception:  # the step itself parks what cannot be done; this is a defect or a lost database
            log.exception("a worker stopped; the next sweep wakes it", chat=chat)
        finally:
            del self._tasks[chat]
