"""The parameters of a call, however they came: query, form, multipart or JSON."""

import json
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request

from bot.sandbox.chats import Phone
from bot.sandbox.errors import ApiError, bad_request, forbidden
from bot.sandbox.world import World

UPLOAD_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True)
class Upload:
    """A file that came with the call."""

    data: bytes
    name: str
    mime: str


class Params:
    """Typed access to a call's parameters; what nobody asks for is ignored."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    @classmethod
    async def of(cls, request: Request) -> "Params":
        """Read a request; 413 if it is larger than Telegram takes."""
        if int(request.headers.get("content-length", 0)) > UPLOAD_BYTES:
            raise ApiError(413, "Request Entity Too Large")
        values: dict[str, Any] = dict(request.query_params)
        kind = request.headers.get("content-type", "")
        if kind.startswith("application/json"):
            values |= await _json_object(request)
        elif kind:
            async with request.form() as form:
                for name, value in form.items():
                    values[name] = await _upload(value) if isinstance(value, UploadFile) else value
        return cls(values)

    def text(self, name: str) -> str:
        """A string, empty if absent."""
        value = self._values.get(name)
        return "" if value is None or isinstance(value, Upload) else str(value)

    def number(self, name: str, default: int = 0) -> int:
        """An integer."""
        try:
            return int(self.text(name) or default)
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """True, "true", "1"."""
        return self.text(name).lower() in ("true", "1")

    def structure(self, name: str) -> Any:
        """An object or a list, whether it came as JSON text or as itself; None if absent."""
        value = self._values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except json.JSONDecodeError:
            raise bad_request(f"can't parse {name} JSON object") from None

    def file(self, name: str) -> Upload | str:
        """What a media parameter names: an upload, or else a file id (empty if absent)."""
        value = self._values.get(name, "")
        if isinstance(value, str) and value.startswith("attach://"):
            value = self._values.get(value.removeprefix("attach://"), "")
        return value if isinstance(value, Upload) else str(value)

    def with_values(self, values: dict[str, Any]) -> "Params":
        """The same uploads, with other values laid over them."""
        return Params({**self._values, **values})

    def phone(self, world: World, *, writing: bool = False) -> Phone:
        """The phone that `chat_id` names; with `writing`, refused where the bot may not write."""
        try:
            phone = world.phone_of(int(self.text("chat_id")))
        except ValueError:
            phone = None
        if not phone:
            raise bad_request("chat not found" if self.text("chat_id") else "chat_id is empty")
        if writing:
            world.faults.check_flood(phone.person.user_id)
            if not phone.started:
                raise forbidden("bot can't initiate conversation with a user")
            if phone.blocked:
                raise forbidden("bot was blocked by the user")
        return phone


async def _json_object(request: Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise bad_request("can't parse JSON object")
    return body


async def _upload(file: UploadFile) -> Upload:
    return Upload(await file.read(), file.filename or "file", file.content_type or "application/octet-stream")
