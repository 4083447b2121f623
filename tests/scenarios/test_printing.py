"""打印: a sheet for the paper file, whole, for whoever may have it and nobody else."""

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from handlers.paper import Entries, Paper, Rows
from handlers.paper import printing as press
from handlers.sheets import papers
from handlers.voice import Voice
from storage import audit, people, sheets
from storage.people import Role
from storage.sheet_people import co_handlers
from tests.scenario import STATION, Member, Station, picture
from tests.scenarios.steps import FEEDBACK, hand_in, issue


def words(member: Member) -> str:
    """What stands on the pages of the file in the newest message, without spaces."""
    file = member.last.file
    assert file
    return "".join("".join(page.extract_text() for page in PdfReader(BytesIO(file.content)).pages).split())


def photos(member: Member) -> int:
    file = member.last.file
    assert file
    return sum(len(page.images) for page in PdfReader(BytesIO(file.content)).pages)


async def paper(station: Station) -> Paper:
    """The sheet D001 as it would now be printed."""
    async with station.database.transaction(STATION) as tx:
        sheet = await sheets.by_serial(tx, 1)
        assert sheet
        return await papers.on_paper(Voice(tx, station.desk), sheet, "测试")


async def trail(station: Station) -> list[tuple[str, str]]:
    (rows,) = [part for part in (await paper(station)).parts if isinstance(part, Rows)]
    return [(act, note) for _, _, act, note in rows.rows]


async def test_a_sheet_is_printed_with_its_feedback_photos_and_what_was_done(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await hand_in(officer, photos=3)
    await room.presses("通过销号")
    await room.says("D001")
    await room.presses("打印")
    room.sees("D001 打印件", "内部资料")
    assert room.last.file
    assert room.last.file.name == "任务督导单-督〔2023〕001号.pdf"
    page = words(room)
    for part in (
        "筼筜派出所", "任务督导单", "督〔2023〕001号", "质效员01(质效管理岗)", "警员乙01(社区警务队)",
        "仙岳社区(乙组)", "2023年4月27日(周四)24:00前", "仙岳示例里3栋501、502两户", "见到双方,写清起因和约定,附现场照片",
        "普通红色", "已销号2023年4月20日", FEEDBACK, "结果:已化解", "审核意见:通过销号。(质效员01", "照片3",
        "签收人:", "审核人:", "日期:", "打印:质效员012023年4月20日", "第1页共",
    ):  # fmt: skip
        assert part in page, part
    assert photos(room) == 3


async def test_returns_more_time_and_stopped_clocks_stand_there_with_their_reasons(
    station: Station, room: Member, officer: Member
) -> None:
    director = station.member("P-ZHR01")
    await issue(room)
    await officer.says("申请延期 D001")
    await officer.presses("等部门答复")
    await officer.says("劳动监察已受理")
    await officer.presses("+5天")
    await station.moments_pass(60)
    await director.presses("同意+5天")
    await director.says("挂账 D001")
    await director.says("5月10日")
    await director.says("当事人住院")
    await hand_in(officer)
    await room.presses("退回")
    await room.presses("缺一方意见")
    done = await trail(station)
    assert ("申请延期", "等部门答复\n劳动监察已受理\n申请延期5天") in done
    assert ("批准延期", "期限由2023年4月27日(周四)24:00前改为2023年5月2日(周二)24:00前") in done
    assert ("挂账", "当事人住院\n期限由2023年5月2日(周二)24:00前改为2023年5月22日(周一)24:00前") in done
    assert ("退回", "缺一方意见,请补上双方的说法") in done
    assert [act for act, _ in done][-2:] == ["提交反馈", "退回"]


async def test_a_photo_that_comes_again_is_printed_once_and_named_again(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await hand_in(officer, photos=2)
    await room.presses("退回")
    await room.presses("缺照片")
    await officer.presses("接着改")
    await officer.sends_photos(picture(9))
    await station.moments_pass()
    await officer.presses("照片发完了")
    await officer.presses("已化解")
    (feedback,) = [part for part in (await paper(station)).parts if isinstance(part, Entries)]
    assert [[photo.caption for photo in entry.photos] for entry in feedback.entries] == [
        ["照片1", "照片2"],
        ["照片3"],
    ]
    assert "审核意见:退回。缺现场照片(质效员01 2023年4月20日" in feedback.entries[0].notes[-1]
    assert feedback.entries[1].notes == ("另附照片1、2,见前。", "结果:已化解", "审核意见:待审核")


async def test_what_was_not_handed_in_is_on_no_paper(station: Station, room: Member, officer: Member) -> None:
    await issue(room)
    await officer.says("反馈结果 D001")
    await officer.says("还没想好的一句话")
    assert not [part for part in (await paper(station)).parts if isinstance(part, Entries)]
    await officer.says("取消")
    await officer.says("打印 D001")
    assert "还没想好" not in words(officer)


async def test_whoever_helps_sees_the_sheet_and_does_not_print_it(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    helper = station.member("P-BA01")
    async with station.database.transaction(STATION) as tx:
        await co_handlers.add(tx, 1, helper.staff_id)
    await helper.says("D001")
    assert "打印" not in helper.last.labels
    await helper.says("打印 D001")
    helper.sees("D001 由承办人、队长或指挥室打印")
    assert helper.last.file is None


async def test_whoever_may_not_know_of_a_sheet_is_told_what_one_that_is_missing_tells(
    station: Station, room: Member
) -> None:
    await issue(room)
    stranger = station.member("P-JIA01")
    await stranger.says("打印 D001")
    stranger.sees("没有找到 D001,或您无权查看")
    await stranger.presses_data("sh:print:1")
    assert all(message.file is None for message in stranger.messages)


async def test_a_post_that_was_lost_since_gets_no_paper(station: Station, room: Member) -> None:
    await issue(room)
    await station.delivery.stop(1)
    await room.says("打印 D001")
    async with station.database.transaction(STATION) as tx:
        quality = await people.get(tx, room.staff_id)
        assert quality
        await people.put(tx, quality.model_copy(update={"roles": frozenset({Role.VOLUNTEER})}))
    await station.restarts()
    assert room.last.file is None
    room.sees("没有找到")


async def test_each_printing_is_in_the_audit_and_takes_nothing_from_anybody(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await room.says("打印 D001")
    async with station.database.transaction(STATION) as tx:
        last = (await audit.of(tx, "sheet:1"))[-1]
    assert (last.actor, last.action) == (room.staff_id, "sheet.print")
    assert "打印" not in [act for act, _ in await trail(station)]
    await officer.presses("签收")
    await room.says("打印 D001")
    await officer.presses_data("sh:sign:1")
    assert officer.toast == "已记录,无需重复点击。"
    await room.says("看过程 D001")
    room.sees("打印")


async def test_a_press_that_fails_is_told_and_holds_up_nothing(
    station: Station, room: Member, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await issue(room)
    (tmp_path / "press.py").write_text("import nosuch", "utf-8")
    monkeypatch.setattr(press, "PRESS", tmp_path / "press.py")
    await room.says("打印 D001")
    room.sees("D001 没有打印成,请稍后再试")
    await room.says("菜单")
    room.sees("质效员01,您好")


async def test_a_paper_speaks_the_language_of_whoever_prints_it(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.says("/language")
    await officer.presses("English")
    await officer.says("print D001")
    assert "Supervisionsheet" in words(officer)
    assert "Thu27Apr24:00,2023" in words(officer)
