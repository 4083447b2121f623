# Importing: many issues from a file

command-importissues = 导入问题
command-importissues-help = 按模板填好 Excel,一次交办多件执法问题
import-ask-enforcement = 请按这个模板填:一行一件,最多{ $most }件。填好后把文件直接发回来,先核对,再交办。发“取消”退出。
import-preview-enforcement =
   🛠 导入核对:共{ $count }件,交给{ $people }人
   期限:按各要素的时限{ $others ->
       [0] {""}
      *[other] (其中{ $others }件另定)
   }
   { $lines }
import-line-enforcement = { $row }. { $element } { $problem } → { $owner }{ $due }
import-do-enforcement = 交办{ $count }件
imported-enforcement =
   ✅ 已交办{ $count }件({ $first }至{ $last }),整改{ $people }人。
   整改情况会逐件报来核验。

import-cannot-rectify = { $said } 不是办案民警,不能整改
import-four-digits = 须是案号后四位数字,如 0021(单元格设为文本)

import-title-enforcement = 执法问题
export-element = 要素
export-problem = 问题
export-case = 案号后四位
import-example-problem = 案卷材料未扫描上传
import-says-enforcement-element = 必填。警情、案件、人员、财物、卷宗、场所,从下拉列表里选。
import-says-enforcement-problem = 必填。什么问题?最多{ $most }字,不写案情、姓名、电话。以“示例”开头的行不导入。
import-says-enforcement-case = 案号的后四位,不涉及案件的不填。
import-says-enforcement-owner = 必填。整改的办案民警,代号或编号。
import-says-enforcement-requirements = 要怎样整改,最多{ $most }字,可不填。
import-says-enforcement-due = 如 4月26日(即18:00)或 2023-04-26 12:00;不填按要素的时限。
