## Commands

command-newreview = Hand in a case
command-newreview-help = Push a case's next stage to its two reviewers (its code only)
command-reviews = Reviews
command-reviews-help = Cases to be reviewed; send V005 for one of them

## The stages

stage-pre = before
stage-during = during
stage-post = after

## Handing in

review-which-case = Send the case's code, such as { $example }. The code only: no facts of the case, no names.
review-no-case-code = That is no case code. Send the code only, such as { $example }.
review-preview = ⚖️ { $case } | { $stage }
    Checklist: { $items }
    A team or station leader reviews it first, then a legal officer.
review-left = Not handed in.
review-under-way = { $case } has a stage under review; the next can be handed in once both have passed it.
review-all-done = All three stages of { $case } have passed both reviews.
review-not-yours = { $code } is for whoever handed it in to complete.
review-not-for-you = { $code } is not for you to review now: nobody reviews their own case, or a stage twice.

## The review (M21)

review-title = { $case } | { $stage } ({ $code })
review-join = {", "}
review = ⚖️ Case review { $title }
    Checklist: { $items }
    Case officer: { $owner }
    { $standing }
review-first-by = First review: passed by { $who }
review-second-by = Second review: passed by { $who }
review-missing = Sent back by { $who }, missing: { $missing }
review-issues = Issues made of it: { $codes }
review-state-open = First review due { $until }
review-state-leader_ok = Second review due { $until }
review-state-done = Both reviews passed
review-state-sent_back = Sent back, to be completed
review-overdue = { $state }, overdue
review-passed = ✅ { $case }, { $stage }: both reviews passed. { $next }
review-time-left = { " " }{ $name }: { $left }.
review-next-pre = Next: hand in the review during the case.
review-next-during = Next: hand in the review after the case.
review-next-post = All three stages are done.
review-was-sent-back = ↩️ { $case }, { $stage } ({ $code }): sent back by the second review, missing: { $missing }. Completed, it goes through both again.
review-officer-left = ⚖️ { $who }, case officer of { $case }, { $stage } ({ $code }), has left; please name another, who hands in what was sent back by sending the code.
review-do-submit = Hand in
review-do-leave = Do not
review-do-pass = Pass
review-do-return = Send back
review-do-tick = Tick items
review-do-again = Completed
review-do-raise = Make issue
review-do-next = Next stage
review-do-trail = History
review-ticking = ⚖️ Item by item: { $title }
    { $lines }
review-item = { $mark } { $item }
review-which-missing = Sending back { $code }: what is missing? Press an item, or write a line ({ $most } characters at the most, no facts of the case).
review-problem = Review { $stage } the case, missing: { $missing }
review-raised = ✅ What { $code } lacked is on the issue list: { $issue }
review-trail = ⚖️ History of { $code }
    { $lines }
act-review-hand-in = handed it in
act-review-first-pass = passed it (first review)
act-review-second-pass = passed it (second review)
act-review-finish = both reviews done
act-review-send-back = sent it back
act-review-raise = made an issue of it

## Lists and reminders

reviews-none = No cases under review.
reviews-listed = ⚖️ Case reviews: { $count }, for you: { $own }
    { $lines }
review-line = { $title } { $standing }
reviews-due = Case reviews: { $count }
review-call = ⏰ { $code } waits for your review; its time is running out.
review-call-over = ⏰ The review of { $code } is overdue, please decide soon.
review-undecided = ⚠️ Nobody has reviewed { $code } in time; please see to it.
count-reviews = { $waiting } to review
issue-of-review = From the case review { $code }
