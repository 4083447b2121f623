"""What each role may do and how far, written out by hand: nothing here is read from `handlers/access.py`.

`room` is what the command room does to a sheet that is out (another owner, void), `direct` what only its
director does (another team, a stopped clock, more time). `announce` is the command room's, whoever of it is on duty. `print` reaches as far as `read`, but for whoever
only helps on a sheet: paper leaves the bot.

Sources: `permissions` of the demo data (deny by default); the command room hands over what is overdue, so
its duty post reads sheets (M20); group and team leads are told what is overdue and can look it up (M8);
whoever answers a sheet or helps with it reads it (M4).
"""

from storage.announcements import AnnouncementState
from storage.case_reviews import ReviewState
from storage.issues import IssueState
from storage.people import Role
from storage.sheets import SheetState
from storage.slips import ISSUED, Colour, SlipState

GRANTS = """
role                 read     print    draft    issue    handle   review   room     direct   enrol    announce
leader               station  station  -        -        -        -        -        -        -        -
command_director     station  station  own      own      -        station  station  station  -        station
command_duty         station  station  own      -        -        -        -        -        -        station
quality_post         station  station  own      own      -        station  station  -        -        station
supervision_post     -        -        -        -        -        -        -        -        -        station
community_team_lead  team     team     -        -        -        -        -        -        -        -
case_team_lead       team     team     -        -        -        -        -        -        -        -
group_lead           group    group    -        -        -        -        -        -        -        -
community_officer    own      own      -        -        own      -        -        -        -        -
case_officer         own      own      -        -        own      -        -        -        -        -
legal_officer        -        -        -        -        -        -        -        -        -        -
case_aux             -        -        -        -        -        -        -        -        -        -
community_aux        -        -        -        -        -        -        -        -        -        -
patrol_officer       -        -        -        -        -        -        -        -        -        -
patrol_aux           -        -        -        -        -        -        -        -        -        -
volunteer            -        -        -        -        -        -        -        -        -        -
safety_officer       -        -        -        -        -        -        -        -        -        -
admin                -        -        -        -        -        -        -        -        station  -
"""

REACH = {
    "own": {"own", "helping"},
    "group": {"own", "helping", "group"},
    "team": {"own", "helping", "team"},
    "station": {"own", "helping", "group", "team", "other"},
}
"""To which sheets a permission reaches, by how their reader stands to them."""

ISSUES = """
role                 i-read   i-draft  i-list   i-handle i-verify i-decide i-export
supervision_post     station  own      station  -        station  station  station
legal_officer        station  own      station  -        station  -        station
case_team_lead       team     -        -        -        -        -        team
case_officer         own      -        -        own      -        -        -
case_aux             own      own      -        -        -        -        -
"""
"""The same for enforcement issues; nobody else has any of it. `i-decide`: on more time and on objections."""

SLIPS = """
role                 s-read   s-decide s-red    s-judge  s-answer t-read   q-read
supervision_post     station  station  -        station  -        -        station
leader               station  -        station  station  -        -        -
case_team_lead       team     -        -        -        -        team     -
community_team_lead  team     -        -        -        -        team     -
case_officer         own      -        -        -        own      -        -
community_officer    own      -        -        -        own      -        -
quality_post         -        -        -        -        -        -        station
command_director     -        -        -        -        -        -        station
legal_officer        -        -        -        -        -        -        station
"""
"""The same for slips. `t-read`: what the people of a team have; `q-read`: what waits for one's verdict. `s-decide`: on white and yellow ones; `s-red`: on red ones, and on appeals against them."""

REVIEWS = """
role                 v-read   v-submit v-first  v-second v-raise  v-watch
leader               station  -        station  -        station  -
case_team_lead       team     -        team     -        team     -
legal_officer        station  -        -        station  station  -
supervision_post     station  -        -        -        station  station
case_officer         own      own      -        -        -        -
"""
"""The same for reviews of cases. `v-raise`: making an issue of what was missing; `v-watch`: hearing what is late."""

CLOCKS = """
role                 c-read   c-start
supervision_post     station  station
legal_officer        station  own
case_team_lead       team     -
case_officer         own      own
"""
"""The same for legal clocks: whoever may start one stops and extends it, the supervision post anybody's."""


def _table(written: str) -> dict[Role, dict[str, str]]:
    columns, *lines = (line.split() for line in written.split("\n") if line)
    nothing = dict.fromkeys(columns[1:], "-")
    granted = {Role(role): dict(zip(columns[1:], scopes, strict=True)) for role, *scopes in lines}
    return {role: granted.get(role, nothing) for role in Role}


_PARTS = [_table(written) for written in (ISSUES, SLIPS, REVIEWS, CLOCKS)]
TABLE = {
    role: rights | {right: scope for part in _PARTS for right, scope in part[role].items()}
    for role, rights in _table(GRANTS).items()
}


def has(roles: frozenset[Role], right: str) -> bool:
    """Whether somebody with these roles has a right in any scope."""
    return any(TABLE[role][right] != "-" for role in roles)


