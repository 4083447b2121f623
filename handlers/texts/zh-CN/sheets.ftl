command-newsheet = 拟督导单
command-newsheet-help = 拟一张任务督导单并下发
command-extensions = 待批延期
command-extensions-help = 批复延期申请
command-sheets = 督导单
command-sheets-help = 看在办、逾期、待审、已销号的督导单;发“查 词”搜索

## Words

class-ordinary = 普通
class-case = 案件
risk-red = 🔴 红
risk-orange = 🟠 橙
risk-yellow = 🟡 黄
risk-blue = 🔵 蓝
state-draft = 拟稿
state-issued = 待签收
state-unsigned = 签收超时
state-acknowledged = 已签收
state-in_progress = 办理中
state-submitted = 审核中
state-returned = 已退回,待补充
state-closed = 已销号
state-voided = 已作废
standing-suspended = 挂账,{ $day }恢复计时
standing-left = { $state },{ $left }
outcome-settled = 已化解
outcome-partly_settled = 部分化解
outcome-not_settled = 未化解
outcome-needs_joint_mediation = 需联调

## The sheet

sheet =
    📋 任务督导单 { $number }({ $code })
    <b>对象</b>:{ $object }
    <b>内容</b>:{ $content }{ $supporting }
    <b>要求</b>:{ $requirements }
    等级:{ $risk } 类别:{ $handling_class }
    承办:{ $owner } 协办:{ $co_handlers }
    <b>期限</b>:{ $until }
    状态:{ $standing }
    { $issuer } { $issued }

sheet-supporting = <b>参考</b>:{ $supporting }
sheet-open = 看督导单
sheet-sign = 签收
sheet-feed-back = 反馈结果
sheet-go-on = 接着改
sheet-withdraw = 撤回修改
sheet-extend = 申请延期
sheet-more = 更多
sheet-book-slot = 约调处中心
sheet-mediate = 记一次调解
sheet-reopen = 重新打开
sheet-contribute = 补充材料
sheet-after = 补交材料
sheet-ask-reviewer = 问审核人
sheet-ask-owner = 问承办人
sheet-more-says =
    { $code } 还可以:
    { $object }
sheet-ask-transfer = 应转办
sheet-reassign = 改承办人
sheet-transfer = 转办
sheet-suspend = 挂账
sheet-resume = 恢复计时
sheet-void = 作废
sheet-copy = 复制
sheet-why = 为什么是这天
sheet-trail = 看过程
sheet-text = 看原稿
sheet-photos = 看照片
sheet-accept = 通过销号
sheet-return = 退回

sheet-not-yours = { $code } 不是您承办的,这一步由承办人完成。
sheet-in-review = { $code } 已提交,正在审核,不能再改。可先撤回。
sheet-over = { $code } 已作废,不用再办。
signed = 已签收 { $at }
told-signed =
    📋 { $code } { $owner } 已签收
    { $object } 期限{ $until }

why =
    { $code } 的期限为什么是这天
    从{ $start }次日起算,满{ $days }个{ $kind }{ $roll }
    { $lines }
    现期限:{ $until }
    { $sign }
why-first = { $at } 下发:{ $until }
why-chosen = { $at } 下发时定为:{ $until }
why-moved = { $at } { $act }:{ $until }
why-roll = ,遇节假日顺延
why-sign = 签收另计:交办后{ $hours }小时(免打扰时段顺延),即 { $at } 前
days-natural = 自然日
days-working = 工作日
start-issued = 下发
start-signed = 签收
not-issued-yet = 还没有下发,下发时才计算期限。

trail =
    { $code } { $object }
    { $lines }
