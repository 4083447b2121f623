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
