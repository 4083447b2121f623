"""Issues and their slips live at random: listed, put right, returned, extended, missed, proposed, sent, appealed, judged.

Anybody presses anything at any time, also what is not theirs or long over. After every step the invariants are read
from the database and from what the phones show:

- what was done, in its order, leads to the state that a thing is in; nobody verifies, decides or judges their own
- what is late waits for a person's word or for a timer; what is put right waits for neither
- for one missed deadline one slip waits at the most, and each that is sent is worse than the last; red is a leader's
- numbers have no gaps; more time is given once; nobody learns of a slip who should not
"""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import get_args

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from sqlalchemy import select

from handlers.enforcement.presses import IssuePress
from handlers.ladder import STEP
from handlers.slips.presses import SlipPress
from storage import audit, issues, requests, slips, timers
from storage.db import Tx
from storage.issues import WORKING, Issue, IssueState
from storage.query import STATION as THIS_STATION
from storage.query import Query
from storage.slips import ISSUED, Colour, Slip, SlipState
from tests.model.life import INBOX, TIMERS, StationLife, lives
from tests.scenario import STATION, picture

LEGAL, SUPERVISOR, OWNERS, LEADERS = (
    ("P-FZ01", "P-FZ02"),
    "P-JD01",
    ("P-BA03", "P-BA04"),
    ("P-LD01", "P-LD02"),
)
LEAD, OUTSIDERS = "P-BA00", ("P-ZX01", "P-ZH01", "P-YI01", "P-BA05", *LEGAL)
EVERYBODY = (*LEGAL, SUPERVISOR, *OWNERS, *LEADERS, LEAD, "P-BA05")
NUMBERS = ("白〔", "黄〔", "红〔")
WORDS = ("已补扫42页", "扫描仪送修", "明天18点", "4月28日", "5月10日", "取消", "亮单", "问题清单", "菜单")
DECISIONS = ("confirm", "confirm-red", "confirm-red", "later", "dismiss", "milder", "talk", "phone")
ISSUE_MOVES = {
    "issue.list": ({"draft"}, "listed"),
    "issue.assign": ({"listed"}, "assigned"),
    "issue.acknowledge": ({"assigned"}, "rectifying"),
    "issue.submit": (WORKING, "submitted"),
    "issue.take-back": ({"submitted"}, "rectifying"),
    "issue.return": ({"submitted"}, "returned"),
    "issue.verify": ({"submitted"}, "verified"),
    "issue.close": ({"verified"}, "closed"),
    "issue.extend": (WORKING, None),
    "issue.reassign": (WORKING, "assigned"),
    "issue.withdraw": (WORKING, "withdrawn"),
}
SLIP_MOVES = {
    "slip.propose": ({""}, "proposed"),
    "slip.confirm": ({"proposed"}, "confirmed"),
    "slip.dismiss": ({"proposed"}, "dismissed"),
    "slip.appeal": ({"confirmed"}, "appealed"),
    "slip.uphold": ({"appealed"}, "upheld"),
    "slip.cancel": ({"appealed"}, "cancelled"),
}
"""From which states each act may be done, and to which it leads, by hand."""

_ISSUES = Query(
    select(*(issues.issues.c[name] for name in Issue.model_fields)).where(
        issues.issues.c.station_id == THIS_STATION
    )
)
_SLIPS = Query(
    select(*(slips.slips.c[name] for name in Slip.model_fields))
    .where(slips.slips.c.station_id == THIS_STATION)
    .order_by(slips.slips.c.id)
)


