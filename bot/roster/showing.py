"""The differences that an import would make, as a table for the terminal."""

from typing import Any

from rich.markup import escape
from rich.table import Table

from bot.roster.columns import COMMUNITY, GROUP, LEADS, NAME, ROLES, TEAM, label
from handlers.roster.rules import Change, Changes
from storage.people import Role, Team

_TITLES = {
    "name": NAME,
    "team": TEAM,
    "roles": ROLES,
    "community_id": COMMUNITY,
    "group_id": GROUP,
    "lead_staff_id": LEADS,
    "officer_staff_id": label(Role.COMMUNITY_OFFICER),
    "left_at": "离所",
}


def differences(changes: Changes) -> Table:
    """A row for each person, community and group that changes, old value and new."""
    table = Table("变化", "谁", "原来", "改为")
    for kind, every in ((GROUP, changes.groups), (COMMUNITY, changes.communities), ("", changes.people)):
        for change in every:
            _add(table, kind, change)
    for person in changes.left:
        table.add_row("离所", person.staff_id, escape(person.name), "停用账号")
    return table


def _add(table: Table, kind: str, change: Change[Any]) -> None:
    key, *_ = type(change.after).model_fields
    who = getattr(change.after, key)
    fields = {name: pair for name, pair in change.fields().items() if name != key}
    act = "新增" if change.before is None else "回来" if fields.get("left_at") else "修改"
    before = "" if change.before is None else "\n".join(_told(name, old) for name, (old, _) in fields.items())
    after = "\n".join(_told(name, new) for name, (_, new) in fields.items())
    table.add_row(act, escape(f"{kind} {who}".strip()), escape(before), escape(after))


def _told(name: str, value: Any) -> str:
    if name == "team" and value:
        value = label(Team(value))
    elif name == "roles":
        value = "、".join(label(Role(role)) for role in value or ())
    elif name == "left_at":
        value = "否" if value is None else "是"
    return f"{_TITLES[name]} {value or '(空)'}"
