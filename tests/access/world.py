"""A small station around one person: sheets to which they stand in every way, in every state.

A turn is tried in a transaction that is undone afterwards, so that every act meets the same world.
"""

import itertools
import re
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from sqlalchemy import select, update

from handlers import dispatch, documents
from handlers.desk import Desk
from handlers.refusal import Refused
from handlers.sheets.changes import EXTENSION, TRANSFER
from storage import (
    addresses,
    audit,
    conversations,
    counters,
    feedback,
    invitations,
    outbox,
    people,
    requests,
    sheet_people,
    sheets,
    stations,
)
from storage.db import Database, Rows, Session, Tx, metadata
from storage.feedback import FeedbackState
from storage.messages import Incoming, Lane, Outgoing, Photo
from storage.people import Person, Role, Team
from storage.query import STATION as STATION_ARGUMENT
from storage.query import Compiled, Query, arg
from storage.sheets import HandlingClass, Outcome, Risk, SheetState
from storage.stations import Community, PoliceGroup
from tests.conftest import STATION

ME, MATE, FAR, NEW = "P-ME", "P-MATE", "P-FAR", "P-NEW"
OWN_PLACE, LED_PLACE = "C2", "C1"
CHAT = "1"
TOLD = "a message from before"
FEEDBACK = "见到双方,起因是楼道堆物和夜间拖家具,约定22点后不搬动家具,下周二回看。"
PICTURE = "ab" * 32
MISSING = 987_654
SECRET_PLACE = "仙岳示例里"
SECRETS = (SECRET_PLACE, "筼筜", "警员", "社区", "甲组")
ISSUED = [state for state in SheetState if state != SheetState.DRAFT]

_TEAM = {
    Role.LEADER: Team.STATION,
    Role.SUPERVISION_POST: Team.SUPERVISION,
    Role.LEGAL_OFFICER: Team.SUPERVISION,
    Role.CASE_AUX: Team.SUPERVISION,
    Role.CASE_TEAM_LEAD: Team.CASE_TEAM,
    Role.CASE_OFFICER: Team.CASE_TEAM,
    Role.COMMUNITY_TEAM_LEAD: Team.COMMUNITY_TEAM,
    Role.GROUP_LEAD: Team.COMMUNITY_TEAM,
    Role.COMMUNITY_OFFICER: Team.COMMUNITY_TEAM,
    Role.COMMUNITY_AUX: Team.COMMUNITY_TEAM,
    Role.PATROL_OFFICER: Team.PATROL,
    Role.PATROL_AUX: Team.PATROL,
    Role.VOLUNTEER: Team.VOLUNTEERS,
    Role.SAFETY_OFFICER: Team.VOLUNTEERS,
}


@dataclass(frozen=True)
class Someone:
    """Who tries it. `standing` says what their account is."""

    name: str
    roles: frozenset[Role]
    standing: str = "bound"

    @property
    def granted(self) -> frozenset[Role]:
        """The roles that count: none for whoever is not bound, or has left."""
        return self.roles if self.standing == "bound" else frozenset()

    def __str__(self) -> str:
        return self.name


_QUALITY = frozenset({Role.QUALITY_POST})
EVERYONE = [
    *(Someone(role, frozenset({role})) for role in Role),
    Someone("quality_post and community_officer", _QUALITY | {Role.COMMUNITY_OFFICER}),
    Someone("nobody in particular", frozenset()),
    Someone("a quality_post who has left", _QUALITY, "left"),
    Someone("a quality_post whose account is unbound", _QUALITY, "unbound"),
    Someone("a quality_post in a group chat", _QUALITY, "group"),
    Someone("a stranger", frozenset(), "stranger"),
]


@dataclass(frozen=True)
class Aim:
    """A sheet, and how the person stands to it; `state` is None for one that does not exist."""

    stands: str
    state: SheetState | None
    id: int
    code: str
    owner: str = FAR
    requests: tuple[int, ...] = (MISSING, MISSING)
    """What is asked about it: more time, another team."""

    @property
    def object(self) -> str:
        """What only this sheet is about."""
        return f"{SECRET_PLACE}{self.stands}{self.state}"

    @property
    def subject(self) -> str:
        """Its name in the outbox."""
        return f"sheet:{self.id}"

    def __str__(self) -> str:
        return f"{self.state or 'a'} sheet: {self.stands}"


