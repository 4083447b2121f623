"""Canaries: what must not get out is planted in a running bot, everything that can go wrong goes wrong, and every
place that leaves the house is searched: logs, columns of errors, reports, listings, exports, printed pages.
"""

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from typer.testing import CliRunner

from bot.cli import cli
from bot.clock import Clock
from bot.sandbox.errors import ApiError
from bot.sandbox.faults import Fault
from bot.sandbox.world import World
from tests.end_to_end.test_over_http import press, sees
from tests.personal import CARD, MOBILE
from tests.service import TOKEN, Service, service

ROOM, OFFICER, ADMIN = "P-ZX01", "P-YI01", "P-AD01"
WRONG_TOKEN = "987654321:" + "canary-of-another-bot-" + "0" * 13
PHONE, ID_NUMBER = MOBILE, f"{CARD}4"
BODY, POISON = "金丝雀甲说的话", "金丝雀乙说的话"
FEEDBACK = (
    f"{BODY}:4月21日晚在调处中心见到双方,社区干部在场。起因是楼道堆物。双方约定22点后不搬动家具,下周二回看。"
)
DAYS = ("--from", "2000-01-01", "--to", "2099-12-31")
POISONED = f"CREATE TRIGGER poison BEFORE INSERT ON feedback_parts WHEN NEW.text LIKE '%{POISON}%'"


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Service]:
    """A bot that tells everything it can, and cannot write one thing down."""
    async with service(tmp_path, Clock()) as prepared:
        config = tmp_path / "config.toml"
        config.write_text(config.read_text("utf-8").replace('level = "info"', 'level = "debug"'), "utf-8")
        config.chmod(0o600)
        with closing(sqlite3.connect(prepared.database)) as connection:
            connection.execute(f"{POISONED} BEGIN SELECT RAISE(ABORT, 'poisoned'); END")
            connection.commit()
        await prepared.start()
        await prepared.at_work()
        yield prepared


def heard(world: World, key: str) -> str:
    """Everything that the bot has said to somebody."""
    return "\n".join(message.text for message in world.chat(key) if message.from_bot)


async def says(world: World, key: str, text: str, answer: str) -> None:
    """Say something; returns once the answer is there."""
    before = heard(world, key).count(answer)
    world.send_text(key, text)
    await world.until(lambda: heard(world, key).count(answer) > before, 20)


async def dudao(of: Service, *arguments: str) -> str:
    """What a command tells, on either stream."""
    config = ("--config", str(of.folder / "config.toml"))
    return (await asyncio.to_thread(lambda: CliRunner().invoke(cli, [*arguments, *config]))).output


async def a_days_work(world: World) -> None:
    """A sheet goes out and is answered, with what does not belong there tried on the way."""
    world.send_text(ROOM, "拟督导单")
    await press(world, ROOM, "乙组")
    await press(world, ROOM, "仙岳社区")
    await says(world, ROOM, f"示例里 {PHONE}", "似有证件号或手机号")
    await says(world, ROOM, "仙岳示例里3栋", "(2/3)内容")
    await says(world, ROOM, f"证件 {ID_NUMBER}", "似有证件号或手机号")
    await says(world, ROOM, "两次报警,请当面调解", "等级")
    await press(world, ROOM, "🟠 橙")
    await press(world, ROOM, "照常规要求")
    await press(world, ROOM, "下发")
    await press(world, ROOM, "确认下发")
    await sees(world, OFFICER, "(D001)")
    await says(world, OFFICER, "反馈结果 D001", "反馈(1/2)")
    await says(world, OFFICER, f"见到当事人 {PHONE} {ID_NUMBER}", "似有证件号或手机号")
    await says(world, OFFICER, FEEDBACK, "反馈(2/2)")