class Life(StationLife):
    """One station and what its supervision of enforcement finds."""

    @initialize(late=st.booleans())
    def the_station_opens(self, late: bool) -> None:
        self.opens()
        self.one_is_given_out(LEGAL[0], OWNERS[0], "卷宗")
        if late:
            self.time_passes(24 * 8)

    @rule(
        who=st.sampled_from(LEGAL),
        owner=st.sampled_from(OWNERS),
        element=st.sampled_from(["卷宗", "警情", "场所"]),
    )
    def one_is_given_out(self, who: str, owner: str, element: str) -> None:
        async def listing() -> None:
            async with self.database.transaction(STATION) as tx:
                if len(await issues.under_way(tx)) >= 3:
                    return
            legal = self.member(who)
            await legal.says("取消")
            await legal.says("列问题")
            await legal.presses(element)
            await legal.says(f"示例问题{element}")
            await legal.says("0021")
            await legal.says(owner)
            await legal.presses("交办")

        self.run(listing())

    @rule(
        who=st.sampled_from(EVERYBODY),
        do=st.sampled_from(get_args(IssuePress.model_fields["do"].annotation)),
        which=st.integers(1, 4),
        words=st.sampled_from(WORDS),
    )
    def somebody_does_something_to_an_issue(self, who: str, do: str, which: int, words: str) -> None:
        self._presses(who, f"zi:{do}:{which}", words)

    @rule(
        who=st.sampled_from((SUPERVISOR, *LEADERS, *OWNERS, LEAD)),
        do=st.sampled_from(get_args(SlipPress.model_fields["do"].annotation)),
        which=st.integers(1, 6),
        words=st.sampled_from(WORDS),
    )
    def somebody_does_something_to_a_slip(self, who: str, do: str, which: int, words: str) -> None:
        self._presses(who, f"yl:{do}:{which}", words)

    @rule(photo=st.booleans(), which=st.integers(0, 2))
    def an_owner_hands_in(self, photo: bool, which: int) -> None:
        async def handing_in() -> None:
            for issue in (await self._issues(*WORKING))[which : which + 1]:
                owner = self.member(issue.owner_id or "")
                await owner.presses_data(f"zi:rectify:{issue.id}")
                if photo:
                    await owner.sends_photos(picture(1), caption="已补扫42页")
                    await self.station.moments_pass(3)
                else:
                    await owner.says("已补扫42页")
                await owner.presses_data(f"zi:photos-done:{issue.id}")

        self.run(handing_in())

    @rule(who=st.sampled_from((*LEGAL, SUPERVISOR)), do=st.sampled_from(["accept", "return", "return"]))
    def what_was_handed_in_is_verified(self, who: str, do: str) -> None:
        async def verifying() -> None:
            for issue in (await self._issues(IssueState.SUBMITTED))[:1]:
                await self.member(who).presses_data(f"zi:{do}:{issue.id}")
                if do == "return":
                    await self.member(who).says("第17页缺签名")
                    await self.member(who).says("明天18点")

        self.run(verifying())

    @rule(do=st.sampled_from(["acknowledge", "extend", "object"]), granted=st.booleans())
    def an_owner_asks_and_the_post_decides(self, do: str, granted: bool) -> None:
        async def asking() -> None:
            for issue in (await self._issues(*WORKING))[:1]:
                owner = self.member(issue.owner_id or "")
                await owner.presses_data(f"zi:{do}:{issue.id}")
                if do == "extend" and issue.due_at:
                    until = self.station.desk.texts.local(issue.due_at + timedelta(days=2))
                    await owner.says("扫描仪送修")
                    await owner.says(f"{until:%m-%d}")
                elif do == "object":
                    await owner.says("已按时上传,系统未同步")
                async with self.database.transaction(STATION) as tx:
                    asked = [
                        r for k in ("extend", "object") for r in await requests.waiting(tx, f"issue.{k}")
                    ]
                for request in asked:
                    await self.member(SUPERVISOR).presses_data(f"zr:{request.id}:{granted}")

        self.run(asking())

    @rule(who=st.sampled_from((SUPERVISOR, SUPERVISOR, *LEADERS)), do=st.sampled_from(DECISIONS))
    def those_who_decide_decide(self, who: str, do: str) -> None:
        async def deciding() -> None:
            for slip in await self._slips(SlipState.PROPOSED):
                await self.member(who).presses_data(f"yl:{do}:{slip.id}")
                if do in ("later", "dismiss"):
                    await self.member(who).says("已电话核实,今晚补齐")

        self.run(deciding())

    @rule()
    def an_owner_appeals(self) -> None:
        async def appealing() -> None:
            for slip in await self._slips(SlipState.CONFIRMED):
                owner = self.member(slip.staff_id)
                await owner.presses_data(f"yl:appeal:{slip.id}")
                await owner.says("扫描仪送修")
                await owner.presses_data(f"yl:appeal-done:{slip.id}")

        self.run(appealing())

    @rule(who=st.sampled_from((SUPERVISOR, *LEADERS)), do=st.sampled_from(["cancel", "uphold", "recheck"]))
    def an_appeal_is_judged(self, who: str, do: str) -> None:
        async def judging() -> None:
            for slip in await self._slips(SlipState.APPEALED):
                await self.member(who).presses_data(f"yl:{do}:{slip.id}")
                await self.member(who).says("设备送修属实")

        self.run(judging())

    @rule(hours=st.sampled_from([0.05, 2, 9, 24, 24, 72, 24 * 8]))
    def time_passes(self, hours: float) -> None:
        self.run(self.station.hours_pass(hours))

    @rule(days=st.sampled_from([1.5, 4, 14]))
    def the_bot_is_down(self, days: float) -> None:
        self.run(self.station.away_for(days))

    async def _issues(self, *states: IssueState) -> list[Issue]:
        async with self.database.transaction(STATION) as tx:
            return [issue for issue in await tx.all(_ISSUES, Issue) if issue.state in states]

    async def _slips(self, state: SlipState) -> list[Slip]:
        async with self.database.transaction(STATION) as tx:
            return [slip for slip in await tx.all(_SLIPS, Slip) if slip.state == state]

    def _presses(self, who: str, data: str, words: str) -> None:
        async def pressing() -> None:
            await self.member(who).presses_data(data)
            await self.member(who).says(words)

        self.run(pressing())

    @invariant()
    def everything_holds(self) -> None:
        if hasattr(self, "station"):
            self.run(self._look())

    async def _look(self) -> None:
        async with self.database.transaction(STATION) as tx:
            assert not [row for row in await tx.rows(INBOX) if row["state"] != "handled"], "a turn failed"
            rows = await tx.rows(TIMERS)
            assert not [row for row in rows if row["error"]], "a timer failed"
            keys = {row["key"] for row in rows}
            found, all_slips = await tx.all(_ISSUES, Issue), await tx.all(_SLIPS, Slip)
            for issue in found:
                await self._issue_is_right(
                    tx, issue, [s for s in all_slips if s.about == issue.subject], keys
                )
            for slip in all_slips:
                await self._slip_is_right(tx, slip)
        self._numbers_have_no_gaps(all_slips)
        for who in OUTSIDERS:
            seen = [each.text for each in self.member(who).messages if any(n in each.text for n in NUMBERS)]
            assert not seen, f"{who} learns of a slip: {seen}"

    async def _issue_is_right(self, tx: Tx, issue: Issue, theirs: Sequence[Slip], keys: set[str]) -> None:
        at, extended = "draft", 0
        for entry in await audit.of(tx, issue.subject):
            if entry.action in ISSUE_MOVES:
                froms, to = ISSUE_MOVES[entry.action]
                assert at in froms, f"{issue.code}: {entry.action} from {at}"
                at = to or at
                extended += entry.action == "issue.extend"
                if entry.action in ("issue.verify", "issue.return", "issue.extend", "issue.withdraw"):
                    assert entry.actor != issue.owner_id, f"{issue.code}: {entry.action} by its owner"
        assert at == issue.state, f"{issue.code} is {issue.state}, its history says {at}"
        assert extended <= 1
        late = issue.state in WORKING and issue.due_at is not None and issue.due_at < tx.now
        open_ = [slip for slip in theirs if slip.state == SlipState.PROPOSED]
        waits = timers.key_of(STEP, issue.subject) in keys
        if issue.state not in WORKING:
            assert not open_, f"{issue.code} is {issue.state}, and a slip waits"
            assert not waits, f"{issue.code} is {issue.state}, and the ladder goes on"
            assert not [r for r in await requests.of(tx, "issue.extend", issue.subject) if r.state == "open"]
            return
        of_this = [s for s in theirs if (s.missed_at, s.staff_id) == (issue.due_at, issue.owner_id)]
        assert not [slip for slip in open_ if slip not in of_this], f"{issue.code}: a slip for another miss"
        assert late or not open_
        over = [s for s in of_this if s.colour == Colour.RED and s.state in (*ISSUED, SlipState.DISMISSED)]
        judged = [slip for slip in of_this if slip.state == SlipState.APPEALED]
        assert waits or open_ or over or judged, f"{issue.code} is forgotten"
        sent = [slip.colour.step for slip in of_this if slip.state in ISSUED]
        assert sent == sorted(set(sent)), f"{issue.code}: {sent}"

    async def _slip_is_right(self, tx: Tx, slip: Slip) -> None:
        at = ""
        for entry in await audit.of(tx, slip.subject):
            if entry.action in SLIP_MOVES:
                froms, to = SLIP_MOVES[entry.action]
                assert at in froms, f"slip {slip.id}: {entry.action} from {at!r}"
                at = to
        assert at == slip.state or (at, slip.state) == ("proposed", "lapsed")
        assert slip.staff_id not in (slip.decided_by, slip.judged_by)
        if slip.state in ISSUED:
            may = LEADERS if slip.colour == Colour.RED else (SUPERVISOR,)
            assert slip.decided_by in may
        if slip.judged_by:
            assert slip.judged_by != slip.decided_by
            assert slip.judged_by in (LEADERS if slip.colour == Colour.RED else (*LEADERS, SUPERVISOR))

    def _numbers_have_no_gaps(self, all_slips: Sequence[Slip]) -> None:
        serials: dict[str, list[int]] = {}
        for slip in all_slips:
            if slip.serial:
                serials.setdefault(slip.colour, []).append(slip.serial)
        for colour, found in serials.items():
            assert sorted(found) == list(range(1, len(found) + 1)), f"{colour}: {found}"
        waiting = Counter(slip.about for slip in all_slips if slip.state == SlipState.PROPOSED)
        assert max(waiting.values(), default=0) <= 1


TestLife = Life.TestCase
TestLife.settings = lives(5, 25)