@dataclass
class Trace:
    """What an act left behind: what was said to whom, which rows of which tables changed."""

    said: list[tuple[str, Outgoing]]
    changed: set[str]

    def seen(self, number: int) -> list[tuple[str, ...]]:
        """What the person's phone shows, the number of what they asked for replaced."""
        return [
            (
                _without_number(message.text, number),
                str(message.answers is not None),
                str(message.replaces is not None),
                *(
                    f"{_without_number(button.label, number)}={_without_number(button.data, number)}"
                    for row in message.buttons
                    for button in row
                ),
                *message.photos,
            )
            for chat, message in self.said
            if chat == CHAT
        ]

    @property
    def words(self) -> str:
        """Everything that the person's phone shows."""
        return "\n".join(
            part
            for chat, message in self.said
            if chat == CHAT
            for part in (message.text, *(b.label for row in message.buttons for b in row), *_cells(message))
        )


def _cells(message: Outgoing) -> Iterable[str]:
    """What stands in the table that is sent with a message."""
    if message.file and message.file.name.endswith(".xlsx"):
        for row in load_workbook(BytesIO(message.file.content)).worksheets[0].values:
            yield from map(str, row)
    elif message.file:  # of a paper the words are looked at, see conftest.py: to print each takes a second
        yield message.file.content.decode()


def _without_number(text: str, number: int) -> str:
    return re.sub(rf"[DKTVZ]\d+|这一项|(?<=:){number}(?!\d)", "?", text)


_GUARDED = {
    name: Query(select(*table.c).where(table.c.station_id == STATION_ARGUMENT))
    for name, table in metadata.tables.items()
    if name not in ("outbox", "inbox")
}
_SAID = Query(
    select(outbox.outbox.c.id, outbox.outbox.c.chat, outbox.outbox.c.message)
    .where(outbox.outbox.c.station_id == STATION_ARGUMENT)
    .order_by(outbox.outbox.c.id)
)


class _Watched(Session):
    """Notes whether anything was written but messages: most acts write nothing, and need no look."""

    def __init__(self, session: Session) -> None:
        self.database = session.database
        self.wrote = False
        self._session = session

    async def fetch(self, compiled: Compiled, values: list[Any]) -> Iterable[Any]:
        self._note(compiled.sql)
        return await self._session.fetch(compiled, values)

    async def run_many(self, compiled: Compiled, values: list[list[Any]]) -> None:
        self._note(compiled.sql)
        await self._session.run_many(compiled, values)

    def _note(self, sql: str) -> None:
        if not sql.startswith(("SELECT", "INSERT INTO outbox")):
            self.wrote = True


@asynccontextmanager
async def _undone_transaction(database: Database) -> AsyncIterator[Tx]:
    """A transaction of which nothing remains."""
    try:
        async with database.transaction(STATION) as tx:
            yield tx
            raise _UndoneError  # noqa: TRY301 - it is how a transaction is told
    except _UndoneError:
        pass


class _UndoneError(Exception):
    pass


