"""待审反馈: what waits for one's verdict, in every capability together, the longest waiting first (M6, M10).

quality:  待审反馈
bot:      📋 待审 D014 警员甲03 …                [通过销号] [退回] / [看照片] [看过程]
bot:      另有2件待审:D016、Z031。处理完这件再点“待审反馈”,或直接发编号。
"""

from handlers.turn import Turn

MOST_CODES = 20


async def queue(turn: Turn) -> None:
    """The card of the first, and the codes of the others."""
    found = [
        each
        for capability in turn.desk.capabilities
        if capability.to_review
        for each in await capability.to_review(turn)
    ]
    if not found:
        await turn.say(turn.texts.say("queue-empty"))
        return
    first, *others = sorted(found, key=lambda each: each.since)
    text, buttons = await first.card()
    await turn.say(text, buttons=buttons, subject=first.subject)
    if others:
        codes = turn.texts.plain("name-join").join(each.code for each in others[:MOST_CODES])
        await turn.say(turn.texts.say("queue-more", more=len(others), codes=codes))
