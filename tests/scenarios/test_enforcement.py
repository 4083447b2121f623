"""An enforcement issue, from listing to closing (M9, M10)."""

from pathlib import Path

from bot.clock import Clock
from storage.db import Database
from tests.personal import MOBILE
from tests.scenario import Member, Station, open_station, picture
from tests.scenarios.test_leaving import leaves


async def give_out(legal: Member, element: str = "卷宗", problem: str = "未扫描上传") -> None:
    await legal.says("列问题")
    await legal.presses(element)
    await legal.presses(problem)
    await legal.says("0021")
    await legal.says("办案员03")
    await legal.presses("交办")


async def hand_in(handler: Member, *pictures: bytes) -> None:
    await handler.presses("已整改")
    await handler.says("已补扫42页并核对页码,4月21日16:30上传")
    if pictures:
        await handler.sends_photos(*pictures)
        await handler.station.moments_pass()
        await handler.presses("照片发完了")
    else:
        await handler.presses("无需照片")


async def test_an_issue_is_listed_put_right_verified_and_closed(
    station: Station, legal: Member, handler: Member
) -> None:
    await legal.says("列问题")
    await legal.presses("卷宗")
    assert legal.last.labels == ["缺签名", "未扫描上传", "归档超时"]
    await legal.presses("未扫描上传")
    await legal.says("0021")
    await legal.says("办案员03")
    legal.sees("🛠 草稿 卷宗", "未扫描上传(案号后四位0021)", "整改人:办案员03", "期限:4月27日(周四)18:00前")
    await legal.presses("交办")
    legal.sees("✅ 已交办 问题〔2023〕001号(Z001)")
    handler.sees("🛠 问题〔2023〕001号(Z001)", "要素:卷宗", "待查收,剩7天", "法制员01交办")
    assert handler.last.labels == ["知道了", "已整改", "申请延期", "有异议"]
    await handler.presses("知道了")
    handler.sees("整改中,剩7天")
    await hand_in(handler, picture(1), picture(2))
    handler.sees("✅ Z001 已提交核验,4月20日 11:55")
    legal.sees("🛠 待核验 Z001 办案员03", "“已补扫42页并核对页码,4月21日16:30上传”|照片2张")
    await legal.presses("看照片")
    assert len(legal.last.photos) == 2
    await legal.presses("通过")
    handler.sees("✅ Z001 核验通过,已从清单销号")
    await handler.says("问题清单")
    handler.sees("没有未销号的问题")
    await handler.says("看经过 Z001")
    handler.sees("办案员03 提交核验", "法制员01 销号")


async def test_an_auxiliary_drafts_and_a_legal_officer_gives_it_out(
    station: Station, legal: Member, handler: Member
) -> None:
    helper = station.member("A-AG01")
    await helper.says("列问题")
    await helper.presses("场所")
    await helper.says("候问室门锁松动")
    await helper.presses("不涉及案件")
    await helper.says("办案员03")
    assert helper.last.labels == ["提交法制", "改承办人", "改期限", "写要求", "不列"]
    await helper.presses("提交法制")
    helper.sees("已列入清单 问题〔2023〕001号(Z001)")
    handler.has_not_seen("候问室")
    await handler.says("Z001")
    handler.sees("没有找到 Z001,或您无权查看")
    for list_ in ("问题清单", "本周问题"):
        await handler.says(list_)
        handler.sees("没有未销号的问题")
    legal.sees("🛠 Z001 场所", "案管辅警01提出")
    await legal.presses("改期限")
    await legal.says("明天18点")
    await legal.presses("交办")
    handler.sees("候问室门锁松动", "期限:4月21日(周五)18:00前")


async def test_a_rectification_is_returned_with_a_reason_and_a_new_date(
    station: Station, legal: Member, handler: Member
) -> None:
    await give_out(legal)
    await hand_in(handler)
    await legal.presses("退回")
    await legal.says("第17页缺签名")
    await legal.says("明天18点")
    handler.sees("退回原因:第17页缺签名", "期限:4月21日(周五)18:00前")
    await hand_in(handler)
    await legal.presses("通过")
    handler.sees("核验通过")


async def test_more_time_is_granted_once_and_three_days_at_the_most(
    station: Station, legal: Member, handler: Member, supervisor: Member
) -> None:
    await give_out(legal)
    await handler.presses("申请延期")
    await handler.says("扫描仪送修")
    await handler.says("5月1日")
    handler.sees("最多延3天")
    await handler.says("4月30日")
    handler.sees("延期申请已交执法监督岗")
    supervisor.sees("⏰ 延期待批 Z001 办案员03", "申请延到4月30日(周日)18:00前", "扫描仪送修")
    await supervisor.presses("同意延期")
    handler.sees("新期限4月30日(周日)18:00前")
    await handler.says("申请延期 Z001")
    handler.has_seen("已延期一次")


