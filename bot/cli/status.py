"""`dudao status` as a table: what waits, what was done since the bot was started, what ails it."""

from collections.abc import Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

LANES = {
    "answer": "按键应答",
    "urgent": "紧急",
    "interactive": "即时回复",
    "routine": "日常提醒",
    "bulk": "群发",
}
OUTCOMES = {
    "sent": "已送达",
    "flood": "被限速",
    "transient": "稍后重试",
    "unknown": "不知是否送达",
    "unreachable": "对方收不到",
    "refused": "被拒绝",
}
TURNS = {"done": "办完", "refused": "已答复不能办", "failed": "出错"}
WAYS = {"in": "接收", "out": "发送"}
LATE_SECONDS = 60


def shown(found: Mapping[str, Any], *, running: bool) -> RenderableType:
    """What `bot.commands.tell_status` has found."""
    queues, totals = found["queues"], found["totals"]
    rows = [(f"待发 · {LANES[lane]}", queue) for lane, queue in queues["lanes"].items()]
    rows += [("收到未处理", queues["inbox"]), ("到点未提醒", queues["timers"])]
    table = Table("队列", "条数", "最久等了")
    for name, queue in rows:
        late = queue["seconds"] >= LATE_SECONDS
        table.add_row(
            name, f"{queue['waiting']:,}", _span(queue["seconds"]), style="yellow" if late else None
        )
    if not running:
        return Group(Text("没有运行(dudao run)", style="yellow"), table)
    ills = [key.split("/") for key in totals["ill"]]
    lines = [Text(f"{channel} {WAYS[way]}中断", style="red") for channel, way in ills]
    return Group(*(lines or [Text("正在运行", style="green")]), table, _since_start(totals))


def _since_start(totals: Mapping[str, Any]) -> Table:
    table = Table("启动以来", "次数", "")
    for outcome, count in totals["turns"].items():
        table.add_row(f"消息 · {TURNS[outcome]}", f"{count:,.0f}", "")
    sendings = totals["sendings"]
    for key, count in sendings.items():
        channel, outcome = key.split("/")
        share = f"{count / sum(sendings.values()):.2%}"
        table.add_row(f"{channel} · {OUTCOMES[outcome]}", f"{count:,.0f}", share)
    for name, key in (("定时提醒", "timers"), ("存下的照片", "photos")):
        table.add_row(name, f"{sum(totals[key].values()):,.0f}", "")
    return table


def _span(seconds: float) -> str:
    if not seconds:
        return "—"
    return f"{seconds:.0f} 秒" if seconds < LATE_SECONDS * 2 else f"{seconds / 60:.0f} 分"
