"""The doctor: every fault is found, named, and told how to be mended; nothing is changed by looking."""

import json
import shutil
import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from bot import control
from bot.backup.contents import backups
from bot.cli import cli
from bot.clock import Clock
from bot.config import load
from bot.doctor.examination import examine
from bot.doctor.findings import Finding, Verdict
from bot.sandbox.errors import ApiError
from bot.sandbox.faults import Fault
from storage import inbox, outbox, timers
from storage.messages import Incoming, IncomingKind, Lane, Outgoing
from storage.migrate import migrate
from storage.opening import open_database
from tests.conftest import STATION
from tests.service import TOKEN, Service, free_port, service


@pytest.fixture
async def well(tmp_path: Path) -> AsyncIterator[Service]:
    """A station to which nothing is wrong: enrolled, backed up, its bot not running."""
    async with service(tmp_path, Clock(), daily=7) as prepared:
        (tmp_path / "config.toml").chmod(0o600)
        await control.ask(load(tmp_path / "config.toml", {}), "backup", folder=None)
        yield prepared


async def findings(of: Service, clock: Clock | None = None, **env: str) -> list[Finding]:
    return await examine(of.folder / "config.toml", env, clock or Clock())


def ill(found: list[Finding]) -> list[str]:
    return [f"{each.verdict} {each.check}: {each.says}" for each in found if each.verdict is not Verdict.GOOD]


async def only(of: Service, verdict: Verdict, part: str, clock: Clock | None = None) -> None:
    """One thing is found (beside that no bot runs): it says `part`, and what to do."""
    found = [
        each
        for each in await findings(of, clock)
        if each.verdict is not Verdict.GOOD and each.check != "机器人"
    ]
    assert [each.verdict for each in found] == [verdict], ill(found)
    assert part in found[0].says
    assert found[0].do


def rewrite(of: Service, old: str, new: str) -> None:
    path = of.folder / "config.toml"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


async def test_a_station_that_is_well_is_found_well_beside_its_running_bot_and_without_it(
    well: Service,
) -> None:
    assert ill(await findings(well)) == ["warn 机器人: 没有运行"]
    await well.start()
    await well.at_work()
    found = await findings(well)
    assert ill(found) == []
    assert {each.check for each in found} == {
        "配置", "密钥文件", "数据目录", "磁盘", "备份磁盘", "机器人", "数据库", "数据库完整性",
        "积压和搁置", "管理员", "令牌", "时钟", "收消息", "备份", "网页服务", "打印",
    }  # fmt: skip
    assert TOKEN not in str(found)
    port = load(well.folder / "config.toml", {}).web.port
    rewrite(well, f"port = {port}", f"port = {free_port()}")
    await only(well, Verdict.BAD, "连不上 http://127.0.0.1")
    assert await well.stop() == 0


async def test_every_mistake_of_the_configuration_is_told_and_nothing_else_is_tried(well: Service) -> None:
    rewrite(well, 'id = "YD"', 'id = "筼筜"\nnonsense = 1')
    found = await findings(well)
    assert [each.verdict for each in found] == [Verdict.BAD] * 2
    assert not well.world.calls


async def test_secrets_that_others_can_read_are_told(well: Service) -> None:
    (well.folder / "config.toml").chmod(0o644)
    await only(well, Verdict.BAD, "config.toml 别人也能读")
    rewrite(well, f'token = "{TOKEN}"', 'token_file = "token"')
    (well.folder / "token").write_text(TOKEN)
    (well.folder / "token").chmod(0o640)
    await only(well, Verdict.BAD, "token 别人也能读")
    (well.folder / "token").chmod(0o600)
    assert ill(await findings(well)) == ["warn 机器人: 没有运行"]


