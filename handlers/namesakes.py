"""Whom somebody means who types a name: a staff id is one person's, a display name may be several people's."""

from collections.abc import Iterable

from handlers.refusal import Refused
from handlers.texts import Texts
from storage.people import Person


def called(said: str, among: Iterable[Person]) -> list[Person]:
    """The one with that staff id; or else everyone of that name, of those who have not left."""
    present = [person for person in among if person.left_at is None]
    known = [person for person in present if person.staff_id.casefold() == said.casefold()]
    return known or [person for person in present if person.name == said]


def the_one_called(said: str, among: Iterable[Person], texts: Texts) -> Person:
    """The only one who can be meant. Raises Refused: there is none, or whose name it is can only be told by ids."""
    found = called(said, among)
    if not found:
        raise Refused("person-not-found", staff=said)
    if len(found) > 1:
        ids = texts.plain("name-join").join(person.staff_id for person in found)
        raise Refused("person-namesakes", name=said, ids=ids)
    return found[0]
