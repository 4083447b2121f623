## Lists

list-line-owner = <b>{ $code }</b> { $object } { $owner } { $standing }
list-line-closed = <b>{ $code }</b> { $object } { $owner } { $day }销号
listing-open =
    📋 在办督导单 { $count }件{ $scope }
    { $lines }
listing-overdue =
    📋 逾期督导单 { $count }件{ $scope }
    { $lines }
listing-review =
    📋 待审督导单 { $count }件{ $scope }
    { $lines }
listing-closed =
    📋 已销号督导单{ $scope }
    { $lines }
listing-none-open = 目前没有您能看到的在办督导单。
listing-none-overdue = 目前没有您能看到的逾期督导单。
listing-none-review = 目前没有您能看到的待审督导单。
listing-none-closed = 没有您能看到的已销号督导单。
listing-of-group = (本组)
listing-of-mine = (我的)
listing-to-open = 在办{ $count }
listing-to-overdue = 逾期{ $count }
listing-to-review = 待审{ $count }
listing-to-closed = 已销号
listing-to-all = 全部
listing-to-group = 本组
listing-to-mine = 我的
listing-next = 下一页
listing-first = 回首页
