"""The differences that an import would make, as a table for the terminal."""

from typing import Any

from rich.table import Table

from handlers.roster.rules import Change, Changes
from storage.records import Record


def differences(changes: Changes) -> Table:
    """A row for each person, community and group that changes, old value and new."""
    table = Table("变化", "谁", "原来", "改为")
    every: tuple[Change[Any], ...] = (*changes.groups, *changes.communities, *changes.people)
    for change in every:
        old, new = _fields(change.before), _fields(change.after)
        differing = [name for name in new if new[name] != old.get(name)]
        who = next(iter(new.values()))
        table.add_row(
            "修改" if change.before else "新增",
            who,
            "\n".join(f"{name} {old.get(name, '')}" for name in differing) if change.before else "",
            "\n".join(f"{name} {new[name]}" for name in differing),
        )
    for person in changes.left:
        table.add_row("离所", person.staff_id, person.name, "解绑")
    return table


def _fields(record: Record | None) -> dict[str, str]:
    if record is None:
        return {}
    return {
        name: "、".join(sorted(value))
        if isinstance(value, frozenset)
        else str(value if value is not None else "—")
        for name, value in record
    }
