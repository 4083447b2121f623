## Commands

command-newreview = 提交审核
command-newreview-help = 把案件的下一阶段提交两审(只发案号)
command-reviews = 案件审核
command-reviews-help = 待审的案件;发 V005 看一件

## The stages

stage-pre = 事前
stage-during = 事中
stage-post = 事后

## Handing in

review-which-case = 发案号,如 { $example }。只发案号,不发案情、姓名。
review-no-case-code = 这不是案号。只发案号,如 { $example }。
review-preview = ⚖️ { $case }|{ $stage }
    清单:{ $items }
    提交后由办案队长(所领导)、法制员先后审核。
review-left = 没有提交。
review-under-way = { $case } 已有一个阶段在审,未两审通过前不能提交。
review-all-done = { $case } 三个阶段都已两审通过。
review-not-yours = { $code } 由提交人补齐再交。
review-not-for-you = { $code } 现在不由您审核:自己的案件不审,同一阶段不审两次。

## The review (M21)

review-title = { $case }|{ $stage }({ $code })
review-join = 、
review = ⚖️ 案件审核 { $title }
    清单:{ $items }
    办案人:{ $owner }
    { $standing }
review-first-by = 第一审:{ $who } 通过
review-second-by = 第二审:{ $who } 通过
review-missing = { $who } 退回,缺:{ $missing }
review-issues = 已转问题:{ $codes }
review-state-open = 第一审待审,{ $until }
review-state-leader_ok = 第二审待审,{ $until }
review-state-done = 两审通过
review-state-sent_back = 已退回,待补齐
review-overdue = { $state },已超时
review-passed = ✅ { $case } { $stage }两审通过。{ $next }
review-time-left = { $name }{ $left }。
review-next-pre = 进入事中提醒:办理中请提交事中审核。
review-next-during = 进入事后提醒:办结后请提交事后审核。
review-next-post = 三个阶段全部完成。
review-was-sent-back = ↩️ { $case } { $stage }({ $code })第二审退回,缺:{ $missing }。补齐后两审重新进行。
review-officer-left = ⚖️ { $case } { $stage }({ $code })的办案人{ $who }已离岗,请另定办案人;退回的由接手人发案号再交。
review-do-submit = 提交
review-do-leave = 不提交
review-do-pass = 通过
review-do-return = 退回
review-do-tick = 逐项勾选
review-do-again = 补齐再交
review-do-raise = 转问题清单
review-do-next = 提交下阶段
review-do-trail = 看经过
review-ticking = ⚖️ 逐项勾选 { $title }
    { $lines }
review-item = { $mark } { $item }
review-which-missing = 退回 { $code }:缺哪一项?点一项,或写一句({ $most }字内,不写案情)。
review-problem = { $stage }审核缺:{ $missing }
review-raised = ✅ { $code } 的缺项已转问题清单:{ $issue }
review-trail = ⚖️ { $code } 经过
    { $lines }
act-review-hand-in = 提交审核
act-review-first-pass = 第一审通过
act-review-second-pass = 第二审通过
act-review-finish = 两审完成
act-review-send-back = 退回
act-review-raise = 转问题清单

## Lists and reminders

reviews-none = 没有在审的案件。
reviews-listed = ⚖️ 案件审核 { $count }件,待您办{ $own }件
    { $lines }
review-line = { $title } { $standing }
reviews-due = 案件审核{ $count }件
review-call = ⏰ { $code } 等您审核,时限将到。
review-call-over = ⏰ { $code } 审核已超时,请尽快决定。
review-undecided = ⚠️ { $code } 审核超时未决,请督促或接手。
count-reviews = 待审案件{ $waiting }件
issue-of-review = 来自案件审核 { $code }
