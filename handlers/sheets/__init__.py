"""Supervision sheets: drafted, issued, signed for, answered, reviewed, closed; reminded on the way (S2)."""

from handlers.access import Action
from handlers.capability import Capability, Command
from handlers.sheets import answering, directing, drafting, extending, looking, reminders, reviewing, unasked
from handlers.sheets.presses import (
    DraftPress,
    ExtendPress,
    ExtensionDecision,
    FeedbackPress,
    HandOverPress,
    OutcomePress,
    ReturnPress,
    SheetPress,
    TransferDecision,
    VoidPress,
    WhichPress,
)

SHEETS = Capability(
    name="sheets",
    commands=(
        Command(name="mine", handler=looking.mine, action=Action.SHEET_HANDLE, menu=10),
        Command(name="newsheet", handler=drafting.new_sheet, action=Action.SHEET_DRAFT, menu=20),
        Command(name="review", handler=reviewing.queue, action=Action.SHEET_REVIEW, menu=21),
        Command(name="extensions", handler=extending.waiting, action=Action.EXTENSION_DECIDE, menu=22),
        Command(name="sheets", handler=looking.all_visible, action=Action.SHEET_READ, menu=30),
    ),
    buttons={
        SheetPress: looking.pressed,
        DraftPress: drafting.pressed,
        FeedbackPress: answering.pressed,
        OutcomePress: answering.outcome_chosen,
        ExtendPress: extending.pressed,
        ExtensionDecision: extending.decided,
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
        drafting.CO_HANDLER: drafting.named_co_handler,
        answering.FEEDBACK: answering.said,
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
        reminders.RESUMED: directing.resumed_by_itself,
        extending.UNDECIDED: extending.remind_of_undecided,
        answering.COUNT_TIMER: answering.count_photos,
    },
    cards={"sheet": looking.show_card},
    codes={"D": looking.open_code},
    replies={"sheet": answering.replied},
    stray=unasked.stray,
    edited=answering.edited,
    count=looking.count,
)
