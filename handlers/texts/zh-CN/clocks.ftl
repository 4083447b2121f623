## Commands

command-clocks = 办案期限
command-clocks-help = 给案件起表、停表:受案、询问查证等法定期限;发 K004 看某一个

## Starting

clocks-none = 没有在走的期限。要起表,先选是哪一种。
clock-begin = 起表
clock-which = 起表:是哪一种期限?
clock-which-case = ⏳ { $name }:发案号,如 { $example }。只发案号,不发案情、姓名。
clock-no-case = 这不是案号。只发案号,如 { $example }。
clock-since-when = { $case } { $name }({ $limit }):从什么时候起算?点“现在”,或发时间,如 今天9点、昨晚8点。
clock-hours = { $hours }小时
clock-days = { $days }天
clock-now = 现在
clock-no-moment = 没看懂。请发已经过去的时间,如 今天9点、4月18日10:30。
clock-long-over = 按这个时间起算,{ $name }在{ $until }就已到期。请核对后再发。

## One

clock = ⏳ { $code } { $name }
    { $case }|{ $began }起算
    期限:{ $until }{ $extended }
    { $standing }
    起表:{ $starter }
clock-was-extended = (已延长)
clock-running = 状态:在走,{ $left }
clock-stopped = 状态:{ $who }已于{ $at }停表
clock-left = 剩{ $hours }小时{ $minutes }分
clock-do-open = 看期限
clock-do-stop = 停表
clock-do-extend = 延长
clock-do-trail = 看经过
clock-not-yours = { $code } 由起表人或执法监督岗停表、延长。
clock-not-extensible = { $code } 已延长过,或依法不能延长。
clock-why = { $code } { $name } 可延长至{ $until }。写明理由和批准情况,不写案情、姓名。
clock-trail = { $code } 经过
    { $lines }
act-clock-start = 起表
act-clock-extend = 延长
act-clock-stop = 停表

## Who is told

clock-call = ⏳ { $code } { $name } { $case }
    { $left },{ $until }到期。办完请点“停表”。
clock-over = ⏰ { $code } { $name } { $case } 已到期,还没有停表
    期限:{ $until }|起表:{ $starter }
    已办完的请停表;没办完的请立即处理。
clock-extended-by = ⏳ { $code } { $name } { $case }:{ $who }已延长至{ $until }。
clock-stopped-by = ✅ { $code } { $name } { $case }:{ $who }已停表。原期限:{ $until }。
clocks-left = ⏰ { $name }已离所,起的表照走,请安排人办理、停表:
    { $lines }

## Lists

clocks-listed = ⏳ 在走的期限{ $count }个
    { $lines }
clock-line = <b>{ $code }</b> { $name } { $case } { $starter } { $left }
count-clocks = 办案期限{ $running }个{ $over ->
        [0] {""}
       *[other] (到期{ $over }个)
    }
