"""Three-colour slips (M9): proposed along the ladder, decided by a person, contested, seen by nobody else."""

from pathlib import Path

import pytest

from bot.clock import Clock
from handlers.settings import Settings, SlipSettings
from storage.db import Database
from tests.personal import MOBILE
from tests.scenario import Member, Shown, Station, open_station, picture
from tests.scenarios.steps import hand_in as sheet_handed_in
from tests.scenarios.steps import issue
from tests.scenarios.test_enforcement import give_out, hand_in
from tests.scenarios.test_leaving import leaves


@pytest.fixture
def other_leader(station: Station) -> Member:
    """所领导02."""
    return station.member("P-LD02")


async def missed(station: Station, legal: Member, day: int = 28) -> None:
    """Z001 was due on the 27th of April at 18:00; it is 9:05 of a later day."""
    await give_out(legal)
    await station.time_is(day, 9, 5)


async def test_overdue_by_a_day_white_is_proposed_and_sent_by_a_person(
    station: Station, legal: Member, supervisor: Member, handler: Member, lead: Member
) -> None:
    await give_out(legal)
    await station.time_is(28, 8, 30)
    supervisor.has_not_seen("建议")
    await station.time_is(28, 9, 5)
    proposal = supervisor.has_seen("建议:白单提醒")
    assert proposal.text == (
        "🛠 Z001 逾期1天 办案员03\n"
        "卷宗:未扫描上传|近30天白单0张、黄单0张、红单0张\n"
        "建议:白单提醒。是否发出由您决定。"
    )
    assert proposal.labels == ["发白单", "暂不发", "先打电话", "看经过"]
    handler.has_not_seen("白单")
    await supervisor.presses("发白单", on=proposal)
    handler.sees(
        "⬜ 白单提醒 白〔2023〕001号",
        "办案员03:Z001 应于4月27日 18:00完成,至今未完成",
        "请于4月29日(周六)18:00前完成,或说明情况",
        "不同意可在4月30日(周日)24:00前申诉",
    )
    assert handler.last.labels == ["已整改", "说明情况", "申诉", "看经过"]
    lead.sees("⬜ 白〔2023〕001号 已发给办案员03:Z001")
    await lead.presses("看亮单")
    assert lead.last.labels == ["看经过"]


async def test_the_ladder_goes_on_to_yellow_and_to_a_leaders_red(
    station: Station, legal: Member, supervisor: Member, handler: Member, leader: Member
) -> None:
    await missed(station, legal)
    await supervisor.presses("发白单", on=supervisor.has_seen("建议:白单"))
    await station.time_is(30, 9, 5)
    await supervisor.presses("发黄单", on=supervisor.has_seen("建议:黄单警示"))
    handler.sees(
        "🟨 黄单警示 黄〔2023〕001号", "仍未完成", "请于4月30日(周日)24:00前完成,并由队长当面了解情况"
    )
    leader.has_not_seen("建议")
    await station.days_pass(4)
    supervisor.has_not_seen("红单,所领导约谈")
    leader.sees("🟥 Z001 逾期7天 办案员03", "近30天白单1张、黄单1张、红单0张", "建议:红单,所领导约谈")
    assert leader.last.labels == ["发红单", "改为约谈", "不发", "看经过"]
    await leader.presses("发红单")
    leader.sees("确认发红单给办案员03")
    handler.has_not_seen("红单")
    await leader.presses("确认发出")
    handler.sees("🟥 红单 红〔2023〕001号", "请到所领导处说明")
    supervisor.has_seen("🟥 红〔2023〕001号 已发给办案员03")


async def test_a_leader_talks_instead_and_is_not_asked_again(
    station: Station, legal: Member, handler: Member, leader: Member, supervisor: Member
) -> None:
    await missed(station, legal)
    await station.days_pass(6)
    await leader.presses("改为约谈", on=leader.has_seen("建议:红单"))
    leader.sees("所领导01决定不发:改为所领导约谈")
    leader.clears_chat()
    await station.days_pass(3)
    leader.has_not_seen("建议")
    handler.has_not_seen("🟥")


async def test_not_yet_needs_a_reason_and_is_asked_again_after_a_day(
    station: Station, legal: Member, supervisor: Member, handler: Member
) -> None:
    await missed(station, legal)
    await supervisor.presses("暂不发", on=supervisor.has_seen("建议:白单"))
    await supervisor.says(f"已电话 {MOBILE}")
    supervisor.sees("似有证件号或手机号")
    await supervisor.says("已电话核实,今晚补齐")
    supervisor.sees("监督员01决定不发:已电话核实,今晚补齐")
    supervisor.clears_chat()
    await station.hours_pass(23)
    supervisor.has_not_seen("建议")
    await station.hours_pass(2)
    supervisor.has_seen("建议:白单提醒")
    handler.has_not_seen("白单")


