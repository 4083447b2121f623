"""A Bot API server over the sandbox's world: the same addresses, answers and errors as Telegram's."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox import commands, editing, sending, wire
from bot.sandbox.errors import ApiError, BrokenAnswerError, bad_request
from bot.sandbox.params import Params
from bot.sandbox.world import World
from bot.serving import unless_stopping

TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{20,}")
SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
DOWNLOAD_BYTES = 20 * 1024 * 1024
ANSWER_LENGTH = 200

Method = Callable[[World, Params], Any | Awaitable[Any]]


def get_me(world: World, _: Params) -> Any:
    """Who the bot is."""
    return {
        **wire.bot(world),
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }


async def get_updates(world: World, params: Params) -> Any:
    """What happened since `offset`."""
    if (allowed := params.structure("allowed_updates")) is not None:
        world.updates.allow(allowed)
    return await world.updates.poll(params.number("offset"), params.number("limit"), params.number("timeout"))


async def set_webhook(world: World, params: Params) -> Any:
    """Have updates delivered to `url`; an empty one ends it. Plain HTTP is taken, for nothing leaves the machine."""
    url, secret = params.text("url"), params.text("secret_token")
    if url and not re.match(r"https?://[^/]+", url):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    if (allowed := params.structure("allowed_updates")) is not None:
        world.updates.allow(allowed)
    await _drop_if_asked(world, params)
    await world.webhook.set(url, secret)
    return True


async def delete_webhook(world: World, params: Params) -> Any:
    """Go back to fetching."""
    await _drop_if_asked(world, params)
    await world.webhook.set("", "")
    return True


async def _drop_if_asked(world: World, params: Params) -> None:
    if params.flag("drop_pending_updates"):
        world.updates.clear()


def get_webhook_info(world: World, _: Params) -> Any:
    """Where updates go, how many wait, and the last failure."""
    error = {"last_error_message": world.webhook.last_error} if world.webhook.last_error else {}
    return {
        "url": world.webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.pending()),
        **error,
    }


def answer_callback_query(world: World, params: Params) -> Any:
    """End a press, perhaps with a few words over the chat."""
    text = params.text("text")
    if len(text) > ANSWER_LENGTH:
        raise bad_request("MESSAGE_TOO_LONG")
    if not world.answer(params.text("callback_query_id"), text, alert=params.flag("show_alert")):
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    return True


def get_file(world: World, params: Params) -> Any:
    """Where a file can be downloaded."""
    file = world.files.get(params.text("file_id"))
    if not file:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(file.data) > DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    ids = {"file_id": file.file_id, "file_unique_id": file.unique_id}
    return {**ids, "file_size": len(file.data), "file_path": file.path}


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendMediaGroup": sending.send_media_group,
    "sendDocument": sending.send_document,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "answerCallbackQuery": answer_callback_query,
    "getFile": get_file,
    "setMyCommands": commands.set_my_commands,
    "getMyCommands": commands.get_my_commands,
    "deleteMyCommands": commands.delete_my_commands,
}
BY_LOWER_NAME = {name.lower(): name for name in METHODS}


def create_app(world: World) -> Starlette:
    """The server's routes: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await world.webhook.stop()

    async def call(request: Request) -> Response:
        try:
            _check_token(world, request.path_params["token"])
            result = await unless_stopping(request, _call(world, request))
        except ApiError as error:
            return _refusal(error)
        except BrokenAnswerError as error:
            return _broken(request, error)
        return JSONResponse({"ok": True, "result": [] if result is None else result})

    async def download(request: Request) -> Response:
        file = world.files.at(request.path_params["path"])
        try:
            _check_token(world, request.path_params["token"])
        except ApiError as error:
            return _refusal(error)
        if not file or len(file.data) > DOWNLOAD_BYTES:
            return _refusal(ApiError(404, "Not Found"))
        return Response(file.data, media_type="application/octet-stream")

    routes = [
        Route("/bot{token}/{method}", call, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", download),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


async def _call(world: World, request: Request) -> Any:
    name = BY_LOWER_NAME.get(request.path_params["method"].lower())
    if not name:
        raise ApiError(404, "Not Found: method not found")
    params = await Params.of(request)
    world.calls[name] += 1
    fault = world.faults.take(name)
    if fault:
        await asyncio.sleep(0 if fault.accepted else fault.delay)
        if fault.flood and params.text("chat_id"):
            world.faults.flood(fault.flood, params.phone(world).person.user_id)
        if fault.error and not fault.accepted:
            raise fault.error
    result = METHODS[name](world, params)
    if isinstance(result, Awaitable):
        result = await result
    if fault and fault.accepted:
        await asyncio.sleep(fault.delay)
    if fault and fault.error:
        raise fault.error
    return result


def _check_token(world: World, token: str) -> None:
    if token != world.token:
        raise ApiError(401, "Unauthorized") if TOKEN.fullmatch(token) else ApiError(404, "Not Found")


def _broken(request: Request, error: BrokenAnswerError) -> Response:
    """A page instead of an answer; or the connection is cut, and nothing reaches anybody."""
    if not error.code:
        request.receive.__self__.transport.abort()  # type: ignore[attr-defined] # uvicorn's own end of it
    return Response(error.body, error.code or 500)


def _refusal(error: ApiError) -> JSONResponse:
    body: dict[str, Any] = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    return JSONResponse(body, error.code)
