## Lists

list-line-owner = <b>{ $code }</b> { $object } { $owner } { $standing }
list-line-closed = <b>{ $code }</b> { $object } { $owner } closed { $day }
listing-open =
    📋 Open supervision sheets: { $count }{ $scope }
    { $lines }
listing-overdue =
    📋 Overdue supervision sheets: { $count }{ $scope }
    { $lines }
listing-unsigned =
    📋 Supervision sheets not signed for in time: { $count }{ $scope }
    { $lines }
listing-review =
    📋 Supervision sheets to review: { $count }{ $scope }
    { $lines }
listing-closed =
    📋 Closed supervision sheets{ $scope }
    { $lines }
listing-none-open = There are no open supervision sheets for you to see.
listing-none-overdue = There are no overdue supervision sheets for you to see.
listing-none-unsigned = There are no supervision sheets that were not signed for in time for you to see.
listing-none-review = There are no supervision sheets to review for you to see.
listing-none-closed = There are no closed supervision sheets for you to see.
listing-of-group = { " (my group)" }
listing-of-mine = { " (mine)" }
listing-to-open = Open { $count }
listing-to-overdue = Late { $count }
listing-to-unsigned = Unsigned { $count }
listing-to-review = Review { $count }
listing-to-closed = Closed
listing-to-all = All
listing-to-group = My group
listing-to-mine = Mine
listing-next = Next page
listing-first = First page

## Search

search-found =
    🔍 { $words }
    { $lines }{ $more }
search-more = { "" }
    …and more: please add a word.
search-none = There is no supervision sheet with “{ $words }”.
search-how = Please write one to { $most } words with spaces between them, one of two characters at least, such as “search corridor”.

## Statistics

command-month = This month
command-month-help = This month, group by group: issued, signed, answered, late
statistics =
    📊 Supervision sheets of { $month } { $year }
    { $lines }
    Signed and answered: in time only. Not signed in time, late: now.
statistics-line = <b>{ $group }</b> issued { $issued }, signed { $signed }, answered { $answered }, returned { $returned }, not signed { $unsigned }, late { $overdue }
statistics-all = Station
statistics-elsewhere = Others
statistics-none = No supervision sheets were issued in { $month } { $year }.
statistics-before = Month before
statistics-now = This month

## Export

export = Excel
exported = Sheets in the file: { $count }. Internal: please do not pass it on.
export-coming = The file is being made and will be here in a moment.
export-too-many = More than { $most } sheets: too many for one file. Please export them month by month.
export-of-open = Open sheets
export-of-overdue = Overdue sheets
export-of-unsigned = Sheets not signed for in time
export-of-review = Sheets to review
export-of-closed = Closed sheets
export-of-month = Sheets
export-number = Number
export-code = Code
export-state = State
export-object = Object
export-content = Content
export-supporting = Reference
export-requirements = Requirements
export-community = Community
export-co-handlers = Co-handlers
export-owner = Owner
export-issued = Issued
export-signed = Signed
export-due = Due
export-submitted = Answered
export-closed = Closed
export-outcome = Outcome
export-returns = Returns
export-class = Class
export-risk = Risk
