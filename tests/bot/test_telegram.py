"""What Telegram refuses, row by row of its error table (protocol: telegram.md 8), and what we make of it."""

import json
import warnings
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from telegram import Bot
from telegram.error import RetryAfter, TelegramError
from telegram.request import BaseRequest
from telegram.warnings import PTBDeprecationWarning

from bot.channels.base import (
    ChannelError,
    GoneError,
    MalformedError,
    MovedError,
    RetryAfterError,
    TransientError,
    UnauthorisedError,
    UnreachableError,
)
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_errors import classified
from bot.channels.telegram_request import AiohttpRequest
from bot.clock import Clock
from bot.sandbox.botapi import create_app
from bot.sandbox.errors import ApiError
from bot.sandbox.faults import Fault
from bot.sandbox.world import World
from bot.serving import serve
from storage.messages import Button, File, MenuCommand, Outgoing, Photo
from storage.photos import PhotoStore
from tests.personal import MOBILE
from tests.scenario import picture
from tests.service import TOKEN


class Answering(BaseRequest):
    """Telegram, reduced to one answer."""

    def __init__(self, status: int, body: bytes) -> None:
        self.answer = status, body

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    @property
    def read_timeout(self) -> float | None:
        return None

    async def do_request(self, *_: Any, **__: Any) -> tuple[int, bytes]:
        return self.answer


async def failure(status: int, body: bytes) -> ChannelError:
    with pytest.raises(TelegramError) as caught:
        await Bot(TOKEN, request=Answering(status, body)).send_message("1", "text")
    return classified(caught.value)


MALFORMED = [
    "message text is empty",
    "text must be non-empty",
    "message is too long",
    "message caption is too long",
    "MESSAGE_TOO_LONG",
    "can't parse entities: Unexpected end tag at byte offset 3",
    "BUTTON_DATA_INVALID",
    "reply markup is too long",
    "message is not modified: specified new message content is exactly the same",
    "message to edit not found",
    "message can't be edited",
    "message to delete not found",
    "query is too old and response timeout expired or query ID is invalid",
    "wrong file identifier/HTTP URL specified",
    "IMAGE_PROCESS_FAILED",
    "PHOTO_INVALID_DIMENSIONS",
    "file is too big",
]
FORBIDDEN = [
    "bot was blocked by the user",
    "user is deactivated",
    "bot can't initiate conversation with a user",
    "bot was kicked from the group chat",
]
TABLE = [
    *((400, f"Bad Request: {text}", {}, MalformedError) for text in MALFORMED),
    *((403, f"Forbidden: {text}", {}, UnreachableError) for text in FORBIDDEN),
    (400, "Bad Request: chat not found", {}, UnreachableError),
    (400, "Bad Request: wrong file_id or the file is temporarily unavailable", {}, TransientError),
    (
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        {"migrate_to_chat_id": -100200},
        MovedError,
    ),
    (401, "Unauthorized", {}, UnauthorisedError),
    (404, "Not Found", {}, UnauthorisedError),
    (409, "Conflict: terminated by other getUpdates request", {}, TransientError),
    (413, "Request Entity Too Large", {}, MalformedError),
    (429, "Too Many Requests: retry after 17", {"retry_after": 17}, RetryAfterError),
    (500, "Internal Server Error", {}, TransientError),
]


@pytest.mark.parametrize(("code", "description", "parameters", "kind"), TABLE)
async def test_every_refusal_has_its_class(
    code: int, description: str, parameters: dict[str, Any], kind: type[ChannelError]
) -> None:
    body = {"ok": False, "error_code": code, "description": description, "parameters": parameters}
    error = await failure(code, json.dumps(body).encode())
    assert type(error) is kind
    if isinstance(error, RetryAfterError):
        assert error.seconds == 17
    if isinstance(error, MovedError):
        assert error.chat_now == "-100200"


async def test_what_a_refusal_quotes_of_ours_is_told_to_nobody() -> None:
    quoting = f'Bad Request: unsupported start tag "金丝雀" at offset 7, see {MOBILE} 金丝雀'
    body = {"ok": False, "error_code": 400, "description": quoting}
    error = await failure(400, json.dumps(body).encode())
    assert str(error).lower() == "unsupported start tag … at offset 7, see … …"


