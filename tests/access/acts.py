"""Everything that can be said or pressed, enumerated from the capabilities themselves.

A new command, button or step is walked without a word here; what it needs and where it leaves a trace
has to be said in `ACTS`, or the walk fails.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from fnmatch import fnmatchcase
from itertools import product
from typing import Any, Literal, get_args, get_origin

from handlers import CAPABILITIES
from handlers.announcements import ANNOUNCEMENTS, drafting, previewing
from handlers.buttons import Press
from handlers.clocks.extending import REASON as CLOCK_EXTEND
from handlers.clocks.presses import ClockPress
from handlers.enforcement import ENFORCEMENT
from handlers.enforcement.collecting import RECTIFICATION
from handlers.enforcement.presses import IssueDecision
from handlers.menu import Shortcut
from handlers.resume import RESUME, ResumePress
from handlers.reviews import REVIEWS
from handlers.reviews.signing import MISSING as MISSING_ITEM
from handlers.sheets.presses import ExtensionDecision, SheetPress, TransferDecision, WhichPress
from handlers.sheets.unasked import WHICH
from handlers.slips import SLIPS
from handlers.slips.answering import APPEAL
from handlers.texts import Texts
from storage.case_reviews import WAITING as WAITING_REVIEWS
from storage.messages import Attached, Cell, Incoming, IncomingKind, Line
from storage.sheets import SheetState
from tests.access.announced import Announced
from tests.access.clocked import ClockAim
from tests.access.found import IssueAim
from tests.access.reviewed import ReviewAim
from tests.access.slipped import SlipAim
from tests.access.world import CHAT, FAR, FEEDBACK, LED_PLACE, MATE, NEW, Aim, photo

WORKING = "issued acknowledged in_progress returned"
ISSUED = f"{WORKING} submitted closed voided"
ACTS = """
sh:open                      read
sh:why                       read
sh:trail                     read
sh:text                      read
sh:photos                    read
sh:print                     print   ISSUED
sh:sign                      handle  issued
sh:more                      read
sh:batch                     read
sh:feed-back                 answer  issued acknowledged returned closed
sh:contribute                answer  issued acknowledged returned closed
sh:after                     answer  issued acknowledged returned closed
sh:extend                    handle
sh:book-slot                 handle
sh:mediate                   handle
sh:snooze                    handle
sy:*                         handle
sb:*                         handle  WORKING
sm:came                      handle
sm:*                         handle
sz:*                         handle  closed
sh:ask-transfer              handle
sh:ask-reviewer              answer
sh:ask-owner                 review
sh:reassign                  room
sh:void                      room
sh:copy                      copy    ISSUED
sh:transfer                  direct
sh:suspend                   direct
sh:resume                    direct
sh:reopen                    review  closed
sh:withdraw                  handle  submitted
sh:accept                    review  submitted
sh:return                    review
sf:redo-*                    answer  issued acknowledged returned closed
sf:preview                   answer  issued acknowledged returned closed / WORKING closed
sf:interim                   answer  in_progress returned / WORKING closed
sf:keep                      answer  issued acknowledged returned closed
so:*                         handle  in_progress returned
sr:own-words                 review
sr:not-at-all                review
sr:*                         review  submitted
sw                           answer  WORKING closed
sd:class:case                draft   draft
sd:risk:red                  draft   draft
sd:standard:*                draft   draft
sd:owner:P-FAR               draft   draft
sd:co-handler:P-FAR          draft   draft
sd:also:P-FAR                draft   draft
sd:discard-now:*             draft   draft
sd:issue-now:*               issue   draft
sd:*                         draft
se:*                         handle
sq:*                         read
sn:reassign:*                room    WORKING
sn:transfer:*                direct  WORKING
sv                           room
sx:0                         direct  in_progress
sx:*                         direct  in_progress
st:False                     direct  in_progress
st:True                      direct
sheets.feedback              answer  WORKING closed
sheets.extend-reason         handle
sheets.extend-progress       handle
sheets.extend-until          handle  issued acknowledged returned
sheets.suspend-until         direct
sheets.suspend-reason        direct  WORKING
sheets.void-reason           room
sheets.ask-transfer          handle  issued acknowledged returned
sheets.new-owner             room    WORKING
sheets.relay                 review  ISSUED
sheets.mediation-slot        handle  WORKING
sheets.mediation-record      handle  WORKING
sheets.late-reason           handle  in_progress returned
sheets.return-reason         review  submitted
sheets.draft-field           draft   draft
sheets.draft-owner           draft   draft
sheets.draft-co-handler      draft   draft
sheets.draft-also            draft   draft
reply                        answer  WORKING closed
edit                         answer  in_progress
"""
"""What each act needs (a column of the oracle), and in which states of its sheet it leaves a trace.

