"""The configuration file: TOML, read into strict records, every mistake told at once.

Why paths and secrets are read as they are: docs/decisions/0010-configuration.md.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, SecretStr, ValidationError, ValidationInfo, field_validator

from bot.config_errors import ConfigError, Problem, explain
from bot.system_errors import reason
from handlers.settings import (
    CalendarSettings,
    CaseSettings,
    ClockSettings,
    ClockTime,
    ConversationSettings,
    EnrolSettings,
    IssueSettings,
    MediationSettings,
    RemindSettings,
    ReviewSettings,
    Section,
    Settings,
    SheetSettings,
    SlipSettings,
)
from storage.revisions import SQLITE

SECRETS = (("telegram", "token"), ("telegram", "webhook_secret"), ("storage", "url"))
"""What may also come from a file (`<name>_file`) or the environment (`DUDAO_<SECTION>_<NAME>`)."""

_TOKEN = re.compile(r"\d{6,}:[A-Za-z0-9_-]{30,}")
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
_USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")
_STATION_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,15}")
_HERE = {"127.0.0.1", "localhost", "::1"}
_LONGEST_SOCKET_PATH = 100
"""The system takes 107 bytes; see `bot/control.py`."""


def _matching(pattern: re.Pattern[str], what: str) -> AfterValidator:
    def check(value: Any) -> Any:
        text = value.get_secret_value() if isinstance(value, SecretStr) else value
        if not pattern.fullmatch(text):
            raise ValueError(what)
        return value

    return AfterValidator(check)


def _web_address(value: str) -> str:
    url = urlsplit(value)
    if not url.hostname or url.query or url.fragment or value.endswith("/"):
        raise ValueError('应为网址,末尾不加 /,如 "https://bot.example.cn/telegram"')
    if url.scheme != "https" and not (url.scheme == "http" and url.hostname in _HERE):
        raise ValueError("须以 https:// 开头(本机地址可用 http://)")
    return value


def _anchored(path: Path, info: ValidationInfo) -> Path:
    """Relative to the folder of the configuration file, wherever the command is started from."""
    folder: Path = (info.context or {}).get("folder", Path())
    return folder / path


WebAddress = Annotated[str, AfterValidator(_web_address)]
Anchored = Annotated[Path, AfterValidator(_anchored)]
StationId = Annotated[str, _matching(_STATION_ID, "只用字母、数字和 -,最多 16 个,如 YD")]
StationName = Annotated[str, Field(min_length=1, max_length=40)]
BotToken = Annotated[SecretStr, _matching(_TOKEN, "不像机器人令牌,应形如 123456789:AA…(向 BotFather 索取)")]
BotUsername = Annotated[str, _matching(_USERNAME, "应为机器人用户名,不带 @,如 yundang_bot")]


class StationConfig(Section):
    """Whose bot this is."""

    id: StationId
    name: StationName
    bot_name: str = Field(default="督导", min_length=1, max_length=20)
    time_zone: ZoneInfo = ZoneInfo("Asia/Shanghai")


class StorageConfig(Section):
    """Where records and photos are kept. `url` may hold a password."""

    data_dir: Anchored = Path("data")
    url: SecretStr = Field(
        default_factory=lambda data: SecretStr(f"{SQLITE}{data['data_dir'] / 'dudao.sqlite3'}")
    )
    url_file: Anchored | None = None

    @property
    def socket(self) -> Path:
        """Where a running bot listens to the command line."""
        return self.data_dir / "dudao.sock"

    @property
    def photos(self) -> Path:
        """Where the pictures lie."""
        return self.data_dir / "photos"

    @field_validator("data_dir")
    @classmethod
    def _short_enough(cls, value: Path) -> Path:
        if len(bytes(value / "dudao.sock")) > _LONGEST_SOCKET_PATH:
            raise ValueError("路径太长:连同所在文件夹不能超过 89 个字节")
        return value

    @field_validator("url")
    @classmethod
    def _known_kind(cls, value: SecretStr, info: ValidationInfo) -> SecretStr:
        url = value.get_secret_value()
        if url.startswith(SQLITE) and len(url) > len(SQLITE):
            return SecretStr(f"{SQLITE}{_anchored(Path(url.removeprefix(SQLITE)), info)}")
        if url.startswith("postgresql://"):
            return value
        raise ValueError("应以 sqlite:///(后接文件路径)或 postgresql:// 开头")


class TelegramConfig(Section):
    """The Telegram channel."""

    token: BotToken
    token_file: Anchored | None = None
    api_url: WebAddress = "https://api.telegram.org"
    mode: Literal["polling", "webhook"] = "polling"
    webhook_url: WebAddress | None = Field(default=None, validate_default=True)
    webhook_secret: (
        Annotated[SecretStr, _matching(_WEBHOOK_SECRET, "须为 16 至 256 个字母、数字、_ 或 -")] | None
    ) = Field(default=None, validate_default=True)
    webhook_secret_file: Anchored | None = None
    bot_username: BotUsername | None = None
    allow_paid_broadcast: bool = False

    @field_validator("webhook_url", "webhook_secret")
    @classmethod
    def _webhook_is_whole(cls, value: Any, info: ValidationInfo) -> Any:
        if value is None and info.data.get("mode") == "webhook":
            raise ValueError('mode = "webhook" 时必填')
        return value


class BackupConfig(Section):
    """When backups are made, where, and how many are kept (docs/backup.md)."""

    folder: Anchored = Path("backups")
    at: ClockTime = time(3, 30)
    keep_daily: int = Field(default=7, ge=0, le=366)
    keep_weekly: int = Field(default=4, ge=0, le=520)


class WebConfig(Section):
    """The bot's own small web server: health, and what platforms push to us."""

    host: str = Field(default="127.0.0.1", min_length=1)
    port: int = Field(default=8080, ge=0, le=65535)


