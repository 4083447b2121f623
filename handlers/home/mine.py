"""What one has in hand, in every capability together; and before a team's lead, what each of the team has.

officer:  我的任务
bot:      📋 我的任务 / 督导单2件 … / 问题1件 … / 亮单1张 …      [D017] [Z031] [白006]
lead:     本队
bot:      👥 本队 / 办案员03 问题2件,逾期1件;亮单1张            [办案员03] …
lead:     [办案员03]                       (the same as that person sees, as far as the lead may read it)
"""

from collections.abc import Sequence
from itertools import chain, zip_longest

from handlers.access import Action, Relation, allows
from handlers.buttons import Press
from handlers.denied import not_found
from handlers.texts import Markup
from handlers.turn import Turn
from handlers.voice import MOST_BUTTONS, Part, pairs
from storage import people
from storage.messages import Button
from storage.people import Person


class PersonPress(Press):
    """What somebody of one's team has."""

    prefix = "pp"
    staff: str


async def mine(turn: Turn) -> None:
    """我的任务: what waits for oneself first, then the nearest deadline; and what one was given slips for."""
    parts = await _parts(turn, turn.person)
    if not parts:
        await turn.say(turn.texts.say("mine-empty"))
        return
    if len(parts) == 1:
        part = Markup(f"{parts[0].title}\n{turn.listed(parts[0].lines)}")
        text = turn.texts.say("mine-one", part=part)
    else:
        text = turn.texts.say("mine", parts=_together(turn, parts))
    await turn.say(text, buttons=pairs(_buttons(parts)))


async def team(turn: Turn) -> None:
    """本队: a line for everybody of the team who has something."""
    of_team = [each for each in await people.everyone(turn.tx) if _leads(turn, each)]
    found = [(person, parts) for person in of_team if (parts := await _parts(turn, person))]
    if not found:
        await turn.say(turn.texts.say("team-nobody"))
        return
    joint = turn.texts.plain("list-join")
    lines = [
        turn.texts.say("team-line", name=person.name, has=Markup(joint.join(part.title for part in parts)))
        for person, parts in found
    ]
    buttons = [turn.choice(person.name, PersonPress(staff=person.staff_id)) for person, _ in found]
    text = turn.texts.say("team", lines=turn.listed(lines))
    await turn.say(text, buttons=pairs(buttons[:MOST_BUTTONS]))


async def person_chosen(turn: Turn, press: PersonPress) -> None:
    """What one of them has."""
    person = await people.get(turn.tx, press.staff)
    if person is None or not _leads(turn, person):
        raise not_found()
    parts = await _parts(turn, person)
    if not parts:
        await turn.show(turn.texts.say("person-empty", name=person.name))
        return
    text = turn.texts.say("person", name=person.name, parts=_together(turn, parts))
    await turn.show(text, buttons=pairs(_buttons(parts)))


def _leads(turn: Turn, person: Person) -> bool:
    """Whether whoever asks answers for a person of their own team."""
    relation = Relation(team=person.team == turn.person.team)
    is_other = person.left_at is None and person.staff_id != turn.person.staff_id
    return is_other and allows(turn.person, Action.TEAM_READ, relation)


async def _parts(turn: Turn, person: Person) -> list[Part]:
    found = [await each.of_person(turn, person) for each in turn.desk.capabilities if each.of_person]
    return [part for part in found if part]


def _together(turn: Turn, parts: Sequence[Part]) -> Markup:
    return Markup("\n".join(f"{part.title}\n{turn.listed(part.lines, len(parts))}" for part in parts))


def _buttons(parts: Sequence[Part]) -> list[Button]:
    """The first of each part, then the second of each: nothing is left out for the length of another."""
    turns = chain.from_iterable(zip_longest(*(part.buttons for part in parts)))
    return [button for button in turns if button][:MOST_BUTTONS]