async def test_a_data_folder_that_is_open_and_a_full_disk_are_told(
    well: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = load(well.folder / "config.toml", {}).storage.data_dir
    data.chmod(0o755)
    await only(well, Verdict.WARN, "别人也能进入")
    data.chmod(0o700)
    for free, verdict in ((100 * 2**20, Verdict.BAD), (2**30, Verdict.WARN)):
        monkeypatch.setattr(shutil, "disk_usage", lambda _, free=free: SimpleNamespace(free=free))
        found = [each for each in await findings(well) if "磁盘" in each.check]
        assert [each.verdict for each in found] == [verdict, verdict]


async def test_a_token_that_telegram_does_not_know_or_that_is_another_bots_is_told(well: Service) -> None:
    rewrite(well, TOKEN, "987654321:" + "x" * 35)
    await only(well, Verdict.BAD, "不认这个令牌")
    rewrite(well, "987654321:" + "x" * 35, "gibberish")
    assert "bad" in ill(await findings(well))[0]
    rewrite(well, 'token = "gibberish"', f'token = "{TOKEN}"\nbot_username = "another_bot"')
    await only(well, Verdict.BAD, "@another_bot")


async def test_no_telegram_at_the_address_is_told(well: Service) -> None:
    well.world.faults.add(Fault("getMe", ApiError(502, "Bad Gateway")))
    await only(well, Verdict.BAD, "答复不对(HTTP 502)")
    config = (well.folder / "config.toml").read_text("utf-8")
    address = next(line for line in config.splitlines() if line.startswith("api_url"))
    rewrite(well, address, 'api_url = "http://127.0.0.1:9"')
    await only(well, Verdict.BAD, "连不上 http://127.0.0.1:9")


async def test_a_webhook_that_is_set_while_the_bot_polls_is_told_and_the_other_way_round(
    well: Service,
) -> None:
    await well.world.webhook.set("https://elsewhere.example/telegram", "")
    await only(well, Verdict.BAD, "推到 elsewhere.example")
    hook = 'mode = "webhook"\nwebhook_url = "https://here.example/telegram"\nwebhook_secret = "0123456789abcdef"\n'
    rewrite(well, "[telegram]\n", f"[telegram]\n{hook}")
    await only(well, Verdict.BAD, "登记的是elsewhere.example")
    await well.world.webhook.set("", "")
    await only(well, Verdict.BAD, "登记的是没有地址")
    await well.world.webhook.set("https://here.example/telegram", "0123456789abcdef")
    well.world.webhook.last_error = "Connection failed: refused"
    await only(well, Verdict.WARN, "Connection failed")
    await well.world.webhook.set("", "")


@pytest.mark.parametrize(
    ("minutes", "verdict", "says"),
    [(1, Verdict.WARN, "快 6"), (20, Verdict.BAD, "快 12"), (-20, Verdict.BAD, "慢 1")],
)
async def test_a_clock_that_is_wrong_is_told(
    well: Service, minutes: int, verdict: Verdict, says: str
) -> None:
    clock = Clock()
    clock.advance(timedelta(minutes=minutes))
    await only(well, verdict, says, clock)


async def test_a_backup_that_is_old_lacks_pictures_or_is_not_there_is_told(well: Service) -> None:
    config = load(well.folder / "config.toml", {})
    (made,) = backups(config.backup.folder, STATION)
    manifest = json.loads((made.path / "manifest.json").read_text())
    (made.path / "manifest.json").write_text(json.dumps(manifest | {"missing": ["0" * 64]}))
    await only(well, Verdict.WARN, "1 张照片已丢失")
    (made.path / "manifest.json").write_text(json.dumps(manifest | {"created_at": "2023-01-01T00:00:00Z"}))
    await only(well, Verdict.WARN, "2023-01-01 08:00")
    shutil.rmtree(made.path)
    await only(well, Verdict.WARN, "还没有备份")


async def test_what_waits_and_what_was_given_up_is_told(well: Service) -> None:
    before = Clock()
    before.advance(-timedelta(hours=1))
    database = await open_database(f"sqlite:///{well.database}", before.now)
    async with database.transaction(STATION) as tx:
        arrived = Incoming(
            channel="telegram", provider_id="1", chat="1", sender="1", kind=IncomingKind.MESSAGE
        )
        await inbox.add(tx, [arrived, arrived.model_copy(update={"provider_id": "2"})])
        waiting = await inbox.first(tx, "telegram/1")
        assert waiting
        await inbox.park(tx, waiting.id, "a defect")
        for text in ("given up", "waiting"):
            await outbox.append(tx, "telegram", "1", Outgoing(text=text), lane=Lane.ROUTINE)
        [leased] = await outbox.lease(tx, "telegram", Lane.ROUTINE, ["1"], "me")
        await outbox.fail(tx, leased.id, "malformed")
        await timers.set_timer(tx, "a", "x", tx.now)
        await timers.set_timer(tx, "b", "x", tx.now)
        await timers.park(tx, (await timers.due(tx, 1))[0], "a defect")
    await database.close()
    found = [each for each in await findings(well) if each.check in ("积压", "搁置")]
    assert [each.says for each in found] == [
        "收到的消息等了 60 分钟还没处理",
        "要发的通知等了 60 分钟还没处理",
        "定时提醒等了 60 分钟还没处理",
        "最近 7 天有 1 条消息处理失败",
        "最近 7 天有 1 条通知没能送达",
        "最近 7 天有 1 条定时提醒处理失败",
    ]
    assert all(each.do for each in found)


async def test_a_station_without_an_administrator_who_can_be_reached_is_told(well: Service) -> None:
    with sqlite3.connect(well.database) as connection:
        connection.execute("UPDATE addresses SET unreachable = 'blocked' WHERE staff_id = 'P-AD01'")
    connection.close()
    await only(well, Verdict.BAD, "没有一位系统管理员绑定")
    with sqlite3.connect(well.database) as connection:
        connection.execute("DELETE FROM roles WHERE role = 'admin'")
    connection.close()
    await only(well, Verdict.BAD, "没有系统管理员")


async def test_a_database_of_another_version_or_none_at_all_is_told_and_left_as_it_is(well: Service) -> None:
    well.database.unlink()
    await only(well, Verdict.WARN, "还没有建立")
    assert not well.database.exists()
    await migrate(f"sqlite:///{well.database}", "0001")
    await only(well, Verdict.WARN, "版本 0001")
    with sqlite3.connect(well.database) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    await only(well, Verdict.BAD, "更新版本")
    well.database.write_bytes(b"not a database" * 1000)
    await only(well, Verdict.BAD, "连不上")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_on_postgresql_too_and_without_the_server_it_says_so(tmp_path: Path, database_url: str) -> None:
    async with service(tmp_path, Clock(), url=database_url) as prepared:
        (tmp_path / "config.toml").chmod(0o600)
        sound = [each.check for each in await findings(prepared) if each.verdict is Verdict.GOOD]
        assert {"数据库", "数据库完整性", "管理员"} <= set(sound)
        nobody = "postgresql://dudao:canary@127.0.0.1:9/dudao"
        found = await findings(prepared, DUDAO_STORAGE_URL=nobody)
        assert [each.verdict for each in found if each.check == "数据库"] == [Verdict.BAD]
        assert "canary" not in str(found)


async def test_damage_inside_the_database_is_found(well: Service) -> None:
    with sqlite3.connect(well.database) as connection:
        pages = connection.execute("PRAGMA page_size").fetchone()[0]
        root = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'ix_addresses_staff'"
        ).fetchone()[0]
    connection.close()
    with well.database.open("r+b") as file:
        file.seek((root - 1) * pages + 8)
        file.write(b"\x7f" * 64)
    await only(well, Verdict.BAD, "已损坏")


def test_the_command_shows_it_or_writes_json_and_its_exit_code_tells(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[station]\nid = "YD"\nname = "示范所"\n', "utf-8")
    arguments = ["doctor", "--config", str(tmp_path / "config.toml")]
    shown = CliRunner().invoke(cli, arguments)
    assert shown.exit_code == 0
    assert "没有可运行的渠道" in shown.output
    assert "→" in shown.output
    told = CliRunner().invoke(cli, [*arguments, "--json"])
    assert {each["check"] for each in json.loads(told.stdout)} >= {"配置", "数据库", "备份"}
    (tmp_path / "config.toml").write_text("[station]\n", "utf-8")
    assert CliRunner().invoke(cli, arguments).exit_code == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.toml"]