trail-earlier = ……更早还有{ $earlier }步
trail-line = { $at } { $who } { $act }{ $note }
trail-note = :{ $note }
act-sheet-issue = 下发
act-sheet-acknowledge = 签收
act-sheet-begin = 开始办理
act-sheet-submit = 提交反馈
act-sheet-withdraw = 撤回反馈
act-sheet-return = 退回
act-sheet-close = 通过销号
act-sheet-extend = 批准延期
act-sheet-reopen = 重新打开
act-sheet-contribute = 补充材料
act-sheet-interim = 阶段反馈
act-sheet-book = 约调处中心
act-sheet-mediate = 记一次调解
act-sheet-revisit = 回访
act-sheet-ask = 问答
act-sheet-suspend = 挂账
act-sheet-resume = 恢复计时
act-sheet-reassign = 改承办人
act-sheet-transfer = 转办
act-sheet-void = 作废

## Lists and counts

sheets-of-person = 督导单{ $count }件
list-line = <b>{ $code }</b> { $object } { $standing }
list-line-helping = <b>{ $code }</b> { $object } { $standing }(协办)
count-own = 督导单{ $own }件
count-own-late = 督导单{ $own }件(逾期{ $late }件)
count-unsigned = 签收超时{ $unsigned }件
count-helping = 协办{ $helping }件
count-review = 待审{ $waiting }件

## Drafting (M3)

draft-left =
    您有{ $count }张没拟完的督导单:
    { $lines }
draft-line = { $n }. { $object }
draft-resume-button = 继续拟{ $n }
draft-anew-button = 另拟一张
draft-community = 📋 拟督导单:哪个社区?点选警组,或直接发社区名。
no-such-community = 没有找到社区“{ $typed }”,请点选或重发。
draft-object = { $place } (1/3)对象:哪里、哪户、什么纠纷?最多{ $most }字,不写姓名电话。
draft-content = (2/3)内容:发生了什么,请承办人做什么?最多{ $most }字。
draft-class = 类别默认为普通,要改先点类别;点等级进入下一步。
draft-supporting = 参考:有什么依据、可以找谁、可约哪里?最多{ $most }字。
draft-requirements = (3/3)要求:反馈要写清什么?最多{ $most }字。
draft-standard-button = 照常规要求
standard-requirements = 见到双方,写清起因和约定,附现场照片
draft-preview =
    📋 拟单预览
    <b>对象</b>:{ $object }
    <b>内容</b>:{ $content }{ $supporting }
    <b>要求</b>:{ $requirements }
    类别:{ $handling_class } 等级:{ $risk }
    承办:{ $owner } 协办:{ $co_handlers }
    期限:{ $days }日内书面反馈(至{ $until })
draft-issue-button = 下发
draft-owner-button = 改承办人
draft-co-handler-button = 协办人
draft-edit-button = 改内容
draft-discard-button = 不下发
draft-preview-button = 返回
draft-issue-now-button = 确认下发
draft-discard-now-button = 确认放弃
draft-owner = 由谁承办?点选,或发代号、编号。
draft-also-button = 多人承办
draft-also =
    承办:{ $owners }
    再加谁?点选,或发代号、编号;已选的再发一次即取消。
draft-each = { $owners }(各一张)
draft-co-handler = 加谁协办?点选,或发代号、编号;已是协办的再发一次即取消。
draft-edit-what = 改哪一项?
draft-edit-object = 对象
draft-edit-content = 内容
draft-edit-supporting = 参考
draft-edit-requirements = 要求
draft-edit-class = 类别等级
draft-issue-sure = 确认下发给{ $owner }?{ $object }
draft-discard-sure = 放弃这张草稿?{ $object }
draft-discarded = 草稿已放弃。
issued =
    ✅ 已下发 { $number }({ $code })
    { $object }
    承办:{ $owner } 期限:{ $until }
    签收、反馈和逾期都会告诉您。
batch =
    ✅ { $first }至{ $last } 共{ $count }件 { $object }
    已签收{ $signed } 已反馈{ $answered } 已销号{ $closed }
    { $lines }
    期限:{ $until }
batch-several = { $object }等
batch-line = <b>{ $code }</b> { $owner } { $standing }
sheet-batch = 看这一批
cannot-own = { $name } 不能承办这类督导单,请另选。
cannot-help = { $name } 不能协办,请另选。
cannot-issue = 您可以拟单,下发由质效管理岗完成。草稿已保存。
sheet-needs-owner = 还没有选定承办人,请先点“改承办人”。
sheet-incomplete = 对象和内容还没有写全。

