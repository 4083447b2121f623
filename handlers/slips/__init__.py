"""Three-colour slips (三色亮单): proposed along the ladder, decided by a person, contested, judged by another (S6).

decided   rules (pure: the ladder) · usecases · standing (who may)
said      deciding (whether it is sent, whether the appeal is right) · answering (explaining, appealing) · looking
shown     cards · presses (what the buttons mean)
heard     proposing (what the ladder proposes, and when) · telling (who is told)

What was missed belongs to another capability, which says so by handlers/ladder.
"""

from handlers import ladder
from handlers.access import Action
from handlers.capability import Capability, Command
from handlers.slips import answering, deciding, looking, proposing, telling
from handlers.slips.answering import APPEAL
from handlers.slips.presses import SlipPress
from handlers.unbinding import LEFT

SLIPS = Capability(
    name="slips",
    commands=(Command(name="slips", handler=looking.listed, action=Action.SLIP_JUDGE, menu=32),),
    buttons={SlipPress: looking.pressed},
    steps={
        deciding.DISMISS: deciding.dismiss_typed,
        deciding.CANCEL: deciding.cancel_typed,
        deciding.UPHOLD: deciding.uphold_typed,
        answering.EXPLAIN: answering.explain_typed,
        APPEAL.step: APPEAL.said,
    },
    timers={
        ladder.STEP: proposing.step,
        proposing.AGAIN: proposing.again,
        APPEAL.timer: APPEAL.count_photos,
        LEFT: proposing.left,
    },
    notices={telling.CARD: telling.card},
    due=looking.parts,
    watchers=looking.watchers,
    next_late=looking.next_late,
    cards={"slip": looking.show_card},
    replies={"slip": APPEAL.replied},
    edited=APPEAL.edited,
    count=looking.count,
    of_person=looking.of_person,
)
