"""A legal clock (S5): started for a case by a person, warned ahead, told at its end, stopped by a person."""

from pathlib import Path

from bot.clock import Clock
from bot.sandbox.demo_clocks import load_clocks
from handlers.settings import Settings
from storage.db import Database
from tests.personal import MOBILE
from tests.scenario import STATION, Member, Station, open_station
from tests.scenarios.test_leaving import leaves


async def starts(member: Member, limit: str, since: str = "") -> None:
    """A clock for 演案2023-0021, from now or from some moment on."""
    await member.says("办案期限")
    if "起表" in member.last.labels:
        await member.presses("起表")
    await member.presses(limit)
    await member.says("2023-0021")
    if since:
        await member.says(since)
    else:
        await member.presses("现在")


async def test_a_clock_is_started_for_a_case_code_and_nothing_else(station: Station, handler: Member) -> None:
    await handler.says("办案期限")
    handler.sees("没有在走的期限")
    assert handler.last.labels == ["受案", "治安案件办结", "询问查证", "扣押物移交保管", "无关物品退还"]
    await handler.presses("受案")
    handler.sees("⏳ 受案:发案号,如 演案2023-0021")
    await handler.says(f"演案2023-0021 {MOBILE}")
    handler.sees("似有证件号或手机号")
    await handler.says("张某被打")
    handler.sees("这不是案号")
    await handler.says("2023-21")
    handler.sees("这不是案号")
    await handler.says("2023 — 0021")
    handler.sees("演案2023-0021 受案(24小时):从什么时候起算?")
    await handler.says("明天9点")
    handler.sees("没看懂。请发已经过去的时间")
    await handler.presses("现在")
    assert handler.last.text == (
        "⏳ K001 受案\n"
        "演案2023-0021|4月20日 11:55起算\n"
        "期限:4月21日(周五)11:55前\n"
        "状态:在走,剩24小时0分\n"
        "起表:办案员03"
    )
    assert handler.last.labels == ["停表", "看经过"]
    await handler.says("菜单")
    handler.sees("办案期限1个")


async def test_the_clock_of_a_day_speaks_at_half_time_two_hours_before_and_at_its_end(
    station: Station, handler: Member, lead: Member, supervisor: Member, legal: Member
) -> None:
    await starts(handler, "受案", "今天9点")
    handler.sees("4月20日 09:00起算", "期限:4月21日(周五)09:00前", "剩21小时5分")
    handler.clears_chat()
    await station.time_is(20, 20, 59)
    assert handler.messages == []
    await station.time_is(20, 21, 0)
    assert handler.last.text == (
        "⏳ K001 受案 演案2023-0021\n剩12小时0分,4月21日(周五)09:00前到期。办完请点“停表”。"
    )
    assert handler.last.labels == ["停表", "看期限"]
    handler.clears_chat()
    await station.time_is(21, 7, 30)
    assert handler.messages == []  # 7:00 is in the quiet hours, and at their end an hour is left
    await station.time_is(21, 8, 0)
    handler.sees("剩1小时0分")
    lead.has_not_seen("K001")
    handler.clears_chat()
    await station.time_is(21, 9, 0)
    for member in (handler, lead, supervisor):
        member.sees("⏰ K001 受案 演案2023-0021 已到期,还没有停表", "起表:办案员03")
    legal.has_not_seen("K001")
    assert lead.last.labels == ["看期限"]
    assert supervisor.last.labels == ["停表", "看期限"]
    handler.clears_chat()
    await station.days_pass(2)
    handler.has_not_seen("K001")
    await handler.says("K001")
    handler.sees("状态:在走,已逾期2天")


async def test_a_clock_of_days_speaks_three_days_and_one_day_before_and_on_the_day_in_the_morning(
    station: Station, handler: Member, lead: Member
) -> None:
    await starts(handler, "无关物品退还")
    handler.sees("期限:4月23日(周日)24:00前", "剩3天")
    said = []
    for day in (21, 22, 23):
        handler.clears_chat()
        await station.time_is(day, 8, 59)
        assert handler.messages == []
        await station.time_is(day, 9, 1)
        said.append([message.text.splitlines()[1] for message in handler.messages])
    assert said == [
        [],
        ["剩38小时59分,4月23日(周日)24:00前到期。办完请点“停表”。"],
        ["剩14小时59分,4月23日(周日)24:00前到期。办完请点“停表”。"],
    ]
    lead.has_not_seen("K001")
    handler.clears_chat()
    await station.time_is(24, 7, 59)
    assert handler.messages == []  # midnight is no time to be told
    await station.time_is(24, 8, 1)
    handler.sees("K001 无关物品退还 演案2023-0021 已到期")
    lead.sees("K001 无关物品退还 演案2023-0021 已到期")