After a slash: in which states it does for whoever helps, where that differs.
"""

ALONE = """
sheets.draft-community       draft   yes
sd:community:C1              draft   yes
sd:community:*               draft
sd:group:*                   draft
sd:anew:*                    draft
enrolment.invite             enrol   yes
enrolment.unbind             enrol   yes
ls:*                         read
lx:*                         read    yes
sa:*                         handle
mo:*                         review
mx:*                         review  yes
/month*                      review
sheets.which                 -
home.resume                  -
/menu*                       -
/help*                       -
/cancel*                     -
/language*                   -
ln:*                         -       yes
rt:*                         -
rw                           -
sheets.import-file           issue
si:*                         issue
/importsheets*               issue
enforcement.import-file      i-list
zm:*                         i-list
/importissues*               i-list
announcements.text           announce yes
announcements.*              announce
/announce*                   announce
/newissue*                   i-draft
/issues*                     i-read
/week*                       i-read
zx:*                         i-export yes
/slips*                      s-judge
/team*                       t-read
pp:*                         t-read
zl:*                         i-read
zd:element:case              i-draft yes
/mine*                       handle
/clocks*                     c-read
kn:*                         c-start
clocks.case                  c-start
clocks.began                 c-start yes
/newreview*                  v-submit
/reviews*                    v-read
reviews.case                 v-submit
vh:*                         -
/newsheet*                   draft
/review                      q-read
/review *                    q-read
/sheets*                     read
/extensions*                 direct
/invite                      enrol
/invite P-MATE               enrol   yes
/unbind                      enrol
/unbind P-MATE               enrol   yes
"""
"""The same for what is about no sheet in particular; `-`: everyone may."""

OF_ISSUES = """
zd:element:*                 i-change
zd:problem:0                 i-change draft listed
zd:problem:*                 i-change
zd:no-case:*                 i-change draft listed
zd:owner:P-NEW               i-change listed
zd:owner:*                   i-change
zd:due:*                     i-change
zd:requirements:*            i-change
zd:list:*                    i-change draft
zd:assign:*                  i-list  draft listed
zd:discard:*                 i-draft draft
zi:open                      i-read
zi:trail                     i-read
zi:photos                    i-read
zi:acknowledge               i-handle assigned
zi:accept                    i-verify submitted
zi:return                    i-verify
zi:requirements              i-read
zi:photos-done               i-handle assigned rectifying returned
zi:no-photos                 i-handle assigned rectifying returned
zi:take-back                 i-handle submitted
zi:reassign                  i-reassign
zo:*                         i-reassign assigned rectifying returned
enforcement.new-owner        i-reassign assigned rectifying returned
zi:*                         i-handle
zr:*                         i-decide assigned rectifying returned
enforcement.problem          i-change draft listed
enforcement.case             i-change draft listed
enforcement.owner            i-change listed
enforcement.due              i-change draft listed
enforcement.requirements     i-change draft listed
enforcement.rectify          i-handle assigned rectifying returned
enforcement.object           i-handle assigned rectifying returned
enforcement.return-until     i-verify submitted
enforcement.return           i-verify
enforcement.*                i-handle
code                         i-read
reply                        i-handle assigned rectifying returned
edit                         i-handle assigned rectifying returned
"""
"""What each act needs to an enforcement issue (oracle.py), and in which states of it a trace is left."""

OF_REVIEWS = """
vi:next                      v-submit
vi:*                         v-read
vs:pass:open                 v-first  open
vs:pass:leader_ok            v-second leader_ok
vs:*:open                    v-first
vs:*:leader_ok               v-second
vm:open                      v-first  open
vm:leader_ok                 v-second leader_ok
va:again                     v-submit sent_back
va:raise                     v-raise  sent_back
reviews.missing              v-decide open leader_ok
code:通过                    v-decide open leader_ok
code:退回                    v-decide
code:逐项勾选                v-decide
code:补齐再交                v-submit sent_back
code:转问题清单              v-raise  sent_back
code:看经过                  v-read
code                         v-read
"""
"""What each act needs to a review (oracle.py), and in which states of it a trace is left. `v-decide`: on what is awaited."""

OF_CLOCKS = """
kc:open                      c-read
kc:trail                     c-read
kc:stop                      c-tend  running extended over
kc:extend                    c-tend
clocks.extend                c-tend  running over
code:停表                    c-tend  running extended over
code:延长                    c-tend
code:看经过                  c-read
code                         c-read
"""
"""What each act needs to a legal clock (oracle.py), and how it stands where a trace is left."""

OF_SLIPS = """
yl:open:*                    s-read
yl:trail:*                   s-read
yl:confirm:white             s-decide proposed
yl:confirm:red               s-decide
yl:confirm-red:*             s-decide proposed
yl:talk:*                    s-decide proposed
yl:phone:*                   s-decide proposed
yl:milder:*                  s-decide
yl:dismiss:*                 s-decide
yl:later:*                   s-decide
yl:appeal-done:*             s-answer confirmed
yl:appeal:*                  s-answer
yl:explain:*                 s-answer
yl:redo-*                    s-answer
yl:recheck:*                 s-judge appealed
yl:*                         s-judge
slips.dismiss                s-decide proposed
slips.cancel                 s-judge appealed
slips.uphold                 s-judge appealed
slips.explain                s-answer confirmed appealed upheld cancelled
slips.appeal                 s-answer confirmed
reply                        s-answer confirmed
edit                         s-answer confirmed
"""
"""What each act needs to a slip of a colour (oracle.py), and in which states of it a trace is left."""

ANNOUNCED = """
nc:preview                   compose scheduled
nc:done                      compose scheduled
nc:audience                  compose scheduled
nc:send                      compose draft scheduled
nc:at-once                   compose draft scheduled
nc:discard-now               compose scheduled
nc:*                         compose
nu:team:*                    compose scheduled
nu:group:*                   compose scheduled
nu:station:*                 compose scheduled
nu:*::0                      compose scheduled
nu:*                         compose
na:nudge                     watch   sent
na:pause                     watch   sent
na:resume                    watch   paused
na:stop-now                  watch   sent paused
na:recall-now                watch   sent paused stopped
na:*                         watch
nn:*                         watch
nr:received                  receive sent paused stopped
nr:photos                    receive
announcements.at             compose draft scheduled
announcements.text           compose scheduled
announcements.audience       compose scheduled
announcements.name           compose
announcements.revision       watch   sent paused stopped
code                         know
code:收到                    receive sent paused stopped
code:received                receive sent paused stopped
code:*                       nobody
"""
"""What each act needs to an announcement (oracle.py), and in which states of it an audit row is left."""

NO_SHEET = ("sd:community:", "sd:group:", "sd:anew:")
"""Buttons that begin a draft: whatever sheet they name, they are about none."""

WORDS = {
    ("sd", "value"): ("", FAR, "case", "red", "object", LED_PLACE, "nonsense"),
    ("go", "command"): ("nonsense",),
    ("rt", "arrival"): (1,),
    ("rt", "dialogue"): ("", "-"),
    ("se", "days"): (0, 3),
    ("sx", "days"): (0, 3),
    ("sb", "at"): ("1930",),
    ("vs", "returns"): (0, 1),
    ("vs", "ticked"): (0,),
    ("vm", "returns"): (0, 1),
    ("vm", "item"): (0,),
    ("va", "returns"): (0, 1),
    ("sz", "days"): (7,),
    ("sn", "staff"): (NEW,),
    ("zo", "staff"): (NEW,),
    ("pp", "staff"): (MATE, FAR),
    ("sq", "to"): (FAR,),
    ("mo", "year"): (2023,),
    ("mo", "month"): (3, 4),
    ("si", "token"): ("0123456789abcdef",),
    ("zm", "token"): ("0123456789abcdef",),
    ("nu", "kind"): ("station", "team", "saved"),
    ("nu", "key"): ("", "community_team"),
    ("nu", "page"): (0,),
    ("nn", "after"): ("", FAR),
    ("mx", "year"): (2023,),
    ("mx", "month"): (4,),
    ("kn", "key"): ("", "acceptance", "nonsense"),
    ("zd", "value"): ("", "0", "case", NEW, "nonsense"),
    ("ls", "at"): (0, 1_682_000_000_000_000),
    ("ls", "after"): (0, 1),
}
"""Identifiers for the fields whose values cannot be enumerated."""

STEPS_OF_ISSUES = [step for step in ENFORCEMENT.steps if step not in ENFORCEMENT.takes_files]
TAKES_PHOTOS = (drafting.TEXT, previewing.AUDIENCE)
"""Steps about no sheet in particular at which a photo is kept."""

SAYS = {
    "sheets.draft-community": LED_PLACE,
    "sheets.draft-owner": FAR,
    "sheets.draft-co-handler": FAR,
    "enrolment.invite": MATE,
    "enrolment.unbind": MATE,
    "sheets.draft-also": FAR,
    "sheets.new-owner": NEW,
    "sheets.suspend-until": "5月10日",
    "sheets.mediation-slot": "4月24日 14:30",
    "sheets.extend-until": "4月28日",
    "sheets.extend-reason": "当事人外出",
    "sheets.extend-progress": "已电话联系",
    "enforcement.case": "0021",
    "enforcement.owner": NEW,
    "enforcement.new-owner": NEW,
    "enforcement.due": "4月24日",
    "enforcement.extend-until": "4月24日",
    "enforcement.return-until": "4月24日",
    "clocks.case": "2023-0021",
    "clocks.began": "9:00",
    "announcements.at": "4月21日 08:30",
    "announcements.name": "骨干",
    "announcements.audience": "警员别队",
}
"""What is typed at a step; elsewhere it is a feedback's text."""


