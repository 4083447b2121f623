command-newsheet = New sheet
command-newsheet-help = Draft a supervision sheet and issue it
command-extensions = Extensions
command-extensions-help = Decide on requests for more time
command-sheets = Sheets
command-sheets-help = Open, overdue, closed sheets; “search words” finds one

## Words

class-ordinary = Ordinary
class-case = Case
risk-red = 🔴 Red
risk-orange = 🟠 Orange
risk-yellow = 🟡 Yellow
risk-blue = 🔵 Blue
state-draft = draft
state-issued = not signed for
state-unsigned = not signed for in time
state-acknowledged = signed for
state-in_progress = in progress
state-submitted = in review
state-returned = returned, to be completed
state-closed = closed
state-voided = void
standing-suspended = suspended until { $day }
standing-left = { $state }, { $left }
outcome-settled = Settled
outcome-partly_settled = Part settled
outcome-not_settled = Not settled
outcome-needs_joint_mediation = Joint talks

## The sheet

sheet =
    📋 Supervision sheet { $number } ({ $code })
    <b>Object</b>: { $object }
    <b>Content</b>: { $content }{ $supporting }
    <b>Requirements</b>: { $requirements }
    Risk: { $risk } Class: { $handling_class }
    Owner: { $owner } Co-handlers: { $co_handlers }
    <b>Due</b>: { $until }
    State: { $standing }
    { $issuer } { $issued }

sheet-supporting = <b>Reference</b>: { $supporting }
sheet-open = See sheet
sheet-sign = Sign for
sheet-feed-back = Feedback
sheet-go-on = Go on
sheet-withdraw = Withdraw
sheet-extend = More time
sheet-more = More
sheet-book-slot = Book slot
sheet-mediate = Mediation
sheet-reopen = Reopen
sheet-contribute = Contribute
sheet-after = Add more
sheet-ask-reviewer = Ask reviewer
sheet-ask-owner = Ask owner
sheet-more-says =
    { $code }: you can also
    { $object }
sheet-ask-transfer = Not my team
sheet-reassign = New owner
sheet-transfer = Transfer
sheet-suspend = Suspend
sheet-resume = Resume
sheet-void = Void
sheet-copy = Copy
sheet-why = Why this day
sheet-trail = History
sheet-text = Full text
sheet-photos = Photos
sheet-accept = Accept
sheet-return = Return

sheet-not-yours = { $code } is not yours; this step is the owner's.
sheet-in-review = { $code } is handed in and in review; it cannot be changed. You can withdraw it first.
sheet-over = { $code } is void; nothing more to do.
signed = Signed for at { $at }
told-signed =
    📋 { $code } { $owner } has signed for it
    { $object } Due { $until }

why =
    { $code }: why it is due on this day
    From the day after it was { $start }, { $days } { $kind }{ $roll }
    { $lines }
    Due now: { $until }
    { $sign }
why-first = { $at } issued: { $until }
why-chosen = Set when issued, { $at }: { $until }
why-moved = { $at } { $act }: { $until }
why-roll = , moved on over holidays
why-sign =
    Signing has a clock of its own: { $hours } { $hours ->
        [one] hour
       *[other] hours
    } after it was handed out (outside quiet hours), before { $at }
days-natural = calendar days
days-working = working days
start-issued = issued
start-signed = signed for
not-issued-yet = Not issued yet; the due time is set when it is.

trail =
    { $code } { $object }
    { $lines }
trail-earlier = … and { $earlier } earlier { $earlier ->
        [one] step
       *[other] steps
    }
trail-line = { $at } { $who } { $act }{ $note }
trail-note = : { $note }
act-sheet-issue = issued
act-sheet-acknowledge = signed for
act-sheet-begin = work begun
act-sheet-submit = feedback handed in
act-sheet-withdraw = feedback withdrawn
act-sheet-return = returned
act-sheet-close = accepted and closed
act-sheet-extend = extension granted
act-sheet-reopen = reopened
act-sheet-contribute = contributed
act-sheet-interim = interim feedback
act-sheet-book = booked the mediation centre
act-sheet-mediate = recorded a mediation
act-sheet-revisit = revisited
act-sheet-ask = asked or answered
act-sheet-suspend = suspended
act-sheet-resume = resumed
act-sheet-reassign = owner changed
act-sheet-transfer = transferred
act-sheet-void = voided

