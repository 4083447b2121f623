"""The page of phones in a real browser; on the other side a tiny bot that answers everything."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import RetryAfter

from bot.clock import Clock
from bot.sandbox.botapi import create_app
from bot.sandbox.faults import Trouble
from bot.sandbox.floods import BURST, EVERYTHING
from bot.sandbox.phones import Landmark, mount
from bot.sandbox.script import Step
from bot.sandbox.world import World
from bot.serving import serve
from tests.conftest import DEMO_NOW
from tests.sandbox.conftest import TOKEN, picture

pytestmark = pytest.mark.asyncio(loop_scope="module")

KEYS = [["签收", "看警情"], ["应转办案队"]]
LANDMARKS = [
    Landmark("派出所", "station", 0.0135, 0.0180),
    Landmark("仙岳社区", "community", 0.0234, 0.0180, "乙组"),
    Landmark("西郭社区", "community", 0.0072, 0.0081, "丙组"),
]
STEPS = [
    Step("alice", "打个招呼", "发一句话,点【签收】。", says=("收到",), fill="您好"),
    Step("bob", "等一天", "点“+1天”。", passes=timedelta(days=1)),
    Step("bob", "走完了", "就这些。"),
]


class Stage(NamedTuple):
    """A world, a bot that answers in it, and a page that shows it."""

    world: World
    bot: Bot
    page: Page
    url: str

    def phone(self, key: str) -> Locator:
        return self.page.get_by_test_id(f"phone-{key}")

    async def shows(self, *keys: str) -> None:
        await self.page.goto(f"{self.url}/#{','.join(keys)}")
        for key in keys:
            await expect(self.phone(key)).to_be_visible()

    async def says(self, key: str, text: str) -> None:
        await self.phone(key).get_by_test_id("input").fill(text)
        await self.phone(key).get_by_test_id("send").click()

    def last(self, key: str) -> Locator:
        return self.phone(key).get_by_test_id("message").last


@pytest_asyncio.fixture(loop_scope="module")
async def stage(browser: Browser) -> AsyncIterator[Stage]:
    world = World(Clock(DEMO_NOW, running=False), token=TOKEN, bot_name="筼小筜", bot_username="dudao_bot")
    for key, name, team in (("alice", "质效员01", "综合指挥室"), ("bob", "警员乙01", "乙组")):
        world.add_person(key, name, team)
        world.phones[key].started = True
    world.add_person("charlie", "警员乙02", "乙组")
    app = create_app(world)
    mount(app, world, station="筼筜派出所(演示)", landmarks=LANDMARKS, steps=STEPS, opened=["alice", "bob"])
    context = await browser.new_context(viewport={"width": 1500, "height": 860}, locale="zh-CN")
    context.set_default_timeout(5000)
    page = await context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: complaints.append(request.url) if _is_foreign(request.url) else None)
    async with serve(app) as url, Bot(TOKEN, base_url=f"{url}/bot") as bot:
        answering = asyncio.create_task(_answer_everything(bot))
        yield Stage(world, bot, page, url)
        await context.close()
        answering.cancel()
        with suppress(asyncio.CancelledError):
            await answering
    assert complaints == []


def _is_foreign(url: str) -> bool:
    return urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).hostname != "127.0.0.1"


async def _answer_everything(bot: Bot) -> None:
    offset = 0
    while True:
        for update in await bot.get_updates(offset=offset, timeout=30):
            offset = update.update_id + 1
            with suppress(RetryAfter):  # a test switches the limits on
                await _answer(bot, update)


async def _answer(bot: Bot, update: Update) -> None:
    if query := update.callback_query:
        await query.answer(f"已记录:{query.data}", show_alert=query.data == "应转办案队")
        assert query.message
        chat, done = query.from_user.id, f"<b>{query.data}</b> 好了"
        await bot.edit_message_text(done, chat, query.message.message_id, parse_mode="HTML")
    elif message := update.message:
        keys = [[InlineKeyboardButton(label, callback_data=label) for label in row] for row in KEYS]
        heard = (message.text or message.caption or "一件东西")[:2000]
        await bot.send_message(message.chat.id, f"收到:{heard}", reply_markup=InlineKeyboardMarkup(keys))


async def test_what_is_typed_is_sent_and_answered_on_the_other_side_of_the_chat(stage: Stage) -> None:
    await stage.shows("alice")
    await stage.says("alice", "今日梳理")
    bubbles = stage.phone("alice").get_by_test_id("message")
    await expect(bubbles).to_have_count(2)
    await expect(bubbles.first).to_have_attribute("data-side", "mine")
    await expect(bubbles.last).to_have_attribute("data-side", "theirs")
    await expect(bubbles.last).to_contain_text("收到:今日梳理")
    await expect(stage.phone("alice").get_by_test_id("input")).to_have_value("")


async def test_the_person_is_on_the_right_and_the_bot_on_the_left(stage: Stage) -> None:
    await stage.shows("alice")
    await stage.says("alice", "在")
    await expect(stage.phone("alice").get_by_test_id("message")).to_have_count(2)
    chat, mine, theirs = [
        await found.bounding_box()
        for found in (
            stage.phone("alice").get_by_test_id("chat"),
            stage.phone("alice").locator(".mine .bubble"),
            stage.phone("alice").locator(".theirs .bubble"),
        )
    ]
    assert chat
    assert mine
    assert theirs
    assert mine["x"] > chat["x"] + chat["width"] / 2
    assert theirs["x"] < chat["x"] + 20


async def test_buttons_stand_in_the_rows_of_the_keyboard_and_a_press_ends_in_a_toast(stage: Stage) -> None:
    await stage.shows("alice")
    await stage.says("alice", "在")
    rows = stage.last("alice").locator(".key-row")
    await expect(rows).to_have_text(["签收看警情", "应转办案队"])
    await rows.get_by_text("签收").click()
    await expect(stage.phone("alice").get_by_test_id("toast")).to_have_text("已记录:签收")
    await expect(stage.last("alice").locator("b")).to_have_text("签收")
    await expect(rows).to_have_count(0)


async def test_an_alert_waits_to_be_put_away(stage: Stage) -> None:
    await stage.shows("alice")
    await stage.says("alice", "在")
    await stage.last("alice").get_by_text("应转办案队").click()
    alert = stage.phone("alice").get_by_test_id("alert")
    await expect(alert).to_have_text("已记录:应转办案队")
    await stage.phone("alice").get_by_role("button", name="好", exact=True).click()
    await expect(alert).to_have_count(0)


async def test_sample_and_own_photos_make_one_album_shown_as_a_grid(stage: Stage) -> None:
    await stage.shows("bob")
    phone = stage.phone("bob")
    await phone.get_by_test_id("attach").click()
    await phone.get_by_test_id("attach-photos").click()
    await phone.get_by_test_id("pick-楼道").click()
    await phone.get_by_test_id("pick-宣传栏").click()
    own: Any = [{"name": "own.png", "mimeType": "image/png", "buffer": picture(kind="PNG")}]
    await phone.get_by_test_id("photo-files").set_input_files(own)
    await phone.get_by_test_id("caption").fill("现场三张")
    await phone.get_by_role("button", name="发送3张").click()
    album = phone.get_by_test_id("album")
    await expect(album.get_by_test_id("photo")).to_have_count(3)
    await expect(phone.locator(".mine").get_by_test_id("text")).to_contain_text("现场三张")
    assert len({message.album for message in stage.world.chat("bob")[:3]}) == 1
    await album.get_by_test_id("photo").first.click()
    await expect(phone.get_by_test_id("large-photo")).to_be_visible()


async def test_an_album_of_the_bot_is_a_grid_too(stage: Stage) -> None:
    await stage.shows("bob")
    shots = [stage.world.files.add_photo(picture(colour)) for colour in ("red", "green", "blue", "grey")]
    album = stage.world.new_album()
    for shot in shots:
        stage.world.post(stage.world.phones["bob"], from_bot=True, photo=shot, album=album)
    await expect(stage.phone("bob").get_by_test_id("album")).to_have_count(1)
    await expect(stage.phone("bob").get_by_test_id("photo")).to_have_count(4)
    await stage.bot.delete_message(stage.world.phones["bob"].person.user_id, 2)
    await expect(stage.phone("bob").get_by_test_id("photo")).to_have_count(3)


async def test_a_reply_quotes_what_it_answers(stage: Stage) -> None:
    await stage.shows("alice")
    asked = await stage.bot.send_message(stage.world.phones["alice"].person.user_id, "到了吗?")
    await stage.last("alice").click(button="right")
    await stage.phone("alice").get_by_test_id("reply").click()
    await expect(stage.phone("alice").get_by_test_id("above")).to_contain_text("到了吗?")
    await stage.says("alice", "到了")
    await expect(stage.phone("alice").locator(".mine").get_by_test_id("quote")).to_contain_text("到了吗?")
    assert stage.world.chat("alice")[1].reply_to == asked.message_id


async def test_an_own_message_can_be_edited_and_is_marked(stage: Stage) -> None:
    await stage.shows("bob")
    await stage.says("bob", "马上道")
    mine = stage.phone("bob").locator(".mine")
    await mine.click(button="right")
    await stage.phone("bob").get_by_test_id("edit").click()
    await expect(stage.phone("bob").get_by_test_id("input")).to_have_value("马上道")
    await stage.says("bob", "马上到")
    await expect(mine.get_by_test_id("text")).to_contain_text("马上到")
    await expect(mine.get_by_test_id("edited")).to_be_visible()
    await expect(mine).to_have_count(1)


async def test_blocking_the_bot_and_letting_it_in_again(stage: Stage) -> None:
    await stage.shows("bob")
    phone = stage.phone("bob")
    await phone.get_by_test_id("phone-menu").click()
    await phone.get_by_test_id("block").click()
    await expect(phone.get_by_test_id("input")).to_be_hidden()
    assert stage.world.phones["bob"].blocked
    await phone.get_by_test_id("restart").click()
    await expect(phone.get_by_test_id("input")).to_be_visible()
    await expect(stage.last("bob")).to_contain_text("收到:/start")


async def test_who_is_new_begins_with_the_start_button(stage: Stage) -> None:
    await stage.shows("charlie")
    await expect(stage.phone("charlie").get_by_test_id("input")).to_be_hidden()
    await stage.phone("charlie").get_by_test_id("restart").click()
    await expect(stage.last("charlie")).to_contain_text("收到:/start")


async def test_a_place_is_picked_on_the_map_and_sent(stage: Stage) -> None:
    await stage.shows("bob")
    phone = stage.phone("bob")
    await phone.get_by_test_id("attach").click()
    await phone.get_by_test_id("attach-location").click()
    await phone.get_by_test_id("map").locator("text").get_by_text("派出所").scroll_into_view_if_needed()
    station = await phone.locator(".map-station").bounding_box()
    assert station
    await stage.page.mouse.click(station["x"] + station["width"] / 2, station["y"] + station["height"] / 2)
    await expect(phone.get_by_test_id("place-picked")).to_have_text("派出所")
    await phone.get_by_test_id("send-place").click()
    await expect(phone.get_by_test_id("place")).to_contain_text("派出所")
    place = stage.world.chat("bob")[0].place
    assert place
    assert (place.latitude, place.longitude) == pytest.approx((0.0135, 0.0180), abs=3e-4)


async def test_a_file_and_a_sticker_can_be_sent(stage: Stage) -> None:
    await stage.shows("bob")
    phone = stage.phone("bob")
    await phone.get_by_test_id("attach").click()
    async with stage.page.expect_file_chooser() as chooser:
        await phone.get_by_test_id("attach-file").click()
    plan: Any = {"name": "方案.pdf", "mimeType": "application/pdf", "buffer": b"plan"}
    await (await chooser.value).set_files(plan)
    await expect(phone.get_by_test_id("file")).to_contain_text("方案.pdf")
    await phone.get_by_test_id("attach").click()
    await phone.get_by_test_id("attach-sticker").click()
    await expect(phone.locator(".other")).to_have_text("贴纸")


async def test_the_menu_button_offers_the_commands_that_the_bot_has_set(stage: Stage) -> None:
    await stage.shows("alice")
    await expect(stage.phone("alice").get_by_test_id("commands")).to_be_hidden()
    await stage.bot.set_my_commands([("sheets", "督导单"), ("help", "帮助")])
    await stage.phone("alice").get_by_test_id("commands").click()
    await stage.phone("alice").get_by_test_id("command-sheets").click()
    await expect(stage.last("alice")).to_contain_text("收到:/sheets")


async def test_the_clock_is_shown_and_moved(stage: Stage) -> None:
    await stage.shows("alice")
    clock = stage.page.get_by_test_id("clock")
    await expect(clock).to_have_text("11:55")
    await stage.page.get_by_test_id("clock-1h").click()
    await expect(clock).to_have_text("12:55")
    await stage.page.get_by_test_id("clock-24h").click()
    await stage.page.get_by_test_id("clock-168h").click()
    await expect(stage.page.locator(".clock-date")).to_have_text("2023年4月28日 周五")
    assert stage.world.clock.now() - DEMO_NOW == timedelta(days=8, hours=1)


async def test_days_are_separated(stage: Stage) -> None:
    stage.world.send_text("bob", "一")
    stage.world.clock.advance(timedelta(days=1))
    stage.world.send_text("bob", "二")
    await stage.shows("bob")
    await expect(stage.phone("bob").get_by_test_id("date")).to_have_text(["4月20日 周四", "4月21日 周五"])


async def test_news_of_people_not_shown_count_as_unread_until_their_phone_is_opened(stage: Stage) -> None:
    await stage.shows("alice")
    await stage.bot.send_message(stage.world.phones["bob"].person.user_id, "一")
    await stage.bot.send_message(stage.world.phones["bob"].person.user_id, "二")
    await expect(stage.page.get_by_test_id("unread-bob")).to_have_text("2")
    await stage.page.get_by_test_id("person-bob").click()
    await expect(stage.phone("bob").get_by_test_id("message")).to_have_count(2)
    await expect(stage.page.get_by_test_id("unread-bob")).to_have_count(0)
    await expect(stage.phone("alice")).to_be_visible()


async def test_people_stand_under_their_team_and_can_be_searched(stage: Stage) -> None:
    await stage.shows("alice")
    await expect(stage.page.locator(".team", has_text="乙组").locator(".person-name")).to_have_text(
        ["警员乙01", "警员乙02"]
    )
    await stage.page.get_by_test_id("search").fill("质效")
    await expect(stage.page.get_by_test_id("person-alice")).to_be_visible()
    await expect(stage.page.get_by_test_id("person-bob")).to_be_hidden()


async def test_only_what_changed_is_drawn_again(stage: Stage) -> None:
    for number in range(200):
        stage.world.post(stage.world.phones["bob"], from_bot=False, text=f"第{number}句")
        stage.world.post(stage.world.phones["bob"], from_bot=True, text=f"第{number}答")
    await stage.shows("bob")
    phone = stage.phone("bob")
    await expect(phone.get_by_test_id("message")).to_have_count(120)
    await stage.page.evaluate("document.querySelectorAll('.row').forEach((row) => row.dataset.old = 'yes')")
    await stage.bot.edit_message_text("改过了", stage.world.phones["bob"].person.user_id, 400)
    await stage.bot.edit_message_text("还没显示", stage.world.phones["bob"].person.user_id, 2)
    await stage.says("bob", "又一句")
    await expect(phone.get_by_text("收到:又一句")).to_be_visible()
    await expect(phone.locator(".row:not([data-old])")).to_have_count(3)
    await expect(phone.get_by_text("还没显示")).to_have_count(0)
    await phone.get_by_text("更早的消息").click()
    await expect(phone.get_by_test_id("message")).to_have_count(402)


async def test_a_deleted_message_goes_away(stage: Stage) -> None:
    await stage.shows("alice")
    chat_id = stage.world.phones["alice"].person.user_id
    sent = await stage.bot.send_message(chat_id, "嫌疑人照片")
    await expect(stage.phone("alice").get_by_text("嫌疑人照片")).to_be_visible()
    await stage.bot.delete_message(chat_id, sent.message_id)
    await expect(stage.phone("alice").get_by_test_id("message")).to_have_count(0)


async def test_up_to_four_phones_stand_side_by_side_and_the_address_remembers_them(stage: Stage) -> None:
    await stage.page.goto(stage.url)
    await expect(stage.phone("alice")).to_be_visible()
    await stage.page.get_by_test_id("person-charlie").click()
    await expect(stage.page.locator(".phone")).to_have_count(3)
    boxes = [await phone.bounding_box() for phone in await stage.page.locator(".phone").all()]
    assert all(box and 380 <= box["width"] <= 390 for box in boxes)
    await stage.phone("bob").get_by_test_id("close-phone").click()
    await stage.page.reload()
    await expect(stage.page.locator(".phone")).to_have_count(2)
    await expect(stage.phone("charlie")).to_be_visible()


async def test_the_hint_card_goes_on_when_a_step_is_done_or_by_hand(stage: Stage) -> None:
    await stage.shows("bob")
    title = stage.page.get_by_test_id("hint-title")
    await expect(title).to_have_text("打个招呼")
    await stage.page.get_by_test_id("hint-fill").click()
    await expect(stage.phone("alice").get_by_test_id("input")).to_have_value("您好")
    await stage.phone("alice").get_by_test_id("send").click()
    await expect(title).to_have_text("等一天")
    await stage.page.get_by_test_id("clock-24h").click()
    await expect(title).to_have_text("走完了")
    await stage.page.get_by_test_id("hint-back").click()
    await stage.page.get_by_test_id("hint-next").click()
    await expect(title).to_have_text("走完了")


async def test_limits_and_failures_are_switched_for_every_open_page(stage: Stage) -> None:
    page, faults = stage.page, stage.world.faults
    await stage.shows("alice")
    await expect(page.get_by_test_id("faults")).to_be_hidden()
    await page.get_by_test_id("faults-open").click()
    await page.get_by_test_id("faults-limited").check()
    await page.get_by_test_id("faults-percent").select_option("30%")
    await page.get_by_test_id("faults-slow").uncheck()
    other = await page.context.new_page()
    await other.goto(f"{stage.url}/#alice")
    await other.get_by_test_id("faults-open").click()
    await expect(other.get_by_test_id("faults-percent")).to_have_value("30")
    await expect(other.get_by_test_id("faults-slow")).not_to_be_checked()
    assert (faults.floods.overall, faults.share, len(faults.kinds)) == (EVERYTHING, 0.3, len(Trouble) - 1)
    await other.get_by_test_id("faults-percent").select_option("不出错")
    await expect(page.get_by_test_id("faults-percent")).to_have_value("0")
    stage.world.start("alice")
    for _ in range(2 * BURST):
        with suppress(RetryAfter):
            await stage.bot.send_message(stage.world.phones["alice"].person.user_id, "一条接一条")
    await expect(page.get_by_test_id("faults-told")).to_contain_text("没等够就再发")
    await other.close()


async def test_dark_mode_is_kept(stage: Stage) -> None:
    await stage.shows("alice")
    root = stage.page.locator("html")
    await expect(root).to_have_attribute("data-theme", "light")
    await stage.page.get_by_test_id("theme").click()
    await stage.page.reload()
    await expect(root).to_have_attribute("data-theme", "dark")
    background = await stage.page.evaluate("getComputedStyle(document.querySelector('.bar')).backgroundColor")
    assert max(int(part) for part in re.findall(r"\d+", background)) < 80


@pytest.mark.parametrize("width", [320, 360, 390])
async def test_at_phone_width_there_is_the_list_or_one_chat(stage: Stage, width: int) -> None:
    await stage.page.set_viewport_size({"width": width, "height": 844})
    await stage.page.goto(stage.url)
    await expect(stage.page.get_by_test_id("person-bob")).to_be_visible()
    assert await stage.page.evaluate("document.documentElement.scrollWidth") <= width
    await stage.page.get_by_test_id("person-bob").click()
    await stage.says("bob", "在路上")
    await expect(stage.last("bob")).to_contain_text("收到:在路上")
    await expect(stage.page.get_by_test_id("people")).to_be_hidden()
    assert await stage.page.evaluate("document.documentElement.scrollWidth") <= width
    await stage.phone("bob").get_by_test_id("back").click()
    await expect(stage.page.get_by_test_id("people")).to_be_visible()
    await expect(stage.page.locator(".phone")).to_have_count(0)


async def test_words_that_look_like_markup_stay_words(stage: Stage) -> None:
    await stage.shows("alice")
    await stage.says("alice", "<img src=x onerror=alert(1)> & <b>粗</b>")
    await expect(stage.phone("alice").locator(".mine").get_by_test_id("text")).to_contain_text("<b>粗</b>")
    await expect(stage.phone("alice").locator(".mine b")).to_have_count(0)


async def test_nothing_that_is_said_or_shown_is_wider_than_the_phone(stage: Stage) -> None:
    await stage.shows("bob")
    await stage.says("bob", "W" * 400)
    await stage.says("bob", "长" * 1500)
    await stage.says("bob", f"https://example.cn/{'a/' * 90}")
    stage.world.send_photos("bob", [picture("teal", (300, 1500)), picture("navy", (1500, 200))])
    stage.world.send_photos("bob", [picture(colour) for colour in ("red", "green", "blue") * 3], "九张")
    stage.world.send_document("bob", b"plan", "很长的文件名" * 12 + ".pdf", "application/pdf")
    await expect(stage.phone("bob").get_by_test_id("file")).to_be_visible()
    too_wide = """scroller => [...scroller.querySelectorAll(".bubble, .key, .tile, .quote")]
        .filter(part => part.getBoundingClientRect().right > scroller.getBoundingClientRect().right
            || part.getBoundingClientRect().left < scroller.getBoundingClientRect().left).length"""
    assert await stage.phone("bob").locator(".scroller").evaluate(too_wide) == 0
    nine = stage.phone("bob").get_by_test_id("album").last.get_by_test_id("photo")
    boxes = await nine.evaluate_all("tiles => tiles.map(tile => tile.getBoundingClientRect().toJSON())")
    assert [round(box["x"] - boxes[0]["x"]) for box in boxes[:3]] == pytest.approx([0, 97, 194], abs=2)
    assert [round(box["y"] - boxes[0]["y"]) for box in boxes[::3]] == pytest.approx([0, 98, 196], abs=2)


async def test_as_much_can_be_typed_as_telegram_takes(stage: Stage) -> None:
    await stage.shows("bob")
    await stage.phone("bob").get_by_test_id("input").focus()
    await stage.page.keyboard.insert_text("字" * 4100)
    await stage.phone("bob").get_by_test_id("send").click()
    await expect(stage.phone("bob").locator(".mine")).to_have_count(1)
    assert len(stage.world.chat("bob")[0].text) == 4096


async def test_two_windows_show_the_same(stage: Stage) -> None:
    await stage.shows("alice")
    other = await stage.page.context.new_page()
    await other.goto(f"{stage.url}/#bob,alice")
    await stage.says("alice", "两个窗口")
    await expect(other.get_by_test_id("phone-alice").get_by_test_id("message").last).to_contain_text(
        "收到:两个窗口"
    )
    await other.get_by_test_id("phone-alice").get_by_test_id("message").last.get_by_text("签收").click()
    await expect(stage.last("alice").locator("b")).to_have_text("签收")
    await expect(other.get_by_test_id("hint-title")).to_have_text("等一天")
    await expect(stage.page.get_by_test_id("hint-title")).to_have_text("等一天")
    await other.get_by_test_id("clock-1h").click()
    await expect(stage.page.get_by_test_id("clock")).to_have_text("12:55")


async def test_a_reload_in_the_middle_loses_nothing(stage: Stage) -> None:
    await stage.shows("alice")
    await stage.says("alice", "还在吗")
    await expect(stage.last("alice")).to_contain_text("收到:还在吗")
    await stage.page.get_by_test_id("clock-24h").click()
    await expect(stage.page.get_by_test_id("hint-title")).to_have_text("走完了")
    await stage.page.reload()
    await expect(stage.phone("alice").get_by_test_id("message")).to_have_count(2)
    await expect(stage.page.get_by_test_id("hint-title")).to_have_text("走完了")
    await expect(stage.page.locator(".clock-date")).to_have_text("2023年4月21日 周五")
    await stage.last("alice").get_by_text("签收").click()
    await expect(stage.last("alice").locator("b")).to_have_text("签收")


async def test_a_phone_goes_on_after_the_line_was_cut(stage: Stage) -> None:
    await stage.shows("alice")
    await expect(stage.phone("alice").get_by_test_id("input")).to_be_visible()
    await stage.page.route("**/phones/**", lambda route: route.abort())
    await stage.says("alice", "断线时")
    await expect(stage.phone("alice").get_by_test_id("toast")).to_have_text("演示服务没有应答")
    await expect(stage.phone("alice").get_by_test_id("input")).to_have_value("断线时")
    async with stage.page.expect_event("requestfailed"):
        stage.world.send_text("alice", "别处发的")
    await stage.page.unroute("**/phones/**")
    await stage.phone("alice").get_by_test_id("send").click()
    await expect(stage.phone("alice").locator(".mine")).to_have_count(2)


async def test_a_server_that_stops_is_told_and_one_that_starts_again_is_shown_anew(
    stage: Stage, browser: Browser
) -> None:
    port = 0
    page = await browser.new_page()
    for text in ("第一次", "第二次"):
        world = World(
            Clock(DEMO_NOW, running=False), token=TOKEN, bot_name="筼小筜", bot_username="dudao_bot"
        )
        world.add_person("alice", text, "综合指挥室")
        app = create_app(world)
        mount(app, world, station="演示", steps=(), opened=["alice"])
        async with serve(app, port=port) as url:
            if not port:
                port = urlsplit(url).port or 0
                await page.goto(url)
            await expect(page.get_by_test_id("person-alice")).to_contain_text(text, timeout=15_000)
            await expect(page.get_by_test_id("lost")).to_be_hidden()
        await expect(page.get_by_test_id("lost")).to_be_visible()
    await page.close()


async def test_a_block_can_be_lifted_from_the_menu_and_what_was_refused_is_told_in_words(
    stage: Stage,
) -> None:
    await stage.shows("alice")
    await stage.says("alice", "在")
    await expect(stage.last("alice")).to_contain_text("收到:在")
    stage.world.phones["alice"].messages[2].keyboard = ()
    await stage.last("alice").get_by_text("签收").click()
    toast = stage.phone("alice").get_by_test_id("toast")
    await expect(toast).to_have_text("这条消息或这个按钮已经不在了")
    await stage.phone("alice").get_by_test_id("phone-menu").click()
    await stage.phone("alice").get_by_test_id("block").click()
    await expect(toast).to_be_visible()  # it covers the menu, and the click went through it
    await stage.phone("alice").get_by_test_id("phone-menu").click()
    await stage.phone("alice").get_by_test_id("unblock").click()
    await expect(stage.phone("alice").get_by_test_id("input")).to_be_visible()
    await expect(stage.phone("alice").get_by_test_id("message")).to_have_count(2)


async def test_a_table_is_sent_from_the_computer_and_one_of_the_bots_is_fetched(stage: Stage) -> None:
    await stage.shows("alice")
    phone = stage.phone("alice")
    await phone.get_by_test_id("attach").click()
    async with stage.page.expect_file_chooser() as chooser:
        await phone.get_by_test_id("attach-file").click()
    table: Any = [{"name": "单子.xlsx", "mimeType": "application/zip", "buffer": b"PK a table"}]
    await (await chooser.value).set_files(table)
    await expect(stage.phone("alice").get_by_text("单子.xlsx")).to_be_visible()
    sent = stage.world.chat("alice")[0].document
    assert sent
    assert (sent.name, sent.data) == ("单子.xlsx", b"PK a table")
    await stage.bot.send_document(
        stage.world.phones["alice"].person.user_id, b"PK another", filename="导出.xlsx"
    )
    async with stage.page.expect_download() as download:
        await stage.phone("alice").get_by_text("导出.xlsx").click()
    assert (await download.value).suggested_filename == "导出.xlsx"


async def test_a_file_that_is_no_photo_is_refused_in_words(stage: Stage) -> None:
    await stage.shows("alice")
    phone = stage.phone("alice")
    await phone.get_by_test_id("attach").click()
    await phone.get_by_test_id("attach-photos").click()
    broken: Any = [{"name": "broken.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"}]
    await phone.get_by_test_id("photo-files").set_input_files(broken)
    await phone.get_by_test_id("send-photos").click()
    await expect(phone.get_by_test_id("toast")).to_have_text("认不出这张照片,或者太长太窄")
    assert stage.world.chat("alice") == []


async def test_what_lies_over_a_chat_goes_away_with_escape_and_a_menu_with_a_click_anywhere(
    stage: Stage,
) -> None:
    await stage.shows("alice", "bob")
    for key in ("alice", "bob"):
        await stage.phone(key).get_by_test_id("attach").click()
    await expect(stage.page.get_by_role("menu")).to_have_count(1)
    await stage.page.get_by_test_id("clock").click()
    await expect(stage.page.get_by_role("menu")).to_have_count(0)
    await stage.phone("bob").get_by_test_id("attach").click()
    await stage.phone("bob").get_by_test_id("attach-location").click()
    await stage.page.keyboard.press("Escape")
    await expect(stage.page.get_by_test_id("sheet")).to_have_count(0)