LONG_AGO = "2023-04-20T02:00:00+00:00"
"""When a question was put that is still open: it is put again."""


@dataclass(frozen=True)
class Act:
    """One thing to try: what it needs, and the states in which it leaves a trace."""

    name: str
    needs: str
    traces: frozenset[str]
    fields: dict[str, Any]
    helping: frozenset[str] | None = None
    step: tuple[str, dict[str, Any]] | None = None
    about: bool = False

    def __str__(self) -> str:
        return self.name


def known(table: str, name: str) -> tuple[str, frozenset[str]]:
    """What an act needs, and where it leaves a trace; fails for an act that nobody has thought about."""
    for line in table.replace("WORKING", WORKING).replace("ISSUED", ISSUED).split("\n"):
        pattern, _, rest = line.partition("  ")
        if line and fnmatchcase(name, pattern):
            needs, *traces = rest.partition("/")[0].split()
            return needs, frozenset(traces)
    raise AssertionError(f"say in tests/access/acts.py what {name!r} needs and where it leaves a trace")


def known_helping(name: str) -> frozenset[str] | None:
    """Where it leaves a trace for whoever helps on the sheet; None: where it does for everyone."""
    for line in ACTS.replace("WORKING", WORKING).split("\n"):
        pattern, _, rest = line.partition("  ")
        if line and fnmatchcase(name, pattern):
            return frozenset(rest.partition("/")[2].split()) if "/" in rest else None
    return None


