"""The command line, as a station's administrator uses it: unattended, at a terminal, beside a running bot."""

import asyncio
import json
import os
import pty
import re
import signal
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pydantic import SecretStr
from rich.console import Console
from typer.testing import CliRunner, Result

import bot.cli.people
from bot import control
from bot.cli import cli
from bot.cli.status import shown
from bot.clock import Clock
from bot.config import Config, StationConfig, StorageConfig
from bot.control import CommandRefusedError, ControlServer
from bot.sandbox.botapi import create_app
from bot.sandbox.world import World
from bot.serving import serve
from handlers.enrolment.usecases import hashed
from storage import audit, invitations
from storage.messages import Lane
from storage.opening import open_database
from storage.runlock import RunLock
from tests.personal import MOBILE

ROOT = Path(__file__).parents[2]
TOKEN = "123456789:" + "AbC-_" * 7
NOBODY_THERE = "http://127.0.0.1:9"
ANSWERS = {
    "station-id": "YD",
    "station-name": "示范所",
    "admin-id": "P-AD01",
    "admin-name": "系统管理员01",
}
ROSTER = """编号,显示名,队伍,岗位,社区,警组,组长
P-AD01,系统管理员01,综合指挥室,系统管理员
P-JIA01,警员甲01,社区警务队,社区民警,仙阁社区,甲组,是
"""


@pytest.fixture(scope="module")
def telegram() -> Iterator[str]:
    """The address of a server that plays Telegram's part, in a thread of its own."""
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()
    found: list[str] = []
    ready = threading.Event()

    async def play() -> None:
        world = World(Clock(), token=TOKEN, bot_name="督导", bot_username="yundang_bot")
        async with serve(create_app(world)) as address:
            found.append(address)
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(play()))
    thread.start()
    ready.wait()
    yield found[0]
    loop.call_soon_threadsafe(stop.set)
    thread.join()
    loop.close()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, the token in the environment as an unattended set-up may have it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DUDAO_TELEGRAM_TOKEN", TOKEN)
    (tmp_path / "roster.csv").write_text(ROSTER, "utf-8")
    return tmp_path


