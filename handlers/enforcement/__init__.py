"""Enforcement issues (问题清单): listed, given to an owner, put right, verified by somebody else, closed (S5).

decided   rules, import_checking (pure) · usecases · standing (who may)
said      listing (from the problem to its owner), importing · working (what owner and verifier do) · collecting (words and photos) ·
          handing_over (another owner) · looking, exporting
shown     cards · presses (what the buttons mean)
heard     telling (who is told) · reminders (when an issue speaks by itself) · weekly (the list of the week)
"""

from handlers.access import Action
from handlers.capability import Capability, Command
from handlers.enforcement import (
    cards,
    exporting,
    handing_over,
    importing,
    listing,
    looking,
    reminders,
    telling,
    weekly,
    working,
)
from handlers.enforcement.collecting import RECTIFICATION
from handlers.enforcement.presses import (
    IssueDecision,
    IssueDraftPress,
    IssueExport,
    IssueImportPress,
    IssueListPress,
    IssueOwnerPress,
    IssuePress,
)
from handlers.unbinding import LEFT

ENFORCEMENT = Capability(
    name="enforcement",
    commands=(
        Command(name="newissue", handler=listing.asked, action=Action.ISSUE_DRAFT, menu=23),
        Command(name="importissues", handler=importing.IMPORT.asked, action=Action.ISSUE_LIST),
        Command(name="week", handler=weekly.asked, action=Action.ISSUE_READ),
        Command(name="issues", handler=looking.listed, action=Action.ISSUE_READ, menu=31),
    ),
    buttons={
        IssueDraftPress: listing.pressed,
        IssuePress: looking.pressed,
        IssueDecision: working.decided,
        IssueListPress: looking.chosen,
        IssueExport: exporting.chosen,
        IssueOwnerPress: handing_over.chosen,
        IssueImportPress: importing.IMPORT.pressed,
    },
    steps={
        listing.PROBLEM: listing.problem_typed,
        listing.CASE: listing.case_typed,
        listing.OWNER: listing.owner_typed,
        listing.DUE: listing.due_typed,
        listing.REQUIREMENTS: listing.requirements_typed,
        RECTIFICATION.step: RECTIFICATION.said,
        handing_over.NEW_OWNER: handing_over.typed,
        working.REASON: working.extend_reason,
        working.UNTIL: working.extend_until,
        working.OBJECT: working.object_typed,
        working.RETURN: working.return_reason,
        working.RETURN_UNTIL: working.return_until,
        importing.IMPORT.step: importing.IMPORT.given,
    },
    takes_files=frozenset({importing.IMPORT.step}),
    documents={exporting.LIST: exporting.made, **importing.IMPORT.documents},
    timers={
        telling.CALL: reminders.call,
        LEFT: handing_over.left,
        weekly.WEEK: weekly.week,
        RECTIFICATION.timer: RECTIFICATION.count_photos,
    },
    notices={
        telling.CARD: telling.card,
        telling.TO_DECIDE: telling.to_decide,
        telling.CALL: telling.call,
        weekly.WEEK: weekly.said,
    },
    due=reminders.parts,
    next_due=reminders.next_due,
    missed={"issue": reminders.missed},
    asked={cards.EXTENSION: telling.ask_again, cards.OBJECTION: telling.ask_again},
    watchers=reminders.watchers,
    next_late=reminders.next_late,
    cards={"issue": looking.show_card},
    codes={"Z": looking.open_code},
    replies={"issue": RECTIFICATION.replied},
    edited=RECTIFICATION.edited,
    count=looking.count,
    to_review=looking.to_review,
    of_person=looking.of_person,
)
