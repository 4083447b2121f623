"""The page of phones: one static page, what it asks for, and what it is told as it happens.

The page holds no state of the world. It listens to `/events`, which names the phones that have
changed, fetches what is new on those that it shows, and posts what its people do.
"""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.sandbox import view
from bot.sandbox.errors import ApiError
from bot.sandbox.faults import Trouble
from bot.sandbox.floods import EVERYTHING
from bot.sandbox.samples import SAMPLES, sample
from bot.sandbox.script import STEPS, Script, Step
from bot.sandbox.world import World
from bot.serving import unless_stopping

HEARTBEAT = 15.0
GATHER = 0.02
FOREVER = {"cache-control": "max-age=31536000, immutable"}
SHELL = """<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>督导 沙盘</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page/base.css">
<link rel="stylesheet" href="/page/phone.css">
<link rel="stylesheet" href="/page/chat.css">
<body>
<script id="setting" type="application/json">{setting}</script>
<script type="module" src="/page/app.js"></script>
</body>
</html>
"""


@dataclass(frozen=True)
class Landmark:
    """A named place on the schematic map; `kind` is station, community, compound or point."""

    name: str
    kind: str
    latitude: float
    longitude: float
    group: str = ""


def mount(
    app: Starlette,
    world: World,
    *,
    station: str,
    timezone: str = "Asia/Shanghai",
    landmarks: Sequence[Landmark] = (),
    steps: Sequence[Step] = STEPS,
    opened: Sequence[str] = (),
) -> None:
    """Serve the page of phones from `app`, beside whatever else it serves.

    `station` stands in the top bar, `timezone` is the one of its clock, `landmarks` make the map,
    `steps` the hint card; the phones of the people `opened` are shown to who comes for the first time.
    """
    setting = {
        "world": secrets.token_hex(4),
        "station": station,
        "bot": world.bot_name,
        "timezone": timezone,
        "landmarks": [asdict(each) for each in landmarks],
        "samples": list(SAMPLES),
        "opened": list(opened),
    }
    page = _Page(world, setting, Script(world, tuple(steps)))
    world.clock.watch(world.changes.touch)
    app.router.routes.extend(page.routes())


