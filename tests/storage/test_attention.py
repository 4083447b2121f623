"""How often somebody was spoken to on a day, and whether their digest was said: on both databases."""

from storage import attention
from storage.db import Database
from tests.conftest import STATION


async def test_notices_are_counted_by_person_and_day(database: Database) -> None:
    async with database.transaction(STATION) as tx:
        assert [await attention.told(tx, "P-1", "2023-04-20") for _ in range(3)] == [1, 2, 3]
        assert await attention.told(tx, "P-2", "2023-04-20") == 1
        assert await attention.told(tx, "P-1", "2023-04-21") == 1
        assert await attention.told(tx, "P-1", "2023-04-21") == 2
    async with database.transaction("OTHER") as tx:
        assert await attention.told(tx, "P-1", "2023-04-21") == 1


async def test_a_days_digest_is_claimed_once(database: Database) -> None:
    async with database.transaction(STATION) as tx:
        assert await attention.first_digest(tx, "P-1", "2023-04-20")
        assert not await attention.first_digest(tx, "P-1", "2023-04-20")
        assert await attention.first_digest(tx, "P-1", "2023-04-21")
        await attention.told(tx, "P-1", "2023-04-21")
        assert not await attention.first_digest(tx, "P-1", "2023-04-21"), "counting forgets no digest"
        assert await attention.first_digest(tx, "P-2", "2023-04-21")
