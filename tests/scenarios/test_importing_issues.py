"""导入问题: many issues from a file, checked row by row, given out all or none."""

import io
from collections.abc import Sequence
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from storage import audit, issues, people
from storage.issues import Issue
from tests.personal import CARD, MOBILE
from tests.scenario import STATION, Member, Station

HEADING = ("要素*", "问题*", "案号后四位", "承办人*", "期限", "要求")
SCANS = ("卷宗", "案卷材料未扫描上传", "0021", "办案员03", "", "补扫、核页码、上传")
LABELS = ("财物", "涉案财物未贴标签", "", "办案员04", "4月26日")


def excel(*lines: Sequence[Any], heading: Sequence[Any] = HEADING) -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    for line in (heading, *lines):
        page.append(list(line))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


async def sends(legal: Member, *lines: Sequence[Any]) -> None:
    await legal.says("导入问题")
    await legal.sends_file("问题.xlsx", excel(*lines))


async def under_way(station: Station) -> list[Issue]:
    async with station.database.transaction(STATION) as tx:
        return await issues.under_way(tx)


async def test_a_file_is_checked_previewed_and_given_out_as_one(
    station: Station, legal: Member, handler: Member
) -> None:
    await sends(legal, SCANS, LABELS)
    legal.sees(
        "🛠 导入核对:共2件,交给2人",
        "(其中1件另定)",
        "2. 卷宗 案卷材料未扫描上传 → 办案员03",
        "3. 财物 涉案财物未贴标签 → 办案员04 4月26日(周三)18:00前",
    )
    assert legal.last.labels == ["交办2件", "取消"]
    assert await under_way(station) == []
    button = legal.last.buttons[0][0]
    await legal.presses(button.label)
    legal.sees("✅ 已交办2件(Z001至Z002),整改2人")
    handler.sees("🛠 问题〔2023〕001号(Z001)", "案卷材料未扫描上传(案号后四位0021)", "4月27日(周四)18:00前")
    handler.sees("整改:补扫、核页码、上传")
    station.member("P-BA04").sees("Z002", "4月26日(周三)18:00前")
    await legal.presses_data(button.data)
    legal.sees("已经处理过或过期", "导入问题")
    assert len(await under_way(station)) == 2
    async with station.database.transaction(STATION) as tx:
        assert [entry.detail["count"] for entry in await audit.of(tx, "issues")] == [2]


async def test_the_template_filled_in_is_taken_and_its_example_is_not(legal: Member) -> None:
    await legal.says("导入问题")
    assert legal.last.file
    assert legal.last.file.name == "导入问题.xlsx"
    book = load_workbook(io.BytesIO(legal.last.file.content))
    page, notes = book["执法问题"], book["说明"]
    assert [cell.value for cell in page[1]] == list(HEADING)
    assert [line[0] for line in notes.iter_rows(min_row=2, values_only=True)] == list(HEADING)
    offered = {str(each.sqref): each.formula1 for each in page.data_validations.dataValidation}
    assert "卷宗" in offered["A2:A202"]
    assert "办案员03" in offered["D2:D202"]
    await legal.sends_file("问题.xlsx", legal.last.file.content)
    legal.sees("一行也没有填")
    for column, value in enumerate(SCANS, start=1):
        page.cell(3, column).value = value
    out = io.BytesIO()
    book.save(out)
    await legal.sends_file("问题.xlsx", out.getvalue())
    legal.sees("共1件", "3. 卷宗")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (("", *SCANS[1:]), "要素:必填"),
        (("枪支", *SCANS[1:]), "要素:不认识“枪支”"),
        (("卷宗", "字" * 61, "", "办案员03"), "问题:最多60字,请删去1字"),
        (("卷宗", f"请联系{MOBILE}", "", "办案员03"), "问题:似有证件号或手机号"),
        (("卷宗", f"证件{CARD}X", "", "办案员03"), "问题:似有证件号或手机号"),
        (("卷宗", '=HYPERLINK("http://example.org")', "", "办案员03"), "问题:是公式"),
        (("卷宗", "未扫描", "21", "办案员03"), "案号后四位:须是案号后四位数字"),
        (("卷宗", "未扫描", "20230021", "办案员03"), "案号后四位:须是案号后四位数字"),
        (("卷宗", "未扫描", "", ""), "承办人:必填"),
        (("卷宗", "未扫描", "", "没有此人"), "承办人:没有“没有此人”"),
        (("卷宗", "未扫描", "", "警员乙01"), "承办人:警员乙01 不是办案民警"),
        (("卷宗", "未扫描", "", "办案员03", "2023-04-19"), "期限:期限已过"),
        (("卷宗", "未扫描", "", "办案员03", "2023-04-20 11:00"), "期限:期限已过"),
        (("卷宗", "未扫描", "", "办案员03", "2024-04-20"), "期限:期限太远"),
        (("卷宗", "未扫描", "", "办案员03", "尽快"), "期限:看不懂“尽快”"),
        (("卷宗", "未扫描", "", "办案员03", "2023-04-31"), "期限:看不懂“2023-04-31”"),
    ],
)
async def test_whatever_is_wrong_is_told_and_nothing_is_given_out(
    station: Station, legal: Member, line: Sequence[str], says: str
) -> None:
    await sends(legal, LABELS, line)
    legal.has_seen(f"第3行 {says}")
    assert legal.last.file
    marked = [*load_workbook(io.BytesIO(legal.last.file.content)).worksheets[0].iter_rows(values_only=True)]
    assert marked[0][-1] == "核对问题"
    assert marked[1][-1] is None
    assert str(marked[2][-1]).replace(" ", "").startswith(says[:6])
    assert not any(number in str(marked) for number in (MOBILE, CARD))
    assert await under_way(station) == []