## Lists and counts

sheets-of-person = Sheets: { $count }
list-line = <b>{ $code }</b> { $object } { $standing }
list-line-helping = <b>{ $code }</b> { $object } { $standing } (co-handler)
count-own = { $own } { $own ->
        [one] sheet
       *[other] sheets
    }
count-own-late = { $own } { $own ->
        [one] sheet
       *[other] sheets
    } ({ $late } overdue)
count-unsigned = { $unsigned } to sign for
count-helping = helping with { $helping }
count-review = { $waiting } to review

## Drafting (M3)

draft-left =
    You have { $count } unfinished { $count ->
        [one] sheet
       *[other] sheets
    }:
    { $lines }
draft-line = { $n }. { $object }
draft-resume-button = Go on: { $n }
draft-anew-button = Another one
draft-community = 📋 New supervision sheet: which community? Tap its police group, or send its name.
no-such-community = There is no community “{ $typed }”. Please tap one or send it again.
draft-object = { $place } (1/3) Object: where, which household, what dispute? { $most } characters at most; no names or phone numbers.
draft-content = (2/3) Content: what happened, what is the owner to do? { $most } characters at most.
draft-class = The class is Ordinary; to change it, tap the class first. Tap the risk to go on.
draft-supporting = Reference: what is it based on, who can help, where to meet? { $most } characters at most.
draft-requirements = (3/3) Requirements: what must the feedback say? { $most } characters at most.
draft-standard-button = As usual
standard-requirements = Meet both sides, write the cause and what was agreed, add photos from the scene
draft-preview =
    📋 Preview of the sheet
    <b>Object</b>: { $object }
    <b>Content</b>: { $content }{ $supporting }
    <b>Requirements</b>: { $requirements }
    Class: { $handling_class } Risk: { $risk }
    Owner: { $owner } Co-handlers: { $co_handlers }
    Due: written feedback within { $days } { $days ->
        [one] day
       *[other] days
    } (until { $until })
draft-issue-button = Issue
draft-owner-button = New owner
draft-co-handler-button = Co-handlers
draft-edit-button = Edit
draft-discard-button = Discard
draft-preview-button = Back
draft-issue-now-button = Yes, issue
draft-discard-now-button = Yes, discard
draft-owner = Who will own it? Tap, or send a name or staff id.
draft-also-button = Many owners
draft-also =
    Owners: { $owners }
    Who else? Tap, or send a name or staff id; send it again to take it back.
draft-each = { $owners } (one sheet each)
draft-co-handler = Who helps? Tap, or send a name or staff id; send it again to take it back.
draft-edit-what = Which part?
draft-edit-object = Object
draft-edit-content = Content
draft-edit-supporting = Reference
draft-edit-requirements = Requirement
draft-edit-class = Class, risk
draft-issue-sure = Issue it to { $owner }? { $object }
draft-discard-sure = Discard this draft? { $object }
draft-discarded = The draft is discarded.
issued =
    ✅ Issued { $number } ({ $code })
    { $object }
    Owner: { $owner } Due: { $until }
    You will hear when it is signed for, answered or overdue.
batch =
    ✅ { $first } to { $last }, { $count } in all { $object }
    Signed for { $signed } Answered { $answered } Closed { $closed }
    { $lines }
    Due: { $until }
batch-several = { $object } and others
batch-line = <b>{ $code }</b> { $owner } { $standing }
sheet-batch = Whole batch
cannot-own = { $name } cannot own such a sheet. Please choose again.
cannot-help = { $name } cannot help on it. Please choose again.
cannot-issue = You can draft; the quality post issues. The draft is saved.
sheet-needs-owner = No owner is chosen yet. Please tap “New owner” first.
sheet-incomplete = Object and content are not complete yet.

