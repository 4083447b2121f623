## Commands

command-newissue = 列问题
command-newissue-help = 把执法问题列入清单,交给办案民警整改
command-issues = 问题清单
command-issues-help = 看未销号的执法问题;发 Z031 看某一件

## The six elements

element-incident = 警情
element-case = 案件
element-person = 人员
element-property = 财物
element-dossier = 卷宗
element-venue = 场所

## Listing

issue-which-element = 🛠 列问题:哪个要素?
issue-which-problem = (1/2){ $element }:什么问题?可直接写,不写案情和人名。
issue-which-case = (2/2)涉及案件的,请发案号后四位。
issue-which-owner = 由谁整改?点姓名,或发姓名、编号。
issue-which-due = 整改到什么时候?如 4月24日 或 明天18点。只写日期按当天18:00。
issue-draft = 草稿
issue-preview = 🛠 { $code } { $element }
    问题:{ $problem }{ $requirements }
    整改人:{ $owner }
    期限:{ $until }
    { $author }提出,尚未交办
issue-with-case = { $problem }(案号后四位{ $digits })
issue-requirements = 整改:{ $words }
issue-all-requirements = 🛠 { $code } 整改要求
    { $words }
issue-which-requirements = 要怎样整改?写给整改人看,最多{ $most }字。
issue-draft-requirements = 写要求
issue-draft-no-case = 不涉及案件
issue-draft-owner = 改承办人
issue-draft-due = 改期限
issue-draft-list = 提交法制
issue-draft-assign = 交办
issue-draft-discard = 不列
issue-listed = ✅ 已列入清单 { $number }({ $code }),等法制民警交办给{ $owner }。
issue-assigned = ✅ 已交办 { $number }({ $code })
    整改人:{ $owner }
    期限:{ $until }
issue-discarded = 草稿已删除,没有列入清单。
issue-four-digits = 只发案号的后四位数字,如 0021。
issue-no-moment = 没看懂时间。请发日期或时间,如 4月24日、明天18点。
issue-needs-owner = 整改人须是在岗的办案民警,请改承办人。
issue-incomplete = 还缺问题或整改人,请补齐。
issue-due-past = 期限已过,请改期限。

## The issue

issue = 🛠 { $number }({ $code })
    要素:{ $element }
    问题:{ $problem }{ $requirements }
    整改人:{ $owner }
    期限:{ $until }
    状态:{ $standing }
    { $lister }交办
issue-returned-because = 退回原因:{ $reason }
issue-state-assigned = 待查收
issue-state-listed = 待交办
issue-state-rectifying = 整改中
issue-state-submitted = 待核验
issue-state-returned = 已退回
issue-state-closed = 已销号
issue-state-withdrawn = 已撤销
issue-do-open = 看问题
issue-do-acknowledge = 知道了
issue-do-rectify = 已整改
issue-do-extend = 申请延期
issue-do-object = 有异议
issue-do-trail = 看经过
issue-do-photos-done = 照片发完了
issue-do-no-photos = 无需照片
issue-do-redo-text = 改文字
issue-do-redo-photos = 重发照片
issue-do-take-back = 撤回修改
issue-do-requirements = 看要求
issue-do-accept = 通过
issue-do-return = 退回
issue-do-photos = 看照片
issue-not-yours = { $code } 由整改人办理。
issue-trail = 🛠 { $code } 经过
    { $lines }
act-issue-list = 列入清单
act-issue-revise = 修改
act-issue-assign = 交办
act-issue-acknowledge = 知道了
act-issue-submit = 提交核验
act-issue-take-back = 撤回修改
act-issue-return = 退回
act-issue-verify = 核验通过
act-issue-close = 销号
act-issue-extend = 同意延期
act-issue-extend-ask = 申请延期
act-issue-extend-refuse = 不同意延期
act-issue-withdraw = 撤销问题
act-issue-object-ask = 提出异议
act-issue-object-refuse = 维持问题

## Putting it right (M10)

rectify-words = { $code } 整改(1/2):写一句做了什么。
rectify-photos = { $code } 整改(2/2)发一张证明照片或截图,遮住案件内容。
rectify-kept =
    { $code } 您的文字和照片都还在:{ $chars }字,照片{ $photos }张
    { $words }
    可接着发文字或照片。
