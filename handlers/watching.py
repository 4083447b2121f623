"""What administrators hear of channels that stopped working, and of those that work again."""

from datetime import timedelta

from handlers.desk import Desk
from handlers.reports import REPORT
from handlers.texts import Word
from handlers.voice import Voice, saying
from storage.db import Tx
from storage.people import Role

NEWS_FOR = timedelta(minutes=10)
"""Later it is of no use to hear that something does not work; that it works again is said in any case."""


async def tell_trouble(tx: Tx, desk: Desk, channel: str, direction: str, why: str) -> None:
    """A channel brings nothing in, or takes nothing out."""
    says = saying(
        "channel-ill",
        channel=channel.capitalize(),
        way=Word(f"channel-way-{direction}"),
        why=Word(f"channel-why-{why}"),
    )
    await Voice(tx, desk).tell_holders(
        Role.ADMIN, says, subject=REPORT, urgent=True, valid_until=tx.now + NEWS_FOR
    )


async def tell_recovery(tx: Tx, desk: Desk, channel: str, direction: str, lasted: timedelta) -> None:
    """It works again, after so long."""
    says = saying(
        "channel-well",
        channel=channel.capitalize(),
        way=Word(f"channel-way-{direction}"),
        minutes=max(1, round(lasted.total_seconds() / 60)),
    )
    await Voice(tx, desk).tell_holders(Role.ADMIN, says, subject=REPORT, pressing=True)