## Feedback (M5)

feedback-text =
    { $code } 反馈(1/2)文字
    请写四点:见了谁、起因、双方约定、下一步。
    至少{ $chars }字,可分几条发,照片也可一起发。发“取消”退出,草稿保留。
feedback-kept =
    { $code } 您的文字和照片都还在:{ $chars }字,照片{ $photos }张
    { $words }
    可接着发文字或照片。
text-missing = 已记下{ $chars }字,还差{ $missing }字,请补充约定或下一步。
text-taken =
    已记下{ $chars }字。
    { $code } 反馈(2/2)照片
    请发现场照片,最多{ $most }张,可一次多选。避开人脸、证件和手机号。
feedback-no-photos = 不附照片
feedback-keep = 存草稿
feedback-interim = 阶段反馈
feedback-to-reviewer = 交审核人
feedback-after =
    { $code } 已销号。{ $object }
    补充的文字和照片会交审核人,由其决定是否重新打开。请发。
feedback-preview-after =
    请核对 { $code } 销号后的补充
    { $words }
    ({ $chars }字)照片{ $photos }张
submitted-interim =
    ✅ { $code } 已交{ $reviewer }:{ $chars }字,照片{ $photos }张
    单子还在您手上,期限{ $until }。
interim =
    📋 阶段反馈 { $code } { $owner }
    { $object }
    “{ $words }”
    照片{ $photos }张|期限{ $until },不用审核
interim-after =
    📋 销号后补充 { $code } { $owner }
    { $object }
    “{ $words }”
    照片{ $photos }张|原期限{ $until }
reopened =
    🔁 { $code } 已重新打开,请继续办理
    { $object } 新期限{ $until }
contribute-text =
    { $code } 补充材料 { $object }
    请发文字或照片,由承办人一并提交。发“取消”退出,草稿保留。
contribute-done = 补充完了
contributed =
    { $code } 已记下{ $chars }字,照片{ $photos }张。
    这一步需由承办人提交,已提醒{ $owner }。
told-contributed =
    📋 { $code } { $who } 补充了材料,待您提交
    { $object } 期限{ $until }
    现共{ $chars }字,照片{ $photos }张
returned-often =
    ⏰ { $code } { $owner } 已被退回{ $times }次
    { $object } 期限{ $until }
    最近原因:{ $reason }
relay-what = { $code } 想对{ $to }说什么?一段话即可。
relay-nobody = { $code } 现在没有可以转达的人。
relay =
    💬 { $code } { $who }:{ $words }
    { $object } 期限{ $until }
relay-reply = 回复
relayed = { $code } 已转达{ $to }。
feedback-saved = { $code } 已存草稿,点“反馈结果”可继续。
feedback-preview =
    请核对 { $code }
    { $words }
    ({ $chars }字)照片{ $photos }张|结果选一项即提交:
feedback-too-short = 文字还差{ $missing }字,请补充约定或下一步。
feedback-needs-late-reason = 已过期限,请先写明逾期原因。
late-why = { $code } { $left }。请写一句逾期原因,随后提交。
submitted =
    ✅ { $code } 已提交,{ $at }{ $margin }。
    等{ $reviewer }审核,有结果会告诉您。审核前可撤回修改。
margin-early = ,比期限早{ $days }天
margin-late = ,已注明逾期原因

stray =
    收到。这是哪张督导单的反馈?
    { $lines }
stray-none-button = 都不是
stray-dropped = 好的,刚才的内容没有计入任何督导单。
stray-taken = 计入 { $code } { $object } 的反馈:
stray-late =
    { $code } 已提交,刚才的照片没有计入。
    { $object }
    要补交请先撤回修改,再发一次。

## Review (M6)

review-card =
    📋 待审 { $code } { $owner }
    { $object }|结果:{ $outcome }
    “{ $words }”
    照片{ $photos }张|期限{ $until }{ $late }
