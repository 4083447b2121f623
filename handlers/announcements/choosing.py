"""To whom an announcement goes: teams, groups, communities, posts, single people, or an audience that was saved.

bot:    发给谁?                       [全所] [常用] / [按队组] [按岗位] / [按社区] [点名]
room:   [按队组]
bot:    …                            [甲组] [乙组] / [丙组] [社区警务队] / [更多] [选好了]
room:   [乙组]                        (chosen: ✓乙组; once more leaves it)
room:   [选好了]                       (the preview, drafting.py)
room:   甲组、警员丙02                   (typed at any time: every name that is known)
"""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping

from handlers.announcements import cards, usecases
from handlers.announcements.presses import AudiencePress
from handlers.announcements.previewing import AUDIENCE, button, question, show
from handlers.refusal import Refused
from handlers.texts import Markup
from handlers.turn import Turn
from handlers.voice import pairs
from storage import audiences, people, stations
from storage.announcements import Announcement
from storage.audiences import Kind, Part
from storage.people import Role, Team

ON_A_PAGE = 4
MOST_TYPED = 200
WHOLE = Part(kind=Kind.STATION)
_BETWEEN = re.compile(r"[\n、,,;;]+")


async def ask(turn: Turn, draft: Announcement) -> None:
    """Another audience than there was."""
    await turn.ask(AUDIENCE, announcement=draft.id)
    text, buttons = await question(turn, draft)
    chosen = await cards.audience_line(turn, draft.audience_id)
    if chosen:
        text = Markup(f"{turn.texts.say('announcement-chosen', audience=chosen)}\n{text}")
    await turn.show(text, buttons=[*buttons, [button(turn, "done", draft)]])


async def typed(turn: Turn) -> None:
    """Names, one or many."""
    draft = await usecases.own_draft(turn, turn.data["announcement"])
    draft = await usecases.back_to_draft(turn, draft)
    known = await _known(turn)
    names = _names(turn.need_text(MOST_TYPED), known)
    for key, found in (
        ("announcement-unknown", [name for name in names if not known.get(name.casefold())]),
        ("announcement-namesakes", [name for name in names if len(known.get(name.casefold(), ())) > 1]),
    ):
        if found:
            raise Refused(key, names=turn.texts.plain("name-join").join(found))
    added = [part for name in names for part in known[name.casefold()]]
    there = [] if WHOLE in added else await _narrower(turn, draft)
    await audiences.put(turn.tx, draft.audience_id, list(dict.fromkeys([*there, *added])))
    await show(turn, draft)


def _names(typed: str, known: Mapping[str, Collection[Part]]) -> list[str]:
    """The names of a text; those of several words are such as are known."""
    pieces = [piece.strip() for piece in _BETWEEN.split(typed)]
    words = [[piece] if piece.casefold() in known else piece.split() for piece in pieces]
    return [name for piece in words for name in piece]


async def _narrower(turn: Turn, draft: Announcement) -> list[Part]:
    """What was chosen so far, to which something is added: of the whole station nothing is left then."""
    return [part for part in await audiences.of(turn.tx, draft.audience_id) if part != WHOLE]


async def chosen(turn: Turn, press: AudiencePress) -> None:
    """A part taken or left, an audience that was saved, or a page of them."""
    draft = await usecases.own_draft(turn, press.announcement)
    draft = await usecases.back_to_draft(turn, draft)
    if press.kind == Kind.STATION:
        await audiences.put(turn.tx, draft.audience_id, [WHOLE])
        await show(turn, draft)
        return
    if press.key:
        choices = await _choices(turn, press.kind)
        if press.key not in choices:
            raise Refused("button-unknown")
        if press.kind == "saved":
            await audiences.copy(turn.tx, int(press.key), draft.audience_id)
            await show(turn, draft)
            return
        part = _part(press.kind, press.key)
        await audiences.put(turn.tx, draft.audience_id, await _narrower(turn, draft))
        await audiences.toggle(turn.tx, draft.audience_id, part)
    await _page(turn, draft, press)


async def _page(turn: Turn, draft: Announcement, press: AudiencePress) -> None:
    choices = list((await _choices(turn, press.kind)).items())
    there = set(await audiences.of(turn.tx, draft.audience_id))
    first = press.page * ON_A_PAGE
    buttons = []
    for key, name in choices[first : first + ON_A_PAGE]:
        is_chosen = press.kind != "saved" and _part(press.kind, key) in there
        again = press.model_copy(update={"key": key})
        buttons.append(turn.choice(f"✓{name}" if is_chosen else name, again))
    if len(choices) > ON_A_PAGE:
        next_page = press.page + 1 if first + ON_A_PAGE < len(choices) else 0
        more = press.model_copy(update={"key": "", "page": next_page})
        buttons.append(turn.button("announcement-more", more))
    buttons.append(button(turn, "done", draft))
    await turn.ask(AUDIENCE, announcement=draft.id)
    line = await cards.audience_line(turn, draft.audience_id)
    await turn.show(turn.texts.say("announcement-choose", audience=line or "—"), buttons=pairs(buttons))


def _part(kind: str, key: str) -> Part:
    """Teams and groups share a page: a group's key says what it is."""
    if kind == Kind.TEAM and key not in set(Team):
        return Part(kind=Kind.GROUP, key=key)
    return Part(kind=Kind(kind), key=key)


async def _choices(turn: Turn, kind: str) -> dict[str, str]:
    """What can be chosen of a kind: the name of each by its key."""
    tx, texts = turn.tx, turn.texts
    match kind:
        case "saved":
            return {str(each.id): each.name for each in await audiences.saved(tx)}
        case Kind.TEAM | Kind.GROUP:
            groups = {group.group_id: group.name for group in await stations.all_groups(tx)}
            return groups | {str(team): texts.plain(f"team-{team}") for team in Team}
        case Kind.ROLE:
            return {str(role): texts.plain(f"role-{role}") for role in Role if role != Role.ADMIN}
        case Kind.COMMUNITY:
            return {place.community_id: place.name for place in await stations.all_communities(tx)}
        case _:
            return {}


async def _known(turn: Turn) -> dict[str, set[Part]]:
    """Everything that can be named, by every name of it, casefolded; several people may have one name."""
    tx, desk = turn.tx, turn.desk
    found: dict[str, set[Part]] = defaultdict(set)
    for person in await people.everyone(tx):
        if person.left_at is None:
            for name in (person.name, person.staff_id):
                found[name.casefold()].add(Part(kind=Kind.PERSON, key=person.staff_id))
    many = {
        place.name: Part(kind=Kind.COMMUNITY, key=place.community_id)
        for place in await stations.all_communities(tx)
    }
    many |= {group.name: Part(kind=Kind.GROUP, key=group.group_id) for group in await stations.all_groups(tx)}
    many |= {name: Part(kind=Kind.ROLE, key=role) for role in Role for name in desk.labels(f"role-{role}")}
    many |= {name: Part(kind=Kind.TEAM, key=team) for team in Team for name in desk.labels(f"team-{team}")}
    many |= dict.fromkeys(desk.labels("whole-station"), WHOLE)
    return found | {name.casefold(): {part} for name, part in many.items()}
