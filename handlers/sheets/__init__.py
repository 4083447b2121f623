"""Supervision sheets: drafted, issued, signed for, answered, reviewed, closed; reminded on the way (S2).

decided   rules (pure) · usecases (the main path) · changes (time, owner, team, being) · standing (who may)
said      drafting, assigning, days · answering, collecting, unasked · reviewing, relaying · extending, directing ·
          mediating, revisiting · looking
shown     cards · history (trail, why this day) · presses (what the buttons mean)
heard     telling (who is told) · reminders (when a sheet speaks by itself) · leaving
"""

from handlers.access import Action
from handlers.capability import Capability, Command
from handlers.sheets import (
    answering,
    collecting,
    directing,
    drafting,
    extending,
    leaving,
    listing,
    looking,
    mediating,
    relaying,
    reminders,
    reviewing,
    revisiting,
    unasked,
)
from handlers.sheets.presses import (
    DraftPress,
    ExtendPress,
    ExtensionDecision,
    FeedbackPress,
    HandOverPress,
    ListPress,
    MediatePress,
    OutcomePress,
    RelayPress,
    ReturnPress,
    RevisitPress,
    SheetPress,
    SlotPress,
    TransferDecision,
    VoidPress,
    WhichPress,
)
from handlers.unbinding import LEFT

SHEETS = Capability(
    name="sheets",
    commands=(
        Command(name="mine", handler=looking.mine, action=Action.SHEET_HANDLE, menu=10),
        Command(name="newsheet", handler=drafting.new_sheet, action=Action.SHEET_DRAFT, menu=20),
        Command(name="review", handler=reviewing.queue, action=Action.SHEET_REVIEW, menu=21),
        Command(name="extensions", handler=extending.waiting, action=Action.EXTENSION_DECIDE, menu=22),
        Command(
            name="sheets",
            handler=listing.asked,
            action=Action.SHEET_READ,
            words=("查", "search"),
            menu=30,
            takes_words=True,
        ),
    ),
    buttons={
        SheetPress: looking.pressed,
        ListPress: listing.pressed,
        DraftPress: drafting.pressed,
        FeedbackPress: answering.pressed,
        OutcomePress: answering.outcome_chosen,
        ExtendPress: extending.pressed,
        ExtensionDecision: extending.decided,
        SlotPress: mediating.slot_chosen,
        MediatePress: mediating.answered,
        RevisitPress: revisiting.answered,
        RelayPress: relaying.answer,
        HandOverPress: directing.handed_over,
        TransferDecision: directing.transfer_decided,
        VoidPress: directing.voided,
        ReturnPress: reviewing.reason_chosen,
        WhichPress: unasked.which_chosen,
    },
    steps={
        drafting.COMMUNITY: drafting.named_community,
        drafting.FIELD: drafting.typed_field,
        drafting.OWNER: drafting.named_owner,
        drafting.ALSO: drafting.named_recipient,
        drafting.CO_HANDLER: drafting.named_co_handler,
        collecting.FEEDBACK: collecting.said,
        mediating.SLOT: mediating.slot_typed,
        mediating.RECORD: mediating.next_step_typed,
        relaying.RELAY: relaying.said,
        answering.LATE: answering.late_reason,
        extending.REASON: extending.reason_typed,
        extending.PROGRESS: extending.progress_typed,
        extending.UNTIL: extending.until_typed,
        directing.SUSPEND_UNTIL: directing.suspend_until_typed,
        directing.SUSPEND_REASON: directing.suspend_reason_typed,
        directing.VOID_REASON: directing.void_reason_typed,
        directing.ASK_TRANSFER: directing.transfer_reason_typed,
        directing.NEW_OWNER: directing.new_owner_typed,
        reviewing.REASON: reviewing.reason_typed,
        unasked.WHICH: unasked.which,
    },
    timers={
        reminders.SIGN: reminders.nudge,
        reminders.DIGEST: reminders.digest,
        reminders.WATCH: reminders.watch,
        mediating.REMIND: mediating.remind,
        reminders.REVISIT: revisiting.remind,
        LEFT: leaving.left,
        reminders.RESUMED: directing.resumed_by_itself,
        extending.UNDECIDED: extending.remind_of_undecided,
        collecting.COUNT_TIMER: collecting.count_photos,
    },
    cards={"sheet": looking.show_card},
    codes={"D": looking.open_code},
    replies={"sheet": collecting.replied, relaying.SUBJECT: relaying.replied},
    stray=unasked.stray,
    edited=collecting.edited,
    count=looking.count,
)
