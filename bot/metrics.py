"""What is counted while we run, and read by Prometheus at /metrics and by `dudao status`.

Nothing here says anything of a person: channels, lanes and outcomes are all that is told apart.
"""

from functools import cache
from typing import Any

from prometheus_client import REGISTRY, Counter, Gauge, Histogram, generate_latest

from bot.channels.base import ChannelError, RetryAfterError, TransientError, UnreachableError
from storage import inbox, outbox, timers
from storage.db import Tx
from storage.records import Backlog

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

turn_seconds = Histogram(
    "dudao_turn_seconds", "From a claim to its commit: one turn of one chat", buckets=_SECONDS
)
turns = Counter("dudao_turns", "Turns of messages, by how they ended", ["outcome"])
_send_seconds = Histogram(
    "dudao_send_seconds", "A platform's answer to one call", ["channel"], buckets=_SECONDS
)
sendings = Counter("dudao_sendings", "Calls of platforms, by what became of them", ["channel", "outcome"])
timers_fired = Counter("dudao_timers_fired", "Timers that have happened")
photos_stored = Counter("dudao_photos_stored", "Pictures that were fetched and stored")
photo_bytes = Counter("dudao_photo_bytes", "Bytes of the pictures that were stored")

ill = Gauge(
    "dudao_channel_ill", "1 while a channel brings nothing in, or takes nothing out", ["channel", "way"]
)

_queued = Gauge("dudao_outbox_waiting", "Messages that are due and not sent", ["lane"])
_queued_for = Gauge("dudao_outbox_oldest_seconds", "For how long the oldest of them has been due", ["lane"])
_unheard = Gauge("dudao_inbox_waiting", "Messages that are not handled yet")
_unheard_for = Gauge("dudao_inbox_oldest_seconds", "For how long the oldest of them has waited")
_late = Gauge("dudao_timers_due", "Timers that are due and have not happened")
_late_by = Gauge("dudao_timers_late_seconds", "By how much the oldest of them is late")


@cache
def sending_seconds(channel: str) -> Histogram:
    """How long a platform takes to answer."""
    return _send_seconds.labels(channel)


@cache
def _sendings(channel: str, outcome: str) -> Counter:
    return sendings.labels(channel, outcome)


def count_sending(channel: str, error: ChannelError | None) -> None:
    """A platform has answered a call: well (None), or by that error."""
    match error:
        case None:
            outcome = "sent"
        case RetryAfterError():
            outcome = "flood"
        case TransientError(unknown=True):
            outcome = "unknown"
        case TransientError():
            outcome = "transient"
        case UnreachableError():
            outcome = "unreachable"
        case _:
            outcome = "refused"
    _sendings(channel, outcome).inc()


async def survey(tx: Tx) -> dict[str, Any]:
    """What waits now: how much, and for how many seconds, by lane and in the other queues."""

    def told(backlog: Backlog) -> dict[str, float]:
        return {"waiting": backlog.waiting, "seconds": backlog.seconds(tx.now)}

    return {
        "lanes": {lane: told(backlog) for lane, backlog in (await outbox.backlogs(tx)).items()},
        "inbox": told(await inbox.backlog(tx)),
        "timers": told(await timers.backlog(tx)),
    }


async def exposition(tx: Tx) -> bytes:
    """Everything in Prometheus' text format, what waits as it is now."""
    found = await survey(tx)
    for lane, queue in found["lanes"].items():
        _queued.labels(lane).set(queue["waiting"])
        _queued_for.labels(lane).set(queue["seconds"])
    _unheard.set(found["inbox"]["waiting"])
    _unheard_for.set(found["inbox"]["seconds"])
    _late.set(found["timers"]["waiting"])
    _late_by.set(found["timers"]["seconds"])
    return generate_latest(REGISTRY)


def totals() -> dict[str, Any]:
    """What was counted since this process began, and what ails it, for `dudao status`."""

    def by(metric: Counter | Gauge, *names: str) -> dict[str, float]:
        return {
            "/".join(sample.labels[name] for name in names): sample.value
            for found in metric.collect()
            for sample in found.samples
            if not sample.name.endswith("_created") and sample.value
        }

    return {
        "turns": by(turns, "outcome"),
        "sendings": by(sendings, "channel", "outcome"),
        "timers": by(timers_fired),
        "photos": by(photos_stored),
        "ill": by(ill, "channel", "way"),
    }