async def test_an_objection_is_decided_by_the_supervision_post(
    station: Station, legal: Member, handler: Member, supervisor: Member
) -> None:
    await give_out(legal)
    await handler.presses("有异议")
    await handler.says("已按时上传,系统未同步")
    await supervisor.presses("维持")
    handler.sees("经核问题成立")
    await handler.says("有异议 Z001")
    await handler.says("已附系统截图编号")
    await supervisor.presses("撤销问题")
    handler.sees("异议成立,问题已撤销")
    await supervisor.says("问题清单")
    supervisor.sees("没有未销号的问题")


async def test_its_owner_is_reminded_by_days_and_the_supervision_post_hears_what_is_late(
    station: Station, legal: Member, handler: Member, supervisor: Member
) -> None:
    await give_out(legal)
    handler.clears_chat()
    await station.time_is(28, 12)
    assert [text for text in handler.spoken_to if "本周" not in text] == [
        "⏰ Z001 还有3天,4月27日(周四)18:00前。",
        "⏰ Z001 明天到期,目前未见整改:4月27日(周四)18:00前。",
        "⏰ Z001 今天到期:4月27日(周四)18:00前。完成后请点“已整改”。",
        "⏰ Z001 已过期限(4月27日(周四)18:00前)。请今天整改并点“已整改”。",
    ]
    digest = supervisor.has_seen("问题逾期1件")
    assert "Z001 未扫描上传 办案员03 待查收,已逾期1天" in digest.text


async def test_an_issue_of_24_hours_speaks_at_half_time_and_two_hours_before(
    station: Station, legal: Member, handler: Member
) -> None:
    await give_out(legal, "警情", "反馈超时")
    handler.clears_chat()
    await station.time_is(21, 11)
    assert handler.spoken_to == [  # half-time is 23:55, which is heard at 8:00; then the digest; then 9:55
        "⏰ Z001 快到期限:4月21日(周五)11:55前。完成后请点“已整改”。",
        "⏰ Z001 今天到期:4月21日(周五)11:55前。完成后请点“已整改”。",
        "⏰ Z001 快到期限:4月21日(周五)11:55前。完成后请点“已整改”。",
    ]


async def test_nobody_verifies_their_own_and_personal_numbers_are_refused(
    station: Station, legal: Member, handler: Member
) -> None:
    await give_out(legal)
    await handler.presses("已整改")
    await handler.says(f"已联系 {MOBILE}")
    handler.sees("似有证件号或手机号")
    await handler.says("已补扫")
    await handler.presses("无需照片")
    await handler.says("通过 Z001")
    handler.sees("没有找到 Z001")


async def test_the_demo_shows_what_is_overdue(database: Database, clock: Clock, tmp_path: Path) -> None:
    station = await open_station(database, clock, tmp_path / "photos", with_issues=True)
    supervisor = station.member("P-JD01")
    await supervisor.says("问题清单")
    lines = [line for line in supervisor.last.text.splitlines() if "逾期" in line]
    assert [line[:4] for line in lines] == ["Z030", "Z031"]
    await supervisor.presses("卷宗")
    supervisor.sees("Z031 案卷材料未扫描上传 办案员03 整改中,已逾期1天")


async def test_what_was_done_comes_in_any_order_and_an_edit_counts(
    station: Station, legal: Member, handler: Member
) -> None:
    await give_out(legal)
    card = handler.last
    await handler.presses("已整改")
    await handler.sends_photos(picture(1), picture(2), picture(1))
    await station.moments_pass()
    handler.sees("Z001 已收2张", "文字还差1字")
    await handler.presses("照片发完了")
    handler.sees("Z001 还没有文字,请写一句做了什么。")
    await handler.says("已补扫42页", reply_to=card)
    await handler.edits(-1, "已补扫43页")
    handler.sees("已按您改过的内容更新,Z001 现共6字")
    await handler.presses("照片发完了", on=handler.has_seen("已收2张"))
    legal.sees("“已补扫43页”|照片2张")
    await handler.edits(-1, "已补扫44页")
    handler.sees("Z001 已提交,这次修改没有计入。要改请先撤回。")


