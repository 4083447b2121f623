"""A draft as it would be said, to whom, and what can be done with it."""

from handlers.announcements import cards
from handlers.announcements.presses import AudiencePress, ComposePress
from handlers.texts import Markup
from handlers.turn import Turn
from handlers.voice import Rows, Says, Voice, pairs
from storage import audiences
from storage.announcements import Announcement
from storage.audiences import Kind
from storage.messages import Button

AUDIENCE = "announcements.audience"
MOST_UNREACHED = 5


async def show(turn: Turn, draft: Announcement) -> None:
    """The draft as it would be said, and what is missing; names that are typed next are its audience's."""
    await turn.ask(AUDIENCE, announcement=draft.id)
    text, buttons = await draft_says(draft)(turn)
    await turn.show(text, buttons=buttons, subject=draft.subject)


def draft_says(draft: Announcement) -> Says:
    """The draft, in the words of whichever voice."""

    async def says(voice: Voice) -> tuple[Markup, Rows]:
        texts = voice.texts
        lines = [draft.text] if draft.text else []
        if draft.photos:
            lines.append(texts.plain("announcement-photos", count=len(draft.photos)))
        text = texts.say("announcement-draft", text="\n".join(lines))
        if not draft.text:
            return Markup(f"{text}\n{texts.say('announcement-text-missing')}"), ()
        if not await audiences.of(voice.tx, draft.audience_id):
            asks, buttons = await question(voice, draft)
            return Markup(f"{text}\n{asks}"), buttons
        text = Markup(f"{text}\n{await _reach(voice, draft)}")
        dos = ["send", "audience", "at", "anew", "save", "discard"]
        return text, pairs([button(voice, do, draft) for do in dos])

    return says


async def question(voice: Voice, draft: Announcement) -> tuple[Markup, Rows]:
    """发给谁?"""
    saved = await audiences.saved(voice.tx)
    kinds: list[Kind | str] = [
        Kind.STATION,
        *(["saved"] if saved else []),
        Kind.TEAM,
        Kind.ROLE,
        Kind.COMMUNITY,
    ]
    buttons = [
        voice.button(
            f"announcement-by-{kind}",
            AudiencePress.model_validate({"announcement": draft.id, "kind": kind, "key": ""}),
        )
        for kind in kinds
    ]
    return voice.texts.say("announcement-whom"), pairs(buttons)


async def _reach(voice: Voice, draft: Announcement) -> Markup:
    """To whom it goes: how many they are, and whom it will not reach."""
    texts = voice.texts
    reach = await audiences.reach(voice.tx, draft.audience_id, draft.sender_id)
    lines = [
        texts.say(
            "announcement-to",
            audience=await cards.audience_line(voice, draft.audience_id),
            people=reach.people,
        )
    ]
    if beyond := reach.unbound + reach.unreachable:
        names = await audiences.beyond_reach(voice.tx, draft.audience_id, draft.sender_id, MOST_UNREACHED)
        lines.append(
            texts.say(
                "announcement-beyond",
                unbound=reach.unbound,
                unreachable=reach.unreachable,
                names=texts.plain("name-join").join(names) + ("…" if beyond > len(names) else ""),
            )
        )
    return Markup("\n".join(lines))


def button(voice: Voice, do: str, draft: Announcement) -> Button:
    """A button of a draft, labelled `announcement-draft-<do>`."""
    return voice.button(
        f"announcement-draft-{do}", ComposePress.model_validate({"do": do, "announcement": draft.id})
    )
