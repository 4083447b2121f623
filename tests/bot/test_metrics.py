"""What is counted, and what shows it."""

import json
import re
from datetime import timedelta
from pathlib import Path

from prometheus_client import REGISTRY

from bot import metrics
from bot.channels.base import (
    ChannelError,
    MalformedError,
    RetryAfterError,
    TransientError,
    UnreachableError,
)
from storage import outbox
from storage.messages import Lane, Outgoing
from tests.conftest import STATION
from tests.scenario import Member, Station, picture

DOCS = Path(__file__).parents[2] / "docs"
NAME = re.compile(r"dudao_[a-z_]+")


def counted(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


async def measured(station: Station) -> str:
    async with station.database.transaction(STATION) as tx:
        return (await metrics.exposition(tx)).decode()


async def test_what_waits_is_measured_by_lane_with_its_age(station: Station, officer: Member) -> None:
    async with station.database.transaction(STATION) as tx:
        for lane, number in ((Lane.BULK, 3), (Lane.URGENT, 1)):
            for _ in range(number):
                await outbox.append(tx, "nowhere", officer.chat, Outgoing(text="x"), lane=lane)
        later = tx.now + timedelta(days=1)
        await outbox.append(tx, "nowhere", "1", Outgoing(text="x"), lane=Lane.ROUTINE, not_before=later)
        station.clock.advance(timedelta(seconds=7))
    text = await measured(station)
    assert 'dudao_outbox_waiting{lane="bulk"} 3.0' in text
    assert 'dudao_outbox_waiting{lane="urgent"} 1.0' in text
    assert 'dudao_outbox_waiting{lane="routine"} 0.0' in text
    assert 'dudao_outbox_oldest_seconds{lane="bulk"} 7.0' in text
    assert "dudao_inbox_waiting 0.0" in text


async def test_turns_sendings_timers_and_photos_are_counted(station: Station, officer: Member) -> None:
    names: tuple[tuple[str, dict[str, str]], ...] = (
        ("dudao_turns_total", {"outcome": "done"}),
        ("dudao_turns_total", {"outcome": "refused"}),
        ("dudao_sendings_total", {"channel": "phones", "outcome": "sent"}),
        ("dudao_photos_stored_total", {}),
    )
    before = [counted(name, **labels) for name, labels in names]
    await officer.says("菜单")
    await officer.says("无从说起")
    await officer.sends_photos(picture())
    after = [counted(name, **labels) for name, labels in names]
    assert [now - then > 0 for then, now in zip(before, after, strict=True)] == [True] * len(names)


def test_every_outcome_of_a_call_has_its_name() -> None:
    errors: dict[str, ChannelError | None] = {
        "sent": None,
        "flood": RetryAfterError(3),
        "unknown": TransientError("", unknown=True),
        "transient": TransientError(""),
        "unreachable": UnreachableError(),
        "refused": MalformedError(),
    }
    for outcome, error in errors.items():
        before = counted("dudao_sendings_total", channel="x", outcome=outcome)
        metrics.count_sending("x", error)
        assert counted("dudao_sendings_total", channel="x", outcome=outcome) == before + 1


async def test_the_dashboard_and_its_page_name_what_there_is_and_all_of_it(station: Station) -> None:
    there = {
        name
        for line in (await measured(station)).splitlines()
        if line.startswith("# TYPE")
        and (name := line.split()[2]).startswith("dudao")
        and "_created" not in name
    }
    panels = json.loads((DOCS / "grafana.json").read_text("utf-8"))["panels"]
    drawn = {
        name.removesuffix("_bucket")
        for panel in panels
        for target in panel["targets"]
        for name in NAME.findall(target["expr"])
    }
    told = set(NAME.findall((DOCS / "watching.md").read_text("utf-8")))
    assert drawn == there
    assert told == there
