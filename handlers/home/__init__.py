"""Where a person starts: menu, help, leaving a dialogue."""

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
from handlers.menu import Shortcut
from handlers.resume import RESUME, ResumePress, offer, resume

HOME = Capability(
    name="home",
    commands=(
        Command(name="menu", handler=menu, words=("/start", "开始", "start")),
        Command(name="help", handler=help_, menu=90),
        Command(name="cancel", handler=cancel),
        Command(name="language", handler=ask_language),
    ),
    buttons={Shortcut: shortcut, ResumePress: resume, LanguagePress: language_chosen},
    steps={RESUME: offer},
)
