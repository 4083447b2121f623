"""The three-minute script of the hint card: what to do next, and how to tell that it was done."""

from dataclasses import dataclass
from datetime import timedelta

from bot.sandbox.world import World


@dataclass(frozen=True)
class Step:
    """One thing to try on one person's phone.

    It is done when a message of the bot on that phone (or on `watch`'s) says one of `says`, or when
    the station's clock has moved on by `passes`; with neither, the reader goes on by hand. `fill`
    is a text that can be put into the composer with one tap.
    """

    person: str
    title: str
    text: str
    says: tuple[str, ...] = ()
    watch: str = ""
    passes: timedelta | None = None
    fill: str = ""


ROOM, OFFICER = "P-ZX01", "P-YI01"

STEPS = (
    Step(
        ROOM,
        "拟一张督导单",
        "您是质效员01。发送“拟督导单”。",
        says=("哪个社区",),
        fill="拟督导单",
    ),
    Step(ROOM, "选社区", "点【乙组】,再点【仙岳社区】。承办人会自动带出来。", says=("(1/3)对象",)),
    Step(ROOM, "写对象", "写明哪里、哪户、什么纠纷。", says=("(2/3)内容",), fill="仙岳示例苑1栋 邻里纠纷"),
    Step(
        ROOM,
        "写内容",
        "写明发生了什么、请他做什么。",
        says=("类别默认为普通",),
        fill="本月两次报警,楼道堆物引起争吵。请查明起因,当面调解",
    ),
    Step(ROOM, "定等级和要求", "点【🟠 橙】,再点【照常规要求】,出来预览。", says=("拟单预览",)),
    Step(ROOM, "下发", "核对后点【下发】,再点【确认下发】。", says=("任务督导单",), watch=OFFICER),
    Step(OFFICER, "签收", "换成警员乙01,他负责仙岳社区。新单刚到,点【签收】。", says=("已签收",)),
    Step(OFFICER, "开始反馈", "点【反馈结果】。", says=("反馈(1/2)",)),
    Step(
        OFFICER,
        "写反馈",
        "写清见了谁、起因、约定、下一步,至少30字。",
        says=("反馈(2/2)",),
        fill="4月20日下午在调处中心见到101、102双方,社区干部和公证员在场。起因是楼道堆物。"
        "双方约定两日内清走杂物,以后不再堆放。下周二回看。",
    ),
    Step(OFFICER, "附照片", "点回形针,选“照片”,挑三张示例照片一起发送。", says=("已收",)),
    Step(OFFICER, "提交", "点【照片发完了】,核对后点【已化解】。", says=("已提交",)),
    Step(ROOM, "审核销号", "回到质效员01,看反馈和照片,点【通过销号】。", says=("销号归档",), watch=OFFICER),
    Step(
        OFFICER,
        "让时间过去",
        "D017 还没有人办。点右上角“+7天”,看它逾期、自己找上门。",
        passes=timedelta(days=7),
    ),
    Step(ROOM, "走完了", "质效员01和社区队长也收到了逾期提示。随便换个人、换部手机,继续玩吧。"),
)


class Script:
    """Where the reader is in the script; the same for every open page."""

    def __init__(self, world: World, steps: tuple[Step, ...] = STEPS) -> None:
        self._world = world
        self.steps = steps
        self.move_to(0)

    def move_to(self, index: int) -> None:
        """Begin that step (the nearest there is)."""
        self.index = max(0, min(index, len(self.steps) - 1))
        self._since = self._world.changes.count
        self._begun = self._world.clock.now()

    def follow(self) -> None:
        """Go on if the present step is done."""
        if self.steps and self._is_done(self.steps[self.index]):
            self.move_to(self.index + 1)

    def _is_done(self, step: Step) -> bool:
        if step.passes and self._world.clock.now() - self._begun >= step.passes:
            return True
        phone = self._world.phones.get(step.watch or step.person)
        new = (message for message in phone.shown() if message.version > self._since) if phone else ()
        return any(message.from_bot and words in message.text for message in new for words in step.says)
