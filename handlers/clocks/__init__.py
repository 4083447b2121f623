"""Legal clocks (办案期限): started for a case by a person, warned ahead, stopped by a person (S5).

decided   rules (pure: until when, when to warn) · usecases · standing (who may)
said      starting (which limit, which case, since when) · extending · looking
shown     cards · presses (what the buttons mean)
heard     telling (who is told) · reminders (when a clock speaks by itself)
"""

from handlers.access import Action
from handlers.capability import Capability, Command
from handlers.clocks import extending, looking, reminders, starting, telling
from handlers.clocks.presses import ClockPress, ClockStartPress
from handlers.unbinding import LEFT

CLOCKS = Capability(
    name="clocks",
    commands=(Command(name="clocks", handler=looking.listed, action=Action.CLOCK_READ, menu=34),),
    buttons={ClockStartPress: starting.pressed, ClockPress: looking.pressed},
    steps={
        starting.CASE: starting.case_typed,
        starting.BEGAN: starting.began_typed,
        extending.REASON: extending.reason_typed,
    },
    timers={reminders.CALL: reminders.call, LEFT: telling.left},
    notices={telling.CALL: telling.call, telling.OVER: telling.over},
    cards={"clock": looking.show_card},
    codes={"K": looking.open_code},
    count=looking.count,
    of_person=looking.of_person,
)