rectify-no-words = { $code } 还没有文字,请写一句做了什么。
issue-submitted = ✅ { $code } 已提交核验,{ $at }{ $margin }。
issue-to-verify = 🛠 待核验 { $code } { $owner }
    问题:{ $problem }
    “{ $words }”|照片{ $photos }张
    期限:{ $until }
issue-closed = ✅ { $code } 核验通过,已从清单销号。
issue-return-why = { $code } 退回:还缺什么?
issue-return-until = 请在什么时候前补齐?如 明天18点。

## More time, and objections

issue-extend-why = { $code } 申请延期(1/2):什么原因?
issue-extend-until = (2/2)延到什么时候?最多延{ $days }天,只能延一次。
issue-extend-too-far = 新期限须晚于现在的期限,最多延{ $days }天。
issue-extend-asked = 延期申请已交执法监督岗:{ $code }。批复前仍按原期限计算。
issue-too-late-to-extend = { $code } 已过期限,不能再申请延期,请尽快整改。
issue-extended-already = { $code } 已延期一次,不能再延。
issue-asked-already = 已经申请过,正在等执法监督岗决定。
issue-to-extend = ⏰ 延期待批 { $code } { $owner }
    问题:{ $problem }
    期限:{ $until },申请延到{ $wanted }
    原因:{ $reason }
issue-grant = 同意延期
issue-refuse = 不同意
issue-extended = ✅ { $code } 延期同意,新期限{ $until }。
issue-not-extended = { $code } 延期未获同意,期限不变:{ $until }。
issue-object-why = { $code } 有异议:请说明理由。
issue-object-asked = 异议已交执法监督岗:{ $code }。决定前仍按原期限计算。
issue-to-judge = 🛠 有异议 { $code } { $owner }
    问题:{ $problem }
    期限:{ $until }
    理由:{ $reason }
issue-strike = 撤销问题
issue-uphold = 维持
issue-withdrawn = ✅ { $code } 异议成立,问题已撤销。
issue-upheld = { $code } 经核问题成立,请按期整改:{ $until }。
issue-decided = 已记录

## Lists and reminders (M9)

issues-none = 没有未销号的问题。
issues-listed = 🛠 问题清单 { $count }件
    { $lines }
issue-line = { $code } { $problem } { $standing }
issue-line-owner = { $code } { $problem } { $owner } { $standing }
issues-due = 待整改
issues-late = 问题逾期{ $count }件
issue-remind-days = ⏰ { $code } 还有{ $days }天,{ $until }。
issue-remind-tomorrow = ⏰ { $code } 明天到期,目前未见整改:{ $until }。
issue-remind-today = ⏰ { $code } 今天到期:{ $until }。完成后请点“已整改”。
issue-remind-late = ⏰ { $code } 已过期限({ $until })。请今天整改并点“已整改”。
issue-missed = { $element }:{ $problem }
issue-call = ⏰ { $code } 快到期限:{ $until }。完成后请点“已整改”。
count-issues = 待整改{ $own }件
count-to-verify = 待核验{ $waiting }件
issues-of-person = 问题{ $open }件{ $late ->
        [0] {""}
       *[other] ,逾期{ $late }件
    }

## Another owner

issue-do-reassign = 改承办人
issue-same-owner = 本来就由{ $name }整改。
issue-given-away = { $code } 已改由{ $name }整改。
issue-ownerless = ⏰ { $code } 整改人{ $owner }已离所,请改承办人。
    { $problem }
act-issue-reassign = 改承办人

## The list of the week, and as a file

command-week = 本周问题
command-week-help = 看未销号的问题:自己的;执法监督岗和法制民警看全所的
issues-of-week = 🛠 本周问题 { $count }件{ $late ->
        [0] {""}
       *[other] ,逾期{ $late }件
    }
    { $lines }
issues-tally = { $name } { $count }件{ $late ->
        [0] {""}
       *[other] ,逾期{ $late }件
    }
export-of-issues = 执法问题
export-given-out = 交办时间
export-handed-in = 提交时间
export-overdue = 逾期
