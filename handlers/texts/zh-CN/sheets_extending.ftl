## Asking for more time (M7)

extend-reason = { $code } 延期申请(1/3)原因:点选,或自己写一句。
extend-party = 当事人外出
extend-department = 等部门答复
extend-appraisal = 等鉴定
extend-progress = (2/3)目前进展,一句话:
extend-until =
    (3/3)延到哪天?最多延{ $most }天,只能延{ $times }次。
    现期限:{ $until }。也可发日期,如 4月24日。
extend-days = +{ $days }天
extend-days-most = 最多延{ $most }天,请另选。
extend-asked =
    { $code } 延期申请已交指挥室主任,由{ $before }延到{ $after }。
    批复前仍按原期限计算。
extend-too-late = { $code } 已过期限,不能再申请延期,请先反馈,说明原因。
extend-waits = { $code } 的延期申请正在等批复,批复前仍按原期限计算。
extend-no-more = { $code } 已延期{ $times }次,不能再延。如确有困难请联系指挥室。
extend-card =
    ⏰ 延期待批 { $code } { $owner }
    { $object } 期限{ $before },申请延到{ $after }
    原因:{ $reason }|进展:{ $progress }
extend-card-again =
    ⏰ 延期仍待批 { $code } { $owner }
    { $object } 期限{ $before },申请延到{ $after }
    原因:{ $reason }|进展:{ $progress }
    未批复不等于同意,请今天答复。
extend-grant = 同意+{ $days }天
extend-grant-less = 只给{ $days }天
extend-refuse = 不同意
extend-granted =
    ✅ { $code } 延期同意,新期限{ $until }
    { $object }
extend-refused =
    ↩️ { $code } 延期未获同意,期限不变:{ $until }
    { $object }
    请先交阶段反馈。
extend-none-waits = 没有待批的延期申请。
request-decided = 这份申请已经答复过,下面是最新状态。