async def test_before_it_is_verified_the_owner_takes_it_back_and_nothing_is_lost(
    station: Station, legal: Member, handler: Member
) -> None:
    await give_out(legal)
    await hand_in(handler, picture(1))
    to_verify = legal.last
    await handler.presses("撤回修改")
    handler.sees("Z001 您的文字和照片都还在:", "照片1张", "已补扫42页")
    await legal.presses("通过", on=to_verify)
    legal.sees("整改中")
    await handler.presses("改文字")
    await handler.says("已补扫42页,并补签名")
    await handler.presses("照片发完了")
    legal.sees("“已补扫42页,并补签名”|照片1张")
    await legal.presses("通过")
    handler.sees("核验通过")


async def test_what_was_returned_is_still_there_to_go_on_with(
    station: Station, legal: Member, handler: Member
) -> None:
    await give_out(legal)
    await hand_in(handler, picture(1))
    await legal.presses("退回")
    await legal.says("第17页缺签名")
    await legal.says("明天18点")
    await handler.presses("已整改")
    handler.sees("您的文字和照片都还在", "照片1张")
    await handler.says("第17页已补签")
    await handler.presses("照片发完了")
    legal.sees("“已补扫42页并核对页码,4月21日16:30上传", "第17页已补签”|照片1张")


async def test_how_it_is_to_be_put_right_is_written_for_its_owner(
    station: Station, legal: Member, handler: Member
) -> None:
    await legal.says("列问题")
    await legal.presses("卷宗")
    await legal.presses("未扫描上传")
    await legal.says("0021")
    await legal.says("办案员03")
    await legal.presses("写要求")
    await legal.says("补扫、核页码、上传," * 8)
    await legal.presses("交办")
    handler.sees("整改:补扫、核页码、上传", "…")
    assert handler.last.labels == ["知道了", "已整改", "申请延期", "有异议", "看要求"]
    await handler.presses("看要求")
    handler.sees("🛠 Z001 整改要求", "补扫、核页码、上传," * 8)


async def test_another_owner_gets_it_with_enough_time_and_the_last_one_hears(
    station: Station, legal: Member, handler: Member, supervisor: Member
) -> None:
    await give_out(legal)
    await handler.presses("已整改")
    await handler.says("已补扫一半")
    await station.time_is(26, 10)
    await supervisor.says("改承办人 Z001")
    await supervisor.presses("办案员04")
    other = station.member("P-BA04")
    other.sees("🛠 问题〔2023〕001号(Z001)", "期限:5月3日(周三)18:00前", "待查收")
    handler.sees("Z001 已改由办案员04整改")
    await handler.says("已补扫42页")
    await handler.presses("继续")
    handler.sees("没有找到")
    await other.presses("已整改")
    other.has_not_seen("已补扫一半")


async def test_when_its_owner_has_left_those_who_give_issues_out_hear(
    station: Station, legal: Member, handler: Member, supervisor: Member
) -> None:
    await give_out(legal)
    await leaves(station, "P-BA03")
    lead = station.member("P-BA00")
    for member in (legal, supervisor, lead):
        member.sees("⏰ Z001 整改人办案员03已离所,请改承办人。")
    assert lead.last.labels == ["看问题"]
    await supervisor.presses("改承办人")
    await supervisor.says("办案员05")
    station.member("P-BA05").sees("🛠 问题〔2023〕001号(Z001)")


async def test_without_a_word_the_supervision_post_is_asked_again_every_working_day(
    station: Station, legal: Member, handler: Member, supervisor: Member
) -> None:
    await give_out(legal)
    await handler.presses("有异议")
    await handler.says("已按时上传,系统未同步")
    supervisor.clears_chat()
    await station.days_pass(0.9)
    supervisor.has_not_seen("有异议")
    await station.days_pass(0.2)
    supervisor.has_seen("🛠 有异议 Z001")
    supervisor.clears_chat()
    await station.time_is(24, 13)
    supervisor.has_seen("🛠 有异议 Z001")
    await supervisor.presses("维持", on=supervisor.has_seen("有异议"))
    supervisor.clears_chat()
    await station.time_is(26, 13)
    supervisor.has_not_seen("有异议")


async def test_what_waits_to_be_verified_is_in_one_queue_with_what_waits_for_review(
    station: Station, legal: Member, handler: Member, supervisor: Member
) -> None:
    await give_out(legal)
    await give_out(legal, "场所", "监控故障")
    for code in ("Z002", "Z001"):
        await handler.says(f"已整改 {code}")
        await handler.says("已补齐")
        await handler.presses("无需照片")
        await station.moments_pass(60)
    legal.clears_chat()
    await legal.says("待审反馈")
    legal.sees("另有1件待审:Z001")
    await legal.presses("通过", on=legal.has_seen("🛠 待核验 Z002 办案员03"))
    await legal.says("待审反馈")
    legal.sees("🛠 待核验 Z001 办案员03")
    await handler.says("待审反馈")
    handler.sees("没看懂")
