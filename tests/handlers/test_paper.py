"""Papers as they are printed: read back with another library than the one that sets them."""

import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PageObject, PdfReader

from handlers.paper import Entries, Entry, Paper, PaperPhoto, Rows
from handlers.paper import printing as press
from handlers.paper.printing import PressError, printed

AT = datetime(2023, 4, 20, 8, 30, tzinfo=UTC)
HOSTILE = (
    '#panic("no") $x^2$ *粗* `代码` @引用 <标签> // 注释 /* */ \\ ~ --- https://example.org/' + "a" * 300
)


def paper(text: str, photos: int = 0, **fields: object) -> Paper:
    entry = Entry(
        heading="第1次反馈",
        by="警员乙01 2023年4月21日 21:05",
        text=text,
        photos=tuple(
            PaperPhoto(sha256=f"p{n}", caption=f"照片{n + 1}", missing="照片文件缺失") for n in range(photos)
        ),
        notes=("审核意见:待审核",),
    )
    trail = Rows(title="办理经过", columns=("时间", "经办", "事项", "说明"), rows=(("1", "2", "3", "4"),))
    whole = Paper(
        lang="zh",
        station="筼筜派出所",
        title="任务督导单",
        number="督〔2023〕017号",
        code="D017",
        facts=(("承办", "警员乙01", "期限", "2023年4月26日"),),
        texts=(("内容", text),),
        parts=(Entries(title="办理反馈", entries=(entry,)), trail),
        signatures=("签收人:", "日期:"),
        footer="打印:质效员01",
        pages="第 {page} 页 共 {pages} 页",
    )
    return whole.model_copy(update=fields)


async def pages(of: Paper, folder: Path = Path("nowhere")) -> Sequence[PageObject]:
    return PdfReader(BytesIO(await printed(of, folder.joinpath, AT))).pages[:]


def words(found: Sequence[PageObject]) -> str:
    """What stands on the pages, without the spaces that setting puts between lines and scripts."""
    return "".join("".join(page.extract_text() for page in found).split()).replace("\u200b", "")


async def test_every_character_of_the_national_standard_is_in_the_fonts() -> None:
    rows = [bytes([row]) for row in range(0xB0, 0xF8)]
    standard = [
        "".join((row + bytes([cell])).decode("gb2312", "ignore") for cell in range(0xA1, 0xFF))
        for row in rows
    ]
    whole = "\n".join(standard)
    assert len(whole.replace("\n", "")) == 6_763
    found = words(await pages(paper(whole)))
    assert not {character for character in whole if character != "\n" and character not in found}


async def test_what_the_fonts_lack_and_what_cannot_be_seen_stops_nothing() -> None:
    found = words(await pages(paper("前😀👮‍♀️🔴𠮷龘㐂\x07\x1b\u202e\ufeff\ud800后")))
    assert "前" in found
    assert "龘㐂" in found
    assert "后" in found
    assert not set("\x07\x1b\u202e\ufeff") & set(found)


async def test_nothing_that_people_write_is_an_instruction_to_the_typesetter() -> None:
    assert "".join(HOSTILE.split()) in words(await pages(paper(HOSTILE)))


async def test_the_fonts_are_in_the_file_and_only_what_is_used_of_them() -> None:
    content = await printed(paper("完成"), Path, AT)
    assert len(content) < 60_000
    fonts = [
        descendant.get_object()["/FontDescriptor"]
        for page in PdfReader(BytesIO(content)).pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
        for descendant in font.get_object()["/DescendantFonts"]
    ]
    assert {str(font["/FontName"]).partition("+")[2].partition("-")[0] for font in fonts} == {
        "NotoSansSC",
        "NotoSerifSC",
    }
    assert all("/FontFile3" in font for font in fonts)


async def test_the_same_paper_at_the_same_moment_is_the_same_file(tmp_path: Path) -> None:
    Image.new("RGB", (640, 480), "navy").save(tmp_path / "p0", "JPEG")
    once, again, later = [
        await printed(paper("完成", 1), tmp_path.joinpath, at) for at in (AT, AT, AT + timedelta(minutes=1))
    ]
    assert once == again != later


async def test_long_words_go_on_over_pages_that_are_numbered() -> None:
    found = await pages(paper("很长的一段话。" * 900 + "\n末尾"))
    assert len(found) > 5
    assert [f"第{n}页共{len(found)}页" in words([page]) for n, page in enumerate(found, 1)] == [True] * len(
        found
    )
    assert "末尾" in words(found)


async def test_thirty_large_photos_are_printed_upright_small_and_without_what_the_camera_noted(
    tmp_path: Path,
) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "CANARY-CAMERA"  # lying on its side; by this maker
    for n in range(30):
        Image.new("RGB", (4000, 3000), (n * 8, 90, 160)).save(tmp_path / f"p{n}", "JPEG", exif=exif)
    content = await printed(paper("完成", 30), tmp_path.joinpath, AT)
    assert b"CANARY" not in content
    found = PdfReader(BytesIO(content)).pages
    sizes = [image.image.size for page in found for image in page.images if image.image]
    assert sizes == [(750, 1000)] * 30
    assert "照片30" in words(found[:])


async def test_a_photo_that_is_lost_or_broken_leaves_a_frame_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "p0").write_bytes(b"no picture at all")
    Image.new("RGB", (64, 48)).save(tmp_path / "p1", "JPEG")
    (tmp_path / "p1").write_bytes((tmp_path / "p1").read_bytes()[:200])
    found = words(await pages(paper("完成", 3), tmp_path))
    assert found.count("照片文件缺失") == 3


async def test_a_press_that_fails_says_why_and_nothing_of_what_it_was_to_print(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "form.typ"
    broken.write_text('#panic(json("paper.json"))')
    script = press.PRESS.read_text("utf-8").replace(
        'Path(__file__).with_name("form.typ")', f"Path({str(broken)!r})"
    )
    (tmp_path / "press.py").write_text(script, "utf-8")
    monkeypatch.setattr(press, "PRESS", tmp_path / "press.py")
    with pytest.raises(PressError, match=r"^exit code 1: TypstError$"):
        await printed(paper("CANARY"), Path, AT)
    (tmp_path / "press.py").write_text("import nosuch", "utf-8")
    with pytest.raises(PressError, match="No module named 'nosuch'"):
        await printed(paper("CANARY"), Path, AT)


async def test_a_press_that_does_not_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "press.py").write_text("import signal; signal.pause()", "utf-8")
    monkeypatch.setattr(press, "PRESS", tmp_path / "press.py")
    monkeypatch.setattr(press, "PATIENCE_SECONDS", 0.5)
    with pytest.raises(PressError, match="not done"):
        await printed(paper("完成"), Path, AT)


def test_nothing_of_typesetting_is_loaded_where_nothing_is_printed() -> None:
    code = "import json, sys, bot.app; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)  # noqa: S603 - ours
    assert not {"typst", "pylopdf_fonts_zh_cn"} & set(json.loads(done.stdout))
