"""Where a person starts: menu, help, leaving a dialogue."""

from handlers.capability import Capability, Command
from handlers.home.conversation import cancel, help_, menu, shortcut
from handlers.menu import Shortcut
from handlers.resume import RESUME, ResumePress, offer, resume

HOME = Capability(
    name="home",
    commands=(
        Command(name="menu", handler=menu, words=("/start", "开始")),
        Command(name="help", handler=help_, menu=90),
        Command(name="cancel", handler=cancel),
    ),
    buttons={Shortcut: shortcut, ResumePress: resume},
    steps={RESUME: offer},
)
