"""The bot's own small web server: health for whoever watches over it, and Telegram's webhook."""

import json
from collections.abc import Awaitable, Callable
from hmac import compare_digest
from typing import Any

import structlog
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

log = structlog.get_logger()

WEBHOOK_PATH = "/telegram"
MOST_BYTES = 1_000_000
"""Of a pushed update; Telegram's are some kilobytes."""

Push = Callable[[dict[str, Any]], Awaitable[None]]


def create_web(
    ready: Callable[[], Awaitable[list[str]]],
    measure: Callable[[], Awaitable[bytes]],
    push: Push | None = None,
    secret: str = "",
) -> Starlette:
    """The app: /healthz, /readyz, /metrics, and with `push` Telegram's webhook.

    They say that the process lives, what keeps it from its work (by `ready`), what was counted (by `measure`).
    A pushed update is answered 200 only once `push` has returned, that is, once it is committed; a push
    without the `secret` is answered 404, as if there were nothing here.
    """

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(_: Request) -> Response:
        troubles = await ready()
        return PlainTextResponse("\n".join(troubles) or "ready", 503 if troubles else 200)

    async def metrics(_: Request) -> Response:
        return Response(await measure(), media_type=CONTENT_TYPE_LATEST)

    async def webhook(request: Request) -> Response:
        given = request.headers.get("x-telegram-bot-api-secret-token", "")
        if push is None or not compare_digest(given.encode(), secret.encode()):
            return PlainTextResponse("not found", 404)
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                return PlainTextResponse("too large", 413)
        try:
            update = json.loads(body)
        except ValueError:
            return PlainTextResponse("not JSON", 400)
        if not isinstance(update, dict):
            return PlainTextResponse("not an update", 400)
        await push(update)
        return PlainTextResponse("ok")

    routes = [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]
    if push is not None:
        routes.append(Route(WEBHOOK_PATH, webhook, methods=["POST"]))
    return Starlette(routes=routes)