def payloads(kind: type[Press], number: int) -> Iterator[Press]:
    """A button of a kind about a sheet or an announcement, with every value that each of its fields may have."""
    values = [_values(kind, name, field.annotation, number) for name, field in kind.model_fields.items()]
    for chosen in product(*values):
        yield kind.model_validate(dict(zip(kind.model_fields, chosen, strict=True)))


def _values(kind: type[Press], name: str, annotation: Any, number: int) -> tuple[Any, ...]:
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return tuple(annotation)
    if (
        name in ("sheet", "request", "announcement", "issue", "slip", "review", "clock")
        and annotation is int
        and (kind.prefix, name) not in WORDS
    ):
        return (number,)
    if annotation is bool:
        return (False, True)
    if (kind.prefix, name) in WORDS:
        return WORDS[kind.prefix, name]
    raise AssertionError(f"say in tests/access/acts.py which values {kind.__name__}.{name} may have")


def about(aim: Aim, texts: Texts) -> Iterator[Act]:
    """Everything that can be done about a sheet."""
    yield from _pressed(aim)
    yield from _typed(aim, texts)
    yield from _at_steps(aim)
    yield from _edited_and_replied(ACTS, aim.id)


def _edited_and_replied(table: str, number: int) -> Iterator[Act]:
    """What was said about a thing is edited, or a message about it is replied to."""
    edited = {"kind": IncomingKind.EDIT, "text": "改过的内容", "message_id": f"said-{number}"}
    yield Act("edit", *known(table, "edit"), edited)
    needs, traces = known(table, "reply")
    yield Act("reply", needs, traces, _say(FEEDBACK) | {"reply_to": "told"}, about=True)
    yield Act("reply with a photo", needs, traces, _say("") | photo() | {"reply_to": "told"}, about=True)


