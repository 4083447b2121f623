"""The configuration is read strictly, and every mistake is told at once with its place."""

from pathlib import Path

import pytest

from bot.config import BackupConfig, Config, StationConfig, StorageConfig, load
from bot.config_errors import ConfigError

TOKEN = "123456789:" + "AbC-_" * 7
SHORTEST = '[station]\nid = "YD"\nname = "示范所"\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, "utf-8")
    return path


def told(folder: Path, text: str, env: dict[str, str] | None = None) -> list[str]:
    """What is wrong, line by line, without the file's folder."""
    with pytest.raises(ConfigError) as caught:
        load(written(folder, text), env or {})
    return str(caught.value).replace(f"{folder}/", "").splitlines()


def test_the_shortest_file_gives_every_default(tmp_path: Path) -> None:
    config = load(written(tmp_path, SHORTEST), {})
    station = StationConfig(id="YD", name="示范所")
    storage, backup = StorageConfig(data_dir=tmp_path / "data"), BackupConfig(folder=tmp_path / "backups")
    assert config == Config(station=station, storage=storage, backup=backup)
    assert config.settings.sheet.feedback_days == 7


def test_a_file_saved_by_notepad_with_its_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(SHORTEST, "utf-8-sig")
    assert load(path, {}).station.id == "YD"


def test_every_mistake_is_told_at_once_in_the_files_order(tmp_path: Path) -> None:
    lines = told(
        tmp_path,
        """[station]
id = "Y D"
time_zone = "Asia/Nowhere"
[storage]
data_dir = 5
url = "mysql://db"
[telegram]
mode = "webhook"
api_url = "http://api.example.cn"
[sheet]
feedback_day = 7
max_photos = "9"
ack_hours = 9
no_pattern = "督{NNN}"
urgent_risks = ["red", "rot"]
[remind]
offsets_days = [3, 1,
  99]
at = "9"
quiet_hours = "10pm"
[patrol]
geofence_m = 150
""",
    )
    assert [line.split(": ")[:2] for line in lines] == [
        ["config.toml:1", "station.name"],
        ["config.toml:2", "station.id"],
        ["config.toml:3", "station.time_zone"],
        ["config.toml:5", "storage.data_dir"],
        ["config.toml:6", "storage.url"],
        ["config.toml:7", "telegram.token"],
        ["config.toml:7", "telegram.webhook_secret"],
        ["config.toml:7", "telegram.webhook_url"],
        ["config.toml:9", "telegram.api_url"],
        ["config.toml:10", "sheet.lead_hours"],
        ["config.toml:11", "sheet.feedback_day"],
        ["config.toml:12", "sheet.max_photos"],
        ["config.toml:14", "sheet.no_pattern"],
        ["config.toml:15", "sheet.urgent_risks.1"],
        ["config.toml:17", "remind.offsets_days.2"],
        ["config.toml:19", "remind.at"],
        ["config.toml:20", "remind.quiet_hours"],
        ["config.toml:21", "patrol"],
    ]


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ('sheet.max_photos = "9"', "应为整数,如 7,不加引号"),
        ("sheet.max_photos = true", "应为整数,如 7,不加引号"),
        ("sheet.max_photos = 11", "太大,不能大于 10"),
        ("sheet.max_foto = 9", "没有这一项,是否要写 max_photos?"),
        ("sheet.due_time = 900", '应为时刻,如 "09:00"'),
        ('sheet.due_time = "09:00Z"', "只写时和分(可带秒),如 09:00,不带时区"),
        ("remind.offsets_days = [1, 1]", "同一天数不能写两次"),
        ('remind.quiet_hours = "08:30-10:00"', "不能包含 at(提醒时间):否则提醒发不出去"),
        ('log.level = "loud"', '只能是 "debug"、"info"、"warning" 或 "error"'),
        ("web.port = -1", "太小,不能小于 0"),
        ("review.checklists.pre = []", "不能少于 1 项"),
        ('review.checklists.pre = ["一一", "二二", "三三", "四四", "五五", "六六"]', "不能多于 5 项"),
        ("web = 8080", "应为一节:方括号里写节名,下面写各项"),
    ],
)
def test_it_says_what_would_be_right(tmp_path: Path, line: str, right: str) -> None:
    key = line.split(" = ", maxsplit=1)[0]
    assert told(tmp_path, f"{line}\n{SHORTEST}") == [f"config.toml:1: {key}: {right}"]


@pytest.mark.parametrize("text", ['due_time = "18:00"', "due_time = 18:00:00"])
def test_a_time_may_be_written_as_text_or_as_toml_has_it(tmp_path: Path, text: str) -> None:
    config = load(written(tmp_path, f"{SHORTEST}[sheet]\n{text}\n"), {})
    assert config.sheet.due_time.hour == 18


