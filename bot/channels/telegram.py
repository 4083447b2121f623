"""Telegram, through python-telegram-bot's Bot (protocol: Bot API 10).

How updates are fetched is in `telegram_listening`; what arrives is translated in `telegram_updates`, what it refuses
in `telegram_errors`.
"""

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
from telegram.error import BadRequest, TelegramError

from bot.channels import telegram_listening
from bot.channels.base import GoneError, Receive
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
from bot.pulse import Pulse
from handlers.texts import unmarked
from storage.messages import Attached, File, Incoming, Outgoing, Photo
from storage.photos import PhotoStore, placeholder

T = TypeVar("T")
log = structlog.get_logger()

FILES_REMEMBERED = 1_000


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
        """Poll until cancelled."""
        await telegram_listening.poll(self._bot, self._raw, receive, pulse)

    async def listen_by_webhook(self, url: str, secret: str, pulse: Pulse) -> None:
        """Have updates pushed to `url`; returns once Telegram has agreed."""
        await telegram_listening.be_pushed(self._bot, url, secret, pulse)

    def translate(self, update: Mapping[str, Any]) -> Sequence[Incoming]:
        """What a pushed update says: one message, or none when it is of no use."""
        message = incoming(update)
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

    async def _raw(self, method: str, read_timeout: float | None = None, **parameters: Any) -> Any:
        """Call a method with plain values, for a plain answer."""
        return await self._request.call(f"{self._bot.base_url}/{method}", parameters, read_timeout)

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
        await _changed(
            self._raw(
                "editMessageText",
                text=message.text,
                chat_id=chat,
                message_id=message.replaces,
                parse_mode=mode,
                reply_markup=_keyboard(message),
            )
        )
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
        await _changed(self._bot.edit_message_media(blank, chat, int(message.replaces or 0)))

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


async def _changed(change: Awaitable[object]) -> None:
    """Change a message that is there; it may say so already. Raises GoneError where it cannot be changed."""
    try:
        await change
    except BadRequest as error:
        if says(error, NOT_EDITABLE):
            raise GoneError(error.message) from error
        if not says(error, NOT_MODIFIED):
            raise
