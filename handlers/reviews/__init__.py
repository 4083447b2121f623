"""Double review, three pushes (双审三推): two reviewers pass each of a case's three stages, before, during and after (S7).

decided   rules (pure) · usecases · standing (who may)
said      submitting (a case's next stage) · signing (what reviewers do, what is missing) · looking
shown     cards · presses (what the buttons mean)
heard     telling (who is told) · reminders (when a review speaks by itself) · leaving

It stands on the issue list (handlers/enforcement), which knows nothing of it: what was missing becomes an issue.
"""

from handlers.access import Action
from handlers.capability import Capability, Command
from handlers.reviews import leaving, looking, reminders, signing, submitting, telling
from handlers.reviews.presses import AfterwardsPress, HandInPress, MissingPress, ReviewPress, SignPress
from handlers.unbinding import LEFT

REVIEWS = Capability(
    name="reviews",
    commands=(
        Command(name="newreview", handler=submitting.asked, action=Action.REVIEW_SUBMIT, menu=24),
        Command(name="reviews", handler=looking.listed, action=Action.REVIEW_READ, menu=33),
    ),
    buttons={
        HandInPress: submitting.pressed,
        ReviewPress: looking.pressed,
        SignPress: signing.pressed,
        MissingPress: signing.missing_chosen,
        AfterwardsPress: signing.afterwards,
    },
    steps={submitting.CASE: submitting.case_typed, signing.MISSING: signing.missing_typed},
    timers={reminders.NUDGE: reminders.nudge, LEFT: leaving.left},
    notices={telling.CARD: telling.card, telling.CALL: telling.call, telling.LATE: telling.late},
    due=reminders.parts,
    next_due=reminders.next_due,
    cards={"case_review": looking.show_card},
    codes={"V": looking.open_code},
    count=looking.count,
)
