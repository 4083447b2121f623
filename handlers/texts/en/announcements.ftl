command-announce = Announce
command-announce-help = Write once, send to many, see who has received it
command-announcements = Announcements
command-announcements-help = What was announced last, and who has received it

## Before those who are told

announcement =
    📣 Announcement { $code }
    { $text }
    { $sender } { $at }
announcement-photos = { $count ->
    [one] With { $count } photo
   *[other] With { $count } photos
}
announcement-revised = ✏️ Corrected { $at }
announcement-received = ✅ Received { $at }
announcement-receive = Received
announcement-look = See photos
announcement-noted = Noted { $at }
announcement-nudge = ⏰ Please read this announcement and press “Received”:
announcement-pictures = 📣 The photos of { $code }
announcement-taken-back = ↩️ Announcement { $code } was recalled: please do not act on it any more.
announcement-is-taken-back = This announcement was recalled: there is no need to press “Received”.

## Writing one

announcement-ask = Please write the announcement: text and photos, in one message or several. { $most } characters of text at the most.
announcement-text-or-photos = An announcement takes text, and photos of up to { $most } MB.
announcement-photos-too-many = { $most } photos at the most.
announcement-draft =
    📣 Draft of an announcement
    { $text }
announcement-text-missing = The photos have come. Please write the text of the announcement too.
announcement-anew = Please send the text or the photos again: the new ones replace the old.
announcement-to = To { $audience }: { $people ->
    [one] { $people } person
   *[other] { $people } people
}
announcement-beyond =
    { $unbound ->
        [0] Of these { $unreachable } out of reach just now: { $names }
       *[other] { $unreachable ->
            [0] Of these { $unbound } not enrolled: { $names }
           *[other] Of these { $unbound } not enrolled, { $unreachable } out of reach just now: { $names }
        }
    }
announcement-whom = To whom? Choose, or send names such as those of a group, a post, or a person.
announcement-chosen = Chosen: { $audience }
announcement-choose =
    Chosen: { $audience }
    Tap to choose, tap again to leave out.
announcement-parts-more = { $parts } and { $more } more
announcement-unknown = Not found: { $names }. Please check the names; what was chosen is kept.
announcement-namesakes = More than one person is called { $names }. Please send the staff id; what was chosen is kept.
announcement-by-station = Everyone
announcement-by-saved = Saved
announcement-by-team = By team
announcement-by-role = By post
announcement-by-community = By place
announcement-more = More
announcement-draft-send = Send
announcement-draft-audience = To others
announcement-draft-at = Send later
announcement-draft-at-once = Send now
announcement-draft-anew = Rewrite
announcement-draft-save = Save group
announcement-draft-discard = Delete
announcement-draft-discard-now = Yes, delete
announcement-draft-preview = To draft
announcement-draft-done = Done
announcement-when = When is it to be sent? Send a time such as 18:00, tomorrow 8:30, or 21 Apr 08:30.
announcement-no-moment = That is no time, or it is past, or more than 60 days ahead. Send one such as 18:00, tomorrow 8:30, or 21 Apr 08:30.
announcement-name = Give this audience a name of { $most } characters at the most.
announcement-saved = Saved as “{ $name }”
announcement-discard-sure = Delete this draft of an announcement?
announcement-discarded = The draft of the announcement is deleted.
announcement-needs-text = There is no text yet: please write the announcement first.
announcement-needs-audience = Nobody is chosen yet, or nobody but yourself.

## The card of whoever sent it

announcement-card =
    📣 { $code }Announcement | { $audience }
    { $text }
    { $lines }
announcement-scheduled = ⏰ Goes out { $at }
announcement-quiet = Nobody is disturbed at night: sending begins { $at }
announcement-sending = Sending { $done }/{ $all } { $bar }
announcement-paused = Paused { $done }/{ $all } { $bar }
announcement-stopped = Stopped: { $done } sent, { $left } not sent
announcement-kept = Out of reach just now: { $count }, told when they can be reached
announcement-failed = Could not be delivered: { $count }
announcement-count = Received { $received }/{ $all }
announcement-silent = Silent: { $names }
announcement-silent-more = { $count } silent: { $names } and others
announcement-revising = Being corrected, { $count } left
announcement-names = Names
announcement-do-open = Back
announcement-do-nudge = Remind again
announcement-do-pause = Pause
announcement-do-resume = Go on
announcement-do-stop = Stop
announcement-do-stop-now = Yes, stop
announcement-do-revise = Correct
announcement-do-recall = Recall
announcement-do-recall-now = Yes, recall
announcement-nudged = { $count ->
    [one] { $count } person reminded
   *[other] { $count } people reminded
}
announcement-nobody-silent = Everyone has received it: nobody needs to be reminded.
announcement-nudged-already = Only one reminder in { $minutes } minutes: please wait a little.
announcement-revise =
    It says now:
    { $text }
    Please send the corrected text: it changes on every phone.
announcement-stop-sure = Stop sending { $code }? What is not sent never will be, what is sent stays.
announcement-recall-sure = Recall { $code }? What is not sent never will be; what is sent is deleted from the phones, or after 48 hours replaced by “recalled”.
announcement-recalled = ↩️ Recalled { $at }
announcement-recalling = Being recalled { $done }/{ $all } { $bar }
announcement-unsent = Never sent: { $count }
announcement-deleted = Deleted: { $count }
announcement-blanked = Older than 48 hours, replaced by “recalled”: { $count }
announcement-unreachable = Out of reach, recalled when they can be reached: { $count }
announcement-lost = Could not be recalled: { $count }
announcement-left = { $name }: { $reason }
announcement-reason-unreachable = has stopped or blocked this assistant
announcement-reason-lost = the platform did not answer, or did not allow it
announcement-names-silent =
    📣 { $code } silent, received { $received }/{ $all }
    { $lines }
announcement-names-received =
    📣 { $code } received { $received }/{ $all }
    { $lines }
announcement-names-none = (nobody)
announcement-who-silent = Silent
announcement-who-received = Received by
announcement-name-received = { $name } { $at }
announcement-name-silent = { $name }
announcement-name-unbound = { $name }, not enrolled
announcement-name-unreachable = { $name }, out of reach
announcement-none = Nothing was announced yet. Begin with “Announce”.
announcement-list =
    📣 Announced last
    { $lines }
announcement-line = { $code } { $at } { $text } received { $received }/{ $all }
