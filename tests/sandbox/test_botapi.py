import asyncio
import random
from datetime import timedelta
from typing import TypeVar

import httpx
import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    MessageEntity,
    Update,
)
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.clock import Clock
from bot.sandbox.errors import ApiError, BrokenAnswerError
from bot.sandbox.faults import GARBLED, GATEWAY_PAGE, Fault
from bot.sandbox.world import World
from tests.sandbox.conftest import TOKEN, Seconds, picture

ALICE, BOB, NOBODY = 5_000_001, 5_000_002, 99
T = TypeVar("T")
KEYS = InlineKeyboardMarkup([[InlineKeyboardButton("签收", callback_data="s:1")]])


async def refusal(call: object, error: type[Exception] = BadRequest) -> str:
    with pytest.raises(error) as raised:
        await call  # type: ignore[misc]
    return str(raised.value)


def some(value: T | None) -> T:
    assert value is not None
    return value


async def fetched(bot: Bot, offset: int | None = None) -> list[Update]:
    return list(await bot.get_updates(offset=offset, timeout=0))


# Who is there


async def test_the_bot_learns_its_own_name(bot: Bot) -> None:
    assert (bot.first_name, bot.username) == ("筼小筜", "dudao_bot")


async def test_another_bot_s_token_is_refused_and_a_malformed_one_is_not_found(url: str) -> None:
    async with httpx.AsyncClient() as client:
        other = await client.get(f"{url}/bot4200:another-token-of-the-right-shape/getMe")
        malformed = await client.get(f"{url}/botnonsense/getMe")
        unknown = await client.get(f"{url}/bot{TOKEN}/getRich")
    assert other.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    assert malformed.json() == {"ok": False, "error_code": 404, "description": "Not Found"}
    assert (unknown.status_code, unknown.json()["description"]) == (404, "Not Found: method not found")


async def test_the_real_client_takes_a_wrong_token_for_invalid(url: str) -> None:
    with pytest.raises(InvalidToken):
        async with Bot("4200:another-token-of-the-right-shape", base_url=f"{url}/bot"):
            pass


async def test_parameters_come_in_the_query_as_a_form_or_as_json(url: str, world: World) -> None:
    world.start("alice")
    address = f"{url}/bot{TOKEN}/sendMessage"
    async with httpx.AsyncClient() as client:
        await client.get(address, params={"chat_id": ALICE, "text": "一"})
        await client.post(address, data={"chat_id": ALICE, "text": "二", "unheard_of": "x"})
        await client.post(address, json={"chat_id": ALICE, "text": "三"})
        broken = await client.post(address, content="{", headers={"content-type": "application/json"})
    assert [message.text for message in world.chat("alice")] == ["/start", "一", "二", "三"]
    assert broken.json()["description"] == "Bad Request: can't parse JSON object"


# What people do


async def test_a_person_s_words_reach_the_bot_with_name_chat_and_number(bot: Bot, world: World) -> None:
    world.start("alice", "JIA0-7KQ2")
    world.send_text("alice", "菜单")
    start, menu = await fetched(bot)
    opening, said = some(start.message), some(menu.message)
    assert opening.text == "/start JIA0-7KQ2"
    assert opening.entities[0].type == MessageEntity.BOT_COMMAND
    assert (said.message_id, said.chat.id, said.text) == (2, ALICE, "菜单")
    assert (some(said.from_user).first_name, said.chat.type) == ("质效员01", "private")
    assert said.date == world.clock.now()


async def test_both_sides_share_one_sequence_of_numbers_in_a_chat(bot: Bot, world: World) -> None:
    world.start("alice")
    assert (await bot.send_message(ALICE, "您好")).message_id == 2
    assert world.send_text("alice", "好").message_id == 3
    assert world.start("bob").message_id == 1


async def test_an_album_is_separate_updates_with_one_group_and_the_caption_on_the_first(
    bot: Bot, world: World
) -> None:
    world.send_photos("bob", [picture("red"), picture("green")], "现场")
    world.send_photos("bob", [picture("blue")])
    first, second, alone = [some(update.message) for update in await fetched(bot)]
    assert first.media_group_id == second.media_group_id is not None
    assert (first.caption, second.caption, alone.media_group_id) == ("现场", None, None)