@pytest.mark.parametrize(
    ("status", "body"), [(502, b"<html>Bad Gateway</html>"), (200, b"<html>Login</html>")]
)
async def test_after_an_answer_that_is_none_it_is_unknown_whether_it_was_done(
    status: int, body: bytes
) -> None:
    error = await failure(status, body)
    assert isinstance(error, TransientError)
    assert error.unknown


@pytest.mark.parametrize("as_timedelta", ["true", "false"])
def test_both_ways_in_which_the_library_tells_how_long_to_wait(
    as_timedelta: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", as_timedelta)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PTBDeprecationWarning)
        error = classified(RetryAfter(90))
    assert isinstance(error, RetryAfterError)
    assert error.seconds == 90


# Through the channel, against the sandbox


@pytest.fixture
def world(clock: Clock) -> World:
    world = World(clock, token=TOKEN, bot_name="筼小筜", bot_username="dudao_bot")
    world.add_person("alice", "质效员01", "综合指挥室")
    world.phones["alice"].started = True
    return world


@pytest.fixture
async def url(world: World) -> AsyncIterator[str]:
    async with serve(create_app(world)) as address:
        yield address


@pytest.fixture
def store(tmp_path: Path) -> PhotoStore:
    return PhotoStore(tmp_path)


@pytest.fixture
async def channel(url: str, store: PhotoStore) -> AsyncIterator[TelegramChannel]:
    opened = TelegramChannel(TOKEN, url, store)
    yield opened
    await opened.close()


ALICE = "5000001"
BUTTONS = ((Button(label="签收", data="sh:sign:1"),),)


def files_shown(world: World) -> set[str]:
    return {message.photo[-1].file.file_id for message in world.chat("alice") if message.photo}


def refuses(world: World, method: str, reason: str) -> None:
    world.faults.add(Fault(method, ApiError(400, f"Bad Request: {reason}")))


@pytest.mark.parametrize("method", ["sendMessage", "editMessageText", "sendPhoto"])
async def test_markup_that_is_refused_is_sent_as_plain_text(
    world: World, channel: TelegramChannel, store: PhotoStore, method: str
) -> None:
    message = Outgoing(text="<b>D017</b> 逾期 &lt;2天&gt;", buttons=BUTTONS)
    if method == "editMessageText":
        [copy] = await channel.send(ALICE, Outgoing(text="D017"))
        message = message.model_copy(update={"replaces": copy})
    if method == "sendPhoto":
        message = message.model_copy(update={"photos": (await store.save(picture()),)})
    refuses(world, method, "can't parse entities: Unsupported start tag")
    await channel.send(ALICE, message)
    shown = world.chat("alice")[-1]
    assert (shown.text, shown.entities) == ("D017 逾期 <2天>", ())
    assert shown.keyboard


async def test_a_file_is_sent_with_the_words_beneath_it(world: World, channel: TelegramChannel) -> None:
    file = File(name="督导单.xlsx", content=b"PK\x03\x04")
    await channel.send(ALICE, Outgoing(text="<b>导出1件</b>", file=file))
    shown = world.chat("alice")[-1]
    assert shown.document
    assert not shown.protected
    assert (shown.document.name, shown.document.data, shown.text) == ("督导单.xlsx", b"PK\x03\x04", "导出1件")


async def test_an_edit_that_changes_nothing_is_as_good_as_done(
    world: World, channel: TelegramChannel
) -> None:
    [copy] = await channel.send(ALICE, Outgoing(text="同样"))
    assert await channel.send(ALICE, Outgoing(text="同样", replaces=copy)) == [copy]
    assert len(world.chat("alice")) == 1


@pytest.mark.parametrize("reason", ["message to edit not found", "message can't be edited"])
async def test_a_card_that_cannot_be_edited_is_told_as_gone(
    world: World, channel: TelegramChannel, reason: str
) -> None:
    [copy] = await channel.send(ALICE, Outgoing(text="待签收"))
    refuses(world, "editMessageText", reason)
    with pytest.raises(GoneError):
        await channel.send(ALICE, Outgoing(text="已签收", replaces=copy, buttons=BUTTONS))
    assert [message.text for message in world.chat("alice")] == ["待签收"]


@pytest.mark.parametrize("reason", ["IMAGE_PROCESS_FAILED", "PHOTO_INVALID_DIMENSIONS"])
@pytest.mark.parametrize("count", [1, 3])
async def test_pictures_that_are_refused_as_photos_go_as_files(
    world: World, channel: TelegramChannel, store: PhotoStore, reason: str, count: int
) -> None:
    sums = tuple([await store.save(picture(n)) for n in range(count)])
    refuses(world, "sendPhoto" if count == 1 else "sendMediaGroup", reason)
    await channel.send(ALICE, Outgoing(text="D017 照片", photos=sums))
    shown = world.chat("alice")
    assert [bool(message.document) for message in shown] == [True] * count
    assert [message.text for message in shown] == ["D017 照片"] + [""] * (count - 1)


@pytest.mark.parametrize("count", [1, 3])
async def test_a_picture_is_uploaded_once_until_telegram_has_forgotten_it(
    world: World, channel: TelegramChannel, store: PhotoStore, count: int
) -> None:
    sums = tuple([await store.save(picture(n)) for n in range(count)])
    shown = Outgoing(text="D017 照片", photos=sums)
    for _ in range(2):
        await channel.send(ALICE, shown)
    assert len(files_shown(world)) == count
    assert len(world.chat("alice")) == 2 * count
    refuses(
        world, "sendPhoto" if count == 1 else "sendMediaGroup", "wrong file identifier/HTTP URL specified"
    )
    await channel.send(ALICE, shown)
    assert len(files_shown(world)) == 2 * count


async def test_an_answer_to_a_press_that_is_too_old_harms_nobody(channel: TelegramChannel) -> None:
    assert await channel.send(ALICE, Outgoing(answers="long-gone", text="已签收")) == ()


async def test_a_file_that_is_not_there_any_more_is_asked_for_again_and_one_too_big_is_not(
    world: World, channel: TelegramChannel
) -> None:
    with pytest.raises(TransientError):
        await channel.fetch(Photo(file_id="gone"))
    refuses(world, "getFile", "file is too big")
    with pytest.raises(MalformedError):
        await channel.fetch(Photo(file_id="huge"))


async def test_one_who_has_blocked_the_bot_is_unreachable(world: World, channel: TelegramChannel) -> None:
    world.block("alice")
    with pytest.raises(UnreachableError):
        await channel.send(ALICE, Outgoing(text="D017"))
    with pytest.raises(UnreachableError):
        await channel.send("77", Outgoing(text="D017"))


async def test_a_wrong_token_is_told_as_such(url: str, store: PhotoStore) -> None:
    other = TelegramChannel("987654321:" + "a-token-that-is-nobodys-" + "1" * 11, url, store)
    with pytest.raises(UnauthorisedError):
        await other.send(ALICE, Outgoing(text="D017"))
    await other.close()


async def test_a_flood_is_told_with_its_seconds(world: World, channel: TelegramChannel) -> None:
    world.faults.flood(7)
    with pytest.raises(RetryAfterError) as caught:
        await channel.send(ALICE, Outgoing(text="D017"))
    assert caught.value.seconds == 7


async def test_a_menu_is_set_and_taken_away(world: World, channel: TelegramChannel) -> None:
    await channel.send(ALICE, Outgoing(menu=(MenuCommand(name="mine", says="我的任务"),)))
    assert world.commands_for("alice") == [{"command": "mine", "description": "我的任务"}]
    await channel.send(ALICE, Outgoing(menu=()))
    assert world.commands_for("alice") == []


# What arrives


async def test_a_forged_photo_does_not_fill_the_memory(channel: TelegramChannel) -> None:
    size = {"file_id": "f", "file_unique_id": "u", "width": "x" * 5000, "height": 1 << 40}
    alice = {"id": 5_000_001, "is_bot": False, "first_name": "x"}
    body = {"message_id": 1, "date": 1, "from": alice, "chat": {"id": 5_000_001, "type": "private"}}
    read = channel.translate({"update_id": 1, "message": {**body, "photo": [size]}})
    assert [message.photos[0].file_id for message in read] == ["f"]


@pytest.mark.parametrize("number", [None, "7", 2**63, [1], 1.5])
async def test_an_update_without_a_number_is_left_out(channel: TelegramChannel, number: Any) -> None:
    assert channel.translate({"update_id": number}) == []


# Taken back


async def test_what_is_young_enough_is_deleted_album_and_all(
    world: World, channel: TelegramChannel, store: PhotoStore
) -> None:
    sums = tuple([await store.save(picture(n)) for n in range(3)])
    copies = await channel.send(ALICE, Outgoing(text="T005 的照片", photos=sums))
    assert len(set(copies)) == 3
    assert await channel.send(ALICE, Outgoing(text="已撤回", photos=sums, recalls=tuple(copies))) == []
    assert [message for message in world.chat("alice") if not message.deleted] == []


async def test_what_is_older_than_48_hours_says_that_it_was_recalled_and_shows_no_picture(
    world: World, channel: TelegramChannel, store: PhotoStore, clock: Clock
) -> None:
    sums = (await store.save(picture()),)
    text = await channel.send(ALICE, Outgoing(text="明早9点开会", buttons=BUTTONS))
    photo = await channel.send(ALICE, Outgoing(text="T005 的照片", photos=sums))
    before = files_shown(world)
    clock.advance(timedelta(hours=49))
    for _ in range(2):  # said twice it is as good as once
        assert await channel.send(ALICE, Outgoing(text="已撤回", recalls=tuple(text))) == text
        assert await channel.send(ALICE, Outgoing(text="已撤回", photos=sums, recalls=tuple(photo))) == photo
    assert [message.text for message in world.chat("alice")] == ["已撤回", "已撤回"]
    assert not any(message.keyboard for message in world.chat("alice"))
    assert files_shown(world)
    assert files_shown(world).isdisjoint(before)


@pytest.mark.parametrize("method", ["deleteMessage", "editMessageText", "editMessageMedia"])
async def test_what_is_not_there_any_more_was_taken_back_already(
    world: World, channel: TelegramChannel, store: PhotoStore, method: str
) -> None:
    sums = (await store.save(picture()),) if method == "editMessageMedia" else ()
    copies = await channel.send(ALICE, Outgoing(text="明早9点开会", photos=sums))
    if method == "deleteMessage":
        refuses(world, method, "message to delete not found")
    else:
        refuses(world, "deleteMessage", "message can't be deleted for everyone")
        refuses(world, method, "message to edit not found")
    assert await channel.send(ALICE, Outgoing(text="已撤回", photos=sums, recalls=tuple(copies))) == []


@pytest.mark.parametrize("pays", [False, True])
async def test_only_whoever_may_pay_asks_for_a_thousand_messages_a_second(
    world: World, store: PhotoStore, monkeypatch: pytest.MonkeyPatch, *, pays: bool
) -> None:
    asked: list[tuple[str, bool]] = []
    do_request = AiohttpRequest.do_request

    async def noted(request: AiohttpRequest, url: str, method: str, request_data: Any, **rest: Any) -> Any:
        asked.append((url.rpartition("/")[2].lower(), "allow_paid_broadcast" in request_data.parameters))
        return await do_request(request, url, method, request_data, **rest)

    monkeypatch.setattr(AiohttpRequest, "do_request", noted)
    sums = tuple([await store.save(picture(n)) for n in range(2)])
    async with serve(create_app(world)) as url:
        channel = TelegramChannel(TOKEN, url, store, pay=pays)
        for message in (
            Outgoing(text="明早9点开会"),
            Outgoing(text="照片", photos=sums[:1]),
            Outgoing(text="照片", photos=sums),
            Outgoing(text="表", file=File(name="a.txt", content=b"a")),
        ):
            await channel.send(ALICE, message)
        await channel.close()
    assert asked == [(name, pays) for name in ("sendmessage", "sendphoto", "sendmediagroup", "senddocument")]
    assert (channel.limits.overall.per_second > 900) == pays
