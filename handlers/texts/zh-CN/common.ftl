## Dates

weekday-1 = 周一
weekday-2 = 周二
weekday-3 = 周三
weekday-4 = 周四
weekday-5 = 周五
weekday-6 = 周六
weekday-7 = 周日
month-1 = 1月
month-2 = 2月
month-3 = 3月
month-4 = 4月
month-5 = 5月
month-6 = 6月
month-7 = 7月
month-8 = 8月
month-9 = 9月
month-10 = 10月
month-11 = 11月
month-12 = 12月
day = { $month }{ $day }日({ $weekday })
short-day = { $month }{ $day }日
moment = { $day } { $time }
until = { $day }{ $time }前
left-days = 剩{ $days }天
left-today = 今天到期
left-overdue = 已逾期{ $days }天
left-past = 已过期限

## Teams

team-station = 所领导
team-command_room = 综合指挥室
team-community_team = 社区警务队
team-case_team = 案件办理队
team-supervision = 执法监督
team-patrol = 巡逻组
team-volunteers = 志愿服务队
whole-station = 全所

## Joining

list-join = |
name-join = 、
lines-more = ……另有{ $more }件

## Answers to what cannot be done (M23)

toast = { $text }
not-found = 没有找到 { $code },或您无权查看。
not-found-this = 没有找到这一项,或您无权查看。
not-understood = 没看懂。可发编号如 D017,或点菜单。
button-unknown = 这个按钮已失效,请点 /menu 菜单。
card-outdated = 这张卡片已过时,下面是最新状态。
pressed-twice = 已记录,无需重复点击。
someone-first = { $who }已于{ $at }{ $act },无需重复操作。
choose-first = 刚才的内容还没有选好去处,请先点上面的按钮,再发这一条。
no-such-day = 没看懂日期。请发日期,如 4月24日。
need-text = 请用文字回复。发“取消”可退出。
text-too-long = 文字太长:最多{ $most }字,请删去{ $over }字后再发。
personal-number = 文字里似有证件号或手机号,请删去后再发。之前填写的内容都还在。
person-not-found = 花名册里没有找到 { $staff },请核对编号或代号。
person-namesakes = 不止一人叫{ $name }:{ $ids }。请发编号。
rewrite = 请把改好的文字发来,不含证件号、手机号。之前填写的内容都还在。
button-rewrite = 改文字
apology = 没有保存成功,请稍后再试。您的内容还在。管理员已收到提醒,编号 { $reference }。
apology-unreadable = 这一条没能读懂,请换一种方式再发。您之前的内容还在。管理员已收到提醒,编号 { $reference }。
button-retry = 重试
retrying = 正在重试……
retry-too-late = 这之后已有别的填写,请把这一条重新发一次。之前填写的内容都还在。
parked-message = ⏰ 有一条消息处理失败,已搁置,编号 { $reference }。请查看日志。
parked-notice = ⏰ 有一条通知没能送达,已搁置,编号 { $reference }。请查看日志。
parked-unknown = ⏰ 有{ $count }条通知不知是否送达(已重发一次),编号 { $references }。请查看日志。
parked-timer = ⏰ 有一个定时提醒处理失败,已搁置,编号 { $reference }。请查看日志。
person-unreachable = ⏰ { $name } 的账号已收不到消息(停用或屏蔽了本助手),请电话联系。
not-reached = ⏰ { $name } 暂时收不到消息,这条没能送达:{ $what }。恢复后会补发,请先电话联系。

## An interrupted dialogue

resume-offer = 上次填写已存草稿,是否继续?
button-continue = 继续
button-leave = 放弃
cancelled = 已退出。已填的内容存为草稿,随时可以继续。
nothing-open = 现在没有在填的内容。

## A channel that does not work

channel-ill = ⚠️ { $channel }{ $way }中断:{ $why }。正在自动重试,恢复后告知。
channel-well = ✅ { $channel }{ $way }已恢复,中断约{ $minutes }分钟,其间的内容都还在。
channel-way-in = 接收
channel-way-out = 发送
channel-why-token = 令牌被拒绝,请核对
channel-why-conflict = 另有程序在用同一令牌接收,请停掉其中一个
channel-why-network = 网络不通或对方无应答
channel-why-silent = 没有任何动静
