"""The walk itself: everything that can be done about a thing is tried, and what comes of it held against the table.

What is not granted leaves no trace, and reads as if there were no such thing to whoever may not know of it.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from storage.people import Role
from tests.access import oracle
from tests.access.acts import Act
from tests.access.world import EVERYONE, MISSING, SECRETS, Someone, Trace, World

WITHOUT = (Role.VOLUNTEER, "nobody in particular")


def concerned(*rights: str) -> pytest.MarkDecorator:
    """Let a walk be tried by whoever has any of the rights that begin so, and by some who have none.

    Whoever else has none is like them, and looks at the lists and menus all the same.
    """
    found = [
        who for who in EVERYONE if who.name in WITHOUT or who.standing != "bound" or _has_any(who, rights)
    ]
    return pytest.mark.parametrize("who", found, ids=str, indirect=True)


def _has_any(who: Someone, rights: tuple[str, ...]) -> bool:
    return any(
        oracle.has(who.granted, right) for right in oracle.TABLE[Role.ADMIN] if right.startswith(rights)
    )


@dataclass(frozen=True)
class Walk:
    """What there is to try about an aim, whether the person may (`needs` is the act's), and whether they may know of it.

    `missing` are aims that do not exist, `reads` the right to open one; acts by a name in `silent` need no answer.
    """

    acts_of: Callable[[Any], Iterator[Act]]
    missing: Sequence[Any]
    may: Callable[[World, Any, str], bool]
    reads: str
    silent: Collection[str] = ()

    async def holes(self, world: World, all_aims: Sequence[Any], aims: Sequence[Any]) -> list[str]:
        """Everything that somebody reaches and should not, or should reach and does not."""
        answers: dict[str, list[tuple[str, ...]]] = {}
        for none in self.missing:
            for act in self.acts_of(none):
                trace = await world.tries(act.fields, act.step, none.subject if act.about else None)
                answers[str(act)] = trace.seen(MISSING)
        found = []
        for aim in aims:
            for act in self.acts_of(aim):
                trace = await world.tries(act.fields, act.step, aim.subject if act.about else None)
                found += self._holes_in(world, all_aims, aim, act, trace)
                as_missing = trace.seen(aim.id) == answers.get(str(act))
                granted = self.may(world, aim, act.needs)
                if not as_missing and not granted and not self._knows(world, aim):
                    found.append(
                        f"{world.who}: {act}: {aim}: {trace.words!r}, of a missing one another answer"
                    )
                if as_missing and act.needs == self.reads and granted:
                    found.append(f"{world.who}: {act}: {aim}: granted, and answered as if it were missing")
        return found

    def _holes_in(self, world: World, aims: Sequence[Any], aim: Any, act: Act, trace: Trace) -> list[str]:
        where, found = f"{world.who}: {act}: {aim}", []
        granted = self.may(world, aim, act.needs)
        stays = {"conversations"} if self._knows(world, aim) or granted else {"wrong_codes"}
        changed = trace.changed - stays
        if bool(changed) != (granted and aim.state in act.traces):
            found.append(f"{where}: changes {sorted(trace.changed) or 'nothing'}")
        found += [
            f"{where}: shows a {other}"
            for other in aims
            if other.words in trace.words and not self._knows(world, other)
        ]
        if world.who.standing != "bound":
            found += [f"{where}: tells of {secret}" for secret in SECRETS if secret in trace.words]
        elif not trace.words and act.name not in self.silent:
            found.append(f"{where}: no answer")
        if not granted and any(chat != "1" for chat, _ in trace.said):
            found.append(f"{where}: others are told")
        return found

    def _knows(self, world: World, aim: Any) -> bool:
        return self.may(world, aim, self.reads)
