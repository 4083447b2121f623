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


ROOM, OFFICER, LATE_OFFICER = "P-ZX01", "P-YI01", "P-YI02"

STEPS = (
    Step(
        ROOM,
        "看今日梳理",
        "您是质效员01。发送“今日梳理”,或点左下角“菜单”,再点【看新增】。",
        says=("拟单预览", "拟单"),
        fill="今日梳理",
    ),
    Step(
        ROOM,
        "下发督导单",
        "核对对象、依据和期限,点【下发】,再确认一次。承办人是警员乙01。",
        says=("任务督导单",),
        watch=OFFICER,
    ),
    Step(OFFICER, "签收", "换成警员乙01,他负责仙岳社区。新单刚到,点【签收】。", says=("办理中",)),
    Step(
        OFFICER,
        "写反馈",
        "点【反馈结果】,写清见了谁、起因、约定、下一步,至少30字。",
        says=("照片",),
        fill="4月20日下午在调处中心见到501、502双方,社区干部和公证员在场。起因是楼道堆物和夜间拖家具。"
        "双方约定22点后不搬动家具,502两日内清走杂物。下周二回看。",
    ),
    Step(OFFICER, "附照片", "点回形针,选“照片”,挑三张示例照片一起发送。", says=("已收",)),
    Step(OFFICER, "提交", "点【照片发完了】,核对后点【已化解】。", says=("已提交",)),
    Step(
        ROOM, "审核", "回到质效员01,看反馈和照片,点【通过销号】。", says=("已通过", "销号归档"), watch=OFFICER
    ),
    Step(
        LATE_OFFICER,
        "让时间过去",
        "警员乙02手上还有一件没办完。点右上角“+1天”,看提醒一天天升级。",
        passes=timedelta(days=1),
    ),
    Step(LATE_OFFICER, "看它逾期", "再点几次“+1天”,逾期的单子会自己找上门。", says=("逾期",)),
    Step(ROOM, "走完了", "质效员01也收到了逾期提示。随便换个人、换部手机,继续玩吧。"),
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