async def everything_goes_wrong(world: World) -> None:
    """A turn that cannot be written down, a platform that refuses, fails, quotes us, and does not answer."""
    await says(world, OFFICER, f"{POISON}:还有一句", "没有保存成功")
    await world.until(lambda: "有一条消息处理失败" in heard(world, ADMIN), 20)
    quoted = f"Bad Request: {BODY} {PHONE} is no message"
    world.faults.add(Fault("sendMessage", ApiError(502, f"Bad Gateway {BODY}")))
    await says(world, OFFICER, "菜单", "督导单1件")
    world.faults.add(Fault("sendMessage", ApiError(400, quoted)))
    world.send_text(OFFICER, "帮助")
    await world.until(lambda: "有一条通知没能送达" in heard(world, ADMIN), 20)
    world.faults.add(Fault("getUpdates", ApiError(502, f"Bad Gateway {BODY}")))
    world.faults.add(Fault("sendMessage", ApiError(500, "Internal Server Error"), accepted=True))
    await says(world, OFFICER, "我的任务", "D001")


def errors(of: Service) -> str:
    """Every word in a column that says why something failed."""
    found = []
    with closing(sqlite3.connect(of.database)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            for column in {"error", "last_error", "unreachable", "reason"} & set(columns):
                found += connection.execute(f"SELECT {column} FROM {table}").fetchall()  # noqa: S608
    return str([row for row in found if row[0]])


def kept(of: Service) -> str:
    """The whole database in words."""
    with closing(sqlite3.connect(of.database)) as connection:
        return "\n".join(connection.iterdump())


async def exported(of: Service) -> str:
    """The list as Excel shows it."""
    await dudao(of, "sheets", "export", *DAYS, "--out", str(of.folder / "list.xlsx"))
    values = load_workbook(of.folder / "list.xlsx").worksheets[0].values
    return str(list(values))


async def printed(of: Service) -> str:
    """The page for the paper file, and what its file knows of itself."""
    await dudao(of, "sheets", "print", "D001", "--out", str(of.folder / "d001.pdf"))
    reader = PdfReader(BytesIO((of.folder / "d001.pdf").read_bytes()))
    return "".join(page.extract_text() for page in reader.pages) + str(reader.metadata)


async def test_nothing_that_must_stay_in_the_house_leaves_it(running: Service) -> None:
    world = running.world
    await says(world, ADMIN, "/invite P-JIA01", "绑定码")
    (code,) = re.findall(r"绑定码 ([A-Z0-9]{4}-[A-Z0-9]{4})", heard(world, ADMIN))
    await a_days_work(world)
    told_before = heard(world, ADMIN)
    await everything_goes_wrong(world)
    told = await dudao(running, "invite", "P-JIA02")
    (typed_code,) = re.findall(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", told)
    away = {
        "reports": heard(world, ADMIN).removeprefix(told_before),
        "doctor": await dudao(running, "doctor"),
        "doctor for programs": await dudao(running, "doctor", "--json"),
        "backup": await dudao(running, "backup"),
        "list of backups": await dudao(running, "restore"),
        "export": await exported(running),
        "print": await printed(running),
    }
    (manifest,) = running.folder.glob("backups/*/manifest.json")
    away["manifest"] = manifest.read_text("utf-8")
    assert await running.stop() == 0
    await is_refused(running)
    away |= {
        "doctor with a wrong token": await dudao(running, "doctor"),
        "log": running.log,
        "errors": errors(running),
    }
    secrets = [TOKEN, WRONG_TOKEN, code, code.replace("-", ""), typed_code, typed_code.replace("-", "")]
    bodies = [BODY, POISON, PHONE, ID_NUMBER]
    leaked = [
        (canary, place) for place, words in away.items() for canary in [*secrets, *bodies] if canary in words
    ]
    assert leaked == []
    database = kept(running)
    assert [canary for canary in secrets if canary in database] == [], "hashed, or not kept at all"
    assert "a turn failed" in away["log"]
    assert "given up" in away["log"]
    assert "does not know this token" in away["log"]
    assert "D001" in away["export"]
    assert "D001" in away["print"]


async def is_refused(running: Service) -> None:
    """The same bot with a token that the platform does not know."""
    config = running.folder / "config.toml"
    config.write_text(config.read_text("utf-8").replace(TOKEN, WRONG_TOKEN), "utf-8")
    running.world.send_text(OFFICER, "帮助")
    await running.start()
    await until(lambda: "does not know this token" in running.log, 30)
    await running.stop()


async def until(holds: Callable[[], bool], seconds: float) -> None:
    """Wait for something that another process does."""
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 - a file tells nobody
            await asyncio.sleep(0.1)