def alone() -> Iterator[Act]:
    """Everything that can be done about no sheet in particular."""
    for capability in CAPABILITIES:
        for step in capability.steps:
            if _is_about_sheet(step) or step in (*STEPS_OF_ISSUES, *SLIPS.steps, MISSING_ITEM, CLOCK_EXTEND):
                continue
            needs, traces = known(ALONE, step)
            yield Act(step, needs, traces, _say(SAYS.get(step, FEEDBACK)), step=(step, _data(0)))
            takes_photos = frozenset({"yes"}) if step in TAKES_PHOTOS else frozenset[str]()
            yield Act(f"{step}, a photo", needs, takes_photos, _say("") | photo(), step=(step, _data(0)))
            if step not in (RESUME, WHICH):
                yield _resumed(
                    Act(step, needs, traces, _say(SAYS.get(step, FEEDBACK)), step=(step, _data(0)))
                )
        for step in capability.takes_files:
            needs, _ = known(ALONE, step)
            yield Act(f"{step}, a file", needs, frozenset(), _say("") | _file(), step=(step, _data(0)))
        for kind in capability.buttons:
            if (
                kind in (Shortcut, ResumePress)
                or {"request", "announcement", "issue", "slip", "review", "clock"} & kind.model_fields.keys()
            ):
                continue  # walked as commands, as dialogues gone on with, and about what they name
            for press in payloads(kind, 0):
                name = _name(press)
                if "sheet" not in kind.model_fields or name.startswith(NO_SHEET):
                    needs, traces = known(ALONE, name)
                    yield Act(name, needs, traces, _press(press))


