# Importing from a file, whatever is imported

import-need-file = 请发填好的 .xlsx 或 .csv 文件。发“取消”可退出。
import-empty = 表里一行也没有填(示例行不算)。请填好后再发。
import-too-many = 一个文件最多{ $most }行,这里有{ $count }行,请拆成几个。
import-faults =
    还不能导入:有{ $count }处要改。改好后把文件再发一次。
    { $lines }
import-fault = 第{ $row }行 { $column }:{ $says }
import-marked = 问题都标在最后一列,可以直接在这份文件里改,再发回来。
import-cancel = 取消
import-cancelled = 已取消,什么也没有导入。
import-over = 这份核对已经处理过或过期了。要再导入,请发“{ $command }”。
import-moved =
    核对之后承办人有变化,还没有导入,请再看一遍:
    { $lines }
import-moved-line = 第{ $row }行 承办人:{ $before } → { $now }
import-needed = 必填
import-personal-number = 似有证件号或手机号,请删去
import-too-long = 最多{ $most }字,请删去{ $over }字
import-no-person = 没有“{ $said }”这个人
import-namesakes = 不止一人叫“{ $said }”,请填编号
import-no-word = 不认识“{ $said }”,请从下拉列表里选
import-no-day = 看不懂“{ $said }”,请写成 4月26日 或 2023-04-26
import-no-moment = 看不懂“{ $said }”,请写成 4月26日、4月26日18点 或 2023-04-26 18:00
import-past = 期限须在今天之后
import-gone = 期限已过
import-far = 期限太远,最多{ $most }天
import-again = 与第{ $first }行重复
import-under-way = 这件事已有在办的 { $code }
import-notes = 说明
import-column = 列
import-how = 怎么填
import-problems = 核对问题
import-left-out = (已隐去)
import-example = 示例:{ $what }
