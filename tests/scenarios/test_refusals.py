"""Every way in which the bot says no, word for word and with its way on (M23).

Rows about slips, alerts and drafters come with what they are about; what could not be saved is told in
tests/bot/test_intake.py. A card that is shown below a refusal is the
sheet as it now stands: its buttons are those of M23 (看进度 is 看过程 everywhere, 看结果 is the card itself).
"""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

import pytest

from storage.sheet_people import co_handlers
from tests.personal import MOBILE
from tests.scenario import STATION, Member, Station
from tests.scenarios.steps import FEEDBACK, hand_in, issue
from tests.scenarios.test_enrolment import code_for

MENU = ["菜单"]


class Cast(NamedTuple):
    """Who takes part."""

    station: Station
    room: Member
    officer: Member
    admin: Member


async def not_enrolled(of: Cast, says: str) -> Member:
    stranger = of.station.member("stranger")
    await stranger.says(says)
    return stranger


async def foreign_code(of: Cast) -> Member:
    return await not_enrolled(of, "D017")


async def foreign_button(of: Cast) -> Member:
    await issue(of.room)
    stranger = of.station.member("stranger")
    await stranger.presses_data("sh:sign:1")
    return stranger


async def wrong_code(of: Cast) -> Member:
    return await not_enrolled(of, "AAAA-2222")


async def used_code(of: Cast) -> Member:
    code = await code_for(of.admin, "P-JIA01")
    phone = of.station.member("new-phone")
    await phone.says(code)
    await phone.presses("是我,绑定")
    return await not_enrolled(of, code)


async def unbound(of: Cast) -> Member:
    await of.admin.says("/unbind P-YI01")
    await of.officer.says("菜单")
    return of.officer


async def missing_code(of: Cast) -> Member:
    await of.officer.says("D031")
    return of.officer


async def forbidden_code(of: Cast) -> Member:
    for _ in range(31):
        await issue(of.room, group="甲组", community="仙阁社区")
    await of.officer.says("D031")
    return of.officer


async def helper_hands_in(of: Cast) -> Member:
    await issue(of.room)
    async with of.station.database.transaction(STATION) as tx:
        await co_handlers.add(tx, 1, "P-BA01")
    helper = of.station.member("P-BA01")
    await helper.says("补充材料 D001")
    await helper.says(FEEDBACK)
    await helper.presses("补充完了")
    of.officer.has_seen("D001 办案员01 补充了材料,待您提交")
    return helper


async def in_review(of: Cast) -> Member:
    await issue(of.room)
    await of.officer.presses("签收")
    card = of.officer.last
    await hand_in(of.officer)
    await of.officer.presses_data("sf:preview:1", card.id)
    return of.officer


async def acted_first(of: Cast) -> Member:
    director = of.station.member("P-ZHR01")
    await issue(of.room)
    await hand_in(of.officer)
    await director.says("待审反馈")
    await of.room.presses("通过销号")
    await director.presses("通过销号")
    return director


async def expired_button(of: Cast) -> Member:
    await issue(of.room)
    await of.officer.says("约调处中心 D001")
    await hand_in(of.officer)
    await of.officer.presses("明天09:00")
    return of.officer


async def pressed_twice(of: Cast) -> Member:
    await issue(of.room)
    card = of.officer.last
    await of.officer.presses("签收", on=card)
    await of.officer.presses_data("sh:sign:1", card.id)
    return of.officer


async def timed_out(of: Cast) -> Member:
    await issue(of.room)
    await of.officer.says("反馈结果 D001")
    await of.station.hours_pass(1)
    of.officer.clears_chat()
    await of.officer.says("接着说")
    return of.officer


async def too_late_to_extend(of: Cast) -> Member:
    await issue(of.room)
    await of.officer.presses("签收")
    await of.station.days_pass(8)
    await of.officer.says("申请延期 D001")
    return of.officer


async def wrong_kind(of: Cast) -> Member:
    await issue(of.room)
    await of.officer.says("反馈结果 D001")
    await of.officer.sends(unsupported=True)
    return of.officer


async def id_number(of: Cast) -> Member:
    await issue(of.room)
    await of.officer.says("反馈结果 D001")
    await of.officer.says(f"当事人电话 {MOBILE},已联系")
    return of.officer


async def rewritten(of: Cast) -> Member:
    await id_number(of)
    await of.officer.presses("改文字")
    return of.officer