review-late = 逾期原因:{ $reason }
return-why = 退回 { $code }:请选原因,或自己写。
return-one-sided = 缺一方意见
return-one-sided-long = 缺一方意见,请补上双方的说法
return-vague = 约定不清
return-vague-long = 双方约定和下一步没有写清
return-no-photo = 缺照片
return-no-photo-long = 缺现场照片
return-not-met = 未见当事人
return-not-met-long = 没有见到当事人,请当面了解
return-own-words = 自己写
return-own-words-ask = 请写退回 { $code } 的原因,一句话,承办人会看到。
return-not-at-all = 不退了
returned =
    ↩️ { $code } 已退回,承办人已知道。
    { $object }
    原因:{ $reason }
    新期限:{ $until }
accepted = ✅ { $code } 已通过,销号归档。{ $object }
accepted-toast = 已通过销号
told-closed =
    ✅ { $code } 已通过,销号归档。
    { $revisits }辛苦了。
    { $number } { $object }
    期限{ $until }
told-revisits = 系统将在{ $days }提醒回访。
told-returned =
    ↩️ { $code } 被退回 { $number }
    { $object }
    原因:{ $reason }
    请补充后再交:{ $until },{ $left }
    您的文字和照片都还在。
no-photos = 这张单没有照片
no-text = 还没有文字
photos-of = { $code } 照片{ $photos }张
text-of =
    { $code } 反馈原文
    { $words }
text-of-part =
    { $code } 反馈原文({ $part }/{ $parts })
    { $words }

## Reminders (M8)

digest-title = { $day } 待办
digest =
    ⏰ { $title }
    { $lines }
digest-held = 其余消息{ $count }条
digest-line = <b>{ $code }</b> { $object } { $left }({ $until })
digest-line-unsigned = <b>{ $code }</b> { $object } 签收超时,{ $left }({ $until })
remind-days =
    ⏰ { $code } 还剩{ $days }天,{ $until }
    { $object }
remind-tomorrow =
    ⏰ { $code } 明天到期,{ $until }
    { $object }
    如确有困难,请今天申请延期,或联系指挥室。
remind-today =
    ⏰ { $code } 今天到期,{ $until }
    { $object }
    请今天反馈。
remind-overdue =
    ⏰ { $code } 已逾期{ $days }天,期限是{ $until }
    { $object }
    请今天反馈,并写明逾期原因。指挥室和队长已知悉。
sheet-nudge =
    ⏰ { $code } 还未签收,请尽快查看
    { $object } 期限{ $until }
sheets-nudge =
    ⏰ { $count }件还未签收,请尽快查看
    { $lines }
sheet-unsigned =
    ⏰ { $code } { $owner } 还未签收
    { $object } 期限{ $until }
sheets-unsigned =
    ⏰ { $count }件还未签收
    { $lines }
remind-unsigned =
    ⏰ { $code } 签收超时,{ $left }
    { $object } 期限{ $until }
    请先签收,再办理。
watch-others = { $scope }其他人
watch = { $scope }逾期{ $count }件
watch-unsigned = { $scope }未签收{ $unsigned }件
watch-both = { $scope }逾期{ $count }件,未签收{ $unsigned }件
watch-line = <b>{ $code }</b> { $object } { $owner } { $left }({ $until })
watch-line-unsigned = <b>{ $code }</b> { $object } { $owner } 签收超时,{ $left }({ $until })

## Reminded later

sheet-snooze = 稍后提醒
act-sheet-snooze = 稍后提醒
snooze-when = ⏰ { $what } 何时再提醒?
snooze-several = { $count }件
snooze-hour = 1小时后
snooze-evening = 下班前
snooze-morning = 明天早上
snoozed = ✅ { $at } 再提醒 { $what }
snooze-nothing = 现在没有可以稍后提醒的:还没到提醒的时候,或已超时。
snooze-too-late = 到那时就过期限了,请现在办理。
snooze-enough = { $code } 今天已推迟{ $times }次,不能再推。