def announced(aim: Announced) -> Iterator[Act]:
    """Everything that can be done about an announcement."""
    capability = ANNOUNCEMENTS
    for kind in capability.buttons:
        for press in payloads(kind, aim.id):
            name = ":".join([press.prefix, *(str(v) for f, v in dict(press).items() if f != "announcement")])
            yield Act(f"press {name}", *known(ANNOUNCED, name), _press(press))
    for step in capability.steps:
        data = _data(0) | {"announcement": aim.id}
        words = Act(step, *known(ANNOUNCED, step), _say(SAYS.get(step, FEEDBACK)), step=(step, data))
        yield words
        yield Act(f"{step}, a photo", words.needs, _of_photos(words), _say("") | photo(), step=(step, data))
        yield _resumed(words)
    if aim.code:
        needs, traces = known(ANNOUNCED, "code")
        yield Act("say T…", needs, traces, _say(aim.code.lower()))
        for typed in ("收到", "received", "撤回", "看照片"):
            needs, traces = known(ANNOUNCED, f"code:{typed}")
            yield Act(f"say {typed} T…", needs, traces, _say(f"{typed} {aim.code}"))
    for fields in (_say(FEEDBACK), _say("收到"), _say("") | photo()):
        yield Act("reply", "nobody", frozenset(), fields | {"reply_to": "told"}, about=True)


def of_issue(aim: IssueAim) -> Iterator[Act]:
    """Everything that can be done about an enforcement issue."""
    for kind in ENFORCEMENT.buttons:
        if not {"request", "issue"} & kind.model_fields.keys():
            continue  # about none in particular
        for press in payloads(kind, aim.request if kind is IssueDecision else aim.id):
            fields = [str(v) for f, v in dict(press).items() if f not in ("issue", "request")]
            name = ":".join([press.prefix, *fields])
            yield Act(f"press {name}", *known(OF_ISSUES, name), _press(press))
    for step in STEPS_OF_ISSUES:
        data = {"issue": aim.id, "reason": FEEDBACK} | {"about": f"issue:{aim.id}", "too_many": 0, "anew": []}
        said = _say(SAYS.get(step, FEEDBACK))
        words = Act(step, *known(OF_ISSUES, step), said, step=(step, data))
        yield words
        yield _resumed(words)
        if step == RECTIFICATION.step:
            yield Act(f"{step}, a photo", words.needs, words.traces, _say("") | photo(), step=(step, data))
    yield from _edited_and_replied(OF_ISSUES, aim.id)
    if aim.code:
        yield Act("say Z…", *known(OF_ISSUES, "code"), _say(aim.code.lower()))
        for typed, do in (
            ("知道了", "acknowledge"),
            ("通过", "accept"),
            ("已整改", "rectify"),
            ("看经过", "trail"),
        ):
            yield Act(f"say {typed} Z…", *known(OF_ISSUES, f"zi:{do}"), _say(f"{typed} {aim.code}"))


def of_slip(aim: SlipAim) -> Iterator[Act]:
    """Everything that can be done about a slip."""
    for kind in SLIPS.buttons:
        for press in payloads(kind, aim.id):
            name = f"{press.prefix}:{dict(press)['do']}:{aim.colour}"
            yield Act(f"press {name}", *known(OF_SLIPS, name), _press(press))
    for step in SLIPS.steps:
        data = {"slip": aim.id, "about": aim.subject, "too_many": 0, "anew": []}
        words = Act(step, *known(OF_SLIPS, step), _say(FEEDBACK), step=(step, data))
        yield words
        yield _resumed(words)
        if step == APPEAL.step:
            yield Act(f"{step}, a photo", words.needs, words.traces, _say("") | photo(), step=(step, data))
    yield from _edited_and_replied(OF_SLIPS, aim.id)


