"""The records: who works on them, the schema, the queues, the administrators."""

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.config import Config
from bot.control import CommandRefusedError, ask
from bot.doctor.findings import Finding, Verdict, bad, good, warn
from storage.migrate import knows
from storage.revisions import current, newest
from storage.runlock import InUseError, RunLock

STUCK_MINUTES = 10
"""What waits for so long, nobody is working on."""
PATIENCE_SECONDS = 60


async def records(config: Config, *, running: bool) -> list[Finding]:
    """The database and the queues: as the running bot sees them, or as they lie there."""
    found = [good("机器人", "正在运行") if running else warn("机器人", "没有运行", "dudao run")]
    if not running:
        found.append(await _schema(config))
        if found[-1].verdict is not Verdict.GOOD:
            return found
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            answer = await ask(config, "examine")
    except CommandRefusedError as refused:
        return [*found, bad("数据库", str(refused), "看机器人的日志;必要时重启它")]
    except TimeoutError:
        return [*found, bad("数据库", "机器人没有应答", "看机器人的日志;必要时重启它")]
    if running:
        found.append(_same_version(answer))
    return [*found, _integrity(answer), *_queues(answer), _administrators(answer)]


def is_running(config: Config) -> bool:
    """Whether a bot (or another command) works on the data folder."""
    if not config.storage.data_dir.exists():
        return False
    try:
        RunLock(config.storage.data_dir).release()
    except InUseError:
        return True
    return False


async def _schema(config: Config) -> Finding:
    """Whether the database can be reached, and is as far as this version."""
    try:
        there, wanted = await current(config.storage.url.get_secret_value()), newest()
    except Exception as error:  # noqa: BLE001 - drivers raise whatever they like
        return bad(
            "数据库", f"连不上({type(error).__name__})", "检查 [storage] 的 url,数据库服务是否启动、能否登录"
        )
    if there is None:
        return warn(
            "数据库", "还没有建立", "第一次运行 dudao init 或 dudao run 时会建立;有备份的用 dudao restore"
        )
    if not knows(there):
        return bad("数据库", f"由更新版本的督导写成({there})", "请升级督导,不要用旧版本打开")
    if there != wanted:
        return warn("数据库", f"版本 {there},程序要 {wanted}", "下次 dudao run 会自动升级;升级前请先备份")
    return good("数据库", f"版本 {there}")


def _same_version(answer: Mapping[str, Any]) -> Finding:
    if answer["schema"] != newest():
        return warn("数据库", f"正在运行的是另一个版本({answer['schema']})", "重启机器人,换上现在的版本")
    return good("数据库", f"版本 {answer['schema']}")


def _integrity(answer: Mapping[str, Any]) -> Finding:
    if answer["faults"]:
        do = "停下机器人,用 dudao restore --replace 恢复最近的备份;原来的文件会另存"
        return bad("数据库完整性", f"已损坏:{answer['faults'][0]}", do)
    return good("数据库完整性", "完好")


def _queues(answer: Mapping[str, Any]) -> list[Finding]:
    """What nobody works on, and what was given up lately."""
    found = []
    for key, says, do in (
        ("inbox", "收到的消息", "看日志里 a turn failed 的原因,或重启机器人"),
        ("outbox", "要发的通知", "看下面 Telegram 各项是否正常"),
        ("timers", "定时提醒", "看日志里 a timer failed 的原因,或重启机器人"),
    ):
        minutes = answer["waiting"][key]
        if minutes >= STUCK_MINUTES:
            found.append(warn("积压", f"{says}等了 {minutes} 分钟还没处理", do))
    for key, says in (("inbox", "消息处理失败"), ("outbox", "通知没能送达"), ("timers", "定时提醒处理失败")):
        if number := answer["given_up"][key]:
            do = "看日志里 parked、given up 的原因;没办成的事请补办"
            found.append(warn("搁置", f"最近 7 天有 {number} 条{says}", do))
    return found or [good("积压和搁置", "没有")]


def _administrators(answer: Mapping[str, Any]) -> Finding:
    if not answer["administrators"]:
        return bad("管理员", "花名册里没有系统管理员", "dudao init --force,或导入有系统管理员的花名册")
    if not answer["reachable"]:
        do = "dudao invite 管理员编号,让他点开链接绑定"
        return bad("管理员", "没有一位系统管理员绑定了可用的账号:出了问题没有人收得到通知", do)
    return good("管理员", f"{answer['reachable']} 位已绑定")
