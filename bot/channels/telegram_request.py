"""python-telegram-bot's requests on aiohttp, which keeps its pace with many in flight; the library's own does not.

What fails says whether it can have been done all the same: after a NeverLeftError it cannot.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, cast
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from pydantic_core import from_json, to_json
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT_SECONDS, POOL_SECONDS, READ_SECONDS = 5.0, 1.0, 5.0
WRITE_SECONDS, LARGE_SECONDS = 5.0, 60.0
"""The library's own, but for files: nine pictures on a police station's line take a while."""
AS_FORM = {"User-Agent": BaseRequest.USER_AGENT}
AS_JSON = {**AS_FORM, "Content-Type": "application/json"}


class NeverLeftError(NetworkError):
    """The request was not sent: nobody listened, or no connection was free."""


class _Plain:
    """What the library's RequestData is to `do_request`, for values that are JSON already."""

    contains_files = False

    def __init__(self, parameters: Mapping[str, Any]) -> None:
        self.parameters = {name: value for name, value in parameters.items() if value is not None}


class AiohttpRequest(BaseRequest):
    """Requests to one server, over at most `connections` that are kept alive.

    Through a proxy, where the environment names one for that server.
    """

    def __init__(self, connections: int) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None
        self._closed = False

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for the next bytes of an answer."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Nothing: the first request opens the session, inside the loop that runs it."""

    async def shutdown(self) -> None:
        """Let go of every connection; requests that come later are refused."""
        self._closed = True
        if self._session:
            await self._session.close()

    async def call(self, url: str, parameters: Mapping[str, Any], read_timeout: float | None = None) -> Any:
        """Post plain values; returns the result as plain dicts. Raises TelegramError.

        The library's way makes objects of what is sent and answered, at half the rate (bench/sending.py).
        """
        return await self.post(url, cast("RequestData", _Plain(parameters)), read_timeout=read_timeout)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """An answer as a dict. Raises TelegramError; unlike the library's own it logs nothing of the answer."""
        try:
            answer = _parsed(payload)
        except ValueError as error:
            raise TelegramError("Invalid server response") from error
        if not isinstance(answer, dict):
            raise TelegramError("Invalid server response")
        return answer

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = None,
        write_timeout: Any = None,
        connect_timeout: Any = None,
        pool_timeout: Any = None,
    ) -> tuple[int, bytes]:
        """Status and body of the answer. Timeouts are seconds; anything else stands for the usual one.

        Raises NeverLeftError, TimedOut or NetworkError; none quotes the URL, for the token is in it.
        """
        upload = request_data is not None and request_data.contains_files
        is_large = upload or method == "GET"
        timeout = _timeout(
            _seconds(connect_timeout, CONNECT_SECONDS),
            _seconds(pool_timeout, POOL_SECONDS),
            _seconds(write_timeout, LARGE_SECONDS if is_large else WRITE_SECONDS),
            _seconds(read_timeout, READ_SECONDS),
            steady=is_large,
        )
        session = self._session or self._open(url)
        try:
            async with session.request(
                method,
                url,
                data=_body(request_data),
                headers=AS_FORM if upload else AS_JSON,
                timeout=timeout,
                allow_redirects=False,
            ) as answer:
                return answer.status, await answer.read()
        except (
            aiohttp.ClientConnectorError,
            aiohttp.ClientHttpProxyError,
            aiohttp.ConnectionTimeoutError,
        ) as error:
            raise NeverLeftError(type(error).__name__) from error
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            raise NetworkError(type(error).__name__) from error

    def _open(self, url: str) -> aiohttp.ClientSession:
        if self._closed:
            raise NeverLeftError("closed")
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=self._connections),
            cookie_jar=aiohttp.DummyCookieJar(),
            proxy=_proxy_for(url),
        )
        return self._session


def _parsed(payload: bytes) -> Any:
    try:
        return from_json(payload)
    except ValueError:  # half a character in a message would keep back all that came with it
        return json.loads(payload.decode("utf-8", "replace"))


def _body(data: RequestData | None) -> aiohttp.FormData | bytes | None:
    """JSON, or where files are sent a form of many parts."""
    if data is None or not data.contains_files:
        return to_json(data.parameters) if data else None
    form = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form


def _proxy_for(url: str) -> str | None:
    # read once: aiohttp's own `trust_env` asks a thread before every request
    parts = urlsplit(url)
    return None if proxy_bypass(parts.hostname or "") else getproxies().get(parts.scheme)


def _seconds(given: Any, usual: float) -> float:
    return given if isinstance(given, int | float) else usual


@lru_cache
def _timeout(
    connect: float, pool: float, write: float, read: float, *, steady: bool
) -> aiohttp.ClientTimeout:
    """Aiohttp has no limit for writing: what hangs there meets the total.

    `steady`: whenever bytes come, `read` begins again. For the few of a small answer the total is enough, and a clock
    less to wind.
    """
    free = connect + pool
    return aiohttp.ClientTimeout(
        free + write + read, connect=free, sock_connect=connect, sock_read=read if steady else None
    )
