"""The texts: whole, used, and safe whatever people write into them."""

import ast
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from hypothesis import given
from hypothesis import strategies as st

from bot.pulse import Ailment
from handlers import CAPABILITIES
from handlers.announcements.presses import AnnouncementPress, ComposePress
from handlers.clocks.presses import ClockPress
from handlers.clocks.rules import Act as ClockAct
from handlers.enforcement import exporting as issue_exporting
from handlers.enforcement import import_checking as issue_checking
from handlers.enforcement.presses import IssuePress
from handlers.enforcement.rules import Act as IssueAct
from handlers.reviews.rules import Act as ReviewAct
from handlers.settings import DayKind
from handlers.sheets import exporting, extending, import_checking, mediating, revisiting, rules
from handlers.sheets.presses import ListScope, ReturnReason, SheetPress
from handlers.sheets.reviewing import MOST_PIECE, QUICK
from handlers.sheets.rules import Act, Snooze
from handlers.slips.presses import SlipPress
from handlers.slips.rules import Act as SlipAct
from handlers.texts import FOLDER, LANGUAGES, Markup, Texts, portions, unmarked
from storage.batches import Fate
from storage.case_reviews import ReviewState, Stage
from storage.issues import Element, IssueState
from storage.messages import Cell
from storage.people import Role, Team
from storage.sheet_lists import Filter
from storage.sheets import HandlingClass, Outcome, Risk, SheetState
from storage.slips import ISSUED, Colour, SlipState

TEXTS = Texts(ZoneInfo("Asia/Shanghai"))
IN = {language: Texts(TEXTS.time_zone, language) for language in LANGUAGES}
ROOT = FOLDER.parents[1]
FILES = sorted(FOLDER.glob("*/*.ftl"))
SAYING = {
    "say": 0, "plain": 0, "button": 0, "Refused": 0, "_answer": 2, "saying": 0, "Word": 0, "notice": 1,
    "labels": 0, "concerned": 2, "leads": 2,
}  # fmt: skip
"""What looks a text up, and which of its arguments names it."""
COMMANDS = [command.name for capability in CAPABILITIES for command in capability.commands]
DO = SheetPress.model_fields["do"].annotation

IMPORTS = ("sheets", "enforcement")

