"""What is wrong in a configuration file, said so that it can be put right."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel
from pydantic_core import ErrorDetails

Key = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*\[{1,2}([^\[\]]+)\]")
_ASSIGNMENT = re.compile(r"""^\s*([\w\-."' ]+?)\s*=""")
_SAYINGS: dict[str, str] = {
    "missing": "必填,没有默认值",
    "int_type": "应为整数,如 7,不加引号",
    "string_type": '应为文字,加双引号,如 "YD"',
    "path_type": '应为路径,加双引号,如 "data"',
    "tuple_type": "应为列表,如 [3, 1, 0]",
    "frozen_set_type": '应为列表,如 ["red"]',
    "model_type": "应为一节:方括号里写节名,下面写各项",
    "model_attributes_type": "应为一节:方括号里写节名,下面写各项",
    "greater_than_equal": "太小,不能小于 {ge}",
    "less_than_equal": "太大,不能大于 {le}",
    "string_too_short": "不能少于 {min_length} 个字",
    "string_too_long": "不能多于 {max_length} 个字",
    "too_short": "不能少于 {min_length} 项",
    "too_long": "不能多于 {max_length} 项",
    "literal_error": "只能是 {expected}",
    "enum": "只能是 {expected}",
    "time_type": '应为时刻,如 "09:00"',
    "time_parsing": '应为时刻,如 "09:00"',
    "zoneinfo_str": '没有这个时区,如 "Asia/Shanghai"',
    "value_error": "{error}",
}


class Problem(NamedTuple):
    """One thing to put right: the dotted key, and what is wrong and would be right."""

    key: Key
    text: str
    origin: str | None = None
    """Where the value came from, when it was not the file itself."""


class ConfigError(Exception):
    """Everything that is wrong with a configuration, one line for each problem, in the file's order."""

    def __init__(self, path: Path, problems: Iterable[Problem], source: str = "") -> None:
        self.problems = tuple(problems)
        lines = _lines(source)
        placed = sorted((_line_of(problem.key, lines), problem) for problem in self.problems)
        super().__init__("\n".join(_told(path, line, problem) for line, problem in placed))


def _told(path: Path, line: int, problem: Problem) -> str:
    place = problem.origin or (f"{path}:{line}" if line else str(path))
    dotted = ".".join(str(part) for part in problem.key)
    return f"{place}: {dotted}: {problem.text}" if dotted else f"{place}: {problem.text}"


def explain(error: ErrorDetails, model: type[BaseModel]) -> Problem:
    """A validation error in words; an unknown key is told its nearest known neighbour."""
    kind, key = error["type"], error["loc"]
    if kind == "extra_forbidden":
        return Problem(key, _unknown(key, model))
    words = {name: _listed(value) for name, value in error.get("ctx", {}).items()}
    return Problem(key, _SAYINGS.get(kind, error["msg"]).format_map(words))


def _listed(value: Any) -> str:
    return str(value).replace("', '", '"、"').replace("' or '", '" 或 "').replace("'", '"')


def _unknown(key: Key, model: type[BaseModel]) -> str:
    known = fields_of(model, key[:-1])
    near = get_close_matches(str(key[-1]), known, n=1)
    return f"没有这一项,是否要写 {near[0]}?" if near else f"没有这一项,可写的有:{'、'.join(known)}"


def fields_of(model: type[BaseModel], key: Key) -> list[str]:
    """The names that a section of the model knows; the place in a list does not matter."""
    for part in filter(lambda each: isinstance(each, str), key):
        of = model.model_fields[str(part)].annotation
        model = next(kind for kind in (of, *getattr(of, "__args__", ())) if is_model(kind))
    return list(model.model_fields)


def is_model(kind: Any) -> bool:
    """Whether an annotation is itself a record of settings."""
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _lines(source: str) -> Mapping[Key, int]:
    """The line of every table header and every key of a TOML text."""
    found: dict[Key, int] = {}
    table: Key = ()
    for number, line in enumerate(source.splitlines(), start=1):
        if header := _HEADER.match(line):
            table = _parts(header[1])
            found.setdefault(table, number)
        elif assignment := _ASSIGNMENT.match(line):
            found.setdefault((*table, *_parts(assignment[1])), number)
    return found


def _parts(dotted: str) -> Key:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


def _line_of(key: Key, lines: Mapping[Key, int]) -> int:
    """The line of a key, or of the nearest section around it; 0 when there is none."""
    return next((lines[key[:end]] for end in range(len(key), 0, -1) if key[:end] in lines), 0)
