## A slot at the mediation centre, and what came of it (M18)

slot-which =
    { $code } Mediation centre (2nd floor, notary present)
    Daily at { $times }. Tap a slot, or send a day and time, such as 4-24 14:30.
slot-in-0 = Today { $at }
slot-in-1 = Tmrw { $at }
slot-in-2 = +2d { $at }
slot-booked =
    ✅ Booked { $at }, { $code }
    { $object }
    Please tell both parties. You will be reminded.
slot-moved =
    ✅ Moved to { $at }, { $code }
    { $object }
    The earlier slot is free again. Please tell both parties.
slot-taken = { $code } That slot has just been taken. Please choose another.
slot-not-understood = That slot cannot be booked. Tap one, or send a day and time, such as 4-24 14:30.
slot-near =
    ⏰ { $code } Mediation soon: { $at }
    { $object } { $until }
mediation-first = { $code } Mediation record: did the first party come?
mediation-first-came = Came
mediation-first-missed = Did not
mediation-second = { $code } Did the second party come?
mediation-second-came = Came
mediation-second-missed = Did not
mediation-result = { $code } What came of it?
mediation-result-agreed = Agreed
mediation-result-partly = Partly
mediation-result-failed = Failed
mediation-next = { $code } What was agreed, and what is next? One line.
mediated = Mediation { $at }: { $facts }. { $next }
mediated-first-came = first party came
mediated-first-missed = first party did not come
mediated-second-came = second party came
mediated-second-missed = second party did not come
mediated-result-agreed = agreed
mediated-result-partly = partly agreed
mediated-result-failed = not agreed
mediation-kept =
    { $code } Kept; it goes out with your feedback:
    { $words }
    Feedback so far: { $chars } characters, { $photos ->
        [one] 1 photo
       *[other] { $photos } photos
    }.
revisit =
    ⏰ Revisit { $code } { $object } (day { $days } after closing)
    It was due { $until }. Please see whether it is still settled.
revisit-steady = Settled
revisit-again = Again
revisit-unreached = Not reached
revisited =
    ✅ { $code } Revisit noted: { $result }
    { $object }
revisit-again-told =
    ❗ { $code } { $owner } found trouble again; a new draft is ready
    { $object } It was due { $until }
draft-go-on-button = Go on