async def test_at_night_only_its_starter_is_disturbed_and_only_by_what_cannot_wait(
    station: Station, handler: Member, lead: Member, supervisor: Member
) -> None:
    await station.time_is(20, 20, 30)
    await starts(handler, "询问查证", "20:00")
    handler.clears_chat()
    await station.time_is(21, 0)
    handler.sees("K001 询问查证", "剩4小时0分")
    await station.time_is(21, 2)
    handler.sees("剩2小时0分")
    await station.time_is(21, 4, 1)
    handler.sees("已到期")
    lead.has_not_seen("K001")
    supervisor.has_not_seen("K001")
    await station.time_is(21, 8, 1)
    lead.sees("K001 询问查证 演案2023-0021 已到期")
    supervisor.sees("已到期")


async def test_more_time_once_with_a_reason_where_the_law_gives_it(
    station: Station, handler: Member, supervisor: Member
) -> None:
    await starts(handler, "询问查证")
    assert handler.last.labels == ["停表", "延长", "看经过"]
    await handler.presses("延长")
    handler.sees("K001 询问查证 可延长至4月21日(周五)11:55前。写明理由和批准情况")
    await handler.says(f"情况复杂 {MOBILE}")
    handler.sees("似有证件号或手机号")
    await handler.says("情况复杂,经批准")
    handler.sees("期限:4月21日(周五)11:55前(已延长)", "剩24小时0分")
    assert handler.last.labels == ["停表", "看经过"]
    handler.clears_chat()
    await station.time_is(20, 19, 56)
    handler.has_not_seen("到期")  # its first end
    await handler.says("延长 K001")
    assert "K001 已延长过" in handler.messages[0].text
    await supervisor.says("K001")
    await supervisor.presses("看经过")
    supervisor.sees("办案员03 起表", "办案员03 延长", "情况复杂,经批准")


async def test_a_public_order_case_has_thirty_days_and_thirty_more(station: Station, handler: Member) -> None:
    await starts(handler, "治安案件办结", "4月18日10:30")
    handler.sees("4月18日 10:30起算", "期限:5月18日(周四)24:00前")
    await handler.presses("延长")
    await handler.says("案情重大,经分局批准")
    handler.sees("期限:6月17日(周六)24:00前(已延长)")


async def test_it_is_stopped_by_one_tap_and_speaks_no_more(
    station: Station, handler: Member, supervisor: Member, lead: Member
) -> None:
    await starts(handler, "受案")
    card = handler.last
    await handler.presses("停表")
    handler.sees("K001", "状态:办案员03已于4月20日 11:55停表")
    assert handler.last.labels == ["看经过"]
    await handler.presses_data(f"kc:stop:{1}", card.id)
    assert handler.toast == "这张卡片已过时,下面是最新状态。"
    handler.clears_chat()
    await station.days_pass(2)
    for member in (handler, supervisor, lead):
        member.has_not_seen("K001")


async def test_the_supervision_post_stops_it_too_and_its_starter_hears(
    station: Station, handler: Member, supervisor: Member, lead: Member, legal: Member
) -> None:
    await starts(handler, "受案")
    for other in (lead, legal):
        await other.says("停表 K001")
        other.sees("K001 由起表人或执法监督岗停表、延长。")
    await supervisor.says("停表 K001")
    supervisor.sees("监督员01已于4月20日 11:55停表")
    handler.sees("✅ K001 受案 演案2023-0021:监督员01已停表")


