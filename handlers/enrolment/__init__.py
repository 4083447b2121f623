"""Who an account belongs to: codes, binding, unbinding; and all that a stranger ever hears (S1, M1)."""

from handlers.access import Action
from handlers.capability import Capability, Command
from handlers.enrolment.conversation import (
    ask_whom_to_invite,
    ask_whom_to_unbind,
    invite_named,
    stranger,
    unbind_named,
)

ENROLMENT = Capability(
    name="enrolment",
    commands=(
        Command(
            name="invite",
            handler=ask_whom_to_invite,
            action=Action.ENROL_INVITE,
            menu=60,
            takes_words=True,
        ),
        Command(
            name="unbind",
            handler=ask_whom_to_unbind,
            action=Action.ENROL_UNBIND,
            menu=61,
            takes_words=True,
        ),
    ),
    stranger=stranger,
    steps={"enrolment.invite": invite_named, "enrolment.unbind": unbind_named},
)
