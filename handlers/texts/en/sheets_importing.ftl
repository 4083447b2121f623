# Importing: many sheets from a file

command-importsheets = Import sheets
command-importsheets-help = Fill the Excel template in and issue many sheets at once
import-ask = Please fill this template in: a row for each sheet, { $most } at most. Then send the file back here: it is checked first, then issued. Send "cancel" to leave.
import-need-file = Please send the filled-in .xlsx or .csv file. Send "cancel" to leave.
import-empty = No row is filled in (the example does not count). Please fill the table in and send it again.
import-too-many = A file holds { $most } sheets at most, this one { $count }. Please split it.
import-faults =
    Not issued yet. To put right: { $count }. Then please send the file once more.
    { $lines }
import-fault = Row { $row } { $column }: { $says }
import-marked = The last column says what is wrong. You can correct this very file and send it back.
import-preview =
    📋 To check: { $count ->
        [one] 1 sheet
       *[other] { $count } sheets
    } for { $people ->
        [one] 1 person
       *[other] { $people } people
    }
    Due: { $until }{ $others ->
        [0] {""}
       *[other] {" "}({ $others } on other days)
    }
    { $lines }
import-line = { $row }. { $object } → { $owner }{ $due }
import-issue = Issue { $count }
import-cancel = Cancel
import-cancelled = Cancelled, nothing was issued.
import-over = This was done already, or is out of date. To import again, send "Import sheets".
import-moved =
    Owners have changed since it was checked. Nothing was issued, please look once more:
    { $lines }
import-moved-line = Row { $row } owner: { $before } → { $now }
imported =
    ✅ Issued { $count ->
        [one] 1 sheet
       *[other] { $count } sheets
    } ({ $first } to { $last }) to { $people ->
        [one] 1 person
       *[other] { $people } people
    }.
    You will be told of every signature and answer.

import-needed = must be filled in
import-personal-number = seems to hold an ID card or telephone number, please remove it
import-too-long = { $most } characters at most, please remove { $over }
import-no-community = there is no community "{ $said }"
import-no-person = there is nobody called "{ $said }"
import-namesakes = more than one person is called "{ $said }", please write the id
import-cannot-own = { $said } cannot own sheets of this class
import-cannot-help = { $said } cannot co-handle
import-case-owner = a case needs an owner
import-no-officer = { $place } has no officer now, please name an owner
import-no-word = "{ $said }" is not known, please choose from the list
import-no-day = "{ $said }" is no day, please write 26 Apr or 2023-04-26
import-past = must be after today
import-far = too far off, { $most } days at most
import-again = the same as row { $first }
import-under-way = { $code } is under way about the same

import-sheet = Sheets
import-notes = How to fill in
import-column = Column
import-how = What to write
import-problems = Problems
import-left-out = (left out)
import-example = Example: { $place }
import-example-object = Households 501 and 502, building 3
import-example-content = Six calls in 30 days about the same matter. Please find the cause and mediate.
import-example-supporting = The mediation centre on the second floor can be booked
import-says-community = Needed. From the list. Rows that begin with "Example" are passed over.
import-says-object = Needed. Where, which household, what about? { $most } characters at most, no names or telephone numbers.
import-says-content = Needed. What happened, what is the owner to do? { $most } characters at most.
import-says-class = Ordinary unless you choose another.
import-says-risk = Needed. From the list.
import-says-requirements = What must the answer say? { $most } characters at most; the usual ones where it is empty.
import-says-supporting = What can help? { $most } characters at most, may stay empty.
import-says-owner = Name or id; the community's officer where it is empty. A case needs one.
import-says-co-handlers = Names or ids, separated by commas; may stay empty.
import-says-due = Like 26 Apr or 2023-04-26; as ever where it is empty.