async def test_a_photo_has_sizes_loses_its_exif_and_downloads(bot: Bot, world: World) -> None:
    world.send_photos("bob", [picture(size=(3000, 2000))])
    (update,) = await fetched(bot)
    sizes = some(update.message).photo
    assert [(size.width, size.height) for size in sizes] == [(320, 213), (1280, 853)]
    file = await sizes[-1].get_file()
    data = await file.download_as_bytearray()
    assert data.startswith(b"\xff\xd8")
    assert len(data) == file.file_size


async def test_a_picture_sent_as_a_file_keeps_its_bytes(bot: Bot, world: World) -> None:
    sent = picture()
    world.send_photos("bob", [sent], as_document=True)
    world.send_document("bob", b"plan", "方案.pdf", "application/pdf")
    photo, plan = [some(some(update.message).document) for update in await fetched(bot)]
    assert await (await photo.get_file()).download_as_bytearray() == sent
    assert (plan.file_name, plan.mime_type) == ("方案.pdf", "application/pdf")


async def test_the_same_picture_sent_twice_has_one_unique_id(bot: Bot, world: World) -> None:
    world.send_photos("bob", [picture(), picture()])
    photos = [update.message.photo[-1] for update in await fetched(bot) if update.message]
    assert photos[0].file_unique_id == photos[1].file_unique_id
    assert photos[0].file_id != photos[1].file_id


async def test_files_over_20_mb_are_not_handed_out(bot: Bot, world: World) -> None:
    message = world.send_document("bob", bytes(20 * 1024 * 1024 + 1), "long.mp4", "video/mp4")
    assert message.document
    assert "File is too big" in await refusal(bot.get_file(message.document.file_id))
    assert "Wrong file_id" in await refusal(bot.get_file("no-such-file"))


async def test_locations_stickers_and_voice_arrive_as_such(bot: Bot, world: World) -> None:
    world.send_location("bob", 0.02, 0.01)
    for kind in ("sticker", "voice", "video"):
        world.send_other("bob", kind)
    place, sticker, voice, video = [some(update.message) for update in await fetched(bot)]
    position = some(place.location)
    assert (position.latitude, position.longitude) == (0.02, 0.01)
    assert all((sticker.sticker, voice.voice, video.video))


async def test_a_reply_carries_what_it_answers(bot: Bot, world: World) -> None:
    world.start("bob")
    asked = await bot.send_message(BOB, "到了吗?")
    world.send_text("bob", "到了", reply_to=asked.message_id)
    answer = some((await fetched(bot))[-1].message)
    assert some(answer.reply_to_message).text == "到了吗?"


async def test_an_edit_is_an_update_of_its_own(bot: Bot, world: World, clock: Clock) -> None:
    mine = world.send_text("bob", "到子")
    clock.advance(timedelta(minutes=1))
    world.edit_text("bob", mine.message_id, "到了")
    edited = some((await fetched(bot))[-1].edited_message)
    assert (edited.text, edited.message_id, edited.edit_date) == ("到了", 1, clock.now())


async def test_blocking_and_coming_back_are_told_once_each(bot: Bot, world: World) -> None:
    world.start("bob")
    world.block("bob")
    world.block("bob")
    assert "bot was blocked by the user" in await refusal(bot.send_message(BOB, "在吗"), Forbidden)
    with pytest.raises(PermissionError):
        world.send_text("bob", "在")
    world.start("bob")
    members = [update.my_chat_member for update in await fetched(bot) if update.my_chat_member]
    assert [member.new_chat_member.status for member in members] == ["kicked", "member"]


# Fetching updates


async def test_an_offset_confirms_everything_below_it_and_nothing_else(bot: Bot, world: World) -> None:
    for word in ("一", "二", "三"):
        world.send_text("alice", word)
    first, second, third = await fetched(bot)
    assert first.update_id + 2 == second.update_id + 1 == third.update_id
    assert [update.update_id for update in await fetched(bot, second.update_id)] == [
        second.update_id,
        third.update_id,
    ]
    assert await fetched(bot, third.update_id + 1) == []
    assert world.updates.pending() == []


async def test_a_negative_offset_keeps_that_many_from_the_end(bot: Bot, world: World) -> None:
    for word in ("一", "二", "三"):
        world.send_text("alice", word)
    assert [update.message.text for update in await fetched(bot, -1) if update.message] == ["三"]
    assert len(world.updates.pending()) == 1


