"""Menu, help, and the language that one is spoken to in (M2).

officer:  菜单
bot:      警员甲01,您好。4月20日(周四) / 督导单1件(协办)     [我的任务] [帮助] …
officer:  帮助
bot:      one line for every command that this person may use, and how codes work
officer:  语言
bot:      请选择语言。                                  [中文] [English]
officer:  [English]
bot:      All right, in English from now on.            on every phone of theirs; an open dialogue goes on
officer:  取消
bot:      已退出。草稿还在,随时可以继续。     (or: 现在没有在填的内容。)
"""

from typing import Literal, get_args

from handlers.buttons import Press
from handlers.menu import Shortcut, commands_of, counts_of, show_menu_of
from handlers.turn import Turn
from handlers.voice import MOST_BUTTONS, pairs
from storage import audit, people

Language = Literal["zh-CN", "en"]


class LanguagePress(Press):
    """Which language to speak from now on."""

    prefix = "ln"
    language: Language


async def menu(turn: Turn) -> None:
    """What waits for this person, and what they can do."""
    texts = turn.texts
    text = texts.say(
        "menu",
        name=turn.person.name,
        day=texts.day(texts.local(turn.tx.now).date()),
        counts=texts.plain("list-join").join(await counts_of(turn)) or texts.plain("nothing-waits"),
    )
    *shown, last = (command for command in commands_of(turn.desk, turn.person) if command.menu)
    shown = [*shown[: MOST_BUTTONS - 1], last]  # 帮助, which names whatever has no room
    buttons = [turn.button(f"command-{command.name}", Shortcut(command=command.name)) for command in shown]
    await turn.say(text, buttons=pairs(buttons))


async def help_(turn: Turn) -> None:
    """Every command that this person may use."""
    lines = [
        turn.texts.say(
            "help-line",
            label=turn.texts.plain(f"command-{command.name}"),
            says=turn.texts.plain(f"command-{command.name}-help"),
        )
        for command in commands_of(turn.desk, turn.person)
    ]
    await turn.say(turn.texts.say("help", lines=type(lines[0])("\n".join(lines))))


async def cancel(turn: Turn) -> None:
    """Leave the open dialogue; what was given so far is kept."""
    was_open = turn.conversation is not None
    await turn.close()
    await turn.say(turn.texts.say("cancelled" if was_open else "nothing-open"))


async def ask_language(turn: Turn) -> None:
    """语言: which? An open dialogue stays open."""
    buttons = [
        turn.button(f"language-{language}", LanguagePress(language=language))
        for language in get_args(Language)
    ]
    await turn.say(turn.texts.say("language-which"), buttons=[buttons])


async def language_chosen(turn: Turn, press: LanguagePress) -> None:
    """This one, from now on."""
    staff_id = turn.person.staff_id
    await people.speak(turn.tx, staff_id, press.language)
    await audit.add(turn.tx, staff_id, "people.speak", f"person:{staff_id}", language=press.language)
    turn.language = press.language
    await turn.show(turn.texts.say("language-chosen"))
    await show_menu_of(turn)


async def shortcut(turn: Turn, press: Shortcut) -> None:
    """A button that stands for a command: checked like the command itself."""
    for command in commands_of(turn.desk, turn.person):
        if command.name == press.command:
            await command.handler(turn)
            return
    await turn.toast(turn.texts.plain("button-unknown"))
