"""Printing at the terminal, and what the doctor says of it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from typer.testing import CliRunner, Result

from bot.cli import cli
from bot.clock import Clock
from bot.doctor.findings import Verdict
from bot.doctor.printing import printing
from bot.sandbox.demo_station import load_sheets
from handlers import CAPABILITIES
from handlers.desk import Desk
from handlers.paper import printing as press
from handlers.settings import Settings
from handlers.texts import Texts
from storage.opening import open_database
from storage.photos import PhotoStore
from tests.conftest import STATION
from tests.service import Service, service


@pytest.fixture
async def busy(tmp_path: Path) -> AsyncIterator[Service]:
    """The demo's sheets; the bot is not running."""
    async with service(tmp_path, Clock()) as prepared:
        settings = Settings()
        desk = Desk(settings, Texts(settings.time_zone), PhotoStore(tmp_path / "photos"), CAPABILITIES)
        database = await open_database(f"sqlite:///{prepared.database}", Clock().now)
        async with database.transaction(STATION) as tx:
            await load_sheets(tx, desk)
        await database.close()
        yield prepared


async def dudao(of: Service, *arguments: str) -> Result:
    config = ("--config", str(of.folder / "config.toml"))
    return await asyncio.to_thread(lambda: CliRunner().invoke(cli, [*arguments, *config]))


async def test_a_sheet_is_printed_without_the_bot_and_beside_it_and_stands_in_the_audit(
    busy: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(busy.folder)
    done = await dudao(busy, "sheets", "print", "d017")
    assert done.exit_code == 0, done.output
    alone = busy.folder / "任务督导单-督〔2023〕017号.pdf"
    assert "督〔2023〕017号" in "".join(PdfReader(alone).pages[0].extract_text().split())
    done = await dudao(busy, "sheets", "print", "D017")
    assert (done.exit_code, "已存在" in done.output) == (1, True)
    await busy.start()
    await busy.at_work()
    done = await dudao(busy, "sheets", "print", "D017", "--out", "again.pdf")
    assert done.exit_code == 0, done.output
    assert "管理终端" in PdfReader("again.pdf").pages[0].extract_text()
    assert await busy.stop() == 0
    printed = busy.rows("SELECT actor FROM audit WHERE action = 'sheet.print'")
    assert printed == [("system",)] * 3


async def test_what_cannot_be_printed_is_told_in_words(
    busy: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    for code in ("D999", "Z031", "一号"):
        done = await dudao(busy, "sheets", "print", code)
        assert (done.exit_code, done.output.strip()) == (1, f"没有 {code} 这张督导单。")
    done = await dudao(busy, "sheets", "print", "D017", "--out", str(busy.folder / "nowhere" / "it.pdf"))
    assert done.exit_code == 1
    assert "写不了" in done.output
    (busy.folder / "press.py").write_text("import nosuch", "utf-8")
    monkeypatch.setattr(press, "PRESS", busy.folder / "press.py")
    done = await dudao(busy, "sheets", "print", "D017", "--out", str(busy.folder / "it.pdf"))
    assert done.exit_code == 1
    assert "没有打印成" in done.output
    assert not (busy.folder / "it.pdf").exists()


async def test_the_doctor_prints_a_page_and_says_what_to_do_where_none_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await printing(Clock().now())).verdict is Verdict.GOOD
    (tmp_path / "press.py").write_text("import nosuch", "utf-8")
    monkeypatch.setattr(press, "PRESS", tmp_path / "press.py")
    found = await printing(Clock().now())
    assert found.verdict is Verdict.BAD
    assert "nosuch" in found.says
    assert "requirements.lock" in found.do