def of_review(aim: ReviewAim) -> Iterator[Act]:
    """Everything that can be done about a review."""
    for kind in (kind for kind in REVIEWS.buttons if "review" in kind.model_fields):
        for press in payloads(kind, aim.id):
            fields = dict(press)
            if fields.get("returns", aim.returns) == aim.returns:
                name = ":".join([press.prefix, *(str(fields[f]) for f in ("do", "state") if f in fields)])
                yield Act(f"press {name}", *known(OF_REVIEWS, name), _press(press))
    waiting = aim.state if aim.state in WAITING_REVIEWS else "open"
    data = {"review": aim.id, "state": str(waiting), "returns": aim.returns}
    words = Act(MISSING_ITEM, *known(OF_REVIEWS, MISSING_ITEM), _say("缺第二页"), step=(MISSING_ITEM, data))
    yield words
    yield _resumed(words)
    yield Act("say V…", *known(OF_REVIEWS, "code"), _say(aim.code.lower()))
    for typed in ("通过", "退回", "逐项勾选", "补齐再交", "转问题清单", "看经过"):
        yield Act(f"say {typed} V…", *known(OF_REVIEWS, f"code:{typed}"), _say(f"{typed} {aim.code}"))


def of_clock(aim: ClockAim) -> Iterator[Act]:
    """Everything that can be done about a legal clock."""
    for press in payloads(ClockPress, aim.id):
        name = f"{press.prefix}:{dict(press)['do']}"
        yield Act(f"press {name}", *known(OF_CLOCKS, name), _press(press))
    step = (CLOCK_EXTEND, {"clock": aim.id})
    words = Act(CLOCK_EXTEND, *known(OF_CLOCKS, CLOCK_EXTEND), _say("经批准延长"), step=step)
    yield words
    yield _resumed(words)
    yield Act("say K…", *known(OF_CLOCKS, "code"), _say(aim.code.lower()))
    for typed in ("停表", "延长", "看经过"):
        yield Act(f"say {typed} K…", *known(OF_CLOCKS, f"code:{typed}"), _say(f"{typed} {aim.code}"))


def _of_photos(words: Act) -> frozenset[str]:
    """Pictures are taken where the text and the audience are, and leave the trace that those leave."""
    return words.traces if words.name in TAKES_PHOTOS else frozenset()


def commands(texts: Texts) -> Iterator[tuple[Act, Act]]:
    """Every command, typed and pressed in each of its forms; with each the same for a command there is not."""
    for capability in CAPABILITIES:
        for command in capability.commands:
            name = f"/{command.name}"
            needs, _ = known(ALONE, name)
            label = texts.plain(f"command-{command.name}")
            for typed in (name, f"{name}@dudao_bot", label, *command.words):
                other = "/nosuch" if typed.startswith("/") else "没这个"
                yield (
                    Act(f"say {typed}", needs, frozenset(), _say(typed)),
                    Act("", "", frozenset(), _say(other)),
                )
            traces = known(ALONE, f"{name} {MATE}")[1]
            yield (
                Act(f"say {name} {MATE}", needs, traces, _say(f"{name} {MATE}")),
                Act("", "", frozenset(), _say(f"/nosuch {MATE}")),
            )
            yield (
                Act(f"press {name}", needs, frozenset(), _data_pressed(f"go:{command.name}")),
                Act("", "", frozenset(), _data_pressed("go:nosuch")),
            )


def _pressed(aim: Aim) -> Iterator[Act]:
    for capability in CAPABILITIES:
        for kind in capability.buttons:
            if "sheet" not in kind.model_fields:
                continue
            for press in payloads(kind, aim.id):
                value, name = getattr(press, "value", ""), _name(press)
                if value and aim.state not in (SheetState.DRAFT, None):
                    continue  # a draft's values mean nothing to a sheet that is issued
                if name.startswith(NO_SHEET):
                    continue
                needs, traces = known(ACTS, name)
                step = (WHICH, _data(aim.id)) if isinstance(press, WhichPress) else None
                yield Act(f"press {name}", needs, traces, _press(press), known_helping(name), step)
    yield from _decided(aim)


def _decided(aim: Aim) -> Iterator[Act]:
    """What is decided about what was asked."""
    kinds: list[type[Press]] = [ExtensionDecision, TransferDecision]
    for request, kind in zip(aim.requests, kinds, strict=bool(aim.requests)):
        for chosen in WORDS.get((kind.prefix, "days"), (False, True)):
            press = kind.model_validate(
                {"request": request} | dict(zip(list(kind.model_fields)[1:], [chosen], strict=True))
            )
            name = f"{kind.prefix}:{chosen}"
            needs, traces = known(ACTS, name)
            yield Act(f"press {name}", needs, traces, _press(press))