## Feedback (M5)

feedback-text =
    { $code } feedback (1/2): text
    Please write four points: whom you met, the cause, what was agreed, what comes next.
    At least { $chars } { $chars ->
        [one] character
       *[other] characters
    }, in one message or several; photos may come along. Send “Cancel” to leave; the draft is kept.
feedback-kept =
    { $code }: your text and photos are still here: { $chars } characters, photos { $photos }
    { $words }
    You can go on with text or photos.
text-missing = { $chars } characters noted, { $missing } more needed. Please add what was agreed or what comes next.
text-taken =
    { $chars } characters noted.
    { $code } feedback (2/2): photos
    Please send photos from the scene, { $most } at most, several at once if you like. Avoid faces, ID cards and phone numbers.
feedback-no-photos = No photos
feedback-keep = Save draft
feedback-interim = Interim
feedback-to-reviewer = To reviewer
feedback-after =
    { $code } is closed. { $object }
    What you add goes to the reviewer, who may reopen it. Please send it.
feedback-preview-after =
    Please check { $code }, added after closing
    { $words }
    ({ $chars } characters) Photos { $photos }
submitted-interim =
    ✅ { $code } sent to { $reviewer }: { $chars } characters, photos { $photos }
    The sheet stays with you, due { $until }.
interim =
    📋 Interim feedback { $code } { $owner }
    { $object }
    “{ $words }”
    Photos { $photos } | Due { $until }, no review needed
interim-after =
    📋 Added after closing { $code } { $owner }
    { $object }
    “{ $words }”
    Photos { $photos } | Was due { $until }
reopened =
    🔁 { $code } is open again, please go on
    { $object } Now due { $until }
contribute-text =
    { $code } contribution { $object }
    Please send text or photos; the owner hands them in. Send “Cancel” to leave; the draft is kept.
contribute-done = Done
contributed =
    { $code }: { $chars } characters noted, photos { $photos }.
    The owner hands it in; { $owner } has been told.
told-contributed =
    📋 { $code } { $who } has added to it; please hand it in
    { $object } Due { $until }
    Now { $chars } characters, photos { $photos }
returned-often =
    ⏰ { $code } { $owner } returned { $times } { $times ->
        [one] time
       *[other] times
    }
    { $object } Due { $until }
    Last reason: { $reason }
relay-what = { $code }: what do you want to say to { $to }? A few sentences will do.
relay-nobody = { $code }: there is nobody to pass it on to just now.
relay =
    💬 { $code } { $who }: { $words }
    { $object } Due { $until }
relay-reply = Reply
relayed = { $code }: passed on to { $to }.
feedback-saved = { $code }: the draft is saved; tap “Feedback” to go on.
feedback-preview =
    Please check { $code }
    { $words }
    ({ $chars } characters) Photos { $photos } | Tap the outcome to hand it in:
feedback-too-short = The text needs { $missing } more { $missing ->
        [one] character
       *[other] characters
    }; please add what was agreed or what comes next.
feedback-needs-late-reason = It is past the due time; please say why first.
late-why = { $code }: { $left }. Please say in a sentence why; then it is handed in.
submitted =
    ✅ { $code } handed in, { $at }{ $margin }.
    { $reviewer } will review it and you will hear. Until then you can withdraw it.
margin-early = , { $days } { $days ->
        [one] day
       *[other] days
    } early
margin-late = , with the reason for the delay

stray =
    Received. Which supervision sheet is it for?
    { $lines }
stray-none-button = None
stray-dropped = All right, it was counted for no sheet.
stray-taken = Counted as feedback to { $code } { $object }:
stray-late =
    { $code } is handed in; these photos were not counted.
    { $object }
    To add them, withdraw it first, then send them again.

## Review (M6)

review-card =
    📋 To review { $code } { $owner }
    { $object } | Outcome: { $outcome }
    “{ $words }”
    Photos { $photos } | Due { $until }{ $late }
