# Importing from a file, whatever is imported

import-need-file = Please send the filled-in .xlsx or .csv file. Send "cancel" to leave.
import-empty = No row is filled in (the example does not count). Please fill the table in and send it again.
import-too-many = A file holds { $most } rows at most, this one { $count }. Please split it.
import-faults =
    Not imported yet. To put right: { $count }. Then please send the file once more.
    { $lines }
import-fault = Row { $row } { $column }: { $says }
import-marked = The last column says what is wrong. You can correct this very file and send it back.
import-cancel = Cancel
import-cancelled = Cancelled, nothing was imported.
import-over = This was done already, or is out of date. To import again, send "{ $command }".
import-moved =
    Owners have changed since it was checked. Nothing was imported, please look once more:
    { $lines }
import-moved-line = Row { $row } owner: { $before } → { $now }
import-needed = must be filled in
import-personal-number = seems to hold an ID card or telephone number, please remove it
import-too-long = { $most } characters at most, please remove { $over }
import-no-person = there is nobody called "{ $said }"
import-namesakes = more than one person is called "{ $said }", please write the id
import-no-word = "{ $said }" is not known, please choose from the list
import-no-day = "{ $said }" is no day, please write 26 Apr or 2023-04-26
import-no-moment = "{ $said }" is no time, please write 26 Apr, 26 Apr 18:00 or 2023-04-26 18:00
import-past = must be after today
import-gone = is past already
import-far = too far off, { $most } days at most
import-again = the same as row { $first }
import-under-way = { $code } is under way about the same
import-notes = How to fill in
import-column = Column
import-how = What to write
import-problems = Problems
import-left-out = (left out)
import-example = Example: { $what }