def _typed(aim: Aim, texts: Texts) -> Iterator[Act]:
    if not aim.code:
        return
    for do in get_args(SheetPress.model_fields["do"].annotation):
        needs, traces = known(ACTS, f"sh:{do}")
        word = texts.plain(f"sheet-{do}")
        yield Act(f"say {word} D…", needs, traces, _say(f"{word} {aim.code}"))
    yield Act("say D…", "read", frozenset(), _say(aim.code.lower()))


def _at_steps(aim: Aim) -> Iterator[Act]:
    for capability in CAPABILITIES:
        for step in filter(_is_about_sheet, capability.steps):
            needs, traces = known(ACTS, step)
            data = _data(aim.id) | {"to": aim.owner}
            words = Act(
                f"{step}, text",
                needs,
                traces,
                _say(SAYS.get(step, FEEDBACK)),
                known_helping(step),
                (step, data),
            )
            takes_photos = traces if step == "sheets.feedback" else frozenset()
            yield words
            yield Act(f"{step}, a photo", needs, takes_photos, _say("") | photo(), step=(step, data))
            yield _resumed(words)


def _resumed(act: Act) -> Act:
    """The same, said after the dialogue was left too long, and then gone on with."""
    assert act.step
    held = [_held(act.fields["text"])]
    data = {"step": act.step[0], "data": act.step[1], "held": held, "asked_at": LONG_AGO}
    fields = _press(ResumePress(answer="continue"))
    return Act(f"{act.name}, resumed", act.needs, act.traces, fields, act.helping, (RESUME, data))


def _file() -> dict[str, Any]:
    """A message that is a table of sheets, as it reaches its turn."""
    heading = tuple(Cell(text=text) for text in ("社区", "对象", "内容", "等级"))
    sheet = tuple(Cell(text=text) for text in (LED_PLACE, "1栋", "两户", "红"))
    lines = (Line(number=1, cells=heading), Line(number=2, cells=sheet))
    return {"attached": Attached(file_id="f", name="f.xlsx", lines=lines), "unsupported": True}


def _is_about_sheet(step: str) -> bool:
    return any(line.startswith(f"{step} ") for line in ACTS.split("\n"))


def _data(sheet_id: int) -> dict[str, Any]:
    """What any step may remember."""
    return {
        "sheet": sheet_id,
        "about": f"sheet:{sheet_id}",
        "announcement": 0,
        "field": "content",
        "too_many": 0,
        "anew": [],
        "answers": ["came", "came", "agreed"],
        "reason": "当事人外出",
        "progress": "已电话联系",
        "until": "2023-05-10",
        "do": "reassign",
        "request": 0,
        "outcome": "settled",
        "limit": "acceptance",
        "case": "演案2023-0021",
        "held": [_held(FEEDBACK)],
        "asked_at": LONG_AGO,
        "step": "sheets.feedback",
        "data": {"about": f"sheet:{sheet_id}", "too_many": 0, "anew": []},
    }


def _held(text: str) -> dict[str, Any]:
    said = Incoming(
        channel="phones", provider_id="h1", chat=CHAT, sender=CHAT, kind=IncomingKind.MESSAGE, text=text
    )
    return said.model_dump(mode="json", exclude_defaults=True) | {"message_id": "h1"}


def _name(press: Press) -> str:
    fields = [str(value) for name, value in dict(press).items() if name != "sheet"]
    return ":".join([press.prefix, *fields])


def _say(text: str) -> dict[str, Any]:
    return {"kind": IncomingKind.MESSAGE, "text": text}


def _press(press: Press) -> dict[str, Any]:
    return _data_pressed(press.pack())


def _data_pressed(data: str) -> dict[str, Any]:
    return {"kind": IncomingKind.BUTTON, "button": data, "press_id": "p1", "message_id": "b1"}
