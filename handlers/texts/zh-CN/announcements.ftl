command-announce = 发通知
command-announce-help = 写一次,发给多人,看谁已收到
command-announcements = 通知
command-announcements-help = 最近发出的通知和回执

## Before those who are told

announcement =
    📣 通知 { $code }
    { $text }
    { $sender } { $at }
announcement-photos = 附照片{ $count }张
announcement-revised = ✏️ { $at } 已更正
announcement-received = ✅ 已收到 { $at }
announcement-receive = 收到
announcement-look = 看照片
announcement-noted = 已记录 { $at }
announcement-nudge = ⏰ 请看一下这条通知,并点“收到”:
announcement-pictures = 📣 { $code } 的照片
announcement-taken-back = ↩️ 通知 { $code } 已撤回,请勿再据此办理。
announcement-is-taken-back = 这条通知已撤回,不用再点“收到”。

## Writing one

announcement-ask = 请写通知:文字、照片都可以,可分几条发。文字最多{ $most }字。
announcement-text-or-photos = 通知只收文字和{ $most }MB以内的照片。
announcement-photos-too-many = 照片最多{ $most }张。
announcement-draft =
    📣 通知草稿
    { $text }
announcement-text-missing = 照片已收到。请再写通知的文字。
announcement-anew = 请重发文字或照片:新的会替换原来的。
announcement-to = 发给:{ $audience } { $people }人
announcement-beyond =
    { $unbound ->
        [0] 其中暂时收不到{ $unreachable }人:{ $names }
       *[other] { $unreachable ->
            [0] 其中未绑定{ $unbound }人:{ $names }
           *[other] 其中未绑定{ $unbound }人、暂时收不到{ $unreachable }人:{ $names }
        }
    }
announcement-whom = 发给谁?点选,或直接发名称,如:甲组、社区民警、警员甲01
announcement-chosen = 已选:{ $audience }
announcement-choose =
    已选:{ $audience }
    点一下选上,再点一下取消。
announcement-parts-more = { $parts }等{ $more }项
announcement-unknown = 没有找到:{ $names }。请核对名称,已选的都还在。
announcement-namesakes = 不止一人叫:{ $names }。请发人员编号,已选的都还在。
announcement-by-station = 全所
announcement-by-saved = 常用
announcement-by-team = 按队组
announcement-by-role = 按岗位
announcement-by-community = 按社区
announcement-more = 更多
announcement-draft-send = 发送
announcement-draft-audience = 改对象
announcement-draft-at = 定时
announcement-draft-at-once = 现在就发
announcement-draft-anew = 重写
announcement-draft-save = 存为常用
announcement-draft-discard = 删除
announcement-draft-discard-now = 确认删除
announcement-draft-preview = 返回草稿
announcement-draft-done = 选好了
announcement-when = 什么时候发?请发时间,如 18:00、明天 8:30、4月21日 08:30。
announcement-no-moment = 没看懂时间,或已过去、超过60天。请发如 18:00、明天 8:30、4月21日 08:30。
announcement-name = 给这组对象起个名字,最多{ $most }字。
announcement-saved = 已存为“{ $name }”
announcement-discard-sure = 删除这份通知草稿?
announcement-discarded = 通知草稿已删除。
announcement-needs-text = 还没有文字,请先写通知。
announcement-needs-audience = 还没有选对象,或选中的人里没有别人。

## The card of whoever sent it

announcement-card =
    📣 { $code }通知|{ $audience }
    { $text }
    { $lines }
announcement-scheduled = ⏰ { $at } 自动发出
announcement-quiet = 夜间不打扰,{ $at } 开始发送
announcement-sending = 发送中 { $done }/{ $all } { $bar }
announcement-paused = 已暂停 { $done }/{ $all } { $bar }
announcement-stopped = 已停止:发出{ $done }份,未发{ $left }份
announcement-kept = 暂时收不到:{ $count }份,恢复后补发
announcement-failed = 没能送达:{ $count }份
announcement-count = 收到 { $received }/{ $all }
announcement-silent = 未回:{ $names }
announcement-silent-more = 未回{ $count }人:{ $names }等
announcement-revising = 正在更正,还剩{ $count }份
announcement-names = 看名单
announcement-do-open = 返回通知
announcement-do-nudge = 再催一次
announcement-do-pause = 暂停
announcement-do-resume = 继续发
announcement-do-stop = 停止
announcement-do-stop-now = 确认停止
announcement-do-revise = 修改
announcement-do-recall = 撤回
announcement-do-recall-now = 确认撤回
announcement-nudged = 已催{ $count }人
announcement-nobody-silent = 大家都已收到,不用再催。
announcement-nudged-already = { $minutes }分钟内只能催一次,请稍后再催。
announcement-revise =
    现在是:
    { $text }
    请发改好的文字,每个人看到的都会改。
announcement-stop-sure = 停止发送 { $code }?没发的不再发,已发的保留。
announcement-recall-sure = 撤回 { $code }?没发的不再发,已发的从手机上删除;超过48小时的改为“已撤回”。
announcement-recalled = ↩️ 已撤回 { $at }
announcement-recalling = 撤回中 { $done }/{ $all } { $bar }
announcement-unsent = 没有发出:{ $count }份
announcement-deleted = 已删除:{ $count }份
announcement-blanked = 超过48小时,改为“已撤回”:{ $count }份
announcement-unreachable = 对方收不到,恢复后再撤:{ $count }份
announcement-lost = 没能撤回:{ $count }份
announcement-left = { $name }:{ $reason }
announcement-reason-unreachable = 停用或屏蔽了本助手
announcement-reason-lost = 平台没有回音,或不让撤回
announcement-names-silent =
    📣 { $code } 未回,收到 { $received }/{ $all }
    { $lines }
announcement-names-received =
    📣 { $code } 已收到 { $received }/{ $all }
    { $lines }
announcement-names-none = (没有)
announcement-who-silent = 看未回
announcement-who-received = 看已收到
announcement-name-received = { $name } { $at }
announcement-name-silent = { $name }
announcement-name-unbound = { $name } 未绑定
announcement-name-unreachable = { $name } 暂时收不到
announcement-none = 还没有发过通知。点“发通知”开始。
announcement-list =
    📣 最近的通知
    { $lines }
announcement-line = { $code } { $at } { $text } 收到{ $received }/{ $all }