ENUMERATED: dict[str, tuple[object, ...]] = {
    "act-{}": (
        *(act.replace(".", "-") for act in (*Act, *IssueAct, *SlipAct, *ReviewAct, *ClockAct)),
        "slip-propose", "slip-phone", "slip-explain", "slip-recheck",
        "issue-revise", "issue-extend-ask", "issue-extend-refuse", "issue-object-ask", "issue-object-refuse",
    ),
    "announcement-{}": tuple(fate for fate in Fate if fate != Fate.WAITING),
    "announcement-{}-sure": ("stop", "recall"),
    "announcement-by-{}": ("station", "saved", "team", "role", "community"),
    "announcement-do-{}": get_args(AnnouncementPress.model_fields["do"].annotation),
    "announcement-draft-{}": get_args(ComposePress.model_fields["do"].annotation),
    "announcement-name-{}": ("unbound", "unreachable"),
    "announcement-names-{}": ("silent", "received"),
    "announcement-who-{}": ("silent", "received"),
    "announcement-reason-{}": (Fate.UNREACHABLE, Fate.LOST),
    "class-{}": tuple(HandlingClass),
    "command-{}": tuple(COMMANDS),
    "command-{}-help": tuple(COMMANDS),
    "{}-line": ("digest", "watch"),
    "{}-line-unsigned": ("digest", "watch"),
    "channel-way-{}": ("in", "out"),
    "channel-why-{}": tuple(Ailment),
    "days-{}": get_args(DayKind),
    "start-{}": ("issued", "signed"),
    "extend-{}": extending.QUICK,
    "snooze-{}": tuple(Snooze),
    "slot-in-{}": (0, 1, 2),
    "mediation-{}": mediating.QUESTIONS,
    "mediation-{}-{}": tuple(f"{q}-{a}" for q in mediating.QUESTIONS for a in mediating.ANSWERS[q]),
    "mediated-{}-{}": tuple(f"{q}-{a}" for q in mediating.QUESTIONS for a in mediating.ANSWERS[q]),
    "revisit-{}": revisiting.RESULTS,
    "issue-do-{}": get_args(IssuePress.model_fields["do"].annotation),
    "issue-draft-{}": ("no-case", "owner", "due", "requirements", "list", "assign", "discard"),
    "issue-state-{}": tuple(set(IssueState) - {IssueState.DRAFT, IssueState.VERIFIED}),
    "review-do-{}": (
        "pass", "return", "tick", "again", "raise", "next", "trail",
    ),
    "review-state-{}": tuple(set(ReviewState) - {ReviewState.LEGAL_OK}),
    "review-next-{}": tuple(Stage),
    "stage-{}": tuple(Stage),
    "clock-do-{}": get_args(ClockPress.model_fields["do"].annotation),
    "slip-do-{}": get_args(SlipPress.model_fields["do"].annotation),
    "slip-state-{}": (SlipState.PROPOSED, *ISSUED),
    "slip-{}": (*Colour, "appealed", "upheld", "cancelled", "dismissed", "lapsed"),
    "slip-icon-{}": tuple(Colour),
    "slip-kind-{}": tuple(Colour),
    "colour-{}": tuple(Colour),
    "language-{}": LANGUAGES,
    "anew-{}": ("text", "photos"),
    "draft-{}": tuple(rules.MOST),
    "draft-{}-button": (
        "issue", "owner", "also", "co-handler", "edit", "discard", "preview", "standard", "issue-now", "discard-now",
    ),
    "draft-edit-{}": tuple(rules.MOST),
    "element-{}": tuple(Element),
    "enrol-{}-whom": ("invite", "unbind"),
    "listing-{}": tuple(Filter),
    "table-cell-{}": tuple(filter(None, get_args(Cell.model_fields["spoilt"].annotation))),
    "export-{}": (*exporting.COLUMNS, *issue_exporting.COLUMNS, *import_checking.WIDTHS, *issue_checking.WIDTHS),
    "import-ask-{}": IMPORTS,
    "import-do-{}": IMPORTS,
    "import-title-{}": IMPORTS,
    "import-says-{}-{}": (
        *(f"sheets-{column}" for column in import_checking.WIDTHS),
        *(f"enforcement-{column}" for column in issue_checking.WIDTHS),
    ),
    "import-example-{}": ("object", "content", "supporting"),
    "export-of-{}": tuple(Filter),
    "listing-none-{}": tuple(Filter),
    "listing-of-{}": ("group", "mine"),
    "listing-to-{}": (*Filter, *get_args(ListScope)),
    "outcome-{}": tuple(Outcome),
    "paper-{}": ("signed-by", "reviewed-by", "day"),
    "paper-risk-{}": tuple(Risk),
    "parked-{}": ("message", "timer", "notice"),
    "return-{}": get_args(ReturnReason),
    "return-{}-long": tuple(reason for reason in QUICK if reason not in ("own-words", "not-at-all")),
    "risk-{}": tuple(Risk),
    "role-{}": tuple(Role),
    "sheet-{}": get_args(DO),
    "state-{}": tuple(SheetState),
    "team-{}": tuple(Team),
    "month-{}": tuple(range(1, 13)),
    "weekday-{}": tuple(range(1, 8)),
    "{}-{}": tuple(f"role-{role}" for role in Role),
}  # fmt: skip
"""The values of the texts' names that are put together in the code."""

HUGE = {
    "object": "案" * 60, "content": "案" * 200, "supporting": "案" * 100, "requirements": "案" * 120,
    "name": "名" * 40, "owner": "名" * 40, "who": "名" * 40, "issuer": "名" * 40, "reviewer": "名" * 40,
    "owners": "名" * 60, "co_handlers": "名" * 60, "to": "名" * 40, "reason": "案" * 200, "progress": "案" * 100,
    "words": "案" * 300, "until": "Wed 26 Apr 24:00", "standing": "returned, to be completed, 999 days overdue",
}  # fmt: skip