async def test_at_most_a_hundred_updates_come_at_once(bot: Bot, world: World) -> None:
    for number in range(130):
        world.send_text("alice", str(number))
    batch = await fetched(bot)
    assert len(batch) == 100
    assert len(await fetched(bot, batch[-1].update_id + 1)) == 30


async def test_asking_at_once_for_the_same_again_is_answered_one_by_one(
    bot: Bot, world: World, seconds: Seconds
) -> None:
    world.send_text("alice", "一")
    world.send_text("alice", "二")
    assert len(await fetched(bot)) == 2
    assert len(await fetched(bot)) == 1
    seconds.passed += 1
    assert len(await fetched(bot)) == 2


async def test_a_long_poll_waits_for_the_next_update(bot: Bot, world: World) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.05)
    assert not poll.done()
    world.send_text("alice", "在吗")
    (update,) = await poll
    assert some(update.message).text == "在吗"


async def test_the_older_of_two_pollers_is_ended(bot: Bot, url: str, world: World) -> None:
    older = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.05)
    async with Bot(TOKEN, base_url=f"{url}/bot") as twin:
        newer = asyncio.create_task(twin.get_updates(timeout=5))
        assert "terminated by other getUpdates request" in await refusal(older, Conflict)
        world.send_text("alice", "在吗")
        assert len(await newer) == 1


async def test_updates_vanish_after_a_day_and_presses_after_150_seconds(
    bot: Bot, world: World, seconds: Seconds
) -> None:
    world.start("alice")
    sent = await bot.send_message(ALICE, "请签收", reply_markup=KEYS)
    world.press("alice", sent.message_id, "签收")
    seconds.passed += 151
    assert [bool(update.message) for update in await fetched(bot)] == [True]
    seconds.passed += 24 * 3600
    assert await fetched(bot) == []


async def test_kinds_not_asked_for_do_not_come(bot: Bot, world: World) -> None:
    await bot.get_updates(timeout=0, allowed_updates=["message"])
    mine = world.send_text("alice", "一")
    world.edit_text("alice", mine.message_id, "二")
    assert [bool(update.message) for update in await fetched(bot)] == [True]


# Sending


async def test_html_becomes_text_and_entities_counted_in_utf_16(bot: Bot, world: World) -> None:
    world.start("alice")
    sent = await bot.send_message(
        ALICE, "📋 <b>D017</b> <a href='https://x.cn/'>看&lt;图&gt;</a>", parse_mode="HTML"
    )
    assert sent.text == "📋 D017 看<图>"
    bold, link = sent.entities
    assert (bold.type, bold.offset, bold.length) == ("bold", 3, 4)
    assert (link.type, link.offset, link.length, link.url) == ("text_link", 8, 4, "https://x.cn/")


@pytest.mark.parametrize(
    ("markup", "complaint"),
    [
        ("签收 <b>D017", 'can\'t find end tag corresponding to start tag "b"'),
        ("签收 <big>x</big>", 'unsupported start tag "big" at byte offset 7'),
        ("签收</b>", "unexpected end tag at byte offset 6"),
        ("<b>签收</i></b>", 'unmatched end tag at byte offset 9, expected "</b>", found "</i>"'),
        ("<b", "unclosed start tag at byte offset 0"),
    ],
)
async def test_broken_html_is_refused_with_the_place(
    bot: Bot, world: World, markup: str, complaint: str
) -> None:
    world.start("alice")
    told = await refusal(bot.send_message(ALICE, markup, parse_mode="HTML"))
    assert told.lower() == f"can't parse entities: {complaint}"


async def test_texts_are_trimmed_before_they_are_counted(bot: Bot, world: World) -> None:
    world.start("alice")
    sent = await bot.send_message(ALICE, f"\n {'字' * 4096} \n")
    assert sent.text == "字" * 4096
    assert "Message is too long" in await refusal(bot.send_message(ALICE, "字" * 4097))
    assert "Message text is empty" in await refusal(bot.send_message(ALICE, " \n "))


async def test_captions_end_at_1024(bot: Bot, world: World) -> None:
    world.start("alice")
    await bot.send_photo(ALICE, picture(), caption="字" * 1024)
    assert "Message caption is too long" in await refusal(
        bot.send_photo(ALICE, picture(), caption="字" * 1025)
    )


