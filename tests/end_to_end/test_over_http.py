"""The whole bot against the sandbox's Bot API server, over HTTP, through the client of production."""

from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from bot.sandbox.demo import demo
from bot.sandbox.world import World
from tests.scenario import picture

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FEEDBACK = (
    "4月21日晚在调处中心见到501、502双方,社区干部在场。起因是楼道堆物和夜间拖家具。双方约定22点后不搬动家具。"
)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with demo(tmp_path, "127.0.0.1", 0) as (_, running_world):
        yield running_world


def newest(world: World, key: str) -> str:
    messages = [m for m in world.chat(key) if m.from_bot]
    return messages[-1].text if messages else ""


async def sees(world: World, key: str, part: str) -> None:
    await world.until(lambda: any(part in m.text for m in world.chat(key) if m.from_bot), 10)


async def press(world: World, key: str, label: str) -> None:
    def find() -> int | None:
        for message in reversed(world.chat(key)):
            if any(button.label == label for row in message.keyboard for button in row):
                return message.message_id
        return None

    await world.until(lambda: find() is not None, 10)
    world.press(key, find() or 0, label)


async def test_a_sheet_goes_all_the_way_over_http(world: World) -> None:
    room, officer = "P-ZX01", "P-YI01"
    world.send_text(room, "拟督导单")
    await press(world, room, "乙组")
    await press(world, room, "仙岳社区")
    await sees(world, room, "(1/3)对象")
    world.send_text(room, "仙岳示例苑1栋 邻里")
    await sees(world, room, "(2/3)内容")
    world.send_text(room, "两次报警,请当面调解")
    await press(world, room, "🟠 橙")
    await press(world, room, "照常规要求")
    await press(world, room, "下发")
    await press(world, room, "确认下发")
    await sees(world, officer, "督〔2023〕018号(D018)")

    world.send_text(officer, "D018")
    await press(world, officer, "签收")
    await press(world, officer, "反馈结果")
    await sees(world, officer, "D018 反馈(1/2)文字")
    world.send_photos(officer, [picture(1), picture(2), picture(3)], caption=FEEDBACK)
    await sees(world, officer, "已收3张")
    await press(world, officer, "照片发完了")
    await press(world, officer, "已化解")
    await sees(world, room, "待审 D018")
    await press(world, room, "看照片")
    await world.until(lambda: sum(bool(m.photo) for m in world.chat(room)) == 3, 10)
    world.send_text(room, "D018")
    await press(world, room, "通过销号")
    await sees(world, officer, "✅ D018 已通过,销号归档")
    world.send_text(officer, "打印 D018")
    await sees(world, officer, "D018 打印件")
    page = world.chat(officer)[-1]
    assert page.document
    assert (page.document.name, page.protected) == ("任务督导单-督〔2023〕018号.pdf", False)
    found = PdfReader(BytesIO(page.document.data))
    assert sum(len(each.images) for each in found.pages) == 3


async def test_moving_the_clock_by_seven_days_lets_a_sheet_run_overdue(world: World) -> None:
    await sees(world, "P-YI01", "D017")
    world.clock.advance(timedelta(days=7))
    await sees(world, "P-YI01", "签收超时,已逾期1天")


async def test_a_file_of_sheets_goes_there_and_back_over_http(world: World) -> None:
    room, officer = "P-ZX01", "P-YI01"
    world.send_text(room, "导入督导单")
    await sees(world, room, "请按这个模板填")
    template = world.chat(room)[-1]
    assert template.document
    assert not template.protected
    book = load_workbook(BytesIO(template.document.data))
    for column, value in enumerate(("仙岳社区", "仙岳示例苑2栋 噪声", "请上门了解", "", "黄"), start=1):
        book.worksheets[0].cell(3, column).value = value
    filled = BytesIO()
    book.save(filled)
    world.send_document(room, filled.getvalue(), "导入督导单.xlsx", XLSX)
    await press(world, room, "下发1张")
    await sees(world, room, "已下发1张")
    await sees(world, officer, "仙岳示例苑2栋 噪声")