class _Page:
    def __init__(self, world: World, setting: dict[str, Any], script: Script) -> None:
        self._world = world
        self._setting = setting
        self._script = script

    def routes(self) -> list[Route | Mount]:
        """Everything that the page asks for; nothing of it comes from another address."""
        return [
            Route("/", self.shell),
            Route("/events", self.events),
            Route("/phones/{key}", self.phone),
            Route("/phones/{key}/files", self.send_files, methods=["POST"]),
            Route("/phones/{key}/{action}", self.act, methods=["POST"]),
            Route("/files/{file_id}", self.file),
            Route("/samples/{name}", self.sample),
            Route("/clock", self.move_clock, methods=["POST"]),
            Route("/script", self.move_script, methods=["POST"]),
            Route("/faults", self.set_faults, methods=["POST"]),
            Mount("/page", StaticFiles(directory=Path(__file__).parent / "page")),
        ]

    async def shell(self, _: Request) -> Response:
        """The page itself, its settings inside it as JSON."""
        setting = json.dumps(self._setting, ensure_ascii=False).replace("<", "\\u003c")
        return HTMLResponse(SHELL.replace("{setting}", setting))

    async def events(self, request: Request) -> Response:
        """Server-sent events: who has news, the clock, the hint card; at least every `HEARTBEAT` seconds."""
        return StreamingResponse(self._events(request), media_type="text/event-stream")

    async def _events(self, request: Request) -> AsyncIterator[str]:
        seen = -1
        while True:
            news, seen = self._news(seen), self._world.changes.count
            yield f"data: {json.dumps(news, ensure_ascii=False)}\n\n"
            if not await unless_stopping(request, self._changed(seen)):
                return

    async def _changed(self, seen: int) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout(HEARTBEAT):
                await self._world.changes.after(seen)
                await asyncio.sleep(GATHER)
        return True

    def _news(self, seen: int) -> dict[str, Any]:
        self._script.follow()
        phones = self._world.phones.values()
        return {
            "world": self._setting["world"],
            "now": view.milliseconds(self._world.clock.now()),
            "people": [view.person(phone) for phone in phones if phone.version > seen],
            "script": self._step(),
            "faults": self._faults(),
        }

    def _faults(self) -> dict[str, Any]:
        faults = self._world.faults
        return {
            "limited": faults.floods.overall is not None,
            "percent": round(faults.share * 100),
            "kinds": [kind for kind in Trouble if kind in faults.kinds],
            "refused": faults.floods.refused,
            "early": faults.floods.early,
        }

    def _step(self) -> dict[str, Any] | None:
        steps, index = self._script.steps, self._script.index
        if not steps:
            return None
        step = steps[index]
        shown = {"person": step.person, "title": step.title, "text": step.text, "fill": step.fill}
        return {"index": index, "count": len(steps), **shown}

    async def phone(self, request: Request) -> Response:
        """What is newer on one phone than version `since`."""
        phone = self._world.phones.get(request.path_params["key"])
        if not phone:
            return _refused("没有这个人", 404)
        return JSONResponse(view.phone(self._world, phone, int(request.query_params.get("since", 0))))

    async def act(self, request: Request) -> Response:
        """One of `ACTIONS`, done as this person; 409 with the reason when it cannot be."""
        action = ACTIONS.get(request.path_params["action"])
        if not action:
            return _refused("没有这个动作", 404)
        body = await request.json()
        return _tried(lambda: action(self._world, request.path_params["key"], body))

    async def send_files(self, request: Request) -> Response:
        """Photos (uploads and samples, as one album) or files, sent as this person."""
        async with request.form() as form:
            uploads = [each for each in form.getlist("file") if isinstance(each, UploadFile)]
            read = [(await each.read(), each.filename or "file", each.content_type or "") for each in uploads]
            return _tried(lambda: _send_files(self._world, request.path_params["key"], form, read))

    async def file(self, request: Request) -> Response:
        """A picture or file of the world; it never changes, so it may be kept for good."""
        file = self._world.files.get(request.path_params["file_id"])
        return (
            Response(file.data, media_type=file.mime, headers=FOREVER)
            if file
            else _refused("没有这个文件", 404)
        )

    async def sample(self, request: Request) -> Response:
        """A drawn picture that can be sent."""
        name = request.path_params["name"]
        if name not in SAMPLES:
            return _refused("没有这张照片", 404)
        return Response(sample(name), media_type="image/jpeg", headers=FOREVER)

    async def move_clock(self, request: Request) -> Response:
        """Move the station's clock on by so many hours, never back."""
        body = await request.json()
        self._world.clock.advance(timedelta(hours=max(0, body["hours"])))
        return JSONResponse({})

    async def move_script(self, request: Request) -> Response:
        """Turn the hint card to a step, for every open page."""
        self._script.move_to((await request.json())["index"])
        self._world.changes.touch()
        return JSONResponse({})

    async def set_faults(self, request: Request) -> Response:
        """Switch flood control, and say which share of what the bot says goes wrong, and how."""
        body = await request.json()
        faults = self._world.faults
        faults.floods.overall = EVERYTHING if body["limited"] else None
        faults.share = min(100, max(0, body["percent"])) / 100
        faults.kinds = tuple(Trouble(kind) for kind in body["kinds"])
        self._world.changes.touch()
        return JSONResponse({})


ACTIONS: dict[str, Callable[[World, str, dict[str, Any]], Any]] = {
    "start": lambda world, key, _: world.start(key),
    "text": lambda world, key, body: world.send_text(key, body["text"], body.get("replyTo")),
    "edit": lambda world, key, body: world.edit_text(key, body["id"], body["text"]),
    "press": lambda world, key, body: world.press(key, body["id"], body["data"]),
    "location": lambda world, key, body: world.send_location(key, body["latitude"], body["longitude"]),
    "other": lambda world, key, body: world.send_other(key, body["kind"]),
    "block": lambda world, key, _: world.block(key),
    "unblock": lambda world, key, _: world.unblock(key),
    "read": lambda world, key, _: world.read(key),
}


def _send_files(world: World, key: str, form: FormData, uploads: list[tuple[bytes, str, str]]) -> None:
    if form.get("kind") == "document":
        for data, name, mime in uploads:
            world.send_document(key, data, name, mime)
        return
    pictures = [sample(str(name)) for name in form.getlist("sample")] + [data for data, _, _ in uploads]
    caption = str(form.get("caption", ""))
    world.send_photos(key, pictures, caption, as_document=form.get("kind") == "original")


def _tried(action: Callable[[], Any]) -> Response:
    try:
        action()
    except (PermissionError, LookupError, ApiError) as error:
        return _refused(_why(error), 409)
    return JSONResponse({})


def _why(error: Exception) -> str:
    """What went wrong, for the person at the page."""
    match error:
        case PermissionError():
            return "已屏蔽机器人,发不出去"
        case ApiError(description=description) if "too big" in description:
            return "照片太大,单张不超过 10 MB"
        case ApiError():
            return "认不出这张照片,或者太长太窄"
        case _:
            return "这条消息或这个按钮已经不在了"


def _refused(reason: str, status: int) -> Response:
    return JSONResponse({"error": reason}, status)
