# Importing: many sheets from a file

command-importsheets = Import sheets
command-importsheets-help = Fill the Excel template in and issue many sheets at once
import-ask-sheets = Please fill this template in: a row for each sheet, { $most } at most. Then send the file back here: it is checked first, then issued. Send "cancel" to leave.
import-preview-sheets =
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
import-line-sheets = { $row }. { $object } → { $owner }{ $due }
import-do-sheets = Issue { $count }
imported-sheets =
    ✅ Issued { $count ->
        [one] 1 sheet
       *[other] { $count } sheets
    } ({ $first } to { $last }) to { $people ->
        [one] 1 person
       *[other] { $people } people
    }.
    You will be told of every signature and answer.
import-no-community = there is no community "{ $said }"
import-cannot-own = { $said } cannot own sheets of this class
import-cannot-help = { $said } cannot co-handle
import-case-owner = a case needs an owner
import-no-officer = { $place } has no officer now, please name an owner
import-title-sheets = Sheets
import-example-object = Households 501 and 502, building 3
import-example-content = Six calls in 30 days about the same matter. Please find the cause and mediate.
import-example-supporting = The mediation centre on the second floor can be booked
import-says-sheets-community = Needed. From the list. Rows that begin with "Example" are passed over.
import-says-sheets-object = Needed. Where, which household, what about? { $most } characters at most, no names or telephone numbers.
import-says-sheets-content = Needed. What happened, what is the owner to do? { $most } characters at most.
import-says-sheets-class = Ordinary unless you choose another.
import-says-sheets-risk = Needed. From the list.
import-says-sheets-requirements = What must the answer say? { $most } characters at most; the usual ones where it is empty.
import-says-sheets-supporting = What can help? { $most } characters at most, may stay empty.
import-says-sheets-owner = Name or id; the community's officer where it is empty. A case needs one.
import-says-sheets-co-handlers = Names or ids, separated by commas; may stay empty.
import-says-sheets-due = Like 26 Apr or 2023-04-26; as ever where it is empty.
