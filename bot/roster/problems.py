"""What is wrong with a roster file."""

from collections.abc import Iterable
from typing import NamedTuple


class Problem(NamedTuple):
    """One thing to put right: the row as the table program counts it (0: the whole file), the column."""

    row: int
    column: str
    text: str


class RosterFileError(Exception):
    """Everything that is wrong with a roster file, in the order of its rows."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(_told, self.problems)))


def _told(problem: Problem) -> str:
    where = f"第 {problem.row} 行" if problem.row else "文件"
    return f"{where} {problem.column}: {problem.text}" if problem.column else f"{where}: {problem.text}"
