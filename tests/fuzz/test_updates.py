"""Thousands of updates, mutilated and made up: nothing crashes, nothing sticks, and whoever is behind them is answered.

`make fuzz` sends twenty thousand, `make fuzz N=1000000` a million; among all the tests it is four hundred.
What it sends is drawn from the seed that it prints: `make fuzz SEED=17` draws the same again.
"""

import os
import random
from itertools import count
from pathlib import Path

import pytest
import telegram
from sqlalchemy import func, select
from structlog.testing import capture_logs

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_listening import ALLOWED_UPDATES
from bot.channels.telegram_updates import incoming
from bot.clock import Clock
from bot.sandbox.demo_station import bind_everyone, demo_people, load_roster, load_sheets
from bot.sandbox.world import World
from handlers.reports import REPORT
from handlers.settings import Settings
from storage.db import Database
from storage.inbox import inbox
from storage.messages import IncomingKind
from storage.outbox import outbox
from storage.query import STATION as STATION_ARGUMENT
from storage.query import Query, arg
from tests.conftest import STATION
from tests.fuzz.generation import KINDS, Generator
from tests.fuzz.mutation import Update, mutated, real_updates
from tests.scenario import Phones, Station
from tests.service import TOKEN

UPDATES = int(os.environ.get("UPDATES") or 400)
SEED = int(os.environ.get("SEED") or random.randrange(10**6))
EACH_KIND = 20
BATCH = 50
PATIENCE = 40
"""Half minutes within which whatever fails is given up."""
PEOPLE = ("P-ZX01", "P-YI01", "P-JIA01", "P-SQ00", "P-BA08", "P-LD01")
"""Whose updates are mutilated; the administrator is left in peace, to count the reports."""
DEFECTS = {"a worker stopped; the next sweep wakes it", "parked without a word to anyone", "given up"}

PARKED = {
    "an update that could not be read",
    "IntegrityError",  # a forged migration to somebody else's chat
    "UniqueViolationError",
}

_STATES = Query(
    select(inbox.c.state, inbox.c.error, func.count().label("n"))
    .where(inbox.c.station_id == STATION_ARGUMENT)
    .group_by(inbox.c.state, inbox.c.error)
)
_REPORTS = Query(
    select(func.count().label("n")).where(
        outbox.c.station_id == STATION_ARGUMENT, outbox.c.subject == arg("about")
    )
)


async def test_no_update_stops_the_bot(database: Database, clock: Clock, tmp_path: Path) -> None:
    print(f"SEED={SEED} UPDATES={UPDATES}")  # noqa: T201 - shown when it fails
    chance = random.Random(SEED)
    world = World(clock, token=TOKEN, bot_name="筼小筜", bot_username="dudao_bot")
    chats = {
        person.staff_id: world.add_person(person.staff_id, person.name, "").user_id
        for person in demo_people()
    }
    station = await busy_station(database, clock, tmp_path, chats)
    channel = TelegramChannel(TOKEN, "http://127.0.0.1:1", station.store)
    real, senders = real_updates(world, PEOPLE), [chats[key] for key in PEOPLE]
    generator = Generator(chance, senders)
    numbers = count(1)
    for _ in range(0, UPDATES, BATCH):
        drawn = [generator.update(chance.choice(KINDS)) for _ in range(BATCH // 2)]
        drawn += chance.choices(real, k=BATCH - len(drawn))
        updates = [mutated(update, chance, senders) for update in drawn]
        updates += [asking(chats[key]) for key in PEOPLE]
        with capture_logs() as told:
            for update in updates:
                update["update_id"] = next(numbers) if chance.random() < 0.98 else update.get("update_id")
                await station.intake.receive(channel.translate(update))
            await nothing_sticks(station)
            await bind(station, chats)
            await station.moments_pass(
                3600
            )  # whom a forged migration makes a stranger is told so once an hour
            before = {key: len(station.phones.chats.get(str(chats[key]), [])) for key in PEOPLE}
            for key in PEOPLE:
                await station.intake.receive(
                    channel.translate(asking(chats[key]) | {"update_id": next(numbers)})
                )
            await nothing_sticks(station)
        silent = [key for key in PEOPLE if len(station.phones.chats.get(str(chats[key]), [])) <= before[key]]
        assert silent == [], "nobody answers them"
        assert not DEFECTS & {event["event"] for event in told}
        station.phones.chats.clear()
    await channel.close()
    await station.intake.stop(1)
    await what_was_parked_was_reported(database)


@pytest.mark.parametrize("kind", KINDS)
def test_an_update_of_every_kind_is_read_and_those_that_are_not_for_us_are_let_go(kind: str) -> None:
    bot = telegram.Bot(TOKEN)
    generator = Generator(random.Random(kind), [5_000_001, 5_000_002])
    for number in range(EACH_KIND):
        update = generator.update(kind) | {"update_id": number}
        theirs = telegram.Update.de_json(update, bot)
        assert getattr(theirs, kind), update
        found = incoming(update)
        assert found is None or found.kind != IncomingKind.UNREADABLE
        if found and theirs.effective_chat and theirs.effective_user:  # as the library reads it
            assert (found.chat, found.sender) == (
                str(theirs.effective_chat.id),
                str(theirs.effective_user.id),
            )
        if found and found.kind in (IncomingKind.MESSAGE, IncomingKind.EDIT) and theirs.effective_message:
            message = theirs.effective_message
            assert found.text == (message.text or message.caption or "")
            assert found.sent_at == message.date
            assert bool(found.photos) >= bool(message.photo)
        assert found is None or kind in ALLOWED_UPDATES


async def busy_station(database: Database, clock: Clock, folder: Path, chats: dict[str, int]) -> Station:
    """The demo station with its sheets, its people on Telegram."""
    station = Station(database, clock, folder, Settings(), Phones(name="telegram"))
    async with database.transaction(STATION) as tx:
        await load_roster(tx)
    await bind(station, chats)
    async with database.transaction(STATION) as tx:
        await load_sheets(tx, station.desk)
    await station.settle()
    return station


async def bind(station: Station, chats: dict[str, int]) -> None:
    """Everybody has their account (again: a forged migration takes it away)."""
    async with station.database.transaction(STATION) as tx:
        await bind_everyone(tx, "telegram", {key: str(chat) for key, chat in chats.items()})


def asking(chat: int) -> Update:
    """A plain question from somebody."""
    who = {"id": chat, "is_bot": False, "first_name": "x"}
    body = {
        "message_id": 10**6,
        "date": 1,
        "from": who,
        "chat": {"id": chat, "type": "private"},
        "text": "菜单",
    }
    return {"message": body}


async def nothing_sticks(station: Station) -> None:
    """Let time pass until nothing waits; it must not take long."""
    await station.settle()
    for _ in range(PATIENCE):
        if not any(state == "new" for state, _ in await inbox_states(station.database)):
            return
        await station.moments_pass(30)
    raise AssertionError(f"something sticks: {await inbox_states(station.database)}")


async def inbox_states(database: Database) -> dict[tuple[str, str | None], int]:
    async with database.transaction(STATION) as tx:
        return {(row["state"], row["error"]): row["n"] for row in await tx.rows(_STATES)}


async def what_was_parked_was_reported(database: Database) -> None:
    found = await inbox_states(database)
    print(found)  # noqa: T201 - what was found
    async with database.transaction(STATION) as tx:
        reports = await tx.value(_REPORTS, about=REPORT)
    assert reports == sum(n for (state, _), n in found.items() if state == "parked")
    assert {error for state, error in found if state == "parked"} <= PARKED
