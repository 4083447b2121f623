"""A station lives at random: anybody says and presses anything, time jumps, the process restarts.

After every step the invariants are read from the database.
"""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from sqlalchemy import select

from handlers.digests import DAY, WATCH
from handlers.sheets import rules
from storage import audit, sheets, timers
from storage.outbox import outbox
from storage.query import STATION as THIS_STATION
from storage.query import Query
from storage.sheets import WORKING, Sheet
from tests.model.life import INBOX, TIMERS, StationLife, lives
from tests.scenario import STATION, Member, picture
from tests.scenarios.steps import FEEDBACK

CAST = ("P-ZX01", "P-ZHR01", "P-YI01", "P-YI02", "P-BA01", "P-SQ00", "A-SQ01")
PLACES = (("乙组", "仙岳社区"), ("甲组", "仙阁社区"))
WORDS = (
    "签收", "反馈结果", "撤回修改", "申请延期", "应转办", "通过销号", "退回", "重新打开", "补交材料", "挂账",
    "恢复计时", "作废", "改承办人", "转办", "复制", "更多", "问审核人", "问承办人", "补充材料", "看过程",
    "为什么是这天", "稍后提醒", "记一次调解", "约调处中心",
)  # fmt: skip
SAID = (
    FEEDBACK, "已处理", "5月10日", "4月24日 14:30", "取消", "P-YI02", "办案员01", "当事人外出", "菜单", "我的任务",
    "待审反馈", "督导单", "帮助", "拟督导单", "好的",
)  # fmt: skip

_SHEETS = Query(select(sheets.sheets).where(sheets.sheets.c.station_id == THIS_STATION))
_OUTBOX = Query(
    select(outbox.c.state, outbox.c.chat, outbox.c.subject, outbox.c.purpose, outbox.c.created_at).where(
        outbox.c.station_id == THIS_STATION
    )
)
TOLD = {
    rules.Act.ISSUE, rules.Act.SUBMIT, rules.Act.RETURN, rules.Act.CLOSE, rules.Act.REASSIGN, rules.Act.TRANSFER,
    rules.Act.VOID, rules.Act.SUSPEND, rules.Act.RESUME, rules.Act.EXTEND, rules.Act.REOPEN,
}  # fmt: skip
"""Of each of these somebody besides the actor hears, in the same transaction."""


