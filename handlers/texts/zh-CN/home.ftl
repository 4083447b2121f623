command-menu = 菜单
command-menu-help = 看待办和可用功能
command-help = 帮助
command-help-help = 看所有功能和说明
command-cancel = 取消
command-cancel-help = 退出正在填的内容,草稿保留
command-language = 语言
command-language-help = 换成中文或英文(Chinese or English)

menu =
    { $name },您好。{ $day }
    { $counts }
nothing-waits = 目前没有待办
help =
    您可以:
    { $lines }
    直接发编号(如 D017)可打开那张单;回复督导单的消息即为反馈。
    请勿转发本助手的消息,不要发送证件号、手机号。
help-line = <b>{ $label }</b>:{ $says }
language-which =
    请选择语言。
    Please choose a language.
language-zh-CN = 中文
language-en = English
language-chosen = 好的,以后用中文。

## What one has, and what the people of a team have

command-mine = 我的任务
command-mine-help = 看我承办和协办的督导单
command-team = 本队
command-team-help = 看本队每个人在办的督导单、问题和亮单
mine-empty = 您目前没有在办的督导单和问题。
mine = 📋 我的任务
    { $parts }
mine-one = 📋 我的任务 { $part }
team = 👥 本队
    { $lines }
team-line = { $name } { $has }
team-nobody = 本队目前没有人有在办的督导单、问题或近期亮单。
person = 👥 { $name }
    { $parts }
person-empty = { $name }目前没有在办的督导单和问题。

## What waits for one's verdict

command-review = 待审反馈
command-review-help = 逐件审核交来的反馈
queue-empty = 没有待审的反馈。
queue-more = 另有{ $more }件待审:{ $codes }。处理完这件再点“待审反馈”,或直接发编号。