async def test_phone_first_is_asked_again_in_two_hours(
    station: Station, legal: Member, supervisor: Member
) -> None:
    await missed(station, legal)
    await supervisor.presses("先打电话", on=supervisor.has_seen("建议:白单"))
    assert supervisor.toast == "已记录,2小时后再问您"
    supervisor.clears_chat()
    await station.hours_pass(2.1)
    supervisor.has_seen("建议:白单")


async def test_what_is_put_right_while_a_proposal_waits_gets_no_slip(
    station: Station, legal: Member, supervisor: Member, handler: Member
) -> None:
    await missed(station, legal)
    proposal = supervisor.has_seen("建议:白单")
    await hand_in(handler)
    await supervisor.presses("发白单", on=proposal)
    supervisor.sees("已无需决定")
    handler.has_not_seen("⬜")
    await station.days_pass(8)
    handler.has_not_seen("⬜")


async def test_what_is_returned_and_missed_again_begins_at_white(
    station: Station, legal: Member, supervisor: Member, handler: Member
) -> None:
    await missed(station, legal)
    await supervisor.presses("发白单", on=supervisor.has_seen("建议:白单"))
    await hand_in(handler)
    await legal.presses("退回")
    await legal.says("第17页缺签名")
    await legal.says("明天18点")
    supervisor.clears_chat()
    await station.days_pass(2)
    proposal = supervisor.has_seen("建议:白单")
    assert "逾期1天" in proposal.text
    assert "近30天白单1张" in proposal.text


async def test_an_appeal_against_an_earlier_slip_does_not_stop_the_ladder_of_a_later_miss(
    station: Station, legal: Member, supervisor: Member, handler: Member, leader: Member
) -> None:
    await missed(station, legal)
    await supervisor.presses("发白单", on=supervisor.has_seen("建议:白单"))
    slip = handler.has_seen("⬜ 白单提醒")
    await hand_in(handler)
    await legal.presses("退回")
    await legal.says("第17页缺签名")
    await legal.says("明天18点")
    await handler.presses("申诉", on=slip)
    await handler.says("扫描仪送修")
    await handler.presses("提交申诉")
    await leader.presses("维持", on=leader.has_seen("请您裁定"))
    await leader.says("送修前已逾期")
    supervisor.clears_chat()
    await station.time_is(30, 9, 5)
    supervisor.has_seen("建议:白单")


async def test_after_a_fortnights_outage_one_slip_is_proposed_and_a_milder_can_be_sent(
    station: Station, legal: Member, supervisor: Member, handler: Member, leader: Member
) -> None:
    await give_out(legal)
    await station.away_for(11)
    proposals = [each for member in (supervisor, leader) for each in member.messages if "建议" in each.text]
    assert [proposal.text.partition("\n")[0] for proposal in proposals] == ["🛠 Z001 逾期4天 办案员03"]
    await supervisor.presses("改发白单", on=supervisor.has_seen("建议:黄单"))
    handler.sees("⬜ 白单提醒 白〔2023〕001号")


async def test_an_appeal_is_judged_by_another_than_the_sender(
    station: Station, legal: Member, supervisor: Member, handler: Member, leader: Member, lead: Member
) -> None:
    await missed(station, legal)
    await supervisor.presses("发白单", on=supervisor.has_seen("建议:白单"))
    supervisor.clears_chat()
    await handler.presses("申诉")
    handler.sees("申诉 白〔2023〕001号:请说明理由,可附照片。")
    await handler.presses("提交申诉", on=await _words(handler, "4月18日扫描仪送修,有报修单"))
    handler.sees("申诉已提交,由另一人裁定")
    supervisor.has_not_seen("申诉")
    leader.sees("⬜ 申诉 白〔2023〕001号 办案员03", "“4月18日扫描仪送修,有报修单”|照片1张", "监督员01发出")
    assert leader.last.labels == ["撤销白单", "维持", "再核实", "看照片", "看经过"]
    await leader.presses("看照片")
    assert len(leader.last.photos) == 1
    await leader.presses("再核实", on=leader.has_seen("请您裁定"))
    handler.sees("您的申诉正在核实")
    await leader.presses("撤销白单", on=leader.has_seen("请您裁定"))
    await leader.says("设备送修属实")
    handler.sees("✅ 白〔2023〕001号 已撤销:设备送修属实。记录保留。")
    supervisor.sees("✅ 白〔2023〕001号 已撤销:设备送修属实")
    await handler.says("我的任务")
    handler.sees("⬜ 白〔2023〕001号 办案员03 已撤销")


async def _words(handler: Member, words: str) -> Shown:
    await handler.sends_photos(picture(1), caption=words)
    await handler.station.moments_pass()
    return handler.last