async def test_a_button_s_data_ends_at_64_bytes(bot: Bot, world: World) -> None:
    world.start("alice")

    def keys(data: str) -> InlineKeyboardMarkup:
        return InlineKeyboardMarkup([[InlineKeyboardButton("签收", callback_data=data)]])

    await bot.send_message(ALICE, "请签收", reply_markup=keys("x" * 64))
    assert "Button_data_invalid" in await refusal(
        bot.send_message(ALICE, "请签收", reply_markup=keys("签" * 22))
    )


async def test_who_is_unknown_has_not_started_or_has_blocked_is_not_reached(bot: Bot, world: World) -> None:
    assert "Chat not found" in await refusal(bot.send_message(NOBODY, "在吗"))
    assert "can't initiate conversation" in await refusal(bot.send_message(ALICE, "在吗"), Forbidden)
    assert world.deliveries == []


async def test_a_photo_can_be_uploaded_and_sent_again_by_its_id(bot: Bot, world: World) -> None:
    world.start("alice")
    sent = await bot.send_photo(
        ALICE, picture(), caption="<b>现场</b>", parse_mode="HTML", protect_content=True
    )
    again = await bot.send_photo(ALICE, sent.photo[-1].file_id)
    assert (sent.caption, sent.caption_entities[0].type, sent.has_protected_content) == ("现场", "bold", True)
    assert again.photo[-1].file_unique_id == sent.photo[-1].file_unique_id
    assert "Wrong file identifier" in await refusal(bot.send_photo(ALICE, "no-such-file"))


async def test_what_is_no_picture_cannot_be_a_photo_but_can_be_a_document(bot: Bot, world: World) -> None:
    world.start("alice")
    assert "Image_process_failed" in await refusal(bot.send_photo(ALICE, b"not a picture"))
    assert "Photo_invalid_dimensions" in await refusal(bot.send_photo(ALICE, picture(size=(2100, 100))))
    assert (await bot.send_document(ALICE, b"not a picture", filename="单.txt")).document


async def test_an_album_of_the_bot_is_messages_of_one_group(bot: Bot, world: World) -> None:
    world.start("alice")
    media = [InputMediaPhoto(picture("red"), caption="三处"), InputMediaPhoto(picture("blue"))]
    first, second = await bot.send_media_group(ALICE, media, protect_content=True)
    assert first.media_group_id == second.media_group_id is not None
    assert (first.caption, second.caption, second.has_protected_content) == ("三处", None, True)
    assert "Too many messages" in await refusal(
        bot.send_media_group(ALICE, [InputMediaPhoto(first.photo[0].file_id)] * 11)
    )


async def test_a_reply_needs_its_message(bot: Bot, world: World) -> None:
    world.start("alice")
    sent = await bot.send_message(ALICE, "收到", reply_to_message_id=1)
    assert some(sent.reply_to_message).text == "/start"
    assert "Message to be replied not found" in await refusal(
        bot.send_message(ALICE, "收到", reply_to_message_id=77)
    )
    alone = await bot.send_message(ALICE, "收到", reply_to_message_id=77, allow_sending_without_reply=True)
    assert alone.reply_to_message is None


async def test_deliveries_and_unread_counts_are_kept(bot: Bot, world: World) -> None:
    world.start("alice")
    await bot.send_message(ALICE, "一")
    await bot.send_message(ALICE, "二")
    assert [(each.key, each.text, each.at) for each in world.deliveries] == [
        ("alice", "一", world.clock.now()),
        ("alice", "二", world.clock.now()),
    ]
    assert (world.phones["alice"].unread, world.calls["sendMessage"]) == (2, 2)
    world.read("alice")
    assert world.phones["alice"].unread == 0


# Editing and taking back


async def test_an_edit_replaces_text_and_buttons(bot: Bot, world: World) -> None:
    world.start("alice")
    sent = await bot.send_message(ALICE, "请签收", reply_markup=KEYS)
    await bot.edit_message_text("已签收", ALICE, sent.message_id)
    shown = world.chat("alice")[-1]
    assert (shown.text, shown.keyboard, bool(shown.edited)) == ("已签收", (), True)


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, world: World) -> None:
    world.start("alice")
    sent = await bot.send_message(ALICE, "请签收", reply_markup=KEYS)
    told = await refusal(bot.edit_message_text("请签收 ", ALICE, sent.message_id, reply_markup=KEYS))
    assert told.startswith("Message is not modified: specified new message content")
    assert "Message is not modified" in await refusal(
        bot.edit_message_reply_markup(ALICE, sent.message_id, reply_markup=KEYS)
    )


