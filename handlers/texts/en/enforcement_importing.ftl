# Importing: many issues from a file

command-importissues = Import issues
command-importissues-help = Fill the Excel template in and give many enforcement issues out at once
import-ask-enforcement = Please fill this template in: a row for each issue, { $most } at most. Then send the file back here: it is checked first, then given out. Send "cancel" to leave.
import-preview-enforcement =
   🛠 To check: { $count ->
       [one] 1 issue
      *[other] { $count } issues
   } for { $people ->
       [one] 1 person
      *[other] { $people } people
   }
   Due: as each element says{ $others ->
       [0] {""}
      *[other] {" "}({ $others } at other times)
   }
   { $lines }
import-line-enforcement = { $row }. { $element } { $problem } → { $owner }{ $due }
import-do-enforcement = Give { $count } out
imported-enforcement =
   ✅ Given out: { $count ->
       [one] 1 issue
      *[other] { $count } issues
   } ({ $first } to { $last }) to { $people ->
       [one] 1 person
      *[other] { $people } people
   }.
   Each comes back to be verified.

import-cannot-rectify = { $said } is no case officer and cannot put it right
import-four-digits = must be the last four digits of the case's number, like 0021 (make the cell a text)

import-title-enforcement = Issues
export-element = Element
export-problem = Problem
export-case = Case, last 4 digits
import-example-problem = Papers not scanned
import-says-enforcement-element = Needed. From the list.
import-says-enforcement-problem = Needed. { $most } characters at most, no facts of the case, names or telephone numbers. Rows that begin with "Example" are passed over.
import-says-enforcement-case = The last four digits of the case's number; empty where it is about no case.
import-says-enforcement-owner = Needed. The case officer who is to put it right, by name or id.
import-says-enforcement-requirements = What is to be done about it, { $most } characters at the most; may be left empty.
import-says-enforcement-due = Like 26 Apr (at 18:00) or 2023-04-26 12:00; the element's hours where it is empty.
