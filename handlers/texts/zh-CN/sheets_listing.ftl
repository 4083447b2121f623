## Lists

list-line-owner = <b>{ $code }</b> { $object } { $owner } { $standing }
list-line-closed = <b>{ $code }</b> { $object } { $owner } { $day }销号
listing-open =
    📋 在办督导单 { $count }件{ $scope }
    { $lines }
listing-overdue =
    📋 逾期督导单 { $count }件{ $scope }
    { $lines }
listing-unsigned =
    📋 签收超时督导单 { $count }件{ $scope }
    { $lines }
listing-review =
    📋 待审督导单 { $count }件{ $scope }
    { $lines }
listing-closed =
    📋 已销号督导单{ $scope }
    { $lines }
listing-none-open = 目前没有您能看到的在办督导单。
listing-none-overdue = 目前没有您能看到的逾期督导单。
listing-none-unsigned = 目前没有您能看到的签收超时督导单。
listing-none-review = 目前没有您能看到的待审督导单。
listing-none-closed = 没有您能看到的已销号督导单。
listing-of-group = (本组)
listing-of-mine = (我的)
listing-to-open = 在办{ $count }
listing-to-overdue = 逾期{ $count }
listing-to-unsigned = 未签收{ $count }
listing-to-review = 待审{ $count }
listing-to-closed = 已销号
listing-to-all = 全部
listing-to-group = 本组
listing-to-mine = 我的
listing-next = 下一页
listing-first = 回首页

## Search

search-found =
    🔍 { $words }
    { $lines }{ $more }
search-more = { "" }
    ……还有更多,请再加一个词。
search-none = 没有找到含“{ $words }”的督导单。
search-how = 请写一到{ $most }个词,用空格隔开,其中一个至少两个字,例如“查 楼道 堆物”。

## Statistics

command-month = 本月统计
command-month-help = 看本月下发、签收、反馈、退回、逾期,分警组
statistics =
    📊 { $year }年{ $month }督导单
    { $lines }
    签收、反馈只数按时的,未签收(签收超时)、逾期为现在。
statistics-line = <b>{ $group }</b> 下发{ $issued } 签收{ $signed } 反馈{ $answered } 退回{ $returned } 未签收{ $unsigned } 逾期{ $overdue }
statistics-all = 全所
statistics-elsewhere = 其他
statistics-none = { $year }年{ $month }没有下发督导单。
statistics-before = 上月
statistics-now = 本月

## Export

export = 导出Excel
exported = 导出{ $count }件。内部资料,请勿转发。
export-coming = 正在生成,马上发给您。
export-too-many = 超过{ $most }件,一个文件放不下,请分几个月导出。
export-of-open = 在办督导单
export-of-overdue = 逾期督导单
export-of-unsigned = 签收超时督导单
export-of-review = 待审督导单
export-of-closed = 已销号督导单
export-of-month = 督导单
export-number = 编号
export-code = 简码
export-state = 状态
export-object = 对象
export-content = 内容
export-supporting = 参考
export-requirements = 要求
export-community = 社区
export-co-handlers = 协办人
export-owner = 承办人
export-issued = 下发时间
export-signed = 签收时间
export-due = 期限
export-submitted = 反馈时间
export-closed = 销号时间
export-outcome = 结果
export-returns = 退回次数
export-class = 类别
export-risk = 等级