review-late = Why late: { $reason }
return-why = Return { $code }: tap a reason, or write your own.
return-one-sided = One-sided
return-one-sided-long = Only one side is heard; please add what both say
return-vague = Too vague
return-vague-long = What both agreed and what comes next is not clear
return-no-photo = No photos
return-no-photo-long = Photos from the scene are missing
return-not-met = Not met
return-not-met-long = The parties were not met; please speak to them in person
return-own-words = Own words
return-own-words-ask = Why is { $code } returned? One sentence; the owner will see it.
return-not-at-all = Do not
returned =
    ↩️ { $code } is returned; the owner knows.
    { $object }
    Reason: { $reason }
    Now due: { $until }
accepted = ✅ { $code } accepted and closed. { $object }
accepted-toast = Accepted and closed
told-closed =
    ✅ { $code } accepted and closed.
    { $revisits }Thank you.
    { $number } { $object }
    Due { $until }
told-revisits = You will be reminded to visit again on { $days }. { "" }
told-returned =
    ↩️ { $code } was returned { $number }
    { $object }
    Reason: { $reason }
    Please complete it: { $until }, { $left }
    Your text and photos are still here.
no-photos = This sheet has no photos
no-text = No text yet
photos-of = { $code } photos: { $photos }
text-of =
    { $code } feedback in full
    { $words }
text-of-part =
    { $code } feedback in full ({ $part }/{ $parts })
    { $words }

## Reminders (M8)

digest-title = To do, { $day }
digest =
    ⏰ { $title }
    { $lines }
digest-held = { $count } more { $count ->
        [one] message
       *[other] messages
    }
digest-line = <b>{ $code }</b> { $object } { $left } ({ $until })
digest-line-unsigned = <b>{ $code }</b> { $object } not signed for in time, { $left } ({ $until })
remind-days =
    ⏰ { $code } { $days } { $days ->
        [one] day
       *[other] days
    } left, { $until }
    { $object }
remind-tomorrow =
    ⏰ { $code } due tomorrow, { $until }
    { $object }
    If it is truly hard, please ask for more time today, or speak to the command room.
remind-today =
    ⏰ { $code } due today, { $until }
    { $object }
    Please send feedback today.
remind-overdue =
    ⏰ { $code } { $days } { $days ->
        [one] day
       *[other] days
    } overdue, was due { $until }
    { $object }
    Please send feedback today and say why it is late. The command room and your team lead know.
sheet-nudge =
    ⏰ { $code } not signed for; please look soon
    { $object } Due { $until }
sheets-nudge =
    ⏰ { $count } sheets not signed for; please look soon
    { $lines }
sheet-unsigned =
    ⏰ { $code } { $owner } has not signed for it
    { $object } Due { $until }
sheets-unsigned =
    ⏰ { $count } sheets not signed for
    { $lines }
remind-unsigned =
    ⏰ { $code } not signed for in time, { $left }
    { $object } Due { $until }
    Please sign for it first.
watch-others = { $scope }, others
watch = { $scope }: { $count } overdue
watch-unsigned = { $scope }: { $unsigned } not signed for
watch-both = { $scope }: { $count } overdue, { $unsigned } not signed for
watch-line = <b>{ $code }</b> { $object } { $owner } { $left } ({ $until })
watch-line-unsigned = <b>{ $code }</b> { $object } { $owner } not signed for in time, { $left } ({ $until })

## Reminded later

sheet-snooze = Later
act-sheet-snooze = put the reminder off
snooze-when = ⏰ { $what }: when to remind again?
snooze-several = { $count } sheets
snooze-hour = In an hour
snooze-evening = This evening
snooze-morning = Tomorrow
snoozed = ✅ { $what }: next reminder { $at }
snooze-nothing = There is nothing to be reminded of later: it is not due for a reminder yet, or it is late.
snooze-too-late = By then it would be late; please see to it now.
snooze-enough = { $code } was put off { $times } { $times ->
        [one] time
       *[other] times
    } today; that is enough.
