"""config.example.toml explains every key, shows the defaults, and can be loaded."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.config import Config, load
from bot.config_errors import is_model
from handlers.settings import Section

EXAMPLE = Path(__file__).parents[1] / "config.example.toml"
TOKEN = "123456789:" + "x" * 35
ENV = {"DUDAO_TELEGRAM_TOKEN": TOKEN}
LINES = EXAMPLE.read_text("utf-8").splitlines()
KEY = re.compile(r"(# )?([a-z_]+) = (.+)")


def models() -> Iterator[tuple[str, type[Section]]]:
    for name, field in Config.model_fields.items():
        of = field.annotation
        yield name, next(kind for kind in (of, *getattr(of, "__args__", ())) if is_model(kind))


def written() -> Iterator[tuple[str, str, int]]:
    """Section, key and line index of every key in the example, commented out or not."""
    section = ""
    for index, line in enumerate(LINES):
        if line.startswith("["):
            section = line.strip("[]")
        elif key := KEY.fullmatch(line):
            yield section, key[2], index


KEYS = {(section, name) for section, model in models() for name in model.model_fields}


def test_it_has_every_key_once_and_no_other() -> None:
    found = [(section, name) for section, name, _ in written()]
    assert sorted(found) == sorted(KEYS)


@pytest.mark.parametrize(("section", "name", "index"), list(written()))
def test_every_key_is_explained_on_the_line_above(section: str, name: str, index: int) -> None:
    above = LINES[index - 1]
    assert above.startswith("# ")
    assert not KEY.fullmatch(above)
    assert len(above) > 5


def test_it_loads_and_shows_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(EXAMPLE.read_text("utf-8"), "utf-8")
    shown = load(path, ENV)
    examples = {"id": shown.station.id, "name": shown.station.name}
    path.write_text(f'[station]\nid = "{examples["id"]}"\nname = "{examples["name"]}"\n', "utf-8")
    assert shown == load(path, ENV)


def test_whatever_is_not_a_default_is_marked_as_an_example() -> None:
    marked = {name for _, name, index in written() if "(示例)" in LINES[index - 1]}
    assert marked == {"id", "name"}


def test_what_is_commented_out_is_valid_too(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    (tmp_path / "webhook.secret").write_text("x" * 20)
    (tmp_path / "telegram.token").write_text(TOKEN)
    (tmp_path / "database.url").write_text("postgresql://db/dudao")
    for _, name, index in written():
        if LINES[index].startswith("# "):
            lines = [*LINES[:index], LINES[index].removeprefix("# "), *LINES[index + 1 :]]
            instead = name.removesuffix("_file")
            kept = (line for line in lines if name == instead or not line.startswith(f"{instead} = "))
            path.write_text("\n".join(kept), "utf-8")
            load(path, {} if "token" in name else ENV)
