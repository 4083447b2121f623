"""What the cast does again and again, in one line each."""

from tests.scenario import Member, picture

FEEDBACK = "4月21日晚在调处中心见到501、502双方,社区干部在场。起因是楼道堆物和夜间拖家具。双方约定22点后不搬动家具,下周二回看。"


async def draft(
    room: Member,
    *,
    object_: str = "仙岳示例里3栋501、502两户",
    group: str = "乙组",
    community: str = "仙岳社区",
    risk: str = "🔴 红",
) -> None:
    """Draft a sheet up to its preview."""
    await room.says("拟督导单")
    await room.presses(group)
    await room.presses(community)
    await room.says(object_)
    await room.says("30天内6次报警,请查明起因,当面调解")
    await room.presses(risk)
    await room.presses("照常规要求")


async def issue(room: Member, **fields: str) -> None:
    """Draft a sheet and send it out."""
    await draft(room, **fields)
    await room.presses("下发")
    await room.presses("确认下发")


async def answer(officer: Member, code: str = "D001", *, photos: int = 0, text: str = FEEDBACK) -> None:
    """Write feedback, up to the moment before the outcome is chosen."""
    await officer.says(f"反馈结果 {code}")
    await officer.says(text)
    if photos:
        await officer.sends_photos(*(picture(n) for n in range(photos)))
        await officer.station.moments_pass()
        await officer.presses("照片发完了")
    else:
        await officer.presses("不附照片")


async def hand_in(officer: Member, code: str = "D001", *, photos: int = 0) -> None:
    """Write feedback and hand it in."""
    await answer(officer, code, photos=photos)
    await officer.presses("已化解")
