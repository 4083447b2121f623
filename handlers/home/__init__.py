"""Where a person starts: menu, help, leaving a dialogue; and the digest, in which everything due comes together."""

from handlers import again, asking, digests, reports
from handlers.access import Action
from handlers.capability import Capability, Command
from handlers.home.conversation import (
    LanguagePress,
    ask_language,
    cancel,
    help_,
    language_chosen,
    menu,
    shortcut,
)
from handlers.home.mine import PersonPress, mine, person_chosen, team
from handlers.home.queue import queue
from handlers.menu import Shortcut
from handlers.resume import RESUME, ResumePress, offer, resume
from handlers.voice import HELD

HOME = Capability(
    name="home",
    commands=(
        Command(name="menu", handler=menu, words=("/start", "开始", "start")),
        Command(name="mine", handler=mine, action=Action.SHEET_HANDLE, menu=10),
        Command(name="team", handler=team, action=Action.TEAM_READ, menu=11),
        Command(name="review", handler=queue, action=Action.REVIEW_QUEUE, menu=21),
        Command(name="help", handler=help_, menu=90),
        Command(name="cancel", handler=cancel),
        Command(name="language", handler=ask_language),
    ),
    buttons={
        Shortcut: shortcut,
        ResumePress: resume,
        LanguagePress: language_chosen,
        PersonPress: person_chosen,
        again.RetryPress: again.retry,
        again.RewritePress: again.rewrite,
    },
    steps={RESUME: offer},
    timers={
        digests.DAY: digests.day,
        digests.WATCH: digests.watch,
        HELD: digests.held,
        asking.UNDECIDED: asking.remind,
        reports.UNKNOWN: reports.say_unknown,
    },
    notices={digests.KIND: digests.begun},
)