@pytest.mark.parametrize(
    ("due", "read"),
    [
        ("4月26日", "4月26日(周三)18:00前"),
        ("2023-04-26", "4月26日(周三)18:00前"),
        ("2023-04-26 12:30", "4月26日(周三)12:30前"),
        ("2023年4月26日", "4月26日(周三)18:00前"),
        ("今天18点", "4月20日(周四)18:00前"),
        ("4月20日", "4月20日(周四)18:00前"),
        ("2023-04-20", "4月20日(周四)18:00前"),
    ],
)
async def test_a_deadline_is_a_day_or_a_moment(legal: Member, due: str, read: str) -> None:
    await sends(legal, (*SCANS[:4], due))
    legal.sees("共1件", read)


async def test_of_namesakes_the_file_must_say_the_id(station: Station, legal: Member) -> None:
    async with station.database.transaction(STATION) as tx:
        other = await people.get(tx, "P-BA04")
        assert other
        await people.put(tx, other.model_copy(update={"name": "办案员03"}))
    await sends(legal, SCANS, ("卷宗", "缺签名", "", "P-BA03"))
    legal.has_seen("第2行 承办人:不止一人叫“办案员03”,请填编号")
    legal.has_not_seen("第3行")


async def test_the_same_problem_of_one_case_is_given_once(legal: Member) -> None:
    await sends(legal, SCANS)
    await legal.presses("交办1件")
    await sends(legal, SCANS, LABELS, LABELS, ("卷宗", "案卷材料未扫描上传", "0022", "办案员03"))
    faults = legal.has_seen("有2处要改")
    assert "第2行 问题:这件事已有在办的 Z001" in faults.text
    assert "第4行 问题:与第3行重复" in faults.text


async def test_an_owner_who_left_after_the_preview_is_told_and_nothing_is_given_out(
    station: Station, legal: Member
) -> None:
    await sends(legal, SCANS)
    async with station.database.transaction(STATION) as tx:
        await people.leave(tx, "P-BA03")
    await legal.presses("交办1件")
    legal.has_seen("第2行 承办人:没有“办案员03”这个人")
    assert await under_way(station) == []


async def test_whoever_gives_no_issues_out_cannot_import(station: Station, handler: Member) -> None:
    for member in (handler, station.member("A-AG01"), station.member("P-ZX02")):
        await member.says("导入问题")
        assert not any(message.file for message in member.messages)
        await member.presses_data("zm:do:0123456789abcdef")
        await member.sends_file("问题.xlsx", excel(SCANS))
        member.has_not_seen("导入核对")


async def test_two_hundred_are_given_out_at_once(station: Station, legal: Member, handler: Member) -> None:
    await sends(legal, *[("卷宗", f"第{n}页缺签名", "", "办案员03") for n in range(200)])
    await legal.presses("交办200件")
    legal.sees("已交办200件(Z001至Z200),整改1人")
    assert len(await under_way(station)) == 200
    assert len([each for each in handler.messages if "问题〔2023〕" in each.text]) == 200
