"""Telegram: whether it knows the token, sends updates where we look, and tells the same time."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from bot.clock import Clock
from bot.config import TelegramConfig
from bot.doctor.findings import Finding, bad, good, warn

PATIENCE = 10
MANY_WAIT = 100
FAILED_LATELY = timedelta(hours=1)
SKEW, MUCH_SKEW = timedelta(seconds=30), timedelta(minutes=5)


class Answer(NamedTuple):
    """What Telegram said to one call; `ahead` is by how much our clock is ahead of its own."""

    code: int
    result: Any
    ahead: timedelta | None


def ask(telegram: TelegramConfig, method: str, clock: Clock) -> Answer:
    """Call a method that takes no parameters. Raises OSError when nobody answers."""
    url = f"{telegram.api_url}/bot{telegram.token.get_secret_value()}/{method}"
    try:
        with urlopen(Request(url), timeout=PATIENCE) as response:  # noqa: S310 - http(s), the configuration sees to it
            code, body, date = response.status, response.read(), response.headers["Date"]
    except HTTPError as error:
        with error:
            code, body, date = error.code, error.read(), error.headers["Date"]
    try:
        told = json.loads(body)
    except ValueError:
        told = {}
    ahead = clock.now() - parsedate_to_datetime(date) if date else None
    return Answer(code, told.get("result") if isinstance(told, dict) else None, ahead)


def platform(telegram: TelegramConfig, clock: Clock, *, running: bool) -> list[Finding]:
    """Everything that two questions tell."""
    try:
        me = ask(telegram, "getMe", clock)
        hook = ask(telegram, "getWebhookInfo", clock) if me.code == 200 else None  # noqa: PLR2004 - HTTP's
    except OSError as error:
        reason = error.reason if isinstance(error, URLError) else error
        do = "检查网络、代理(HTTPS_PROXY)和 api_url;机器人会一直重试,消息不会丢"
        return [bad("Telegram", f"连不上 {telegram.api_url}({reason})", do)]
    found = [_token(telegram, me), *_clock_skew(me)]
    if hook and isinstance(hook.result, dict):
        found += _updates(telegram, hook.result, clock, running=running)
    return found


def _token(telegram: TelegramConfig, me: Answer) -> Finding:
    if me.code in (401, 404):
        return bad(
            "令牌", "Telegram 不认这个令牌", "向 @BotFather 核对;泄露过的请 /revoke 换新,改好后重启机器人"
        )
    if not isinstance(me.result, dict):
        return bad(
            "Telegram",
            f"{telegram.api_url} 的答复不对(HTTP {me.code})",
            "检查 api_url 是否是 Telegram 接口的地址",
        )
    name = me.result.get("username")
    if telegram.bot_username and name != telegram.bot_username:
        do = f"把 bot_username 改成 {name}:现在的邀请链接打不开这个机器人"
        return bad("令牌", f"令牌是 @{name} 的,配置里写的是 @{telegram.bot_username}", do)
    return good("令牌", f"@{name}")


def _clock_skew(me: Answer) -> list[Finding]:
    if me.ahead is None:
        return []
    seconds = round(abs(me.ahead).total_seconds())
    says = f"本机时钟比 Telegram {'快' if me.ahead > timedelta(0) else '慢'} {seconds} 秒"
    do = "对时:timedatectl set-ntp true。时钟不准,期限和提醒就不准"
    if abs(me.ahead) >= MUCH_SKEW:
        return [bad("时钟", says, do)]
    return [warn("时钟", says, do) if abs(me.ahead) >= SKEW else good("时钟", "准")]


def _updates(telegram: TelegramConfig, hook: dict[str, Any], clock: Clock, *, running: bool) -> list[Finding]:
    found = []
    url, waiting = hook.get("url", ""), hook.get("pending_update_count", 0)
    if telegram.mode == "polling" and url:
        host = urlsplit(url).hostname
        found.append(
            bad(
                "收消息",
                f"配置是 polling,但 Telegram 正把消息推到 {host}",
                "dudao run 启动时会改回来;正在运行的请重启,并查清谁在用同一个令牌",
            )
        )
    elif telegram.mode == "webhook" and url != telegram.webhook_url:
        where = urlsplit(url).hostname if url else "没有地址"
        found.append(
            bad(
                "收消息",
                f"配置是 webhook,但 Telegram 登记的是{where}",
                "dudao run 启动时会登记;正在运行的请重启,并查清谁在用同一个令牌",
            )
        )
    else:
        found.append(good("收消息", telegram.mode))
    if waiting >= MANY_WAIT and running:
        found.append(
            warn("收消息", f"有 {waiting} 条消息在 Telegram 那边等着", "看机器人的日志:它应当马上取走")
        )
    if error := _last_error(hook, clock):
        do = "检查反向代理和证书:Telegram 要能访问 webhook_url,并转到 [web] 的端口"
        found.append(warn("收消息", f"Telegram 推送失败:{error}", do))
    return found


def _last_error(hook: dict[str, Any], clock: Clock) -> str | None:
    """What went wrong with the last push, unless that is long ago."""
    at = hook.get("last_error_date")
    if at is not None and clock.now() - datetime.fromtimestamp(at, UTC) > FAILED_LATELY:
        return None
    return hook.get("last_error_message")
