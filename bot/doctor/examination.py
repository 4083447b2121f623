"""All the checks, in the order in which a person would look."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

from bot.clock import Clock
from bot.config import load
from bot.config_errors import ConfigError
from bot.doctor.findings import Finding, bad, good, warn
from bot.doctor.place import data_folder, disks, last_backup, secret_files, web
from bot.doctor.platform import platform
from bot.doctor.printing import printing
from bot.doctor.records import is_running, records


async def examine(path: Path, env: Mapping[str, str], clock: Clock) -> list[Finding]:
    """Everything that is found; without a good configuration, what is wrong with that."""
    try:
        config = load(path, env)
    except ConfigError as error:
        return [bad("配置", line, "改好后再运行 dudao doctor") for line in str(error).splitlines()]
    found = [
        good("配置", f"{path} 没有问题"),
        *secret_files(path, config),
        *data_folder(config),
        *disks(config),
    ]
    running = is_running(config)
    found += await records(config, running=running)
    if running:
        found += await asyncio.to_thread(lambda: [*web(config)])
    if config.telegram:
        found += await asyncio.to_thread(platform, config.telegram, clock, running=running)
    else:
        found.append(warn("Telegram", f"{path} 里没有 [telegram],没有可运行的渠道", "见 config.example.toml"))
    found.append(await printing(clock.now()))
    return [*found, *last_backup(config, clock.now())]
