"""打印: a sheet for the paper file, whole."""

from handlers.paper import Entries, Paper, Rows
from handlers.sheets import papers
from handlers.voice import Voice
from storage import sheets
from tests.scenario import STATION, Member, Station, picture
from tests.scenarios.steps import hand_in, issue


async def paper(station: Station) -> Paper:
    """The sheet D001 as it would now be printed."""
    async with station.database.transaction(STATION) as tx:
        sheet = await sheets.by_serial(tx, 1)
        assert sheet
        return await papers.on_paper(Voice(tx, station.desk), sheet, "测试")


async def trail(station: Station) -> list[tuple[str, str]]:
    (rows,) = [part for part in (await paper(station)).parts if isinstance(part, Rows)]
    return [(act, note) for _, _, act, note in rows.rows]


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
