## What the room does to a sheet that is out

suspend-until = { $code } 挂账到哪天?到那天自动恢复计时,最多{ $most }天。请发日期,如 5月10日。
suspend-reason = { $code } 为什么挂账?一句话,承办人会看到。
suspend-too-late = { $code } 已逾期,不能挂账,请先反馈或说明原因。
suspend-already = { $code } 已在挂账。
suspend-days = 最多挂账{ $most }天,请另发日期。
suspended =
    ⏸ { $code } 已挂账,{ $day }恢复计时
    { $object }
    原因:{ $reason }
    新期限:{ $until }
resumed =
    ▶️ { $code } 恢复计时,期限{ $until }
    { $object }
hand-over-to = { $code } 交给谁承办?类别:{ $handling_class }。点选,或发代号、编号。
handed-over =
    🔁 { $code } 已交由{ $owner }承办,类别:{ $handling_class }
    { $object }
    期限:{ $until }
sheet-owner-left =
    🔁 { $code } 原承办人已离所,暂由{ $owner }承办
    { $object }
    期限:{ $until }
sheet-ownerless =
    ⏰ { $code } 承办人{ $owner }已离所,请改承办人
    { $object } 期限{ $until }
transfer-reason = { $code } 为什么应转另一队?一句话,由指挥室主任决定。
transfer-asked = { $code } 的转办申请已交指挥室主任。答复前仍由您承办,期限不变。
transfer-waits = { $code } 的转办申请正在等答复。
transfer-card =
    ⏰ 转办待批 { $code } { $owner }
    { $object } 期限{ $until }
    申请转为:{ $handling_class }
    原因:{ $reason }
transfer-yes = 同意转办
transfer-no = 不同意
transfer-refused =
    ↩️ { $code } 转办未获同意,仍由原承办人办理
    { $object } 期限{ $until }
void-reason = { $code } 为什么作废?一句话,承办人会看到。
void-sure = 确认作废 { $code }?{ $object }。原因:{ $reason }。作废后不能恢复,编号保留。
void-now = 确认作废
voided =
    🚫 { $code } 已作废,不用再办
    { $object } 原期限{ $until }
    原因:{ $reason }
