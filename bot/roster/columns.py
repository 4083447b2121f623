"""The columns of a roster file and the words that they take (docs/roster.md explains them to people)."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from handlers.tables.reading import plain
from handlers.texts import Texts
from storage.people import Role, Team

STAFF, NAME, TEAM, ROLES = "编号", "显示名", "队伍", "岗位"
COMMUNITY, GROUP, LEADS, NOTE = "社区", "警组", "组长", "备注"
EXAMPLE = "示例"
"""A row whose 编号 begins so is an example and is passed over."""
YES = "是"


class Column(NamedTuple):
    """One column: its heading, whether it must be there, how wide it is, and what to write in it."""

    title: str
    required: bool
    width: int
    says: str


COLUMNS = (
    Column(
        STAFF, True, 14, "本所自定的人员编号,字母、数字和 -,如 P-JIA01。每人一个,不要改动,不要用身份证号。"
    ),
    Column(NAME, True, 14, "消息里显示的名字,用代号,如 警员甲01。不要写真实姓名和手机号。"),
    Column(TEAM, True, 16, "从下拉列表里选。"),
    Column(ROLES, True, 22, "从下拉列表里选;有几个岗位时用顿号隔开,如 质效管理岗、系统管理员。"),
    Column(COMMUNITY, False, 16, "社区民警写自己负责的社区(一社区一警),社区辅警写所在的社区,其他人不填。"),
    Column(GROUP, False, 10, "社区所属的大警组,如 甲组。同一社区写一次即可;组长这一行必须写。"),
    Column(LEADS, False, 8, "是大警组组长的写 是,其他人不填。一个警组一名组长。"),
    Column(NOTE, False, 24, "给自己看的,不导入。"),
)
EXAMPLES = (
    (f"{EXAMPLE}-P01", "警员甲01", Team.COMMUNITY_TEAM, (Role.COMMUNITY_OFFICER,), "仙阁社区", "甲组", YES),
    (f"{EXAMPLE}-A01", "社区辅警01", Team.COMMUNITY_TEAM, (Role.COMMUNITY_AUX,), "仙阁社区", "", ""),
    (f"{EXAMPLE}-P02", "质效员01", Team.COMMAND_ROOM, (Role.QUALITY_POST, Role.ADMIN), "", "", ""),
)

Word = TypeVar("Word", Team, Role)


@cache
def teams() -> Mapping[str, Team]:
    """From the words of a file to the teams: the label that people see, or the identifier."""
    return _words("team", Team)


@cache
def roles() -> Mapping[str, Role]:
    """From the words of a file to the roles."""
    return _words("role", Role)


def label(word: Team | Role) -> str:
    """The word that a file has for a team or a role."""
    of = teams() if isinstance(word, Team) else roles()
    return next(text for text, each in of.items() if each == word)


def _words(kind: str, words: type[Word]) -> Mapping[str, Word]:
    texts = Texts(ZoneInfo("UTC"))
    labelled = {plain(texts.plain(f"{kind}-{word}")): word for word in words}
    return labelled | {str(word): word for word in words}
