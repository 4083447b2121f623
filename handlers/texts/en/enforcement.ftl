## Commands

command-newissue = New issue
command-newissue-help = List an enforcement problem and give it to a case officer
command-issues = Issues
command-issues-help = Enforcement issues under way; send Z031 for one of them

## The six elements

element-incident = Incident
element-case = Case
element-person = Person
element-property = Property
element-dossier = Dossier
element-venue = Venue

## Listing

issue-which-element = 🛠 New issue: which element?
issue-which-problem = (1/2) { $element }: what is the problem? Write it, without facts of the case or names.
issue-which-case = (2/2) If it is about a case, send the last four digits of its number.
issue-which-owner = Who is to put it right? Press a name, or send a name or staff id.
issue-which-due = By when? For instance 24 Apr or tomorrow 18:00. A day alone means 18:00.
issue-draft = Draft
issue-preview = 🛠 { $code } { $element }
    Problem: { $problem }{ $requirements }
    Owner: { $owner }
    Due: { $until }
    Found by { $author }, not given out yet
issue-with-case = { $problem } (case …{ $digits })
issue-requirements = To do: { $words }
issue-all-requirements = 🛠 { $code }: what is to be done
    { $words }
issue-which-requirements = What is to be done? For its owner, { $most } characters at the most.
issue-draft-requirements = To do
issue-draft-no-case = No case
issue-draft-owner = Owner
issue-draft-due = Due time
issue-draft-list = Hand on
issue-draft-assign = Give out
issue-draft-discard = Discard
issue-listed = ✅ Listed { $number } ({ $code }); a legal officer gives it to { $owner }.
issue-assigned = ✅ Given out { $number } ({ $code })
    Owner: { $owner }
    Due: { $until }
issue-discarded = The draft is deleted; nothing was listed.
issue-four-digits = Send only the last four digits of the case number, such as 0021.
issue-no-moment = That is no time I understand. Send a day or a time, such as 24 Apr or tomorrow 18:00.
issue-needs-owner = The owner must be a case officer who is here; please choose another.
issue-incomplete = The problem or its owner is missing.
issue-due-past = The due time is past; please choose another.

## The issue

issue = 🛠 { $number } ({ $code })
    Element: { $element }
    Problem: { $problem }{ $requirements }
    Owner: { $owner }
    Due: { $until }
    Now: { $standing }
    Given out by { $lister }
issue-returned-because = Returned: { $reason }
issue-state-assigned = not seen yet
issue-state-listed = to be given out
issue-state-rectifying = being put right
issue-state-submitted = to be verified
issue-state-returned = returned
issue-state-closed = closed
issue-state-withdrawn = withdrawn
issue-do-open = Open
issue-do-acknowledge = Understood
issue-do-rectify = Put right
issue-do-extend = More time
issue-do-object = I object
issue-do-trail = History
issue-do-photos-done = Photos done
issue-do-no-photos = No photos
issue-do-redo-text = Rewrite text
issue-do-redo-photos = New photos
issue-do-take-back = Withdraw
issue-do-requirements = Requirements
issue-do-accept = Accept
issue-do-return = Return
issue-do-photos = Photos
issue-not-yours = { $code } is for its owner to put right.
issue-trail = 🛠 History of { $code }
    { $lines }
act-issue-list = listed it
act-issue-revise = changed it
act-issue-assign = gave it out
act-issue-acknowledge = has seen it
act-issue-submit = handed it in
act-issue-take-back = took it back
act-issue-return = returned it
act-issue-verify = verified it
act-issue-close = closed it
act-issue-extend = granted more time
act-issue-extend-ask = asked for more time
act-issue-extend-refuse = refused more time
act-issue-withdraw = withdrew it
act-issue-object-ask = objected
act-issue-object-refuse = upheld it

## Putting it right (M10)

rectify-words = { $code } (1/2): in a sentence, what was done?
rectify-photos = { $code } (2/2): Send a photo or screenshot as proof, with what is in the case covered.
rectify-kept =
    { $code }: your text and photos are still here: { $chars } { $chars ->
        [one] character
       *[other] characters
    }, photos: { $photos }
    { $words }
    You can go on with text or photos.