def dudao(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(cli, arguments, input=typed)


def flags(**changed: str) -> list[str]:
    answers = ANSWERS | {name.replace("_", "-"): value for name, value in changed.items()}
    return [part for name, value in answers.items() for part in (f"--{name}", value)]


def init(**changed: str) -> Result:
    """Set up where Telegram cannot be reached."""
    return dudao("init", *flags(**{"api_url": NOBODY_THERE, "bot_username": "yundang_bot"} | changed))


def the_real_command(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """What it does as a process that nobody types to; it may take half a minute, and never for ever."""
    command = [sys.executable, "-m", "bot", *arguments]
    env = os.environ | {"PYTHONPATH": str(ROOT)} | env
    return subprocess.run(  # noqa: S603 - our own command
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, env=env, timeout=30
    )


def test_a_station_is_set_up_unattended_by_the_real_command(here: Path, telegram: str) -> None:
    (here / "secret").write_text(f"{TOKEN}\n")
    (here / "secret").chmod(0o600)
    done = the_real_command(
        "init", *flags(api_url=telegram), "--token-file", "secret", DUDAO_TELEGRAM_TOKEN=""
    )
    assert done.stderr == ""
    assert done.returncode == 0
    assert "已连上机器人 @yundang_bot" in done.stdout
    assert "https://t.me/yundang_bot?start=" in done.stdout
    assert TOKEN not in done.stdout
    for file in (here / "config.toml", here / "invite-P-AD01.png"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (here / "invite-P-AD01.png").read_bytes().startswith(b"\x89PNG")
    assert 'token_file = "secret"' in (here / "config.toml").read_text("utf-8")
    assert not (here / "telegram-token").exists()
    assert the_real_command("check-config", DUDAO_TELEGRAM_TOKEN="").returncode == 0


def test_a_token_from_the_environment_is_kept_in_a_file_of_its_own(here: Path, telegram: str) -> None:
    assert dudao("init", *flags(api_url=telegram)).exit_code == 0
    assert (here / "telegram-token").read_text() == f"{TOKEN}\n"
    assert stat.S_IMODE((here / "telegram-token").stat().st_mode) == 0o600
    assert TOKEN not in (here / "config.toml").read_text("utf-8")


def test_what_is_missing_is_named_where_nobody_can_be_asked(here: Path) -> None:
    done = the_real_command("init", "--station-id", "YD", DUDAO_TELEGRAM_TOKEN="")
    assert done.returncode == 1
    for flag in ("--token-file", "--station-name", "--admin-id", "--admin-name"):
        assert flag in done.stderr
    assert "--station-id" not in done.stderr
    assert not (here / "config.toml").exists()


def test_at_a_terminal_it_asks_and_asks_again_after_a_slip(
    here: Path, telegram: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DUDAO_TELEGRAM_TOKEN")
    ours, its = pty.openpty()
    command = [sys.executable, "-m", "bot", "init", "--api-url", telegram]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(  # noqa: S603 - our own command
        command, stdin=its, stdout=its, stderr=its, env=env, start_new_session=True
    ) as process:
        os.close(its)
        told = ""
        for question, answer in (
            ("令牌", "not-a-token"),
            ("不像机器人令牌", TOKEN),
            ("派出所编号", "筼筜"),
            ("只用字母", "YD"),
            ("派出所名称", "示范所"),
            ("管理员编号", "p-ad01"),
            ("管理员代号", "系统管理员01"),
        ):
            told += _read_until(ours, question)
            os.write(ours, f"{answer}\n".encode())
        told += _read_to_the_end(ours)
        assert process.wait(timeout=30) == 0
        os.close(ours)
    assert TOKEN not in told
    assert "已连上机器人 @yundang_bot" in told
    assert "下一步" in told
    assert (here / "invite-P-AD01.png").exists()


def _read_to_the_end(terminal: int) -> str:
    told = b""
    with suppress(OSError):  # this is how a terminal tells that the other side has gone
        while True:
            told += os.read(terminal, 4096)
    return told.decode()


def _read_until(terminal: int, words: str) -> str:
    told = b""
    while words.encode() not in told or not told.endswith(b": "):
        told += os.read(terminal, 4096)
    return told.decode(errors="replace")


def test_a_token_that_telegram_does_not_know_is_told_and_nothing_is_written(
    here: Path, telegram: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUDAO_TELEGRAM_TOKEN", "987654321:" + "x" * 35)
    done = dudao("init", *flags(api_url=telegram))
    assert done.exit_code == 1
    assert "不认这个令牌" in done.output
    assert sorted(path.name for path in here.iterdir()) == ["roster.csv"]


def test_without_telegram_the_bots_name_must_be_given(here: Path) -> None:
    done = dudao("init", *flags(api_url=NOBODY_THERE))
    assert done.exit_code == 1
    assert "连不上" in done.output
    assert "--bot-username" in done.output
    assert sorted(path.name for path in here.iterdir()) == ["roster.csv"]
    assert dudao("init", *flags(api_url=NOBODY_THERE, bot_username="yundang_bot")).exit_code == 0


def test_every_wrong_answer_is_told_at_once(here: Path) -> None:
    done = init(station_id="筼筜", admin_id="甲", admin_name=f"王 {MOBILE}", api_url="ftp://x")
    assert done.exit_code == 1
    for flag in ("--station-id", "--admin-id", "--admin-name", "--api-url"):
        assert f"{flag}:" in done.output
    assert sorted(path.name for path in here.iterdir()) == ["roster.csv"]


@pytest.mark.parametrize(
    ("config", "why"),
    [("nowhere/config.toml", "没有这个文件或文件夹"), ("roster.csv/config.toml", "不是文件夹")],
)
def test_a_folder_that_cannot_be_written_is_told_before_anything_is_asked(
    here: Path, config: str, why: str
) -> None:
    done = dudao("init", "--config", config)
    assert done.exit_code == 1
    assert why in done.output
    assert sorted(path.name for path in here.iterdir()) == ["roster.csv"]


def test_what_cannot_be_written_after_all_is_told_too(here: Path) -> None:
    (here / "config.toml").mkdir()
    done = dudao("init", "--force", *flags(api_url=NOBODY_THERE, bot_username="yundang_bot"))
    assert done.exit_code == 1
    assert "这是一个文件夹" in done.output
    assert sorted(path.name for path in here.iterdir()) == ["config.toml", "roster.csv"]


def test_a_token_file_that_others_can_read_is_remarked_upon(here: Path) -> None:
    (here / "secret").write_text(TOKEN)
    (here / "secret").chmod(0o644)
    assert "chmod 600" in dudao("init", "--token-file", "secret").output
    assert "读不了 nowhere" in dudao("init", "--token-file", "nowhere").output


def test_when_it_fails_half_way_everything_is_as_before(here: Path) -> None:
    init()
    before = {path: path.read_bytes() for path in (here / "config.toml", here / "telegram-token")}
    lock = RunLock(here / "data")
    done = dudao("init", "--force", *flags(api_url=NOBODY_THERE, bot_username="other_bot", station_id="XX"))
    lock.release()
    assert done.exit_code == 1
    assert "正被另一个督导进程使用" in done.output
    assert {path: path.read_bytes() for path in before} == before


def test_an_existing_configuration_is_not_overwritten(here: Path) -> None:
    (here / "config.toml").write_text("mine")
    assert init().exit_code == 1
    assert (here / "config.toml").read_text() == "mine"


def test_a_roster_is_shown_asked_for_and_written_once(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    init()
    unattended = dudao("roster", "import", "roster.csv")
    assert unattended.exit_code == 1
    assert "--yes" in unattended.output
    monkeypatch.setattr(bot.cli.people, "at_a_terminal", lambda: True)
    asked = dudao("roster", "import", "roster.csv", typed="n\n")
    assert "警员甲01" in asked.output
    assert "仙阁社区" in dudao("roster", "import", "roster.csv", "--dry-run").output
    assert "已写入" in dudao("roster", "import", "roster.csv", typed="y\n").output
    assert "没有变化" in dudao("roster", "import", "roster.csv", "--yes").output


def test_bad_rows_are_told_and_nothing_is_written(here: Path) -> None:
    init()
    (here / "bad.csv").write_text(ROSTER + "P-2,二号,舞蹈队,社区民警\nP-3,,社区警务队,民警", "utf-8")
    done = dudao("roster", "import", "bad.csv", "--yes")
    assert done.exit_code == 1
    assert "第 4 行 队伍" in done.output
    assert "第 5 行 显示名" in done.output
    assert dudao("invite", "P-JIA01").exit_code == 1


def test_a_refusal_is_told_in_words(here: Path) -> None:
    init()
    done = dudao("invite", "P-NOBODY")
    assert done.exit_code == 1
    assert "P-NOBODY" in done.output
    assert "Traceback" not in done.output
    (here / "others.csv").write_text(
        ROSTER.replace("P-AD01,系统管理员01,综合指挥室,系统管理员\n", ""), "utf-8"
    )
    assert "系统管理员" in dudao("roster", "import", "others.csv", "--mark-missing-left", "--yes").output


def test_sheets_are_exported_and_no_file_is_written_over(here: Path) -> None:
    init()
    asked = ("sheets", "export", "--from", "2023-04-01", "--to", "2023-04-30", "--out", "april.xlsx")
    done = dudao(*asked)
    assert done.exit_code == 0, done.output
    assert "已导出 0 件到 april.xlsx" in done.output
    assert load_workbook(here / "april.xlsx").worksheets[0]["A1"].value == "编号"
    done = dudao(*asked)
    assert done.exit_code == 1
    assert "已存在" in done.output
    done = dudao("sheets", "export", "--from", "2023-05-01", "--to", "2023-04-30", "--out", "other.xlsx")
    assert done.exit_code == 1
    assert not (here / "other.xlsx").exists()
    done = dudao("sheets", "export", "--from", "2023-04-01", "--to", "2023-04-30", "--out", "april.csv")
    assert done.exit_code == 1
    assert ".xlsx" in done.output


@pytest.mark.parametrize("name", ["roster.xlsx", "template.csv"])
def test_a_template_is_written_and_never_over_a_filled_one(here: Path, name: str) -> None:
    assert dudao("roster", "template", "--out", name).exit_code == 0
    (here / name).write_text("filled")
    done = dudao("roster", "template", "--out", name)
    assert done.exit_code == 1
    assert "已存在" in done.output
    assert (here / name).read_text() == "filled"


def test_what_a_command_writes_lies_beside_the_configuration(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    init()
    (here / "elsewhere").mkdir()
    monkeypatch.chdir(here / "elsewhere")
    assert dudao("roster", "template", "--config", "../config.toml").exit_code == 0
    (here / "invite-P-AD01.png").unlink()
    invited = dudao("invite", "p-ad01", "--config", "../config.toml")
    assert invited.exit_code == 0, invited.output
    assert list((here / "elsewhere").iterdir()) == []
    assert (here / "roster.xlsx").exists()
    assert (here / "invite-P-AD01.png").exists()


def test_a_configuration_is_checked_whole(here: Path) -> None:
    (here / "config.toml").write_text('[station]\nid = "Y D"\n[sheet]\nfeedback_days = "7"\n')
    done = dudao("check-config")
    assert done.exit_code == 1
    assert [
        key for key in ("station.name", "station.id", "sheet.feedback_days") if key not in done.output
    ] == []


@pytest.mark.parametrize(
    "command",
    ["demo", "run", "check-config", "init", "invite", "roster template", "roster import", "sheets export"],
)
def test_every_command_has_help_and_takes_a_configuration(command: str) -> None:
    done = dudao(*command.split(), "--help")
    assert done.exit_code == 0
    assert "--config" in done.output
    assert any("\u4e00" <= letter <= "\u9fff" for letter in done.output)


@pytest.mark.parametrize("page", ["README.md", "docs/roster.md"])
def test_every_command_and_flag_that_the_documents_name_is_there(page: str) -> None:
    text = (ROOT / page).read_text("utf-8").replace("\\\n", " ")
    named = re.findall(r"dudao ((?:roster )?[a-z-]+)([^\n`#]*)", text)
    assert named
    for command, rest in named:
        told = dudao(*command.split(), "--help")
        assert told.exit_code == 0, command
        for flag in re.findall(r"--[a-z-]+", rest):
            assert flag in told.output, (command, flag)


def test_help_loads_neither_the_database_nor_telegram() -> None:
    code = "import sys, bot.cli; print(*{'sqlalchemy', 'telegram', 'pydantic', 'rich', 'starlette'} & {*sys.modules})"
    done = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == ""


@pytest.mark.parametrize("command", ["run", "demo"])
def test_a_taken_port_is_told_in_words(here: Path, command: str) -> None:
    init()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with (here / "config.toml").open("a") as config:
            config.write(f"[web]\nport = {port}\n")
        done = the_real_command(command, *(["--port", str(port)] if command == "demo" else []))
    assert done.returncode == 1
    assert "已被占用" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_demo_goes_by_the_rules_of_a_named_configuration_and_by_nothing_else_of_it(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    init()
    with (here / "config.toml").open("a") as config:
        config.write("[sheet]\nfeedback_days = 5\n")
    given: list[Config] = []

    @asynccontextmanager
    async def running(config: Config, *_: Any) -> AsyncIterator[None]:
        given.append(config)
        os.kill(os.getpid(), signal.SIGTERM)
        yield

    monkeypatch.setattr("bot.sandbox.demo.running", running)
    assert dudao("demo", "--port", "0", "--config", "config.toml").exit_code == 0
    assert dudao("demo", "--port", "0").exit_code == 0
    assert [config.sheet.feedback_days for config in given] == [5, 7]
    assert all(config.station.name == "筼筜派出所(演示)" for config in given)
    assert all(config.telegram and TOKEN not in config.telegram.token.get_secret_value() for config in given)
    assert not any(config.storage.data_dir.is_relative_to(here) for config in given)
    assert "没有这个文件" in dudao("demo", "--config", "nowhere.toml").output


def configured(folder: Path) -> Config:
    url = SecretStr(f"sqlite:///{folder / 'dudao.sqlite3'}")
    return Config(
        station=StationConfig(id="YD", name="示范所"), storage=StorageConfig(data_dir=folder, url=url)
    )


async def imported(config: Config, *people: dict[str, str]) -> dict[str, Any]:
    """Import a roster as the command does: what was planned is what is agreed to."""
    arguments: dict[str, Any] = {"roster": {"people": people}, "mark_left": False}
    planned = await control.ask(config, "roster-plan", **arguments)
    return await control.ask(config, "roster-import", **arguments, agreed=planned["changes"])


OFFICER = {"staff_id": "P-JIA01", "name": "警员甲01", "team": "community_team"}


async def test_beside_a_running_bot_the_bot_itself_does_it(tmp_path: Path) -> None:
    config = configured(tmp_path)
    lock = RunLock(tmp_path)
    database = await open_database(config.storage.url.get_secret_value(), Clock().now)
    server = ControlServer(database, config)
    await server.start()
    assert stat.S_IMODE(config.storage.socket.stat().st_mode) == 0o600
    await imported(config, OFFICER)
    done = await control.ask(config, "invite", staff_id="p-jia01")
    async with database.transaction("YD") as tx:
        found = await invitations.find(tx, hashed("YD", done["code"]))
        assert found is not None
        assert found.staff_id == "P-JIA01"
    with pytest.raises(CommandRefusedError, match="P-NOBODY"):
        await control.ask(config, "invite", staff_id="P-NOBODY")
    with pytest.raises(CommandRefusedError, match="日志"):
        await control.ask(config, "no-such-command")
    await server.stop()
    assert not config.storage.socket.exists()
    with pytest.raises(CommandRefusedError, match="没有应答"):
        await control.ask(config, "invite", staff_id="P-JIA01")
    await database.close()
    lock.release()


async def test_the_socket_is_the_owners_alone_from_its_first_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = configured(tmp_path)
    database = await open_database(config.storage.url.get_secret_value(), Clock().now)
    server = ControlServer(database, config)
    monkeypatch.delattr(os, "chmod")  # too late, by then anybody may have come in
    before = os.umask(0)
    try:
        await server.start()
        assert os.umask(0) == 0
    finally:
        os.umask(before)
    assert stat.S_IMODE(config.storage.socket.stat().st_mode) == 0o600
    await server.stop()
    await database.close()


async def test_where_no_bot_runs_a_command_does_it_itself_and_one_at_a_time(tmp_path: Path) -> None:
    config = configured(tmp_path)
    assert len((await imported(config, OFFICER))["changes"]["people"]) == 1
    assert (await control.ask(config, "invite", staff_id="P-JIA01"))["name"] == "警员甲01"
    await asyncio.to_thread(lambda: RunLock(tmp_path).release())


async def test_what_was_agreed_to_is_written_and_nothing_else(tmp_path: Path) -> None:
    config = configured(tmp_path)
    arguments: dict[str, Any] = {"roster": {"people": [OFFICER]}, "mark_left": False}
    planned = await control.ask(config, "roster-plan", **arguments)
    await imported(config, OFFICER | {"name": "警员甲02"})
    with pytest.raises(CommandRefusedError, match="什么也没有写入"):
        await control.ask(config, "roster-import", **arguments, agreed=planned["changes"])
    assert (await control.ask(config, "invite", staff_id="P-JIA01"))["name"] == "警员甲02"


async def test_the_first_administrator_is_on_the_record(here: Path) -> None:
    done = await asyncio.to_thread(init, admin_id="p-ad01")
    assert "给 系统管理员01" in done.output
    database = await open_database(f"sqlite:///{here / 'data' / 'dudao.sqlite3'}", Clock().now)
    async with database.transaction("YD") as tx:
        entries = await audit.of(tx, "person:P-AD01")
    await database.close()
    assert [entry.action for entry in entries] == ["roster.join", "enrol.invite"]
    assert (here / "invite-P-AD01.png").exists()


def test_what_nobody_foresaw_is_told_without_secrets(here: Path) -> None:
    init()
    text = (here / "config.toml").read_text("utf-8")
    url = "postgresql://dudao:canary@127.0.0.1:1/dudao"
    (here / "config.toml").write_text(f'{text}\n[storage]\nurl = "{url}"\n', "utf-8")
    done = the_real_command("invite", "P-AD01")
    assert done.returncode == 1
    assert "command failed" in done.stderr
    assert "canary" not in done.stdout + done.stderr


def test_a_station_is_backed_up_and_restored_by_commands(here: Path) -> None:
    init()
    assert dudao("restore").exit_code == 1
    done = dudao("backup")
    assert done.exit_code == 0, done.output
    (name,) = [path.name for path in (here / "backups").glob("YD-*")]
    assert name in done.output
    assert name in dudao("restore").output
    assert "完好" in dudao("restore", name, "--check").output
    refused = dudao("restore", name)
    assert refused.exit_code == 1
    assert "--replace" in refused.output
    restored = dudao("restore", name, "--replace")
    assert restored.exit_code == 0, restored.output
    assert "另存在" in restored.output
    assert "马上重新办理" in restored.output
    assert "给 系统管理员01" in dudao("invite", "P-AD01").output
    assert dudao("restore", "nowhere").exit_code == 1


def test_a_backup_that_cannot_be_made_says_why(here: Path) -> None:
    init()
    done = dudao("backup", "--to", "roster.csv")
    assert done.exit_code == 1
    assert "备份没有完成" in done.output
    lock = RunLock(here / "backups", ".YD.lock")
    assert "正在进行" in dudao("backup").output
    lock.release()


async def test_a_running_bot_tells_how_far_a_long_command_is(tmp_path: Path) -> None:
    config = configured(tmp_path)
    lock = RunLock(tmp_path)
    database = await open_database(config.storage.url.get_secret_value(), Clock().now)
    server = ControlServer(database, config)
    await server.start()
    told: list[tuple[str, int, int]] = []
    done = await control.ask(config, "backup", lambda *now: told.append(now), folder=str(tmp_path / "b"))
    assert Path(done["path"]).parent == tmp_path / "b"
    assert told[:2] == [("database", 0, 1), ("database", 1, 1)]
    await server.stop()
    await database.close()
    lock.release()


HELP = """
import sys
from typer.main import get_command
from typer.testing import CliRunner
from bot.cli import cli
commands = [[]] + [[name] for name in get_command(cli).commands]
commands += [["roster", name] for name in get_command(cli).commands["roster"].commands]
for command in commands:
    done = CliRunner().invoke(cli, [*command, "--help"])
    assert done.exit_code == 0 and len(done.output) > 100, done.output
    assert "…" not in done.output, done.output
slow = {"sqlalchemy", "bot.config", "telegram", "alembic", "PIL", "uvicorn", "starlette", "httpx", "asyncpg"}
print(len(commands), slow & set(sys.modules))
"""


def test_the_help_of_every_command_comes_at_once_for_nothing_slow_is_loaded_for_it() -> None:
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", HELP], cwd=ROOT, capture_output=True, text=True, check=False, timeout=30
    )
    number, _, loaded = done.stdout.partition(" ")
    assert int(number) > 8, done.stderr
    assert loaded.strip() == "set()"


def test_a_run_loads_nothing_that_it_does_not_use() -> None:
    """Of an up-to-date database it needs no migrations, and tables only once somebody asks for one."""
    code = "import sys, bot.app; print(*{'alembic', 'openpyxl', 'sqlalchemy.ext.asyncio', 'typst'} & set(sys.modules))"
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=30
    )
    assert done.stdout.strip() == ""


def test_the_command_alone_shows_what_there_is_and_where_to_begin() -> None:
    done = the_real_command(NO_COLOR="1")
    for word in ("demo", "init", "doctor", "backup", "restore", "先试用"):
        assert word in done.stdout
    assert done.stderr == ""


def test_status_shows_what_waits_where_no_bot_runs(here: Path) -> None:
    init()
    done = dudao("status")
    assert done.exit_code == 0, done.output
    assert "没有运行" in done.output
    assert "待发 · 紧急" in done.output
    found = json.loads(dudao("status", "--json").output)
    assert found["running"] is False
    assert set(found["queues"]["lanes"]) == set(Lane)


def test_status_shows_what_the_running_bot_has_counted_and_what_ails_it() -> None:
    found = {
        "queues": {
            "lanes": {lane: {"waiting": 12_345, "seconds": 200} for lane in Lane},
            "inbox": {"waiting": 0, "seconds": 0},
            "timers": {"waiting": 1, "seconds": 5},
        },
        "totals": {
            "turns": {"done": 5, "failed": 1},
            "sendings": {"telegram/sent": 99, "telegram/unknown": 1},
            "timers": {"": 3},
            "photos": {},
            "ill": {"telegram/in": 1},
        },
    }
    console = Console(width=80, record=True, file=StringIO())
    console.print(shown(found, running=True))
    text = console.export_text()
    for part in ("telegram 接收中断", "12,345", "3 分", "5 秒", "不知是否送达", "1.00%", "办完"):
        assert part in text