@dataclass
class World:
    """The database, and what stands in it before every act."""

    database: Database
    desk: Desk
    who: Someone
    aims: list[Aim] = field(default_factory=list)
    before: dict[str, Rows] = field(default_factory=dict)
    said_before: int = 0
    ids: Any = field(default_factory=lambda: itertools.count(1))

    @property
    def missing(self) -> Aim:
        """A sheet that does not exist."""
        return Aim("missing", None, MISSING, "D654")

    async def tries(
        self, fields: dict[str, Any], step: tuple[str, dict[str, Any]] | None, about: str | None = None
    ) -> Trace:
        """One turn with an open step, or none; in reply to a message about some subject, or to none."""
        number = next(self.ids)
        message = Incoming(
            channel="phones",
            provider_id=str(number),
            chat=CHAT,
            sender=CHAT,
            private=self.who.standing != "group",
            **({"message_id": f"u{number}"} | fields),
        )
        try:
            return await self._undone(message, step, about, None)
        except Refused as refusal:
            return await self._undone(message, step, about, refusal)

    async def _undone(
        self,
        message: Incoming,
        step: tuple[str, dict[str, Any]] | None,
        about: str | None,
        refusal: Refused | None,
    ) -> Trace:
        async with _undone_transaction(self.database) as tx:
            before = self.before
            if step:
                expires_at = tx.now + timedelta(minutes=30)
                await conversations.put(tx, "phones", CHAT, step[0], step[1], expires_at)
                before = before | {"conversations": await tx.rows(_GUARDED["conversations"])}
            if about:
                await self._has_told(tx, about)
            watched = tx._session = _Watched(tx._session)
            if refusal:
                await dispatch.refuse(tx, message, self.desk, refusal)
            else:
                await dispatch.handle(tx, message, self.desk)
            said = [
                (row["chat"], await self._whole(tx, row["chat"], Outgoing.model_validate(row["message"])))
                for row in await tx.rows(_SAID)
                if row["id"] > self.said_before and row["message"] != {"text": TOLD}
            ]
            return Trace(said, await _changed(tx, before) if watched.wrote else set())

    async def _whole(self, tx: Tx, chat: str, message: Outgoing) -> Outgoing:
        """A message with its document, as delivery would have it made."""

        @asynccontextmanager
        async def same() -> AsyncIterator[Tx]:
            yield tx

        return await documents.completed(message, "phones", chat, self.desk, same)

    async def _has_told(self, tx: Tx, subject: str) -> None:
        """A message about the subject lies in the chat, from when it was told of it."""
        told = Outgoing(text=TOLD)
        row = await outbox.append(tx, "phones", CHAT, told, lane=Lane.ROUTINE, subject=subject)
        await tx.run(_AS_SENT, row=row)


_AS_SENT = Query(
    update(outbox.outbox)
    .where(outbox.outbox.c.station_id == STATION_ARGUMENT, outbox.outbox.c.id == arg("row"))
    .values(state=outbox.OutboxState.SENT, provider_id="told")
)


async def _changed(tx: Tx, before: dict[str, Rows]) -> set[str]:
    return {
        name for name, query in _GUARDED.items() if _sorted(await tx.rows(query)) != _sorted(before[name])
    }


def _sorted(rows: Rows) -> list[str]:
    return sorted(map(str, rows))


async def open_world(database: Database, desk: Desk, who: Someone) -> World:
    """Build the station; everything about it is told and delivered already."""
    world = World(database, desk, who)
    async with database.transaction(STATION) as tx:
        await roster(tx, who)
        for stands in ("own", "helping", "group", "team", "other"):
            for state in ISSUED:
                world.aims.append(await _sheet(tx, stands, state, serial=len(world.aims) + 1))
        for stands in ("own", "other"):
            world.aims.append(await _sheet(tx, stands, SheetState.DRAFT, serial=None))
        await counters.raise_to(tx, "sheets-2023", len(world.aims))
        await invitations.add(tx, "f" * 32, MATE, "system", tx.now + timedelta(hours=1))
        await audit.add(tx, "system", "enrol.invite", f"person:{MATE}")
    await settle(world)
    return world


async def settle(world: World) -> None:
    """What is there now stands there before every act."""
    if world.who.standing == "bound":
        await _first_turn(world)
    async with world.database.transaction(STATION) as tx:
        world.before = {name: await tx.rows(query) for name, query in _GUARDED.items()}
        world.said_before = max((row["id"] for row in await tx.rows(_SAID)), default=0)


async def _first_turn(world: World) -> None:
    """The command menu is shown at the first turn; from then on it is there."""
    async with world.database.transaction(STATION) as tx:
        message = Incoming(
            channel="phones", provider_id="0", chat=CHAT, sender=CHAT, kind="message", text="/help"
        )
        await dispatch.handle(tx, message, world.desk)