async def test_everyone_sees_as_far_as_they_may_and_missing_reads_like_forbidden(
    station: Station, handler: Member, supervisor: Member, lead: Member, legal: Member
) -> None:
    await starts(handler, "受案")
    await starts(legal, "扣押物移交保管")
    other, room = station.member("P-BA04"), station.member("P-ZH01")
    for member, seen in ((handler, 1), (lead, 1), (supervisor, 2), (legal, 2)):
        await member.says("办案期限")
        member.sees(f"⏳ 在走的期限{seen}个")
    handler.sees("<b>K001</b> 受案 演案2023-0021 办案员03 剩24小时0分")
    assert handler.last.labels == ["起表", "K001"]
    assert lead.last.labels == ["K001"]
    await other.says("办案期限")
    other.sees("没有在走的期限")
    for member in (other, room):
        answers = []
        for code in ("K001", "K999"):
            await member.says(code)
            answers.append(member.last.text.replace(code, "K"))
        assert answers[0] == answers[1]
        assert "没有找到" in answers[0]
    await lead.says("本队")
    lead.sees("办案员03 办案期限1个")
    await handler.says("我的任务")
    handler.sees("办案期限1个", "K001</b> 受案")


async def test_after_an_outage_the_latest_is_said_and_no_more(
    station: Station, handler: Member, lead: Member
) -> None:
    await starts(handler, "治安案件办结")
    handler.clears_chat()
    await station.away_for(29)
    assert [text for text in handler.spoken_to if "K001" in text] == ["⏳ K001 治安案件办结 演案2023-0021"]
    handler.clears_chat()
    await station.away_for(10)
    assert [text for text in handler.spoken_to if "K001" in text] == [
        "⏰ K001 治安案件办结 演案2023-0021 已到期,还没有停表"
    ]
    lead.sees("已到期")


async def test_one_that_is_over_as_it_is_started_says_so_at_once(
    station: Station, handler: Member, lead: Member
) -> None:
    await station.time_is(21, 10)
    await starts(handler, "受案", "昨天9点")
    handler.sees("按这个时间起算,受案在4月21日 09:00就已到期。请核对后再发。")
    await handler.says("昨天11点")
    handler.sees("期限:4月21日(周五)11:00前")
    await starts(handler, "询问查证", "昨晚8点")
    lead.sees("⏰ K002 询问查证 演案2023-0021 已到期")  # it can still be extended
    handler.has_seen("⏰ K002 询问查证")


async def test_when_its_starter_leaves_the_clock_goes_on_and_others_hear(
    station: Station, handler: Member, lead: Member, supervisor: Member
) -> None:
    await starts(handler, "受案", "今天9点")
    await starts(handler, "治安案件办结")
    await leaves(station, handler.staff_id)
    for member in (lead, supervisor):
        member.sees("⏰ 办案员03已离所,起的表照走", "</b> 受案 演案2023-0021", "K002</b> 治安案件办结")
        member.clears_chat()
    await station.time_is(20, 21, 1)
    lead.sees("⏳ K001 受案", "剩11小时59分")
    await station.time_is(21, 9, 1)
    supervisor.sees("⏰ K001 受案 演案2023-0021 已到期")
    await supervisor.presses("停表")
    supervisor.sees("监督员01已于4月21日 09:01停表")


async def test_the_station_chooses_its_limits(database: Database, clock: Clock, tmp_path: Path) -> None:
    settings = Settings.model_validate(
        {"clock": {"limits": ({"key": "detention", "name": "刑事拘留送所", "limit": "24小时"},)}}
    )
    station = await open_station(database, clock, tmp_path, settings=settings)
    handler = station.member("P-BA03")
    await starts(handler, "刑事拘留送所")
    handler.sees("K001 刑事拘留送所", "期限:4月21日(周五)11:55前")


async def test_a_second_tap_starts_no_second_clock_and_leaving_starts_none(
    station: Station, handler: Member
) -> None:
    await starts(handler, "受案")
    await handler.presses_data("kn:now:")
    handler.sees("这个按钮已失效")
    await handler.presses_data("kn:limit:acceptance")
    await handler.says("2023-0022")
    await handler.says("取消")
    await handler.presses("现在")
    handler.sees("这个按钮已失效")
    await handler.says("办案期限")
    handler.sees("⏳ 在走的期限1个")


async def test_the_demo_begins_with_a_clock_that_runs(station: Station, handler: Member) -> None:
    async with station.database.transaction(STATION) as tx:
        await load_clocks(tx, station.desk)
    await handler.says("K004")
    handler.sees("⏳ K004 受案", "4月20日 09:30起算", "剩21小时35分")
    await station.time_is(20, 21, 30)
    handler.sees("⏳ K004 受案 演案2023-0021", "剩12小时0分")
    await starts(handler, "询问查证")
    handler.sees("K005")
