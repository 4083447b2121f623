## A slot at the mediation centre, and what came of it (M18)

slot-which =
    { $code } 约调处中心(二楼,公证员在场)
    每天{ $times }可约。点选,或发日期和时间,如 4月24日 14:30。
slot-in-0 = 今天{ $at }
slot-in-1 = 明天{ $at }
slot-in-2 = 后天{ $at }
slot-booked =
    ✅ 已约 { $at },{ $code }
    { $object }
    请通知双方,会提前提醒您。
slot-moved =
    ✅ 已改约 { $at },{ $code }
    { $object }
    原来的时间已让出,请通知双方。
slot-taken = { $code } 这个时间刚被别人约走,请另选。
slot-not-understood = 这个时间约不了。请点选,或发日期和时间,如 4月24日 14:30。
slot-near =
    ⏰ { $code } 今天调处:{ $at }
    { $object } 期限{ $until }
mediation-first = { $code } 记一次调解:甲方到了吗?
mediation-first-came = 到了
mediation-first-missed = 没到
mediation-second = { $code } 乙方到了吗?
mediation-second-came = 到了
mediation-second-missed = 没到
mediation-result = { $code } 结果?
mediation-result-agreed = 达成约定
mediation-result-partly = 部分达成
mediation-result-failed = 未达成
mediation-next = { $code } 约定和下一步?一句话。
mediated = { $at }调解:{ $facts }。{ $next }
mediated-first-came = 甲方到
mediated-first-missed = 甲方未到
mediated-second-came = 乙方到
mediated-second-missed = 乙方未到
mediated-result-agreed = 达成约定
mediated-result-partly = 部分达成
mediated-result-failed = 未达成
mediation-kept =
    { $code } 已记下,会随反馈一并提交:
    { $words }
    反馈现共{ $chars }字,照片{ $photos }张。
revisit =
    ⏰ 回访 { $code } { $object }(销号第{ $days }天)
    原期限{ $until }。请看看是否稳定。
revisit-steady = 已稳定
revisit-again = 有反复
revisit-unreached = 联系不上
revisited =
    ✅ { $code } 回访已记下:{ $result }
    { $object }
revisit-again-told =
    ❗ { $code } { $owner } 回访有反复,已拟好新单
    { $object } 原期限{ $until }
draft-go-on-button = 继续拟
