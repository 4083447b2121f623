"""The bot is killed again and again while people work with it: nothing is lost, nothing is done twice.

They draft, sign, answer with words and pictures and press, and meanwhile broadcasts to everyone are on their way.
Two stations side by side share the kills: 200 among all the tests, `make crash N=1000` before a release. What it
does is drawn from the seed that it prints: `make crash SEED=17` draws the same again.
"""

import asyncio
import json
import os
import random
import re
import signal
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import count, islice
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.sandbox.updates import FIRST_ID
from handlers.texts import unmarked
from storage import outbox
from storage.messages import Lane, Outgoing
from storage.opening import open_database
from tests.conftest import STATION
from tests.crash.actors import PATIENCE, PICTURES, Asker, Officer, Room
from tests.crash.forked import forked
from tests.service import Service, service

KILLS = int(os.environ.get("KILLS") or 200)
SEED = int(os.environ.get("SEED") or random.randrange(10**6))
STATIONS = 2
STARTS, STARTING = 0.2, 0.15
"""How often it is killed while it starts, within so many seconds; the other times at work."""
WORKS = 0.5
"""Seconds at work after which it is dead at the latest."""
BROADCAST = 20
"""Messages to many that wait as a run begins: more than leave in one."""


@pytest.mark.parametrize("station", range(STATIONS))
async def test_whenever_it_is_killed_nothing_is_lost_and_nothing_is_done_twice(
    tmp_path: Path, station: int
) -> None:
    print(f"SEED={SEED} KILLS={KILLS}")  # noqa: T201 - shown when it fails
    chance = random.Random(SEED + station)
    async with service(tmp_path, Clock()) as spawned, forked(spawned) as bot:
        rooms, officers, askers = cast(bot, chance)
        over, all_over = asyncio.Event(), asyncio.Event()
        working = [asyncio.create_task(room.works(over)) for room in rooms]
        working += [asyncio.create_task(asker.works(over)) for asker in askers]
        answering = [asyncio.create_task(officer.works(all_over)) for officer in officers]
        in_flight: Counter[Said] = Counter()
        twice: set[int] = set()
        began, numbers = asyncio.get_running_loop().time(), count()
        for _ in range(KILLS // STATIONS):
            await broadcast(bot, numbers)
            await bot.start()
            if chance.random() < STARTS:
                await asyncio.sleep(chance.uniform(0, STARTING))
            else:
                await bot.at_work()
                await asyncio.sleep(chance.uniform(0, WORKS))
            await bot.stop(signal.SIGKILL)
            in_flight.update(notices(bot, "state = 'sending'"))
            twice |= in_flight_once_more(bot, twice, [*rooms, *officers])
            assert bot.rows("PRAGMA integrity_check") == [("ok",)]
        seconds = asyncio.get_running_loop().time() - began
        over.set()
        await bot.start()
        await bot.at_work()
        await asyncio.gather(*working)
        sheets = sum(len(room.issued) for room in rooms)
        await all_is_handed_in(bot, officers, answering, sheets)
        for task in answering:
            task.cancel()
        await everything_has_left(bot)

        assert bot.rows("PRAGMA foreign_key_check") == []
        every_update_was_handled_once(bot)
        every_sheet_was_issued_once(bot, rooms)
        every_word_and_picture_was_kept_once_in_order(bot, officers)
        everything_was_said_and_twice_only_what_was_in_flight(bot, in_flight)
        unknown_is_what_was_in_flight_twice_and_that_was_told(bot, twice)
        what_is_held_waits_for_a_digest_that_will_come(bot)
        every_message_reads_as_was_said_last(bot)
        states = dict(bot.rows("SELECT state, count(*) FROM outbox GROUP BY 1"))
        told = f"{sheets} sheets, {in_flight.total()} in flight at the kills, messages: {states}"
        print(f"{KILLS // STATIONS} kills in {seconds:.0f} s, {told}")  # noqa: T201


def cast(bot: Service, chance: random.Random) -> tuple[list[Room], list[Officer], list[Asker]]:
    """Who takes part, each with dice of their own."""

    def dice() -> random.Random:
        return random.Random(chance.random())

    rooms = [
        Room(bot.world, "P-ZX01", dice(), places=(("甲组", "仙阁社区"), ("甲组", "竹溪社区"))),
        Room(bot.world, "P-ZHR01", dice(), places=(("乙组", "仙岳社区"), ("丙组", "西郭社区"))),
    ]
    officers = [Officer(bot.world, key, dice()) for key in ("P-JIA01", "P-JIA02", "P-YI01", "P-BING01")]
    askers = [Asker(bot.world, key, dice()) for key in ("P-LD01", "P-BA01", "P-XL01", "A-SQ01", "P-AD01")]
    return rooms, officers, askers


async def broadcast(bot: Service, numbers: Iterator[int]) -> None:
    """While nothing runs, so much comes to wait for many that there is more than the next run sends."""
    chats = [str(phone.person.user_id) for phone in bot.world.phones.values()]
    ((waiting,),) = bot.rows("SELECT count(*) FROM outbox WHERE state = 'pending' AND lane = 'bulk'")
    database = await open_database(f"sqlite:///{bot.database}", bot.world.clock.now)
    async with database.transaction(STATION) as tx:
        for number in islice(numbers, max(0, BROADCAST - waiting)):
            message = Outgoing(text=f"第{number:05}号通知")
            await outbox.append(tx, "telegram", chats[number % len(chats)], message, lane=Lane.BULK)
    await database.close()


def in_flight_once_more(bot: Service, known: set[int], actors: list[Room | Officer]) -> set[int]:
    """What was repeated because of a kill and is in flight at another; those who wait for it hear of it here.

    A person would after a while ask again by themselves. Here they do so for this reason only, that what is lost
    for any other fails the test.
    """
    found = {
        row: (chat, message)
        for row, chat, text in bot.rows(
            "SELECT id, chat, message FROM outbox WHERE state = 'sending' AND doubts > 0"
        )
        if not (message := Outgoing.model_validate(json.loads(text))).repeatable
    }
    for row in found.keys() - known:
        chat, message = found[row]
        for actor in actors:
            if str(bot.world.phones[actor.key].person.user_id) == chat:
                actor.hears_no_more(message)
    return set(found)


async def all_is_handed_in(
    bot: Service, officers: list[Officer], working: list[asyncio.Task[None]], sheets: int
) -> None:
    """However much is left, there is always one more before long."""

    def handed_in() -> int:
        return sum(officer.handed_in() for officer in officers)

    while (so_far := handed_in()) < sheets:
        await bot.world.until(partial(lambda before: handed_in() > before, so_far), PATIENCE)
        for task in working:
            if task.done():
                task.result()


async def everything_has_left(bot: Service) -> None:
    """Let the bot run, and stop it as an administrator does, until nothing waits to be said."""
    for _ in range(20):
        await asyncio.sleep(2)
        assert await bot.stop() == 0, bot.log
        if not bot.rows("SELECT 1 FROM outbox WHERE state = 'pending'"):
            return
        await bot.start()
        await bot.at_work()  # before that a signal ends it as any process
    raise AssertionError("something is never said")


# What must be true in the end

Said = tuple[str, str]
"""A chat and a text, as people read it, without the words that say it is a repetition."""
AGAIN = re.compile("^〔重发 № [0-9]+〕")


def notices(bot: Service, where: str) -> list[Said]:
    """The messages (no edits, no answers to presses, no menus) among the rows of the outbox."""
    rows = bot.rows(f"SELECT chat, message FROM outbox WHERE {where}")  # noqa: S608 - our own words
    found = [(chat, Outgoing.model_validate(json.loads(message))) for chat, message in rows]
    return [
        (chat, AGAIN.sub("", unmarked(message.text)).strip())
        for chat, message in found
        if message.text and message.answers is None and message.replaces is None
    ]


def every_update_was_handled_once(bot: Service) -> None:
    happened = bot.world.updates._next_id - FIRST_ID
    assert bot.world.updates.pending() == []
    assert bot.rows("SELECT state, tries, count(*) FROM inbox GROUP BY 1, 2") == [("handled", 0, happened)]


def every_sheet_was_issued_once(bot: Service, rooms: list[Room]) -> None:
    """A draft in which there is no word yet may be left, where the first question was never asked."""
    of = "SELECT serial, object, state, outcome FROM sheets"
    sheets = bot.rows(f"{of} WHERE object <> '' ORDER BY serial")
    assert [serial for serial, *_ in sheets] == list(range(1, len(sheets) + 1))
    assert sorted(subject for _, subject, *_ in sheets) == sorted(s for room in rooms for s in room.issued)
    assert {tuple(rest) for _, _, *rest in sheets} == {("submitted", "settled")}


def every_word_and_picture_was_kept_once_in_order(bot: Service, officers: list[Officer]) -> None:
    kept: dict[str, list[str]] = {}
    pictures: Counter[str] = Counter()
    query = "SELECT subject, text, sha256 FROM feedback JOIN feedback_parts ON feedback_id = feedback.id"
    for sheet, text, sha256 in bot.rows(f"{query} ORDER BY feedback_parts.id"):
        if text is not None:
            kept.setdefault(sheet, []).append(text)
        pictures[sheet] += sha256 is not None
    assert kept == {f"sheet:{sheet}": said for officer in officers for sheet, said in officer.said.items()}
    assert set(pictures.values()) == {len(PICTURES)}
    for (sha256,) in bot.rows("SELECT sha256 FROM photos"):
        assert next(bot.folder.glob(f"data/photos/*/{sha256}")).stat().st_size > 0


def everything_was_said_and_twice_only_what_was_in_flight(bot: Service, in_flight: Counter[Said]) -> None:
    """At each kill that it was in flight at, it may have been said once more."""
    assert {state for (state,) in bot.rows("SELECT DISTINCT state FROM outbox")} <= {
        "sent",
        "stale",
        "unknown",
        "held",
    }
    chats = {key: str(phone.person.user_id) for key, phone in bot.world.phones.items()}
    delivered = Counter((chats[each.key], AGAIN.sub("", each.text)) for each in bot.world.deliveries)
    wanted = Counter(notices(bot, "state = 'sent'"))
    assert wanted - delivered == Counter(), "never said"
    assert (delivered - wanted) - in_flight == Counter(), "said twice, though it was not in flight"


def unknown_is_what_was_in_flight_twice_and_that_was_told(bot: Service, twice: set[int]) -> None:
    """A copy that was pressed all the same is known. Of what was to tell of others the administrators do not hear.

    Of the others they hear at once or, so soon after another, in ten minutes.
    """
    unknown = {row for (row,) in bot.rows("SELECT id FROM outbox WHERE state = 'unknown'")}
    pressed = {row for (row,) in bot.rows("SELECT id FROM outbox WHERE state = 'sent' AND doubts > 0")}
    assert unknown <= twice <= unknown | pressed
    reports = {row for (row,) in bot.rows("SELECT id FROM outbox WHERE subject = 'report'")}
    texts = [text for _, text in notices(bot, "subject = 'report'") if "不知是否送达" in text]
    told = {int(number) for text in texts for number in re.findall(r"[0-9]+", text.partition("编号")[2])}
    awaited = "SELECT subject FROM timers WHERE kind = 'report.unknown' AND subject <> 'rest'"
    waiting = {int(number) for (number,) in bot.rows(awaited)}
    assert told | waiting == twice - reports
    assert not told & waiting
    assert not waiting or told, "the first is told at once"


def what_is_held_waits_for_a_digest_that_will_come(bot: Service) -> None:
    """Beyond a day's ceiling ordinary notices wait for the next digest: not sent ones, and its timer is set."""
    held = {
        tuple(row)
        for row in bot.rows("SELECT DISTINCT chat, lane, tries, doubts FROM outbox WHERE state = 'held'")
    }
    timers = "SELECT chat FROM addresses JOIN timers ON kind = 'digest.held' AND subject = staff_id"
    awaited = {chat for (chat,) in bot.rows(f"{timers} WHERE state = 'pending'")}
    assert held <= {(chat, "routine", 0, 0) for chat in awaited}


def every_message_reads_as_was_said_last(bot: Service) -> None:
    """An edit is meant for both copies of what was said twice, once both are known.

    Of a copy that is known by a press only nobody knows whether it was the repetition.
    """
    known = "SELECT chat, provider_id, twin_id FROM outbox WHERE twin_id IS NOT NULL"
    twins = {(chat, copy): twin for chat, *pair in bot.rows(known) for copy, twin in (pair, pair[::-1])}
    last = {}
    for chat, copy, text in bot.rows(
        "SELECT chat, provider_id, message FROM outbox WHERE provider_id IS NOT NULL ORDER BY id"
    ):
        last[chat, copy] = message = Outgoing.model_validate(json.loads(text))
        if message.replaces and (twin := twins.get((chat, copy))):
            last[chat, twin] = message
    for (chat, copy), message in last.items():
        phone = bot.world.phone_of(int(chat))
        assert phone is not None
        shown = phone.messages[int(copy)].text
        assert AGAIN.sub("", shown) == AGAIN.sub("", unmarked(message.text).strip())
