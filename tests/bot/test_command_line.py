"""The command line, as a station's administrator uses it: unattended, and beside a running bot."""

import asyncio
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner, Result

from bot import control
from bot.cli import cli
from bot.clock import Clock
from bot.config import Config, StationConfig, StorageConfig
from bot.control import CommandRefusedError, ControlServer
from handlers.enrolment.usecases import hashed
from storage import audit, invitations
from storage.opening import open_database
from storage.runlock import RunLock

ROOT = Path(__file__).parents[2]
TOKEN = "123456789:" + "AbC-_" * 7
ANSWERS = {
    "station-id": "YD",
    "station-name": "示范所",
    "admin-id": "P-AD01",
    "admin-name": "系统管理员01",
    "bot-username": "yundang_bot",
}
ROSTER = """编号,显示名,队伍,岗位,社区,警组,组长
P-AD01,系统管理员01,综合指挥室,系统管理员
P-JIA01,警员甲01,社区警务队,社区民警,仙阁社区,甲组,是
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, the token in the environment as an unattended set-up has it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DUDAO_TELEGRAM_TOKEN", TOKEN)
    (tmp_path / "roster.csv").write_text(ROSTER, "utf-8")
    return tmp_path


def dudao(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(cli, arguments, input=typed)


def init(**changed: str) -> Result:
    answers = ANSWERS | {name.replace("_", "-"): value for name, value in changed.items()}
    return dudao("init", *(part for name, value in answers.items() for part in (f"--{name}", value)))


def test_a_station_is_set_up_unattended_by_the_real_command(here: Path) -> None:
    flags = [part for name, value in ANSWERS.items() for part in (f"--{name}", value)]
    command = [sys.executable, "-m", "bot", "init", *flags]
    done = subprocess.run(  # noqa: S603 - our own command
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert "https://t.me/yundang_bot?start=" in done.stdout
    assert TOKEN not in done.stdout + done.stderr
    for secret in (here / "config.toml", here / "invite-P-AD01.png"):
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert (here / "invite-P-AD01.png").read_bytes().startswith(b"\x89PNG")


def test_an_existing_configuration_is_not_overwritten(here: Path) -> None:
    (here / "config.toml").write_text("mine")
    assert init().exit_code == 1
    assert (here / "config.toml").read_text() == "mine"


def test_a_bad_answer_leaves_no_file(here: Path) -> None:
    done = init(station_id="筼筜")
    assert done.exit_code == 1
    assert "station.id" in done.output
    assert not (here / "config.toml").exists()


def test_a_roster_is_shown_asked_for_and_written_once(here: Path) -> None:
    init()
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


@pytest.mark.parametrize("name", ["roster.xlsx", "template.csv"])
def test_a_template_is_written(here: Path, name: str) -> None:
    assert dudao("roster", "template", "--out", name).exit_code == 0
    assert (here / name).stat().st_size > 0


def test_a_configuration_is_checked_whole(here: Path) -> None:
    (here / "config.toml").write_text('[station]\nid = "Y D"\n[sheet]\nfeedback_days = "7"\n')
    done = dudao("check-config")
    assert done.exit_code == 1
    assert [
        key for key in ("station.name", "station.id", "sheet.feedback_days") if key not in done.output
    ] == []


@pytest.mark.parametrize("command", ["demo", "run", "check-config", "init", "invite", "roster"])
def test_every_command_has_help(command: str) -> None:
    done = dudao(command, "--help")
    assert done.exit_code == 0
    assert any("\u4e00" <= letter <= "\u9fff" for letter in done.output)


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
    server = ControlServer(config.storage.socket, database, "YD", config.settings)
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
    command = [sys.executable, "-m", "bot", "invite", "P-AD01"]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)  # noqa: S603 - our own
    assert done.returncode == 1
    assert "command failed" in done.stderr
    assert "canary" not in done.stdout + done.stderr
