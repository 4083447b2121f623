"""Stations that have been at work for years, written by the databases themselves: a million rows in seconds."""

from datetime import datetime, timedelta
from typing import Any

from bot.sandbox.demo_station import load_roster
from handlers.desk import Desk
from handlers.menu import commands_of, fingerprint
from storage import addresses, people
from storage.db import Tx
from storage.people import Person, Role, Team
from storage.query import Compiled

STATION = "YD"
OFFICERS = 1_000
_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {last})"


def chat_of(officer: int) -> str:
    """The chat of the so-many-th officer."""
    return str(5_000_000 + officer)


def _staff(number: str) -> str:
    """The staff id of an officer, in SQL."""
    return f"'O-' || (({number}) % {OFFICERS})"


async def add_officers(tx: Tx, desk: Desk) -> None:
    """The demo's roster, and a thousand officers with an account in which the menu is shown already."""
    await load_roster(tx)
    for number in range(OFFICERS):
        officer = Person(
            staff_id=f"O-{number}",
            name=f"警员{number:04d}",
            team=Team.COMMUNITY_TEAM,
            community_id="C-XY",
            roles=frozenset({Role.COMMUNITY_OFFICER}),
        )
        await people.put(tx, officer)
        await addresses.bind(tx, "telegram", chat_of(number), officer.staff_id)
        menu = fingerprint(desk.texts.language, commands_of(desk, officer))
        await addresses.menu_shown(tx, "telegram", chat_of(number), menu)


async def add_open_sheets(tx: Tx, first: int, many: int, sign_by: datetime) -> None:
    """Sheets with serial numbers from `first` on, one officer after the other, to be signed for by `sign_by` (UTC)."""
    moment = _moment(tx, sign_by)
    await _write(
        tx,
        f"""INSERT INTO sheets (station_id, year, serial, number, state, object, content, requirements,
        handling_class, risk, community_id, owner_id, issuer_id, created_at, issued_at, handed_at, sign_by, due_at, returns)
        {_NUMBERS.format(first=first, last=first + many - 1)}
        SELECT '{STATION}', 2023, i, '督导〔2023〕' || i || '号', 'issued', '示例里' || i || '栋', '上门了解,促成协商。', '',
        'ordinary', 'yellow', 'C-XY', {_staff("i")}, 'P-ZX01', {moment}, {moment}, {moment}, {moment},
        {_moment(tx, sign_by + timedelta(days=7))}, 0 FROM n""",
    )
    await _write(
        tx,
        f"""INSERT INTO timers (station_id, key, kind, subject, due_at, state, tries)
        SELECT station_id, 'sheets.sign/sheet:' || id, 'sheets.sign', 'sheet:' || id, {moment}, 'pending', 0
        FROM sheets WHERE station_id = '{STATION}' AND serial >= {first} AND serial < {first + many}""",
    )


async def add_history(tx: Tx, rows: int) -> None:
    """What is over and done with: half of the rows in the audit, the others handled, sent and closed."""
    at = _moment(tx, tx.now - timedelta(days=30))
    numbers = _NUMBERS.format(first=1, last=rows // 2)
    await _write(
        tx,
        f"""INSERT INTO audit (station_id, at, actor, action, subject, detail)
        {numbers} SELECT '{STATION}', {at}, {_staff("i")}, 'sheet.acknowledge', 'sheet:' || (10000000 + i / 5),
        '{{"before": "issued", "after": "acknowledged"}}' FROM n""",
    )
    numbers = _NUMBERS.format(first=1, last=rows // 5)
    await _write(
        tx,
        f"""INSERT INTO inbox (station_id, channel, provider_id, chat, message, state, tries, next_try_at, received_at,
        handled_at) {numbers} SELECT '{STATION}', 'telegram', 'old-' || i, 'telegram/' || (5000000 + i % {OFFICERS}), '{{}}',
        'handled', 0, {at}, {at}, {at} FROM n""",
    )
    await _write(
        tx,
        f"""INSERT INTO outbox (station_id, channel, chat, lane, message, subject, state, tries, not_before, created_at,
        sent_at, provider_id) {numbers} SELECT '{STATION}', 'telegram', '' || (5000000 + i % {OFFICERS}), 'interactive',
        '{{"text": "📋 D017 办理中"}}', 'sheet:' || (10000000 + i / 5), 'sent', 0, {at}, {at}, {at}, '' || i FROM n""",
    )
    await _write(
        tx,
        f"""INSERT INTO sheets (station_id, year, serial, number, state, object, content, requirements,
        handling_class, risk, community_id, owner_id, issuer_id, created_at, issued_at, handed_at, due_at, closed_at, returns)
        {_NUMBERS.format(first=1, last=rows // 10)}
        SELECT '{STATION}', 2022, i, '督导〔2022〕' || i || '号', 'closed', '示例里' || i || '栋', '上门了解,促成协商。', '',
        'ordinary', 'yellow', 'C-XY', {_staff("i")}, 'P-ZX01', {at}, {at}, {at}, {at}, {at}, 0 FROM n""",
    )


def _moment(tx: Tx, at: datetime) -> str:
    """A moment in SQL, as each database keeps it."""
    if tx._session.database == "sqlite":
        return str(int(at.timestamp() * 1_000_000))
    return f"timestamptz '{at.isoformat()}'"


async def know(tx: Tx) -> None:
    """Let the database look at what it holds, as it does by itself within a minute."""
    await _write(tx, "ANALYZE")


async def notices(tx: Tx) -> int:
    """How many have been written since they were last forgotten."""
    return len(await _write(tx, "SELECT id FROM outbox"))


async def forget_notices(tx: Tx) -> None:
    """As if everything had been sent long ago."""
    await _write(tx, "DELETE FROM outbox")


async def _write(tx: Tx, sql: str) -> list[Any]:
    nothing: tuple[Any, ...] = ()
    return list(await tx._session.fetch(Compiled(sql, nothing, {}, nothing), []))