async def roster(tx: Tx, who: Someone) -> None:
    """Four people, two groups, two communities."""
    team = next((_TEAM[role] for role in who.roles if role in _TEAM), Team.COMMAND_ROOM)
    elsewhere = Team.PATROL if team != Team.PATROL else Team.COMMAND_ROOM
    officer = frozenset({Role.COMMUNITY_OFFICER})
    await stations.put_name(tx, "筼筜派出所")
    await stations.put_group(tx, PoliceGroup(group_id="G1", name="甲组", lead_staff_id=ME))
    await stations.put_group(tx, PoliceGroup(group_id="G2", name="乙组", lead_staff_id=FAR))
    for place, group in ((LED_PLACE, "G1"), (OWN_PLACE, "G2")):
        await stations.put_community(
            tx, Community(community_id=place, name=f"仙岳社区{place}", group_id=group, officer_staff_id=FAR)
        )
    await people.put(tx, Person(staff_id=ME, name="警员我", team=team, roles=who.roles))
    await people.put(tx, Person(staff_id=MATE, name="警员同队", team=team, roles=officer))
    await people.put(tx, Person(staff_id=FAR, name="警员别队", team=elsewhere, roles=officer))
    either = officer | {Role.CASE_OFFICER}
    await people.put(tx, Person(staff_id=NEW, name="警员新人", team=elsewhere, roles=either))
    await addresses.bind(tx, "phones", "2", MATE)
    await addresses.bind(tx, "phones", "3", FAR)
    if who.standing != "stranger":
        await addresses.bind(tx, "phones", CHAT, ME)
    if who.standing == "left":
        await people.leave(tx, ME)
    if who.standing == "unbound":
        await addresses.unbind(tx, ME)


async def _sheet(tx: Tx, stands: str, state: SheetState, serial: int | None) -> Aim:
    draft = state == SheetState.DRAFT
    owner = {"own": ME, "team": MATE}.get(stands, FAR)
    if draft:
        owner = MATE if stands == "own" else ME  # the owner of another's draft is no more than proposed
    handed_in = state in (SheetState.SUBMITTED, SheetState.CLOSED)
    sheet_id = await sheets.load(
        tx,
        year=None if draft else 2023,
        serial=serial,
        number=f"督〔2023〕{serial:03d}号" if serial else None,
        state=state,
        object=f"{SECRET_PLACE}{stands}{state}",
        content="两户楼道堆物,请查明起因",
        supporting="",
        requirements="见到双方",
        handling_class=HandlingClass.ORDINARY,
        risk=Risk.YELLOW,
        community_id=LED_PLACE if stands == "group" else OWN_PLACE,
        owner_id=owner,
        issuer_id=ME if (stands, draft) in (("own", True), ("other", False)) else FAR,
        issued_at=None if draft else tx.now,
        acknowledged_at=None if draft or state == SheetState.ISSUED else tx.now,
        due_at=None if draft else tx.now + timedelta(days=7),
        submitted_at=tx.now if handed_in else None,
        closed_at=tx.now if state in (SheetState.CLOSED, SheetState.VOIDED) else None,
        outcome=Outcome.SETTLED if handed_in else None,
        returns=int(state == SheetState.RETURNED),
        suspended_until=None,
        batch=None,
        handed_at=None if draft else tx.now,
        sign_by=None if draft else tx.now + timedelta(hours=4),
    )
    if stands == "helping":
        await sheet_people.co_handlers.add(tx, sheet_id, ME)
    if not draft:
        await audit.add(tx, FAR, "sheet.issue", f"sheet:{sheet_id}")
    await _feedback(tx, sheet_id, state, owner)
    asked = []
    if state == SheetState.IN_PROGRESS:
        for kind, details in (
            (EXTENSION, {"reason": "", "progress": "", "days": 5}),
            (TRANSFER, {"reason": ""}),
        ):
            request = await requests.ask(tx, kind, f"sheet:{sheet_id}", owner, details)
            asked.append(request.id if request else 0)
    return Aim(stands, state, sheet_id, f"D{serial:03d}" if serial else "", owner, tuple(asked))


async def _feedback(tx: Tx, sheet_id: int, state: SheetState, owner: str) -> None:
    if state in (SheetState.DRAFT, SheetState.ISSUED, SheetState.ACKNOWLEDGED):
        return
    round_ = await feedback.begin(tx, f"sheet:{sheet_id}", owner)
    await feedback.add_text(tx, round_.id, f"phones/{CHAT}/said-{sheet_id}", FEEDBACK)
    await feedback.add_photo(tx, round_.id, None, PICTURE)
    if state != SheetState.IN_PROGRESS:
        await feedback.submit(tx, round_.id, Outcome.SETTLED, None)
    if state == SheetState.RETURNED:
        await feedback.decide(tx, round_.id, FeedbackState.RETURNED, FAR, "缺照片")
    if state == SheetState.CLOSED:
        await feedback.decide(tx, round_.id, FeedbackState.ACCEPTED, FAR)


def photo() -> dict[str, Any]:
    """A message that is one photo."""
    return {"photos": (Photo(file_id="f", size=10, sha256="cd" * 32),)}
