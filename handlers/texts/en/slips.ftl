## Commands

command-slips = Slips
command-slips-help = Three-colour slips: those that wait for your word, and those you may see

## Colours

colour-white = white
colour-yellow = yellow
colour-red = red
slip-icon-white = ⬜
slip-icon-yellow = 🟨
slip-icon-red = 🟥
slip-kind-white = white reminder
slip-kind-yellow = yellow warning
slip-kind-red = red slip
slip-state-proposed = to be decided
slip-state-confirmed = sent
slip-state-appealed = appealed
slip-state-upheld = upheld on appeal
slip-state-cancelled = cancelled
slip-label = { $colour } { $serial }

## Before those who decide (M9)

slip-proposal = 🛠 { $code } { $days } { $days ->
        [one] day
       *[other] days
    } overdue { $name }
    { $what } | last 30 days: { $counts }
    Proposed: { $kind }. Whether it is sent is for you to decide.
slip-proposal-red = 🟥 { $code } { $days } { $days ->
        [one] day
       *[other] days
    } overdue { $name }
    { $what } | last 30 days: { $counts }
    Proposed: a red slip and a talk with a leader. Whether it is sent is for you to decide.
slip-counts = white { $white }, yellow { $yellow }, red { $red }
slip-dismissed = { $who } decided not to send it: { $reason }
slip-lapsed = Nothing to decide any more: it is put right, due on another day, or has gone a step further.
slip-do-open = Open slip
slip-do-confirm = Send { $colour }
slip-do-confirm-red = Yes, send
slip-do-milder = Send white
slip-do-later = Not yet
slip-do-dismiss = Do not send
slip-do-talk = Talk instead
slip-do-phone = Phone first
slip-do-trail = History
slip-really-red = 🟥 Send { $name } a red slip? It stays on record and cannot be taken back.
slip-why-not = Why not? One sentence, please.
slip-talk-instead = A leader talks to them instead
slip-asked-after-calling = Noted; you will be asked again in 2 hours
slip-was-sent = Sent { $number }
slip-red-by-leader = Red slips are for a leader to decide; it has been passed on.
slip-settled = It is put right by now, or due on another day: nothing is sent.

## Before its recipient (M9)

slip-white = ⬜ White reminder { $number }
    { $name }: { $code } was due { $missed } and is not done
    { $what }
    Please do it, or say how it is: { $until }
    You can appeal: { $appeal }
slip-yellow = 🟨 Yellow warning { $number }
    { $name }: { $code } was due { $missed } and is still not done
    { $what }
    Please do it, and talk to the team’s lead: { $until }
    You can appeal: { $appeal }
slip-red = 🟥 Red slip { $number }
    { $name }: { $code } was due { $missed } and is still not done
    { $what }
    Please see a leader, and do it: { $until }
    You can appeal: { $appeal }
slip-appealed = Appealed; somebody else will judge.
slip-upheld = Upheld on appeal ({ $who }): { $reason }
slip-cancelled = Cancelled ({ $who }): { $reason }. It stays on record.
slip-do-explain = Explain
slip-do-appeal = Appeal
slip-do-appeal-done = Hand in
slip-do-redo-text = Rewrite text
slip-do-redo-photos = New photos
slip-explain = { $number }: how is it? A sentence or two, please.
slip-explained-thanks = Passed on to the supervision post. The deadline stands; please do it soon.
slip-appeal = Appeal against { $number }: please say why; you can add photos.
slip-appeal-kept = Noted: { $chars } { $chars ->
        [one] character
       *[other] characters
    }, photos: { $photos }. Send more, or hand it in.
slip-appeal-no-words = The appeal against { $number } has no reason yet; please write a sentence.
slip-appealed-now = ✅ Your appeal against { $number } is handed in. Somebody else will judge, and you will hear.
slip-appealed-already = { $number } has been appealed against already.
slip-too-late-to-appeal = It is too late to appeal against { $number }. You can still press “Explain”.

## Before whoever judges, and others who may know

slip-to-judge = { $icon } Appeal { $number } { $name }
    { $code } { $what }
    “{ $words }” | photos: { $photos }
    Sent by { $sender }. It is for you to judge.
slip-do-cancel = Cancel { $colour }
slip-do-uphold = Uphold
slip-do-recheck = Check again
slip-do-photos = Photos
slip-why-verdict = { $number }: for what reason? Whoever appealed will be told.
slip-rechecked = Whoever appealed is told; you will be asked again tomorrow
slip-sent-of = { $icon } { $number } was sent to { $name }: { $code }
slip-explained-to = { $icon } { $number } { $name } says: { $words }
slip-judged-cancelled = ✅ { $number } cancelled: { $verdict }. It stays on record.
slip-judged-upheld = { $icon } { $number } upheld on appeal: { $verdict }
slip-being-checked = { $icon } { $number }: your appeal is being looked into.
slip-trail = History
    { $lines }
slips-none = No slips that you may see.
slips-listed = Slips: { $count }
    { $lines }
slips-wait = Slips that wait for your word: { $count }
slip-line = { $icon } { $what } { $name } { $state }
count-slips = slips to decide: { $waiting }
act-slip-propose = proposed a slip
act-slip-confirm = sent it
act-slip-dismiss = decided not to send it
act-slip-phone = phones first
act-slip-explain = explained
act-slip-appeal = appealed
act-slip-uphold = upheld it
act-slip-cancel = cancelled it
act-slip-recheck = checks again
slips-of-person = Slips: { $count }, of the last 30 days { $counted } count