async def test_while_an_appeal_waits_the_ladder_rests_and_then_goes_on(
    station: Station, legal: Member, supervisor: Member, handler: Member, leader: Member
) -> None:
    await missed(station, legal)
    await supervisor.presses("发白单", on=supervisor.has_seen("建议:白单"))
    await handler.presses("申诉")
    await handler.says("扫描仪送修")
    await handler.presses("提交申诉")
    supervisor.clears_chat()
    await station.days_pass(4)
    supervisor.has_not_seen("建议")
    leader.has_seen("待您决定的亮单1张")
    await leader.presses("维持", on=leader.has_seen("请您裁定"))
    await leader.says("送修前已逾期")
    handler.sees("申诉后维持:送修前已逾期")
    await station.moments_pass()
    supervisor.has_seen("建议:黄单")


async def test_one_may_appeal_until_the_second_day_is_over_and_once(
    station: Station, legal: Member, supervisor: Member, handler: Member, leader: Member
) -> None:
    await missed(station, legal)
    await supervisor.presses("发白单", on=supervisor.has_seen("建议:白单"))
    slip = handler.last
    await station.time_is(30, 23, 59)
    await handler.presses("申诉", on=slip)
    await handler.says("扫描仪送修")
    ready = handler.last
    await station.time_is(31, 0, 0)
    await handler.presses("提交申诉", on=ready)
    handler.sees("已过申诉期限")
    leader.has_not_seen("申诉 白")


async def test_how_it_is_reaches_those_who_decide(
    station: Station, legal: Member, supervisor: Member, handler: Member
) -> None:
    await missed(station, legal)
    await supervisor.presses("发白单", on=supervisor.has_seen("建议:白单"))
    await handler.presses("说明情况")
    await handler.says("扫描仪送修,明天取回")
    handler.sees("已转执法监督岗")
    supervisor.sees("⬜ 白〔2023〕001号 办案员03说明:扫描仪送修,明天取回")


async def test_nobody_else_learns_of_a_slip(
    station: Station, legal: Member, supervisor: Member, handler: Member
) -> None:
    colleague, room = station.member("P-BA04"), station.member("P-ZX01")
    await missed(station, legal)
    await supervisor.presses("发白单", on=supervisor.has_seen("建议:白单"))
    await station.days_pass(1)
    for outsider in (colleague, room, legal, station.member("P-SQ00")):  # the other team's lead
        outsider.has_not_seen("白单")
        outsider.has_not_seen("白〔2023〕")
        await outsider.presses_data("yl:open:1")
        outsider.has_not_seen("白〔2023〕")
        await outsider.says("看经过 Z001")
        outsider.has_not_seen("白〔2023〕")


async def test_whoever_left_gets_no_slip(station: Station, legal: Member, supervisor: Member) -> None:
    await missed(station, legal)
    proposal = supervisor.has_seen("建议:白单")
    await leaves(station, "P-BA03")
    await supervisor.presses("发白单", on=proposal)
    supervisor.sees("已无需决定")


async def test_the_demo_begins_with_a_white_and_a_yellow_proposal(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    station = await open_station(database, clock, tmp_path / "photos", with_issues=True)
    await station.moments_pass()
    supervisor, handler = station.member("P-JD01"), station.member("P-BA03")
    assert "近30天白单1张、黄单0张" in supervisor.has_seen("🛠 Z030 逾期3天").text
    assert supervisor.has_seen("Z030 逾期3天").labels == ["发黄单", "暂不发", "先打电话", "看经过"]
    await supervisor.presses("发白单", on=supervisor.has_seen("🛠 Z031 逾期1天"))
    handler.sees("⬜ 白单提醒 白〔2023〕006号", "Z031 应于4月19日 18:00完成")
    assert handler.last.labels == ["已整改", "说明情况", "申诉", "看经过"]


async def test_where_a_station_wants_it_a_late_sheet_has_slips_too(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    settings = Settings(slip=SlipSettings(apply_to=frozenset({"sheet"})))
    station = await open_station(database, clock, tmp_path / "photos", settings=settings)
    room, officer = station.member("P-ZX01"), station.member("P-YI01")
    supervisor, leads, legal = station.member("P-JD01"), station.member("P-SQ00"), station.member("P-FZ01")
    await issue(room)
    await give_out(legal)
    await station.time_is(28, 9, 5)
    proposals = [text for text in supervisor.spoken_to if "逾期1天" in text]
    assert proposals == ["🛠 D001 逾期1天 警员乙01"]
    await supervisor.presses("发白单", on=supervisor.has_seen("🛠 D001"))
    officer.sees("⬜ 白单提醒 白〔2023〕001号", "D001 应于4月27日 23:59完成")
    assert officer.last.labels == ["反馈结果", "说明情况", "申诉", "看经过"]
    leads.sees("⬜ 白〔2023〕001号 已发给警员乙01:D001")
    await sheet_handed_in(officer)
    await officer.says("等双方都在家")  # late: why?
    officer.sees("✅ D001 已提交")
    await station.days_pass(8)
    assert not [text for text in supervisor.spoken_to if "D001 逾期3天" in text]


async def test_sheets_have_none_by_default(station: Station, supervisor: Member) -> None:
    room = station.member("P-ZX01")
    await issue(room)
    await station.days_pass(20)
    supervisor.has_not_seen("建议")
