"""What has been done to something, when and by whom, as the audit has it (留痕): in every capability alike."""

from typing import Any, Protocol, TypeVar

from handlers.refusal import Refused
from handlers.texts import Markup
from handlers.voice import Voice, fitting
from storage import audit

MOST_ACTS = 20


class Moved(Protocol):
    """What goes from state to state."""

    @property
    def state(self) -> str:
        """Where it is."""

    @property
    def subject(self) -> str:
        """Its name in the audit."""


M = TypeVar("M", bound=Moved)


async def moved(voice: Voice, was: Moved, now: M | None, act: str, **detail: Any) -> M:
    """A compare-and-set was tried: write down what was done, from which state to which; gives the thing as it is now.

    Refuses, and shows it as it stands, when nothing was changed: it did not permit the act, or somebody else was first.
    """
    if now is None:
        raise Refused("card-outdated", redraw=was.subject)
    states = {"before": was.state, "after": now.state}
    await audit.add(voice.tx, voice.actor, act, was.subject, message=voice.ref, **(states | detail))
    return now


def act_of(voice: Voice, action: str) -> str:
    """What was done, in a word: "sheet.close" is 通过销号."""
    return voice.texts.plain(f"act-{action.replace('.', '-')}")


async def acts(voice: Voice, *subjects: str) -> Markup:
    """A line for each act on any of the subjects, the newest last, as many of them as fit."""
    entries = [entry for subject in subjects for entry in await audit.of(voice.tx, subject)]
    lines = [
        voice.texts.say(
            "trail-line",
            at=voice.texts.moment(entry.at),
            who=await voice.name_of(entry.actor),
            act=act_of(voice, entry.action),
            note=voice.texts.plain("trail-note", note=note) if (note := entry.detail.get("note")) else "",
        )
        for entry in sorted(entries, key=lambda entry: entry.at)
    ]
    shown = lines[len(lines) - fitting(lines[::-1], MOST_ACTS) :]
    if earlier := len(lines) - len(shown):
        shown.insert(0, voice.texts.say("trail-earlier", earlier=earlier))
    return Markup("\n".join(shown))