async def nonsense(of: Cast) -> Member:
    await of.officer.says("天气不错")
    return of.officer


class Row(NamedTuple):
    """A row of M23: what happens, the words, the buttons (None: those of the card that is shown)."""

    happens: Callable[[Cast], Awaitable[Member]]
    words: str
    buttons: list[str]
    as_toast: bool = False


NOT_ENROLLED = "您还未绑定,无法使用。请向综合指挥室索取绑定码。"
CODE = "绑定码无效或已用过,请联系管理员。"
IN_REVIEW_CARD = ["撤回修改", "看过程", "看原稿", "看照片", "打印"]
ROWS = {
    "not enrolled, a code": Row(foreign_code, NOT_ENROLLED, []),
    "not enrolled, a button": Row(foreign_button, NOT_ENROLLED, []),
    "code wrong": Row(wrong_code, CODE, []),
    "code used": Row(used_code, CODE, []),
    "unbound after leaving": Row(unbound, "本账号已停用。如有疑问请联系管理员。", []),
    "unknown code": Row(missing_code, "没有找到 D031,或您无权查看。", MENU),
    "no permission": Row(forbidden_code, "没有找到 D031,或您无权查看。", MENU),
    "a helper tries to submit": Row(
        helper_hands_in, "D001 已记下64字,照片0张。\n这一步需由承办人提交,已提醒警员乙01。", ["看督导单"]
    ),
    "wrong state": Row(in_review, "D001 已提交,正在审核,不能再改。可先撤回。", IN_REVIEW_CARD, as_toast=True),
    "someone else acted first": Row(
        acted_first,
        "质效员01已于4月20日 11:55通过销号,无需重复操作。",
        ["看过程", "为什么是这天", "看原稿", "看照片", "打印", "更多"],
        as_toast=True,
    ),
    "expired button": Row(expired_button, "这张卡片已过时,下面是最新状态。", IN_REVIEW_CARD, as_toast=True),
    "pressed twice": Row(
        pressed_twice,
        "已记录,无需重复点击。",
        ["反馈结果", "申请延期", "看过程", "更多"],
        as_toast=True,
    ),
    "dialogue timed out": Row(timed_out, "上次填写已存草稿,是否继续?", ["继续", "放弃"]),
    "too late to extend": Row(
        too_late_to_extend, "D001 已过期限,不能再申请延期,请先反馈,说明原因。", ["反馈结果"]
    ),
    "file too large or wrong kind": Row(
        wrong_kind,
        "只收20MB以内的照片,请压缩后再发;视频等请交指挥室。文字和已收的照片都还在。",
        ["取消"],
    ),
    "ID number or phone found in text": Row(
        id_number, "文字里似有证件号或手机号,请删去后再发。之前填写的内容都还在。", ["改文字"]
    ),
    "… and to be written again": Row(
        rewritten, "请把改好的文字发来,不含证件号、手机号。之前填写的内容都还在。", []
    ),
    "unknown text": Row(nonsense, "没看懂。可发编号如 D017,或点菜单。", MENU),
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
async def test_a_refusal_says_why_and_what_to_do(
    station: Station, room: Member, officer: Member, admin: Member, row: Row
) -> None:
    member = await row.happens(Cast(station, room, officer, admin))
    said = member.toast if row.as_toast else member.last.text
    assert (said, member.last.labels) == (row.words, row.buttons)


async def test_what_was_written_before_a_personal_number_is_kept_and_better_words_are_added(
    station: Station, room: Member, officer: Member, admin: Member
) -> None:
    await issue(room)
    await officer.says("反馈结果 D001")
    await officer.says(FEEDBACK)
    await officer.says(f"联系电话 {MOBILE}")
    await station.hours_pass(0.4)
    await officer.presses("改文字")
    await station.hours_pass(0.4)
    await officer.says("已电话联系")
    await officer.presses("不附照片")
    officer.sees(FEEDBACK[:20], "69字")


async def test_words_held_for_an_old_dialogue_can_be_written_again_too(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.says("反馈结果 D001")
    await station.hours_pass(1)
    await officer.says(f"联系电话 {MOBILE}")
    await officer.presses("继续")
    officer.sees("请删去后再发")
    await officer.presses("改文字")
    await officer.says(FEEDBACK)
    officer.sees("已记下64字")