async def test_only_own_messages_of_the_right_kind_can_be_edited(bot: Bot, world: World) -> None:
    world.start("alice")
    photo = await bot.send_photo(ALICE, picture())
    text = await bot.send_message(ALICE, "一")
    assert "Message can't be edited" in await refusal(bot.edit_message_text("x", ALICE, 1))
    assert "Message to edit not found" in await refusal(bot.edit_message_text("x", ALICE, 77))
    assert "no text in the message" in await refusal(bot.edit_message_text("x", ALICE, photo.message_id))
    assert "no caption in the message" in await refusal(
        bot.edit_message_caption(ALICE, text.message_id, caption="x")
    )


async def test_a_picture_can_be_replaced_at_any_age(bot: Bot, world: World, clock: Clock) -> None:
    world.start("alice")
    sent = await bot.send_photo(ALICE, picture("red"), caption="旧")
    await bot.edit_message_caption(ALICE, sent.message_id, caption="仍旧")
    clock.advance(timedelta(days=30))
    await bot.edit_message_media(InputMediaPhoto(picture("grey"), caption="已撤回"), ALICE, sent.message_id)
    shown = world.chat("alice")[-1]
    assert shown.text == "已撤回"
    assert some(shown.photo)[-1].file.unique_id != sent.photo[-1].file_unique_id


async def test_a_message_can_be_taken_back_within_48_hours(bot: Bot, world: World, clock: Clock) -> None:
    world.start("alice")
    old = await bot.send_message(ALICE, "一")
    clock.advance(timedelta(hours=47))
    new = await bot.send_message(ALICE, "二")
    clock.advance(timedelta(hours=2))
    await bot.delete_message(ALICE, new.message_id)
    assert "Message can't be deleted" in await refusal(bot.delete_message(ALICE, old.message_id))
    assert "Message to delete not found" in await refusal(bot.delete_message(ALICE, new.message_id))
    assert [message.text for message in world.chat("alice")] == ["/start", "一"]


# Presses


async def test_a_press_reaches_the_bot_and_its_answer_reaches_the_phone(bot: Bot, world: World) -> None:
    world.start("alice")
    sent = await bot.send_message(ALICE, "请签收", reply_markup=KEYS)
    press = world.press("alice", sent.message_id, "签收")
    query = some((await fetched(bot))[-1].callback_query)
    assert (query.data, some(query.message).message_id, query.from_user.id) == ("s:1", sent.message_id, ALICE)
    await bot.answer_callback_query(query.id, "已签收 11:55")
    assert (press.toast, world.phones["alice"].answers[-1]) == ("已签收 11:55", press)


async def test_an_answer_is_short_timely_and_given_once(bot: Bot, world: World, seconds: Seconds) -> None:
    world.start("alice")
    sent = await bot.send_message(ALICE, "请签收", reply_markup=KEYS)
    first = world.press("alice", sent.message_id, "s:1")
    assert "Message_too_long" in await refusal(bot.answer_callback_query(first.query_id, "字" * 201))
    await bot.answer_callback_query(first.query_id)
    assert "Query is too old" in await refusal(bot.answer_callback_query(first.query_id))
    late = world.press("alice", sent.message_id, "签收")
    seconds.passed += 151
    assert "Query is too old" in await refusal(bot.answer_callback_query(late.query_id))


def test_a_button_that_is_not_there_cannot_be_pressed(world: World) -> None:
    world.start("alice")
    with pytest.raises(LookupError, match="no button '签收'"):
        world.press("alice", 1, "签收")


# Commands


async def test_a_chat_s_own_commands_hide_the_general_ones(bot: Bot, world: World) -> None:
    world.start("alice")
    await bot.set_my_commands([BotCommand("help", "帮助")])
    await bot.set_my_commands([BotCommand("sheets", "督导单")], scope=BotCommandScopeChat(ALICE))
    assert world.commands_for("alice") == [{"command": "sheets", "description": "督导单"}]
    assert world.commands_for("bob") == [{"command": "help", "description": "帮助"}]
    assert [each.command for each in await bot.get_my_commands()] == ["help"]
    await bot.delete_my_commands(scope=BotCommandScopeChat(ALICE))
    assert world.commands_for("alice") == world.commands_for("bob")