def messages(path: Path) -> list[ftl.Message]:
    """The messages of a file; fails for what is none."""
    entries = FluentParser().parse(path.read_text("utf-8")).body
    assert not [entry.content for entry in entries if isinstance(entry, ftl.Junk)]
    return [entry for entry in entries if isinstance(entry, ftl.Message)]


def ids(language: str) -> list[str]:
    return [message.id.name for path in FILES if path.parent.name == language for message in messages(path)]


def said_in_code() -> Iterator[tuple[str, bool]]:
    """What the code hands to whatever looks texts up; with it, whether it is put together."""
    for path in [*ROOT.glob("handlers/**/*.py"), *ROOT.glob("bot/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            where = SAYING.get(name, len(node.args))
            if where >= len(node.args):
                continue
            key = node.args[where]
            for part in (key.body, key.orelse) if isinstance(key, ast.IfExp) else (key,):
                match part:
                    case ast.Constant(value=str(text)):
                        yield text, False
                    case ast.JoinedStr(values=values):
                        pieces = (v.value if isinstance(v, ast.Constant) else "{}" for v in values)
                        yield "".join(map(str, pieces)), True


def words_in_code() -> set[str]:
    """Every text constant: names of texts are handed on in variables too."""
    return {
        node.value
        for path in [*ROOT.glob("handlers/**/*.py"), *ROOT.glob("bot/**/*.py")]
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def enumerated() -> set[str]:
    return {
        pattern.replace("{}-{}", str(value)).replace("{}", str(value))
        for pattern, values in ENUMERATED.items()
        for value in values
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_file_is_read_whole(path: Path) -> None:
    assert messages(path)


@pytest.mark.parametrize("language", sorted({path.parent.name for path in FILES}))
def test_no_text_has_two_wordings(language: str) -> None:
    names = ids(language)
    assert sorted(names) == sorted(set(names))


def test_every_text_that_is_asked_for_exists() -> None:
    asked = {text for text, together in said_in_code() if not together}
    patterns = {text for text, together in said_in_code() if together}
    assert patterns <= set(ENUMERATED), "say in ENUMERATED which values these may have"
    assert len(asked) > 50
    assert asked | enumerated() <= set(ids("zh-CN"))


def test_every_text_is_used() -> None:
    assert set(ids("zh-CN")) <= words_in_code() | enumerated()


def patterns(language: str) -> dict[str, ftl.Pattern]:
    """Each text of a language, as it is written."""
    return {
        message.id.name: message.value
        for path in FILES
        if path.parent.name == language
        for message in messages(path)
        if message.value
    }


WRITTEN = {language: patterns(language) for language in LANGUAGES}
EVERY = [(language, key) for language in LANGUAGES for key in WRITTEN[language]]


def values_in(pattern: ftl.Pattern) -> list[str]:
    """The values that a text shows, each as often as it does; of a plural, those of its last form."""
    found = []
    for element in pattern.elements:
        match element:
            case ftl.Placeable(expression=ftl.VariableReference(id=ftl.Identifier(name=name))):
                found.append(name)
            case ftl.Placeable(expression=ftl.SelectExpression(variants=[*_, variant])):
                found += values_in(variant.value)
    return found


def test_each_language_has_its_files_and_each_file_the_same_texts() -> None:
    names = {
        language: {
            path.name: [m.id.name for m in messages(path)] for path in FOLDER.glob(f"{language}/*.ftl")
        }
        for language in LANGUAGES
    }
    assert {path.parent.name for path in FILES} == set(LANGUAGES)
    assert names["en"] == names["zh-CN"]


def test_a_text_says_the_same_things_in_each_language() -> None:
    said = {
        key: (set(values_in(WRITTEN["en"][key])), set(values_in(WRITTEN["zh-CN"][key])))
        for key in WRITTEN["zh-CN"]
    }
    assert not {key: both for key, both in said.items() if both[0] != both[1]}


BOTH = {"language-zh-CN", "language-which", "command-language-help"}
"""Whoever cannot read the language that is spoken to them finds the other here."""


def test_english_texts_are_english() -> None:
    said = {
        key: IN["en"].plain(key, **dict.fromkeys(values_in(WRITTEN["en"][key]), ""))
        for key in WRITTEN["en"]
        if key not in BOTH
    }
    assert not [key for key, text in said.items() if re.search(r"[\u3000-\u9fff\uff00-\uffef]", text)]


def test_what_a_person_typed_reads_as_they_typed_it() -> None:
    hostile, spoilt = "<b>&\"'&amp;</b>", []
    for language, key in EVERY:
        values = values_in(WRITTEN[language][key])
        said = IN[language].say(key, **dict.fromkeys(values, hostile))
        if unmarked(said).count(hostile) != len(values):
            spoilt.append((language, key))
    assert not spoilt


def test_a_text_of_one_sheet_fits_one_message() -> None:
    too_long = []
    for language, key in EVERY:
        values = {name: HUGE.get(name, 999) for name in values_in(WRITTEN[language][key])}
        if key.startswith("text-of"):
            values["words"] = "案" * (MOST_PIECE // 3)
        if len(unmarked(IN[language].say(key, **values)).encode()) > 2_048:
            too_long.append((language, key))
    assert not too_long


def test_whatever_is_typed_in_any_language_means_one_thing() -> None:
    commands, does = [f"command-{name}" for name in COMMANDS], [f"sheet-{do}" for do in get_args(DO)]
    for keys in (commands, does):
        typed = [label for key in keys for label in {texts.plain(key).casefold() for texts in IN.values()}]
        assert sorted(typed) == sorted(set(typed))


@pytest.mark.parametrize("number", [0, 1, 2, 21])
def test_english_counts_one_day_and_two_days(number: int) -> None:
    said = IN["en"].plain("left-days", days=number)
    assert said == ("1 day left" if number == 1 else f"{number} days left")


def test_dates_are_written_as_each_language_writes_them() -> None:
    due = datetime(2023, 4, 26, 23, 59, 59, tzinfo=TEXTS.time_zone)
    seen = due.replace(day=19, hour=9, minute=12)
    written = {
        language: (texts.until(due), texts.short_day(due.date()), texts.moment(seen), texts.left(due, seen))
        for language, texts in IN.items()
    }
    assert written == {
        "zh-CN": ("4月26日(周三)24:00前", "4月26日", "4月19日 09:12", "剩7天"),
        "en": ("Wed 26 Apr 24:00", "26 Apr", "19 Apr 09:12", "7 days left"),
    }


@given(st.text(max_size=300), st.integers(min_value=8, max_value=60))
def test_a_long_text_is_cut_into_pieces_of_which_nothing_is_lost(text: str, most: int) -> None:
    pieces = portions(text, most)
    assert "".join(pieces) == text
    assert all(len(piece.encode()) <= most for piece in pieces)


def test_a_long_text_is_cut_where_a_line_or_a_sentence_ends() -> None:
    assert portions("见到双方。\n起因是堆物。约定清走。", 36) == ["见到双方。\n", "起因是堆物。约定清走。"]
    assert portions("见到双方。起因是楼道堆物", 30) == ["见到双方。", "起因是楼道堆物"]


def test_markup_that_is_ours_is_left_alone() -> None:
    assert TEXTS.say("toast", text=Markup("<b>1</b>")) == "<b>1</b>"
    assert TEXTS.say("toast", text="<b>1</b>") == "&lt;b&gt;1&lt;/b&gt;"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_days_of_a_year_read_alike_however_often_they_are_asked_for(language: str) -> None:
    texts = Texts(ZoneInfo("Asia/Shanghai"), language)
    days = [date(2023, 1, 1) + timedelta(days=number) for number in range(365)]
    for _ in range(2):
        assert len({texts.day(day) for day in reversed(days)}) == 365
        assert len({texts.short_day(day) for day in days}) == 365