class Life(StationLife):
    """One station, from its first sheet on."""

    def __init__(self) -> None:
        super().__init__()
        self.issued = 0

    @initialize()
    def the_station_opens(self) -> None:
        self.opens()
        self.a_sheet_goes_out(PLACES[0])

    @rule(place=st.sampled_from(PLACES))
    def a_sheet_goes_out(self, place: tuple[str, str]) -> None:
        async def issuing() -> None:
            room = self.member("P-ZX01")
            await room.says("取消")
            await room.says("拟督导单")
            if any(label == "另拟一张" for label in room.last.labels):
                await room.presses("另拟一张")
            await room.presses(place[0])
            await room.presses(place[1])
            await room.says(f"示例{self.issued}栋 邻里")
            await room.says("两次报警,请当面调解")
            await room.presses("🔴 红")
            await room.presses("照常规要求")
            await room.presses("下发")
            await room.presses("确认下发")

        self.run(issuing())
        self.issued += 1

    @rule(who=st.sampled_from(CAST), word=st.sampled_from(WORDS), which=st.integers(1, 5))
    def somebody_types_what_a_button_says(self, who: str, word: str, which: int) -> None:
        self.run(self.member(who).says(f"{word} D{min(which, self.issued):03d}"))

    @rule(who=st.sampled_from(CAST), text=st.sampled_from(SAID))
    def somebody_says_something(self, who: str, text: str) -> None:
        self.run(self.member(who).says(text))

    @rule(who=st.sampled_from(CAST), count=st.integers(1, 3))
    def somebody_sends_photos(self, who: str, count: int) -> None:
        self.run(self.member(who).sends_photos(*(picture(n) for n in range(count))))

    @rule(data=st.data(), who=st.sampled_from(CAST))
    def somebody_presses_any_button_old_or_new(self, data: st.DataObject, who: str) -> None:
        member = self.member(who)
        buttons = [(b.data, m.id) for m in member.messages[-12:] for row in m.buttons for b in row]
        if buttons:
            payload, message = data.draw(st.sampled_from(buttons), label="button")
            self.run(member.presses_data(payload, message))

    @rule(which=st.integers(1, 5), outcome=st.sampled_from(["已化解", "未化解", "阶段反馈", "存草稿"]))
    def the_owner_answers(self, which: int, outcome: str) -> None:
        async def answering() -> None:
            owner, code = await self._owner_of(which)
            await owner.says(f"反馈结果 {code}")
            await owner.says(FEEDBACK)
            await self._presses_if_there(owner, "不附照片", "照片发完了")
            await self._presses_if_there(owner, outcome)
            await owner.says("当事人外出")

        self.run(answering())

    @rule(which=st.integers(1, 5), verdict=st.sampled_from(["通过销号", "退回"]))
    def the_room_reviews(self, which: int, verdict: str) -> None:
        async def reviewing() -> None:
            room, (_, code) = self.member("P-ZX01"), await self._owner_of(which)
            await room.says(code)
            await self._presses_if_there(room, verdict)
            await self._presses_if_there(room, "缺照片")

        self.run(reviewing())

    @rule(which=st.integers(1, 5), days=st.sampled_from(["+3天", "+7天"]), granted=st.booleans())
    def more_time_is_asked_for_and_decided(self, which: int, days: str, granted: bool) -> None:
        async def extending() -> None:
            director, (owner, code) = self.member("P-ZHR01"), await self._owner_of(which)
            await owner.says(f"申请延期 {code}")
            await self._presses_if_there(owner, "等部门答复")
            await owner.says("已受理")
            await self._presses_if_there(owner, days)
            await self._presses_if_there(director, f"同意{days}" if granted else "不同意")

        self.run(extending())

    @rule(
        which=st.integers(1, 5),
        word=st.sampled_from(["改承办人", "转办"]),
        new=st.sampled_from(["P-YI02", "P-BA01"]),
    )
    def it_is_given_to_somebody_else(self, which: int, word: str, new: str) -> None:
        async def giving() -> None:
            director, (_, code) = self.member("P-ZHR01"), await self._owner_of(which)
            await director.says(f"{word} {code}")
            await director.says(new)
            await director.says("取消")

        self.run(giving())

    @rule(which=st.integers(1, 5), again=st.booleans())
    def its_clock_is_stopped(self, which: int, again: bool) -> None:
        async def suspending() -> None:
            director, (_, code) = self.member("P-ZHR01"), await self._owner_of(which)
            await director.says(f"挂账 {code}")
            await director.says("5月10日")
            await director.says("当事人住院")
            if again:
                await director.says(f"恢复计时 {code}")
            await director.says("取消")

        self.run(suspending())

    async def _owner_of(self, which: int) -> tuple[Member, str]:
        serial = min(which, self.issued)
        async with self.database.transaction(STATION) as tx:
            sheet = await sheets.by_serial(tx, serial)
        assert sheet
        return self.member(sheet.owner_id or ""), sheet.code

    async def _presses_if_there(self, member: Member, *labels: str) -> None:
        for label in labels:
            if member.messages and label in member.last.labels:
                await member.presses(label, on=member.last)
                return

    @rule(hours=st.sampled_from([0.01, 1, 5, 13, 26, 24 * 8, 24 * 40]))
    def time_passes(self, hours: float) -> None:
        async def passing() -> None:
            self.clock.advance(timedelta(hours=hours))
            await self.station.settle()

        self.run(passing())

    async def read(self) -> dict[str, Any]:
        async with self.database.transaction(STATION) as tx:
            found = [Sheet.model_validate(row, extra="ignore") for row in await tx.rows(_SHEETS)]
            return {
                "sheets": found,
                "history": {sheet.id: await audit.of(tx, sheet.subject) for sheet in found},
                "timers": await tx.rows(TIMERS),
                "inbox": await tx.rows(INBOX),
                "outbox": await tx.rows(_OUTBOX),
                "now": tx.now,
            }

    @invariant()
    def everything_holds(self) -> None:
        if not hasattr(self, "station"):
            return
        state = self.run(self.read())
        assert not [row for row in state["inbox"] if row["state"] != "handled"], "a turn failed"
        assert not [row for row in state["timers"] if row["state"] != "pending" or row["error"]], (
            "a timer failed"
        )
        lost = [row for row in state["outbox"] if row["state"] in ("sending", "failed")]
        assert not lost, "a notice was not sent"
        zone = self.station.desk.settings.time_zone
        digests = [
            (row["chat"], row["created_at"].astimezone(zone).date())
            for row in state["outbox"]
            if (row["purpose"] or "").startswith("digest/")
        ]
        assert len(digests) == len(set(digests)), "two digests on one day"
        issued = [sheet for sheet in state["sheets"] if sheet.serial]
        assert sorted(sheet.serial or 0 for sheet in issued if sheet.year == 2023) == list(
            range(1, sum(sheet.year == 2023 for sheet in issued) + 1)
        ), "the numbers have a gap or a double"
        for sheet in issued:
            self._history_leads_to(sheet, state)
        self._timers_wait(issued, state)

    def _history_leads_to(self, sheet: Sheet, state: dict[str, Any]) -> None:
        at = "draft"
        for entry in state["history"][sheet.id]:
            if "after" not in entry.detail:
                continue
            froms, to = rules.TRANSITIONS[rules.Act(entry.action)]
            assert entry.detail["before"] == at, f"{sheet.code}: {entry.action} from {at}"
            assert at in froms, f"{sheet.code}: {entry.action} is not allowed from {at}"
            at = entry.detail["after"]
            assert to is None or at == to
            if entry.action in TOLD:
                others = [
                    row
                    for row in state["outbox"]
                    if row["subject"] == sheet.subject
                    and row["created_at"] == entry.at
                    and row["chat"] != f"chat-{entry.actor}"
                ]
                assert others, f"{sheet.code}: nobody heard of {entry.action}"
        assert at == sheet.state, f"{sheet.code} is {sheet.state}, its history says {at}"

    def _timers_wait(self, issued: list[Sheet], state: dict[str, Any]) -> None:
        keys = [row["key"] for row in state["timers"]]
        assert len(keys) == len(set(keys))
        working = [sheet for sheet in issued if sheet.state in WORKING]
        for owner in {sheet.owner_id for sheet in working}:
            assert timers.key_of(DAY, str(owner)) in keys, f"nothing will remind {owner}"
        if working:
            assert timers.key_of(WATCH, STATION) in keys, "nobody watches over what is due"


TestLife = Life.TestCase
TestLife.settings = lives(6, 30)
