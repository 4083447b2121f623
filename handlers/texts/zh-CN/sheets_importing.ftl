# Importing: many sheets from a file

command-importsheets = 导入督导单
command-importsheets-help = 按模板填好 Excel,一次下发多张督导单
import-ask = 请按这个模板填:一行一张,最多{ $most }张。填好后把文件直接发回来,先核对,再下发。发“取消”退出。
import-need-file = 请发填好的 .xlsx 或 .csv 文件。发“取消”可退出。
import-empty = 表里一行也没有填(示例行不算)。请填好后再发。
import-too-many = 一个文件最多{ $most }张,这里有{ $count }张,请拆成几个。
import-faults =
    还不能下发:有{ $count }处要改。改好后把文件再发一次。
    { $lines }
import-fault = 第{ $row }行 { $column }:{ $says }
import-marked = 问题都标在最后一列,可以直接在这份文件里改,再发回来。
import-preview =
    📋 导入核对:共{ $count }张,发给{ $people }人
    期限:{ $until }{ $others ->
        [0] {""}
       *[other] (其中{ $others }张另定)
    }
    { $lines }
import-line = { $row }. { $object } → { $owner }{ $due }
import-issue = 下发{ $count }张
import-cancel = 取消
import-cancelled = 已取消,什么也没有下发。
import-over = 这份核对已经处理过或过期了。要再导入,请发“导入督导单”。
import-moved =
    核对之后承办人有变化,还没有下发,请再看一遍:
    { $lines }
import-moved-line = 第{ $row }行 承办人:{ $before } → { $now }
imported =
    ✅ 已下发{ $count }张({ $first }至{ $last }),承办{ $people }人。
    签收、反馈会逐件告诉您。

import-needed = 必填
import-personal-number = 似有证件号或手机号,请删去
import-too-long = 最多{ $most }字,请删去{ $over }字
import-no-community = 没有“{ $said }”这个社区
import-no-person = 没有“{ $said }”这个人
import-namesakes = 不止一人叫“{ $said }”,请填编号
import-cannot-own = { $said } 不能承办这类督导单
import-cannot-help = { $said } 不能协办
import-case-owner = 案件类要写明承办人
import-no-officer = { $place }现在没有民警,请写明承办人
import-no-word = 不认识“{ $said }”,请从下拉列表里选
import-no-day = 看不懂“{ $said }”,请写成 4月26日 或 2023-04-26
import-past = 期限须在今天之后
import-far = 期限太远,最多{ $most }天
import-again = 与第{ $first }行重复
import-under-way = 这件事已有在办的 { $code }

import-sheet = 督导单
import-notes = 说明
import-column = 列
import-how = 怎么填
import-problems = 问题
import-left-out = (已隐去)
import-example = 示例:{ $place }
import-example-object = 某小区3栋501、502两户
import-example-content = 30天内6次报警,同一事由。请查明起因,当面调解
import-example-supporting = 可约二楼调处中心
import-says-community = 必填。社区名,从下拉列表里选。以“示例”开头的行不导入。
import-says-object = 必填。哪里、哪户、什么纠纷?最多{ $most }字,不写姓名电话。
import-says-content = 必填。发生了什么,请承办人做什么?最多{ $most }字。
import-says-class = 普通或案件,不填为普通。
import-says-risk = 必填。红、橙、黄、蓝。
import-says-requirements = 反馈要写清什么?最多{ $most }字,不填为常规要求。
import-says-supporting = 有什么依据、可以找谁?最多{ $most }字,可不填。
import-says-owner = 代号或编号;不填为社区民警。案件类必填。
import-says-co-handlers = 代号或编号,有几个用顿号隔开;可不填。
import-says-due = 如 4月26日 或 2023-04-26;不填按规定的天数。
