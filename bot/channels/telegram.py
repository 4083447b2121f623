"""Telegram, through python-telegram-bot's Bot (protocol: Bot API 10).

We poll ourselves: the library's updater confirms updates before they are handled (it loses them when
the process dies). What arrives is translated in `telegram_updates`, what it refuses in `telegram_errors`.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardMarkup,
    InputMediaPhoto,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, Conflict, TelegramError

from bot.channels.base import (
    GoneError,
    MalformedError,
    Receive,
    RetryAfterError,
    TransientError,
    UnauthorisedError,
)
from bot.channels.telegram_errors import (
    DELETED_ALREADY,
    FILE_GONE,
    IMAGE_REFUSED,
    NOT_DELETABLE,
    NOT_EDITABLE,
    NOT_MODIFIED,
    NOT_PARSED,
    classified,
    says,
    told,
)
from bot.channels.telegram_request import AiohttpRequest
from bot.channels.telegram_updates import incoming
from bot.limits import TELEGRAM, TELEGRAM_PAID
from bot.pulse import Ailment, Pulse
from handlers.texts import unmarked
from storage.messages import Attached, File, Incoming, Outgoing, Photo
from storage.photos import PhotoStore, placeholder

T = TypeVar("T")
log = structlog.get_logger()

# exactly what `telegram_updates` understands; leaving it out would keep the setting of an earlier run
ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
POLL_SECONDS = 25
FILES_REMEMBERED = 1_000
BACK_OFF_SECONDS = (1, 2, 5, 15, 30)
ALARM_SECONDS = 30


class TelegramChannel:
    """One bot of Telegram's, or of a server that speaks its interface.

    One that may `pay` sends up to a thousand messages a second, and Telegram charges for those beyond thirty.
    """

    name = "telegram"
    limits = TELEGRAM

    def __init__(self, token: str, api_url: str, store: PhotoStore, *, pay: bool = False) -> None:
        if pay:
            self.limits = TELEGRAM_PAID
        self._pay = pay or None  # what is None is not sent
        self._request = AiohttpRequest(self.limits.in_flight)
        self._bot = Bot(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=self._request,
            get_updates_request=self._request,
        )
        self._store = store
        self._file_ids: dict[str, str] = {}

    async def close(self) -> None:
        """Let go of every connection."""
        await self._request.shutdown()  # the bot's own does nothing before Telegram has answered once

    async def listen(self, receive: Receive, pulse: Pulse) -> None:
        """Poll until cancelled: an update is confirmed by the next poll, after it was committed."""
        offset = None
        failures = 0
        await self._until_done(self._bot.initialize, pulse)
        await self._until_done(self._bot.delete_webhook, pulse)
        while True:
            try:
                updates = await self._poll(offset)
                await receive([message for update in updates if (message := incoming(update, self._bot))])
                offset = updates[-1]["update_id"] + 1 if updates else offset
            except asyncio.CancelledError:
                raise
            except Exception as error:  # noqa: BLE001 - polling never ends by itself: try again
                await asyncio.sleep(_pause_after(error, failures, pulse))
                failures += 1
                continue
            pulse.beat()
            failures = 0

    async def listen_by_webhook(self, url: str, secret: str, pulse: Pulse) -> None:
        """Have updates pushed to `url`; returns once Telegram has agreed."""
        await self._until_done(self._bot.initialize, pulse)
        await self._until_done(
            lambda: self._bot.set_webhook(
                url, secret_token=secret, allowed_updates=ALLOWED_UPDATES, max_connections=20
            ),
            pulse,
        )

    def translate(self, update: Mapping[str, Any]) -> Sequence[Incoming]:
        """What a pushed update says: one message, or none when it is of no use."""
        message = incoming(update, self._bot)
        return [message] if message else []

    async def send(self, chat: str, message: Outgoing) -> Sequence[str]:
        """Say it; returns the message ids of what is there now. Raises ChannelError."""
        return await self._call(self._say, chat, message)

    async def fetch(self, file: Photo | Attached) -> bytes:
        """Download a picture or a file. Raises ChannelError."""
        return await self._call(self._download, file.file_id)

    async def _call(self, method: Callable[..., Awaitable[T]], *arguments: Any) -> T:
        try:
            return await method(*arguments)
        except TelegramError as error:
            raise classified(error) from error

    async def _poll(self, offset: int | None) -> list[dict[str, Any]]:
        # Raw, because Bot.get_updates fails on a whole batch when one update is unreadable.
        updates: list[dict[str, Any]] = await self._raw(
            "getUpdates",
            read_timeout=POLL_SECONDS + 10,
            offset=offset,
            timeout=POLL_SECONDS,
            allowed_updates=ALLOWED_UPDATES,
        )
        return updates

    async def _raw(self, method: str, read_timeout: float | None = None, **parameters: Any) -> Any:
        """Call a method with plain values, for a plain answer."""
        return await self._request.call(f"{self._bot.base_url}/{method}", parameters, read_timeout)

    async def _until_done(self, call: Callable[[], Any], pulse: Pulse) -> None:
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

    async def _say(self, chat: str, message: Outgoing) -> Sequence[str]:
        try:
            return await self._put(chat, message, ParseMode.HTML)
        except BadRequest as error:
            if not says(error, NOT_PARSED):
                raise
            log.warning("markup refused, sent as plain text", reason=told(error))
            return await self._put(chat, message.model_copy(update={"text": unmarked(message.text)}), None)

    async def _put(self, chat: str, message: Outgoing, mode: ParseMode | None) -> Sequence[str]:
        if message.menu is not None:
            await self._show_menu(chat, message)
            return ()
        if message.answers is not None:
            await self._answer(message)
            return ()
        if message.recalls:
            return [copy for copy in message.recalls if await self._take_back(chat, copy, message, mode)]
        if message.photos:
            return await self._send_photos(chat, message, mode)
        if message.file:
            return [await self._send_file(chat, message, message.file, mode)]
        if message.replaces:
            return [await self._edit(chat, message, mode)]
        return [await self._send_text(chat, message, mode)]

    async def _send_text(self, chat: str, message: Outgoing, mode: ParseMode | None) -> str:
        sent = await self._raw(
            "sendMessage",
            chat_id=chat,
            text=message.text,
            parse_mode=mode,
            reply_markup=_keyboard(message),
            protect_content=message.protect,
            allow_paid_broadcast=self._pay,
        )
        return str(sent["message_id"])

    async def _edit(self, chat: str, message: Outgoing, mode: ParseMode | None) -> str:
        try:
            await self._raw(
                "editMessageText",
                text=message.text,
                chat_id=chat,
                message_id=message.replaces,
                parse_mode=mode,
                reply_markup=_keyboard(message),
            )
        except BadRequest as error:
            if says(error, NOT_MODIFIED):
                return str(message.replaces)
            if says(error, NOT_EDITABLE):
                raise GoneError(error.message) from error
            raise
        return str(message.replaces)

    async def _send_photos(self, chat: str, message: Outgoing, mode: ParseMode | None) -> Sequence[str]:
        try:
            return await self._show(chat, message, mode)
        except BadRequest as error:
            known = [sha256 for sha256 in message.photos if self._file_ids.pop(sha256, None)]
            if says(error, IMAGE_REFUSED):
                return await self._send_documents(chat, message, mode)
            if says(error, FILE_GONE) and known:
                return await self._show(chat, message, mode)
            raise

    async def _show(self, chat: str, message: Outgoing, mode: ParseMode | None) -> Sequence[str]:
        """Send pictures as photos; each is uploaded once, and named by Telegram's id from then on."""
        pictures = [
            self._file_ids.get(sha256) or await self._store.shown(sha256) for sha256 in message.photos
        ]
        if len(pictures) == 1:
            [picture] = pictures
            keyboard = _keyboard(message)
            copies = [
                await self._bot.send_photo(
                    chat,
                    picture,
                    caption=message.text,
                    parse_mode=mode,
                    reply_markup=InlineKeyboardMarkup.de_json(keyboard) if keyboard else None,
                    protect_content=message.protect,
                    allow_paid_broadcast=self._pay,
                )
            ]
        else:
            album = [InputMediaPhoto(picture) for picture in pictures]
            copies = list(
                await self._bot.send_media_group(
                    chat,
                    album,
                    caption=message.text,
                    parse_mode=mode,
                    protect_content=message.protect,
                    allow_paid_broadcast=self._pay,
                )
            )
        if len(self._file_ids) > FILES_REMEMBERED:
            self._file_ids.clear()
        self._file_ids |= {
            sha256: copy.photo[-1].file_id
            for sha256, copy in zip(message.photos, copies, strict=False)
            if copy.photo
        }
        return [str(copy.message_id) for copy in copies]

    async def _send_documents(self, chat: str, message: Outgoing, mode: ParseMode | None) -> Sequence[str]:
        """Pictures that Telegram does not take as photos go as files."""
        copies: list[str] = []
        for number, sha256 in enumerate(message.photos, start=1):
            copy = await self._bot.send_document(
                chat,
                await self._store.shown(sha256),
                filename=f"{number}.jpg",
                caption=None if copies else message.text,
                parse_mode=mode,
                protect_content=message.protect,
                allow_paid_broadcast=self._pay,
            )
            copies.append(str(copy.message_id))
        return copies

    async def _send_file(self, chat: str, message: Outgoing, file: File, mode: ParseMode | None) -> str:
        sent = await self._bot.send_document(
            chat,
            file.content,
            filename=file.name,
            caption=message.text,
            parse_mode=mode,
            protect_content=False,  # a file is there to be saved
            allow_paid_broadcast=self._pay,
        )
        return str(sent.message_id)

    async def _take_back(self, chat: str, copy: str, message: Outgoing, mode: ParseMode | None) -> bool:
        """Delete a message of ours; once Telegram lets us no more (after 48 h), say in its place that it is gone.

        Whether something is left of it. What is not there any more was taken back by somebody else.
        """
        try:
            await self._raw("deleteMessage", chat_id=chat, message_id=copy)
        except BadRequest as error:
            if says(error, DELETED_ALREADY):
                return False
            if not says(error, NOT_DELETABLE):
                raise
        else:
            return False
        instead = message.model_copy(update={"replaces": copy})
        try:
            if message.photos:
                await self._blank(chat, instead, mode)
            else:
                await self._edit(chat, instead, mode)
        except GoneError:
            return False
        return True

    async def _blank(self, chat: str, message: Outgoing, mode: ParseMode | None) -> None:
        """Put a placeholder in the place of a picture, and the text in that of what stood beneath it."""
        blank = InputMediaPhoto(placeholder(), caption=message.text, parse_mode=mode)
        try:
            await self._bot.edit_message_media(blank, chat, int(message.replaces or 0))
        except BadRequest as error:
            if says(error, NOT_EDITABLE):
                raise GoneError(error.message) from error
            if not says(error, NOT_MODIFIED):
                raise

    async def _answer(self, message: Outgoing) -> None:
        try:
            await self._raw(
                "answerCallbackQuery", callback_query_id=message.answers, text=message.text or None
            )
        except BadRequest as error:
            # too old: the press was handled all the same, and its card says so
            log.info("an answer to a press came too late", reason=told(error))

    async def _show_menu(self, chat: str, message: Outgoing) -> None:
        scope = BotCommandScopeChat(chat)
        if message.menu:
            await self._bot.set_my_commands(
                [BotCommand(entry.name, entry.says) for entry in message.menu], scope
            )
        else:
            await self._bot.delete_my_commands(scope)

    async def _download(self, file_id: str) -> bytes:
        file = await self._bot.get_file(file_id)
        return bytes(await file.download_as_bytearray())


def _keyboard(message: Outgoing) -> dict[str, Any] | None:
    rows = [[{"text": each.label, "callback_data": each.data} for each in row] for row in message.buttons]
    return {"inline_keyboard": rows} if rows else None


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
