"""python-telegram-bot's requests on aiohttp, which keeps its pace with many in flight; the library's own does not.

What fails says whether it can have been done all the same: after a NeverLeftError it cannot.
"""

from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from pydantic_core import to_json
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT_SECONDS, POOL_SECONDS, READ_SECONDS = 5.0, 1.0, 5.0
WRITE_SECONDS, UPLOAD_SECONDS = 5.0, 60.0
"""The library's own, but for uploads: nine pictures on a police station's line take a while."""
AS_FORM = {"User-Agent": BaseRequest.USER_AGENT}
AS_JSON = {**AS_FORM, "Content-Type": "application/json"}


class NeverLeftError(NetworkError):
    """The request was not sent: nobody listened, or no connection was free."""


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
        timeout = _timeout(
            _seconds(connect_timeout, CONNECT_SECONDS),
            _seconds(pool_timeout, POOL_SECONDS),
            _seconds(write_timeout, UPLOAD_SECONDS if upload else WRITE_SECONDS),
            _seconds(read_timeout, READ_SECONDS),
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
def _timeout(connect: float, pool: float, write: float, read: float) -> aiohttp.ClientTimeout:
    """Aiohttp has no limit for writing: what hangs there meets the total."""
    free = connect + pool
    return aiohttp.ClientTimeout(free + write + read, connect=free, sock_connect=connect, sock_read=read)