rectify-no-words = { $code } has no text yet: please say in a sentence what was done.
issue-submitted = ✅ { $code } handed in to be verified, { $at }{ $margin }.
issue-to-verify = 🛠 To verify: { $code } { $owner }
    Problem: { $problem }
    “{ $words }” | photos: { $photos }
    Due: { $until }
issue-closed = ✅ { $code } verified and struck off the list.
issue-return-why = Returning { $code }: what is missing?
issue-return-until = By when is it to be completed? For instance tomorrow 18:00.

## More time, and objections

issue-extend-why = More time for { $code } (1/2): why?
issue-extend-until = (2/2) Until when? { $days } days more at the most, and only once.
issue-extend-too-far = The new due time must be later than the present one, by { $days } days at the most.
issue-extend-asked = The supervision post decides on more time for { $code }. Until then the due time stands.
issue-too-late-to-extend = { $code } is past its due time; no more time can be asked for. Please put it right soon.
issue-extended-already = { $code } was given more time once already.
issue-asked-already = It was asked already; the supervision post is to decide.
issue-to-extend = ⏰ More time asked for { $code } by { $owner }
    Problem: { $problem }
    Due: { $until }, asked for: { $wanted }
    Reason: { $reason }
issue-grant = Grant
issue-refuse = Refuse
issue-extended = ✅ { $code }: more time granted, now due { $until }.
issue-not-extended = { $code }: no more time; it stays due { $until }.
issue-object-why = Objection to { $code }: please say why.
issue-object-asked = The supervision post decides on your objection to { $code }. Until then the due time stands.
issue-to-judge = 🛠 Objection to { $code } by { $owner }
    Problem: { $problem }
    Due: { $until }
    Reason: { $reason }
issue-strike = Withdraw it
issue-uphold = Uphold
issue-withdrawn = ✅ { $code }: your objection is right, the issue is withdrawn.
issue-upheld = { $code } stands; please put it right in time: { $until }.
issue-decided = Noted

## Lists and reminders (M9)

issues-none = No issues under way.
issues-listed = 🛠 Issues: { $count }
    { $lines }
issue-line = { $code } { $problem } { $standing }
issue-line-owner = { $code } { $problem } { $owner } { $standing }
issues-due = To put right
issues-late = Issues overdue: { $count }
issue-remind-days = ⏰ { $code }: days left: { $days }, due { $until }.
issue-remind-tomorrow = ⏰ { $code } is due tomorrow, nothing is handed in yet: { $until }.
issue-remind-today = ⏰ { $code } is due today: { $until }. Press “Put right” when it is done.
issue-remind-late = ⏰ { $code } is past its due time ({ $until }). Please put it right today and press “Put right”.
issue-missed = { $element }: { $problem }
issue-call = ⏰ { $code } is nearly due: { $until }. Press “Put right” when it is done.
count-issues = to put right: { $own }
count-to-verify = to verify: { $waiting }
issues-of-person = Issues: { $open }{ $late ->
        [0] {""}
       *[other] , { $late } overdue
    }

## Another owner

issue-do-reassign = Other owner
issue-same-owner = { $name } is its owner already.
issue-given-away = { $code } has been given to { $name }.
issue-ownerless = ⏰ { $code }: its owner { $owner } has left; please give it to somebody else.
    { $problem }
act-issue-reassign = gave it to another owner

## The list of the week, and as a file

command-week = Issues of the week
command-week-help = What is open: your own; for the supervision post and legal officers, the whole station’s
issues-of-week = 🛠 Issues of the week: { $count }{ $late ->
        [0] {""}
       *[other] , { $late } overdue
    }
    { $lines }
issues-tally = { $name }: { $count }{ $late ->
        [0] {""}
       *[other] , { $late } overdue
    }
export-of-issues = Enforcement issues
export-given-out = Given out
export-handed-in = Handed in
export-overdue = Overdue
