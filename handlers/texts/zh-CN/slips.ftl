## Commands

command-slips = 亮单
command-slips-help = 看三色亮单:待您决定的,和您有权看的

## Colours

colour-white = 白
colour-yellow = 黄
colour-red = 红
slip-icon-white = ⬜
slip-icon-yellow = 🟨
slip-icon-red = 🟥
slip-kind-white = 白单提醒
slip-kind-yellow = 黄单警示
slip-kind-red = 红单
slip-state-proposed = 待决定
slip-state-confirmed = 已发出
slip-state-appealed = 申诉中
slip-state-upheld = 申诉后维持
slip-state-cancelled = 已撤销
slip-label = { $colour }{ $serial }

## Before those who decide (M9)

slip-proposal = 🛠 { $code } 逾期{ $days }天 { $name }
    { $what }|近30天{ $counts }
    建议:{ $kind }。是否发出由您决定。
slip-proposal-red = 🟥 { $code } 逾期{ $days }天 { $name }
    { $what }|近30天{ $counts }
    建议:红单,所领导约谈。是否发出由您决定。
slip-counts = 白单{ $white }张、黄单{ $yellow }张、红单{ $red }张
slip-dismissed = { $who }决定不发:{ $reason }
slip-lapsed = 已无需决定:已整改、期限有变或已升级。
slip-do-open = 看亮单
slip-do-confirm = 发{ $colour }单
slip-do-confirm-red = 确认发出
slip-do-milder = 改发白单
slip-do-later = 暂不发
slip-do-dismiss = 不发
slip-do-talk = 改为约谈
slip-do-phone = 先打电话
slip-do-trail = 看经过
slip-really-red = 🟥 确认发红单给{ $name }?发出后留痕,不能收回。
slip-why-not = 为什么不发?写一句。
slip-talk-instead = 改为所领导约谈
slip-asked-after-calling = 已记录,2小时后再问您
slip-was-sent = 已发出 { $number }
slip-red-by-leader = 红单由所领导决定,已转呈。
slip-settled = 现已整改或期限有变,不再发单。

## Before its recipient (M9)

slip-white = ⬜ 白单提醒 { $number }
    { $name }:{ $code } 应于{ $missed }完成,至今未完成
    { $what }
    请于{ $until }完成,或说明情况
    不同意可在{ $appeal }申诉
slip-yellow = 🟨 黄单警示 { $number }
    { $name }:{ $code } 应于{ $missed }完成,仍未完成
    { $what }
    请于{ $until }完成,并由队长当面了解情况
    不同意可在{ $appeal }申诉
slip-red = 🟥 红单 { $number }
    { $name }:{ $code } 应于{ $missed }完成,仍未完成
    { $what }
    请到所领导处说明,并于{ $until }完成
    不同意可在{ $appeal }申诉
slip-appealed = 申诉中,等另一人裁定。
slip-upheld = 申诉后维持({ $who }):{ $reason }
slip-cancelled = 已撤销({ $who }):{ $reason }。记录保留。
slip-do-explain = 说明情况
slip-do-appeal = 申诉
slip-do-appeal-done = 提交申诉
slip-do-redo-text = 改文字
slip-do-redo-photos = 重发照片
slip-explain = { $number } 请说明情况,一两句话。
slip-explained-thanks = 已转执法监督岗。期限不变,请尽快完成。
slip-appeal = 申诉 { $number }:请说明理由,可附照片。
slip-appeal-kept = 已记下{ $chars }字,照片{ $photos }张。可再发,或提交。
slip-appeal-no-words = 申诉 { $number } 还没有理由,请写一句。
slip-appealed-now = ✅ { $number } 申诉已提交,由另一人裁定,有结果会告诉您。
slip-appealed-already = { $number } 已经申诉过,不能再申诉。
slip-too-late-to-appeal = { $number } 已过申诉期限。可点“说明情况”。

## Before whoever judges, and others who may know

slip-to-judge = { $icon } 申诉 { $number } { $name }
    { $code } { $what }
    “{ $words }”|照片{ $photos }张
    { $sender }发出。请您裁定。
slip-do-cancel = 撤销{ $colour }单
slip-do-uphold = 维持
slip-do-recheck = 再核实
slip-do-photos = 看照片
slip-why-verdict = { $number } 理由是什么?会告诉申诉人。
slip-rechecked = 已告诉申诉人;明早再问您
slip-sent-of = { $icon } { $number } 已发给{ $name }:{ $code }
slip-explained-to = { $icon } { $number } { $name }说明:{ $words }
slip-judged-cancelled = ✅ { $number } 已撤销:{ $verdict }。记录保留。
slip-judged-upheld = { $icon } { $number } 申诉后维持:{ $verdict }
slip-being-checked = { $icon } { $number } 您的申诉正在核实,请留意消息。
slip-trail = 亮单经过
    { $lines }
slips-none = 没有您可以看的亮单。
slips-listed = 亮单 { $count }张
    { $lines }
slips-wait = 待您决定的亮单{ $count }张
slip-line = { $icon } { $what } { $name } { $state }
count-slips = 待决定亮单{ $waiting }张
act-slip-propose = 提议亮单
act-slip-confirm = 发出
act-slip-dismiss = 决定不发
act-slip-phone = 先打电话
act-slip-explain = 说明情况
act-slip-appeal = 申诉
act-slip-uphold = 裁定维持
act-slip-cancel = 裁定撤销
act-slip-recheck = 再核实
slips-of-person = 亮单{ $count }张,近30天有效{ $counted }张
