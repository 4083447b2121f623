"""Announcements (通知): written once, said to many, with receipts; revised and taken back on every phone.

decided   rules (pure) · usecases
said      drafting, previewing, choosing (to whom) · watching (what came of it) · receiving (by those who are told)
shown     cards · presses (what the buttons mean)
"""

from handlers.access import Action
from handlers.announcements import cards, choosing, drafting, previewing, receiving, usecases, watching
from handlers.announcements.presses import (
    AnnouncementPress,
    AudiencePress,
    ComposePress,
    NamesPress,
    ReceiptPress,
)
from handlers.capability import Capability, Command

ANNOUNCEMENTS = Capability(
    name="announcements",
    commands=(
        Command(name="announce", handler=drafting.asked, action=Action.ANNOUNCE, menu=25),
        Command(name="announcements", handler=watching.listed, action=Action.ANNOUNCE),
    ),
    buttons={
        ComposePress: drafting.pressed,
        AudiencePress: choosing.chosen,
        AnnouncementPress: watching.pressed,
        NamesPress: watching.names,
        ReceiptPress: receiving.pressed,
    },
    steps={
        drafting.TEXT: drafting.said,
        drafting.AT: drafting.moment_typed,
        drafting.NAME: drafting.name_typed,
        previewing.AUDIENCE: drafting.named,
        watching.REVISION: watching.revised,
    },
    timers={
        drafting.PHOTOS_TIMER: drafting.show_after_photos,
        cards.CARD_TIMER: cards.redraw,
        usecases.SEND_TIMER: usecases.send_scheduled,
    },
    notices={
        cards.SAY: receiving.said,
        cards.NUDGE: receiving.nudged,
        cards.LOOK: receiving.looked,
        cards.REVISED: receiving.revised,
        cards.RECALLED: receiving.taken_back,
    },
    cards={"announcement": watching.show_subject},
    codes={"T": watching.open_code},
)
