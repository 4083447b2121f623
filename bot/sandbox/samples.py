"""A few drawn pictures to send: places only, nobody in them."""

from collections.abc import Callable
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

SIZE = (1200, 900)
Draw = ImageDraw.ImageDraw


@cache
def sample(name: str) -> bytes:
    """The JPEG of one of `SAMPLES`."""
    scene, top, bottom = SAMPLES[name]
    image = _gradient(top, bottom)
    scene(ImageDraw.Draw(image, "RGBA"))
    encoded = BytesIO()
    image.filter(ImageFilter.SMOOTH).save(encoded, "JPEG", quality=86)
    return encoded.getvalue()


def _gradient(top: str, bottom: str) -> Image.Image:
    mask = Image.linear_gradient("L").resize(SIZE)
    return Image.composite(Image.new("RGB", SIZE, bottom), Image.new("RGB", SIZE, top), mask)


def _corridor(draw: Draw) -> None:
    draw.polygon([(0, 900), (420, 560), (780, 560), (1200, 900)], "#b9ad9b")
    draw.polygon([(0, 0), (420, 210), (420, 560), (0, 900)], "#d9d2c5")
    draw.polygon([(1200, 0), (780, 210), (780, 560), (1200, 900)], "#cfc7b8")
    draw.rectangle((420, 210, 780, 560), "#eee8dc")
    draw.rectangle((520, 260, 680, 500), "#bfe0f2", "#8a9aa5", 8)
    draw.line((600, 260, 600, 500), "#8a9aa5", 6)
    for x, y, w in ((70, 150, 190), (270, 230, 100)):
        floor = [(edge, 900 - edge * 34 // 42) for edge in (x + w, x)]
        draw.polygon([(x, y), (x + w, y + w // 2), *floor], "#7b4b33", "#5c3522")
    for box in ((830, 640, 1010, 790), (900, 520, 1040, 640), (980, 720, 1180, 880)):
        draw.rectangle(box, "#c79458", "#94683a", 5)
        middle = (box[0] + box[2]) // 2
        draw.rectangle((middle - 14, box[1], middle + 14, box[3]), "#e2c08d")
    draw.ellipse((560, 120, 640, 160), "#fff3c4")


def _mediation_room(draw: Draw) -> None:
    draw.rectangle((0, 600, 1200, 900), "#b98f63")
    draw.rectangle((90, 110, 420, 330), "#dff0fa", "#ffffff", 12)
    draw.line((255, 110, 255, 330), "#ffffff", 10)
    draw.rounded_rectangle((520, 110, 1110, 200), 14, "#28588f")
    for x in range(560, 1080, 90):
        draw.rounded_rectangle((x, 138, x + 56, 172), 6, "#f2f6fb")
    for x in (130, 880):
        draw.rounded_rectangle((x, 470, x + 190, 760), 26, "#4a6f8f")
        draw.rounded_rectangle((x + 20, 640, x + 170, 800), 18, "#3b5a75")
    draw.ellipse((260, 560, 940, 760), "#8c5f3a")
    draw.ellipse((270, 545, 930, 735), "#d6a56c")
    for x in (430, 700):
        draw.polygon([(x, 620), (x + 90, 606), (x + 106, 664), (x + 12, 680)], "#fbfbf6", "#c9c5b8")
    draw.rounded_rectangle((570, 560, 620, 630), 10, "#f4f4f4", "#b8b8b8", 3)
    draw.ellipse((1050, 380, 1170, 520), "#4d8a50")
    draw.polygon([(1075, 500), (1145, 500), (1132, 610), (1088, 610)], "#a5623c")


def _gate(draw: Draw) -> None:
    draw.rectangle((0, 620, 1200, 900), "#8c959c")
    for x, top in ((40, 170), (250, 90), (820, 130), (1010, 60)):
        draw.rectangle((x, top, x + 170, 620), "#e3d6c3", "#c5b59d", 4)
        for row in range(top + 30, 590, 62):
            for column in (x + 22, x + 98):
                draw.rectangle((column, row, column + 50, row + 34), "#9fc3d9")
    for x in (330, 820):
        draw.rectangle((x, 360, x + 60, 690), "#9c5b44")
    draw.rounded_rectangle((310, 300, 900, 372), 12, "#7d3f2c")
    for x in range(470, 740, 70):
        draw.rounded_rectangle((x, 318, x + 46, 354), 6, "#f3d58c")
    draw.rectangle((390, 560, 820, 576), "#d94a3d")
    for x in range(420, 800, 80):
        draw.rectangle((x, 560, x + 40, 576), "#ffffff")
    draw.rounded_rectangle((905, 480, 1060, 690), 10, "#f4f1ea", "#b8b2a6", 4)
    draw.rectangle((930, 510, 1035, 580), "#9fc3d9")
    for x in (120, 1120):
        draw.rectangle((x - 10, 560, x + 10, 700), "#7a5a3d")
        draw.ellipse((x - 90, 420, x + 90, 600), "#5b9a57")


def _notice_board(draw: Draw) -> None:
    draw.rectangle((0, 700, 1200, 900), "#79a06a")
    for x in (170, 1000):
        draw.rectangle((x, 200, x + 34, 800), "#7f8a94")
    draw.rounded_rectangle((130, 150, 1070, 640), 20, "#2f6db3")
    draw.rectangle((160, 240, 1040, 610), "#f7f9fb")
    for x in range(380, 840, 84):
        draw.rounded_rectangle((x, 172, x + 56, 218), 8, "#ffe9a8")
    for number, colour in enumerate(("#e9574b", "#f0a53a", "#4aa36a")):
        x = 190 + number * 285
        draw.rounded_rectangle((x, 270, x + 255, 580), 14, "#ffffff", colour, 6)
        draw.rectangle((x, 270, x + 255, 330), colour)
        draw.ellipse((x + 80, 350, x + 175, 445), colour)
        for line in range(470, 560, 30):
            draw.rectangle((x + 30, line, x + 225 - (line % 60), line + 12), "#c5ced6")


SAMPLES: dict[str, tuple[Callable[[Draw], None], str, str]] = {
    "楼道": (_corridor, "#efe7da", "#cbbfad"),
    "调处中心": (_mediation_room, "#f4ecdf", "#e7d8c0"),
    "小区门口": (_gate, "#9fd0f0", "#e8f2f6"),
    "宣传栏": (_notice_board, "#bfe0f5", "#eef6e4"),
}