@pytest.mark.parametrize(
    ("written", "where", "right"),
    [
        (
            'key = "acceptance", name = "受案", limit = "一天"',
            "0.limit",
            '须写成 "24小时" 或 "30天",不超过 2160',
        ),
        (
            'key = "acceptance", name = "受案", limit = "0天"',
            "0.limit",
            '须写成 "24小时" 或 "30天",不超过 2160',
        ),
        (
            'key = "受案", name = "受案", limit = "1天"',
            "0.key",
            "只用小写字母、数字和 _,以字母开头,2 到 20 个",
        ),
        ('key = "acceptance", name = "受案"', "0.limit", "必填,没有默认值"),
        (
            'key = "acceptance", name = "受案", limit = "1天", extention = "1天"',
            "0.extention",
            "没有这一项,是否要写 extension?",
        ),
    ],
)
def test_a_legal_limit_that_is_wrong_is_told_with_its_place_in_the_list(
    tmp_path: Path, written: str, where: str, right: str
) -> None:
    lines = told(tmp_path, f"clock.limits = [{{ {written} }}]\n{SHORTEST}")
    assert lines == [f"config.toml:1: clock.limits.{where}: {right}"]


def test_there_are_legal_limits_few_enough_for_buttons_each_of_its_own(tmp_path: Path) -> None:
    one = '{ key = "acceptance", name = "受案", limit = "24小时" }'
    for written, right in (
        ("", "须有 1 到 6 种"),
        (f"{one}, {one}", "key 不能重复"),
        (f"{one}, " * 7, "须有 1 到 6 种"),
    ):
        lines = told(tmp_path, f"clock.limits = [{written}]\n{SHORTEST}")
        assert lines == [f"config.toml:1: clock.limits: {right}"]


def test_what_is_not_toml_is_told_with_its_line(tmp_path: Path) -> None:
    assert told(tmp_path, "[station]\nid = YD\n")[0].startswith("config.toml:2: 不是合法的 TOML")


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="dudao init"):
        load(tmp_path / "config.toml", {})


def test_a_file_in_another_encoding_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes('name = "筼筜"'.encode("gb18030"))
    with pytest.raises(ConfigError, match="UTF-8"):
        load(tmp_path / "config.toml", {})


@pytest.mark.parametrize("way", ["token", "file", "environment"])
def test_the_token_comes_from_the_file_a_file_of_its_own_or_the_environment(tmp_path: Path, way: str) -> None:
    (tmp_path / "telegram.token").write_text(f"{TOKEN}\n")
    env = {"DUDAO_TELEGRAM_TOKEN": TOKEN} if way == "environment" else {}
    section = {
        "token": f'[telegram]\ntoken = "{TOKEN}"\n',
        "file": '[telegram]\ntoken_file = "telegram.token"\n',
        "environment": "",
    }[way]
    config = load(written(tmp_path, SHORTEST + section), env)
    assert config.telegram is not None
    assert config.telegram.token.get_secret_value() == TOKEN
    assert TOKEN not in repr(config)


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    other = "987654321:" + "x" * 35
    text = f'{SHORTEST}[telegram]\ntoken = "{TOKEN}"\n'
    config = load(written(tmp_path, text), {"DUDAO_TELEGRAM_TOKEN": other})
    assert config.telegram is not None
    assert config.telegram.token.get_secret_value() == other


def test_an_empty_variable_counts_as_none(tmp_path: Path) -> None:
    text = f'{SHORTEST}[telegram]\ntoken = "{TOKEN}"\n'
    config = load(written(tmp_path, text), {"DUDAO_TELEGRAM_TOKEN": " "})
    assert config.telegram is not None
    assert config.telegram.token.get_secret_value() == TOKEN


@pytest.mark.parametrize(
    ("section", "env", "place"),
    [
        ('token = "canary-secret"', {}, "config.toml:5: telegram.token: 不像机器人令牌"),
        ('token_file = "canary"', {}, "canary: telegram.token: 不像机器人令牌"),
        (
            "",
            {"DUDAO_TELEGRAM_TOKEN": "canary-secret"},
            "环境变量 DUDAO_TELEGRAM_TOKEN: telegram.token: 不像",
        ),
        ('token_file = "nowhere"', {}, "config.toml:4: telegram.token: 读不了 token_file 指明的文件"),
        (
            f'token = "{TOKEN}"\ntoken_file = "canary"',
            {},
            "config.toml:5: telegram.token: token 与 token_file",
        ),
    ],
)
def test_a_bad_secret_is_told_by_its_origin_and_never_shown(
    tmp_path: Path, section: str, env: dict[str, str], place: str
) -> None:
    (tmp_path / "canary").write_text("canary-secret")
    lines = told(tmp_path, f"{SHORTEST}[telegram]\n{section}\n", env)
    assert len(lines) == 1
    assert lines[0].startswith(place)
    assert "canary-secret" not in lines[0]


def test_relative_paths_start_from_the_files_folder(tmp_path: Path) -> None:
    text = f'{SHORTEST}[storage]\ndata_dir = "here"\n'
    storage = load(written(tmp_path, text), {}).storage
    assert storage.data_dir == tmp_path / "here"
    assert storage.url.get_secret_value() == f"sqlite:///{tmp_path}/here/dudao.sqlite3"
    assert storage.socket == tmp_path / "here" / "dudao.sock"


def test_the_way_to_the_file_does_not_count(tmp_path: Path) -> None:
    written(tmp_path, SHORTEST)
    (tmp_path / "elsewhere").mkdir()
    assert load(tmp_path / "elsewhere" / ".." / "config.toml", {}).storage.data_dir == tmp_path / "data"


def test_a_data_folder_too_deep_for_a_socket_is_refused(tmp_path: Path) -> None:
    assert "路径太长" in told(tmp_path, f'{SHORTEST}[storage]\ndata_dir = "{"x" * 90}"\n')[0]