def may(roles: frozenset[Role], right: str, stands: str, state: SheetState | None) -> bool:
    """Whether they have it over a sheet to which they stand so (None: over no sheet in particular)."""
    if right == "copy":
        return state != SheetState.DRAFT and has(roles, "draft") and may(roles, "read", stands, state)
    if right == "answer":  # whoever answers a sheet writes for it, and whoever helps on it
        right = "read" if stands == "helping" else "handle"
    if state is None or not has(roles, right):
        return has(roles, right) and stands != "missing"
    if state == SheetState.DRAFT:
        return right in ("draft", "issue") and stands == "own"
    if right == "print" and stands == "helping":  # to help on a sheet gives no more than the post does
        return any(TABLE[role][right] == "station" for role in roles)
    match right:
        case "handle":
            return stands == "own"  # whoever helps signs for nothing
        case "review" | "room" | "direct":
            return stands not in ("own", "missing")  # nobody decides on their own
        case "draft" | "issue":
            return False  # issued already
    return any(stands in REACH.get(TABLE[role][right], set()) for role in roles)


def sees(roles: frozenset[Role], stands: str, state: SheetState) -> bool:
    """Whether they may know that a sheet exists."""
    return may(roles, "draft" if state == SheetState.DRAFT else "read", stands, state)


UNSENT = (AnnouncementState.DRAFT, AnnouncementState.SCHEDULED)
"""The command room sees to whatever of it is out; a draft is its author's alone; those who are told receive."""


def may_to_announcement(
    roles: frozenset[Role], right: str, *, own: bool, told: bool, state: AnnouncementState
) -> bool:
    """Whether a person with an account, and these roles, has a right over an announcement.

    `own`: they are its sender; `told`: they are among those whom it is for.
    """
    announces, is_out = has(roles, "announce"), state not in UNSENT
    match right:
        case "compose":
            return announces and own and not is_out
        case "watch":
            return announces and is_out
        case "receive":
            return told and is_out
        case "know":
            return is_out and (announces or told)
    return False


def reads(roles: frozenset[Role], *, own: bool, told: bool, state: AnnouncementState) -> bool:
    """Whether the words of an announcement may reach them: those told read them until they are taken back."""
    if has(roles, "announce"):
        return own or state not in UNSENT
    return told and state not in (*UNSENT, AnnouncementState.RECALLED)


def may_to_issue(roles: frozenset[Role], right: str, stands: str, state: IssueState) -> bool:
    """Whether they have a right over an issue: `stands` is author, owner, team (of its owner) or other."""
    if not has(roles, "i-list" if right == "i-reassign" else right):
        return False
    unsent = state in (IssueState.DRAFT, IssueState.LISTED)
    match right:
        case "i-draft":
            return state == IssueState.DRAFT and stands == "author"
        case "i-list":
            return (state == IssueState.DRAFT and stands == "author") or state == IssueState.LISTED
        case "i-handle":
            return stands == "owner" and not unsent
        case "i-reassign":
            return stands != "owner" and not unsent
        case "i-verify" | "i-decide":
            return stands != "owner" and not unsent
    reach = {TABLE[role][right] for role in roles}
    if state == IssueState.DRAFT:
        return stands == "author" and has(roles, "i-draft")
    if "station" in reach or stands == "author":
        return True
    return not unsent and (stands == "owner" or (stands == "team" and "team" in reach))


def may_to_slip(roles: frozenset[Role], right: str, stands: str, state: SlipState, colour: Colour) -> bool:
    """Whether they have a right over a slip: `stands` is recipient, sender, team (of its recipient) or other."""
    sent, red = state in ISSUED, colour == Colour.RED
    match right:
        case "s-decide":
            return has(roles, "s-red" if red else "s-decide") and stands != "recipient"
        case "s-judge":
            return (
                sent and has(roles, "s-red" if red else "s-judge") and stands not in ("recipient", "sender")
            )
        case "s-answer":
            return sent and has(roles, right) and stands == "recipient"
    if not sent:
        return (has(roles, "s-decide") or has(roles, "s-red")) and stands != "recipient"
    reach = {TABLE[role]["s-read"] for role in roles}
    if "station" in reach or (stands == "recipient" and reach - {"-"}):
        return True
    return stands == "team" and "team" in reach


def may_to_review(roles: frozenset[Role], right: str, stands: str, state: ReviewState) -> bool:
    """Whether they have a right over a review: `stands` is own, first (passed it first), team (of its officer) or other."""
    if right == "v-submit":
        return stands == "own" and has(roles, right)
    if right == "v-decide":
        right = "v-second" if state == ReviewState.LEADER_OK else "v-first"
    if right != "v-read" and stands == "own":
        return False  # nobody decides on their own case
    if right == "v-second" and stands == "first":
        return False  # nor twice
    reach = {TABLE[role][right] for role in roles}
    if "station" in reach:
        return True
    return (stands == "own" and bool(reach - {"-"})) or (stands == "team" and "team" in reach)


def may_to_clock(roles: frozenset[Role], right: str, stands: str) -> bool:
    """Whether they have a right over a legal clock: `stands` is own (they started it), team (of who did) or other."""
    reach = {TABLE[role]["c-start" if right == "c-tend" else right] for role in roles}
    if stands == "missing":
        return False
    return "station" in reach or (stands == "own" and bool(reach - {"-"})) or stands in reach
