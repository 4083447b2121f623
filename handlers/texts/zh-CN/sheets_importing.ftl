# Importing: many sheets from a file

command-importsheets = 导入督导单
command-importsheets-help = 按模板填好 Excel,一次下发多张督导单
import-ask-sheets = 请按这个模板填:一行一张,最多{ $most }张。填好后把文件直接发回来,先核对,再下发。发“取消”退出。
import-preview-sheets =
    📋 导入核对:共{ $count }张,发给{ $people }人
    期限:{ $until }{ $others ->
        [0] {""}
       *[other] (其中{ $others }张另定)
    }
    { $lines }
import-line-sheets = { $row }. { $object } → { $owner }{ $due }
import-do-sheets = 下发{ $count }张
imported-sheets =
    ✅ 已下发{ $count }张({ $first }至{ $last }),承办{ $people }人。
    签收、反馈会逐件告诉您。
import-no-community = 没有“{ $said }”这个社区
import-cannot-own = { $said } 不能承办这类督导单
import-cannot-help = { $said } 不能协办
import-case-owner = 案件类要写明承办人
import-no-officer = { $place }现在没有民警,请写明承办人
import-title-sheets = 督导单
import-example-object = 某小区3栋501、502两户
import-example-content = 30天内6次报警,同一事由。请查明起因,当面调解
import-example-supporting = 可约二楼调处中心
import-says-sheets-community = 必填。社区名,从下拉列表里选。以“示例”开头的行不导入。
import-says-sheets-object = 必填。哪里、哪户、什么纠纷?最多{ $most }字,不写姓名电话。
import-says-sheets-content = 必填。发生了什么,请承办人做什么?最多{ $most }字。
import-says-sheets-class = 普通或案件,不填为普通。
import-says-sheets-risk = 必填。红、橙、黄、蓝。
import-says-sheets-requirements = 反馈要写清什么?最多{ $most }字,不填为常规要求。
import-says-sheets-supporting = 有什么依据、可以找谁?最多{ $most }字,可不填。
import-says-sheets-owner = 代号或编号;不填为社区民警。案件类必填。
import-says-sheets-co-handlers = 代号或编号,有几个用顿号隔开;可不填。
import-says-sheets-due = 如 4月26日 或 2023-04-26;不填按规定的天数。