class LogConfig(Section):
    """What is told on the terminal or to the journal."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["auto", "console", "json"] = "auto"


class Config(Section):
    """All of it. Without `telegram` there is no channel: enough for the roster and the demo."""

    station: StationConfig
    storage: StorageConfig = Field(default_factory=StorageConfig)
    telegram: TelegramConfig | None = None
    backup: BackupConfig = BackupConfig()
    web: WebConfig = WebConfig()
    log: LogConfig = LogConfig()
    calendar: CalendarSettings = CalendarSettings()
    sheet: SheetSettings = SheetSettings()
    issue: IssueSettings = IssueSettings()
    slip: SlipSettings = SlipSettings()
    case: CaseSettings = CaseSettings()
    review: ReviewSettings = ReviewSettings()
    clock: ClockSettings = ClockSettings()
    remind: RemindSettings = RemindSettings()
    mediation: MediationSettings = MediationSettings()
    enrol: EnrolSettings = EnrolSettings()
    conversation: ConversationSettings = ConversationSettings()

    @property
    def settings(self) -> Settings:
        """What the handlers are told."""
        return Settings(
            time_zone=self.station.time_zone,
            bot_name=self.station.bot_name,
            calendar=self.calendar,
            sheet=self.sheet,
            issue=self.issue,
            slip=self.slip,
            case=self.case,
            review=self.review,
            clock=self.clock,
            remind=self.remind,
            mediation=self.mediation,
            enrol=self.enrol,
            conversation=self.conversation,
        )


def load(path: Path, env: Mapping[str, str]) -> Config:
    """Read a configuration file; `env` may hold secrets (and nothing else is taken from it).

    Relative paths start from the file's folder. Raises ConfigError, which tells every problem.
    """
    source = _read(path)
    data = _parsed(path, source)
    folder = path.parent.resolve()
    for section, name, model in (("storage", "data_dir", StorageConfig), ("backup", "folder", BackupConfig)):
        values = data.setdefault(section, {})
        if isinstance(values, dict):  # the default folders, too, are found beside the file
            values.setdefault(name, str(model.model_fields[name].default))
    problems, origins = _bring_secrets(data, folder, env)
    told = {problem.key for problem in problems}
    config = None
    try:
        # As JSON, because there strictness still lets a list be a tuple and a text be a time.
        config = Config.model_validate_json(json.dumps(data, default=str), context={"folder": folder})
    except ValidationError as error:
        found = (
            explain(each, Config) for each in error.errors() if each["type"] != "default_factory_not_called"
        )
        problems += [each._replace(origin=origins.get(each.key)) for each in found if each.key not in told]
    if problems or config is None:
        raise ConfigError(path, problems, source)
    return config


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        wrong = "没有这个文件;先运行 dudao init,或用 --config 指明位置"
    except UnicodeDecodeError:
        wrong = "不是 UTF-8 编码;请在编辑器里另存为 UTF-8"
    except OSError as error:
        wrong = f"读不了:{reason(error)}"
    raise ConfigError(path, [Problem((), wrong)])


def _parsed(path: Path, source: str) -> dict[str, Any]:
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        origin = f"{path}:{line[1]}" if line else None
        raise ConfigError(path, [Problem((), f"不是合法的 TOML({error})", origin)]) from None


def _bring_secrets(
    data: dict[str, Any], folder: Path, env: Mapping[str, str]
) -> tuple[list[Problem], dict[tuple[str | int, ...], str]]:
    """Put secrets from files and the environment into `data`; gives what failed, and their origins."""
    problems: list[Problem] = []
    origins: dict[tuple[str | int, ...], str] = {}
    for section, name in SECRETS:
        variable = f"DUDAO_{section}_{name}".upper()
        given = env.get(variable, "").strip()  # set and empty is what compose files make of "not set"
        values = data.setdefault(section, {}) if given else data.get(section, {})
        if not isinstance(values, dict):
            continue
        file = values.get(f"{name}_file")
        if given:
            values[name] = given
            origins[section, name] = f"环境变量 {variable}"
        elif name in values and file is not None:
            problems.append(Problem((section, name), f"{name} 与 {name}_file 只能写一个"))
        elif isinstance(file, str):
            try:
                values[name] = (folder / file).read_text("utf-8").strip()
            except (OSError, UnicodeDecodeError):
                problems.append(Problem((section, name), f"读不了 {name}_file 指明的文件"))
            else:
                origins[section, name] = str(folder / file)
        elif (section, name) == ("telegram", "token") and section in data and name not in values:
            wrong = f"必填:写 token、token_file,或设环境变量 {variable}"
            problems.append(Problem((section, name), wrong))
    return problems, origins
