"""The issue list as a whole: once a week, on demand, and as a file (S5)."""

import io

from openpyxl import load_workbook

from storage import audit
from tests.scenario import STATION, Member, Station
from tests.scenarios.test_enforcement import give_out, hand_in


async def test_on_monday_owners_get_theirs_and_the_post_the_whole(
    station: Station, legal: Member, supervisor: Member, handler: Member
) -> None:
    await give_out(legal)
    await give_out(legal, "场所", "监控故障")
    for member in (handler, supervisor):
        member.clears_chat()
    await station.time_is(23, 9, 5)
    handler.has_not_seen("本周问题")
    await station.time_is(24, 9, 5)  # a Monday
    week = handler.has_seen("🛠 本周问题 2件,逾期1件")
    assert "Z002 监控故障 待查收,已逾期2天" in week.text
    assert week.labels == ["Z002", "Z001"]
    whole = supervisor.has_seen("🛠 本周问题 2件,逾期1件")
    assert whole.text.splitlines()[1:] == ["卷宗 1件", "场所 1件,逾期1件", "办案员03 2件,逾期1件"]
    assert whole.labels == ["问题清单", "导出Excel"]
    for outsider in (legal, station.member("P-BA04"), station.member("P-ZX01")):
        outsider.has_not_seen("本周问题")


async def test_after_weeks_of_downtime_there_is_one_list(
    station: Station, legal: Member, supervisor: Member, handler: Member
) -> None:
    await give_out(legal)
    await station.away_for(25)
    await station.days_pass(1)
    assert [text.partition(" 1件")[0] for text in handler.spoken_to if "本周" in text] == ["🛠 本周问题"]
    assert len([text for text in supervisor.spoken_to if "本周" in text]) == 1
    handler.clears_chat()
    await station.days_pass(7)
    assert len([text for text in handler.spoken_to if "本周" in text]) == 1


async def test_when_nothing_is_open_nothing_is_said_and_the_week_begins_anew(
    station: Station, legal: Member, supervisor: Member, handler: Member
) -> None:
    await give_out(legal)
    await hand_in(handler)
    await legal.presses("通过")
    await station.days_pass(15)
    for member in (handler, supervisor):
        member.has_not_seen("本周问题")
    await give_out(legal)
    await station.days_pass(7)
    handler.has_seen("本周问题 1件")


async def test_anybody_who_reads_the_list_may_ask_for_it_at_any_time(
    station: Station, legal: Member, supervisor: Member, handler: Member
) -> None:
    await supervisor.says("本周问题")
    supervisor.sees("没有未销号的问题")
    await give_out(legal)
    await handler.says("本周问题")
    handler.sees("🛠 本周问题 1件", "Z001 未扫描上传")
    await legal.says("本周问题")
    legal.sees("🛠 本周问题 1件", "卷宗 1件", "办案员03 1件")
    colleague = station.member("P-BA04")
    await colleague.says("本周问题")
    colleague.sees("没有未销号的问题")


async def test_the_list_comes_as_a_file_to_whoever_answers_for_others_work(
    station: Station, legal: Member, supervisor: Member, handler: Member
) -> None:
    await give_out(legal)
    await give_out(legal, "场所", "监控故障")
    await hand_in(handler)
    await station.time_is(27, 18, 30)
    await supervisor.says("问题清单")
    await supervisor.presses("导出Excel")
    supervisor.sees("导出2件。内部资料,请勿转发。")
    assert supervisor.last.file
    assert supervisor.last.file.name == "执法问题-2023-04-27.xlsx"
    page = load_workbook(io.BytesIO(supervisor.last.file.content))["执法问题"]
    heading, *rows = page.iter_rows(values_only=True)
    assert heading[:5] == ("编号", "简码", "要素", "问题", "案号后四位")
    by_code = {row[1]: dict(zip(heading, row, strict=True)) for row in rows}
    assert by_code["Z001"]["状态"] == "待查收"
    assert by_code["Z001"]["逾期"] == "已过期限"
    assert by_code["Z002"]["状态"] == "待核验"
    assert by_code["Z002"]["逾期"] is None
    await supervisor.presses("场所", on=supervisor.has_seen("🛠 问题清单"))
    await supervisor.presses("导出Excel")
    supervisor.sees("导出1件")
    await handler.says("问题清单")
    assert "导出Excel" not in handler.last.labels
    await handler.presses_data("zx:")
    assert handler.last.file is None
    async with station.database.transaction(STATION) as tx:
        assert [entry.detail["element"] for entry in await audit.of(tx, "issues")] == ["", "venue"]