async def test_commands_of_a_bad_form_or_an_unknown_chat_are_refused(bot: Bot) -> None:
    assert "Bot_command_invalid" in await refusal(bot.set_my_commands([("督导", "督导单")]))
    assert "Chat not found" in await refusal(bot.set_my_commands([], scope=BotCommandScopeChat(NOBODY)))


# Faults on request


async def test_a_flood_refuses_one_chat_or_all_until_it_is_over(
    bot: Bot, world: World, seconds: Seconds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # as an int it comes with a deprecation warning
    world.start("alice")
    world.start("bob")
    world.faults.flood(7, ALICE)
    assert "Retry in 0:00:07" in await refusal(bot.send_message(ALICE, "一"), RetryAfter)
    await bot.send_message(BOB, "二")
    seconds.passed += 7
    await bot.send_message(ALICE, "三")
    world.faults.flood(7)
    await refusal(bot.send_message(BOB, "四"), RetryAfter)
    assert [each.text for each in world.deliveries] == ["二", "三"]


async def test_a_failure_may_come_before_or_after_the_message_was_taken(bot: Bot, world: World) -> None:
    world.start("alice")
    world.faults.add(Fault("sendMessage", ApiError(500, "Internal Server Error")))
    world.faults.add(Fault("sendMessage", ApiError(502, "Bad Gateway"), accepted=True))
    await refusal(bot.send_message(ALICE, "一"), NetworkError)
    await refusal(bot.send_message(ALICE, "二"), NetworkError)
    await bot.send_message(ALICE, "三")
    assert [each.text for each in world.deliveries] == ["二", "三"]


async def test_a_slow_answer_lets_the_client_give_up(bot: Bot, world: World) -> None:
    world.start("alice")
    world.faults.add(Fault("sendMessage", delay=0.3))
    await refusal(bot.send_message(ALICE, "一", read_timeout=0.1), TimedOut)
    await world.until(lambda: len(world.deliveries) == 1)


@pytest.mark.parametrize(
    ("broken", "arrives"),
    [
        (Fault("sendMessage", BrokenAnswerError()), False),
        (Fault("sendMessage", BrokenAnswerError(), accepted=True), True),
        (Fault("sendMessage", BrokenAnswerError(502, GATEWAY_PAGE)), False),
        (Fault("sendMessage", BrokenAnswerError(200, GARBLED), accepted=True), True),
    ],
    ids=["cut before", "cut after", "a gateway's page", "garbled"],
)
async def test_an_answer_can_be_none_at_all(bot: Bot, world: World, broken: Fault, *, arrives: bool) -> None:
    world.start("alice")
    world.faults.add(broken)
    with pytest.raises(TelegramError):
        await bot.send_message(ALICE, "一")
    assert bool(world.deliveries) is arrives
    await bot.send_message(ALICE, "二")


async def test_a_share_of_what_is_said_goes_wrong_in_every_way_and_nothing_else_does(
    bot: Bot, world: World
) -> None:
    world.start("alice")
    world.faults.share, world.faults.slow_seconds, world.faults.chance = 0.5, 0.1, random.Random(7)
    failed = 0
    for n in range(60):
        world.faults.flood(0, ALICE)
        try:
            await bot.send_message(ALICE, str(n), read_timeout=0.05)
        except TelegramError:
            failed += 1
        await bot.get_me()
    assert 20 <= failed <= 40
    world.faults.kinds = ()
    await bot.send_message(ALICE, "完")


async def test_limits_are_kept_as_they_are_announced(
    bot: Bot, world: World, seconds: Seconds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    world.start("alice")
    world.start("bob")
    world.faults.floods.overall = 5
    for _ in range(3):
        await bot.send_message(ALICE, "一")
    assert "Retry in 0:00:01" in await refusal(bot.send_message(ALICE, "二"), RetryAfter)
    await refusal(bot.send_message(ALICE, "太早"), RetryAfter)
    for _ in range(2):
        await bot.send_message(BOB, "三")
    await refusal(bot.send_message(BOB, "全部太多"), RetryAfter)
    seconds.passed += 1
    await bot.send_message(ALICE, "四")
    assert (world.faults.floods.refused, world.faults.floods.early) == (3, 1)


async def test_the_server_stops_while_somebody_is_still_polling(bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=50))
    await asyncio.sleep(0.05)
    poll.cancel()
