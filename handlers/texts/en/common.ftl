## Dates

weekday-1 = Mon
weekday-2 = Tue
weekday-3 = Wed
weekday-4 = Thu
weekday-5 = Fri
weekday-6 = Sat
weekday-7 = Sun
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec
day = { $weekday } { $day } { $month }
short-day = { $day } { $month }
moment = { $day } { $time }
until = { $day } { $time }
left-days = { $days } { $days ->
        [one] day
       *[other] days
    } left
left-today = due today
left-overdue = { $days } { $days ->
        [one] day
       *[other] days
    } overdue
left-past = past the due time

## Teams

team-station = Station leadership
team-command_room = Command room
team-community_team = Community team
team-case_team = Case team
team-supervision = Enforcement supervision
team-patrol = Patrol
team-volunteers = Volunteer team
whole-station = Whole station

## Joining

list-join = { " | " }
name-join = { ", " }
lines-more = … and { $more } more

## Answers to what cannot be done (M23)

toast = { $text }
not-found = { $code } was not found, or is not yours to see.
not-found-this = This was not found, or is not yours to see.
not-understood = Sorry, I did not understand. Send a code such as D017, or tap Menu.
button-unknown = This button no longer works. Please tap /menu.
card-outdated = This card is out of date. Here is how it stands now.
pressed-twice = Noted already; no need to press again.
someone-first = { $who } did this at { $at } ({ $act }); no need to do it again.
choose-first = What you sent before still needs a place. Please tap a button above, then send this again.
no-such-day = I could not read the date. Please send one such as 24 Apr.
need-text = Please answer in text. Send “Cancel” to leave.
text-too-long = Too long: { $most } characters at most. Please cut { $over } and send it again.
personal-number = This seems to hold an ID or phone number. Please remove it and send again. What you wrote before is kept.
person-not-found = { $staff } is not on the roster. Please check the id or name.
person-namesakes = More than one person is called { $name }: { $ids }. Please send the id.
rewrite = Please send the text again without ID or phone numbers. What you wrote before is kept.
button-rewrite = Edit text
apology = Sorry, this was not saved. Please try again later; what you wrote is kept. The administrator has been told, reference { $reference }.
apology-unreadable = Sorry, this could not be read. Please send it another way; what you wrote before is kept. The administrator has been told, reference { $reference }.
button-retry = Try again
retrying = Trying again …
retry-too-late = Something else has been filled in since. Please send this once more; what you wrote before is kept.
parked-message = ⏰ A message could not be handled and was set aside, reference { $reference }. Please see the log.
parked-notice = ⏰ A notice could not be delivered and was set aside, reference { $reference }. Please see the log.
parked-unknown =
    ⏰ Nobody knows whether { $count ->
        [one] a notice was delivered (it was repeated once), reference
       *[other] { $count } notices were delivered (each was repeated once), references
    } { $references }. Please see the log.
parked-timer = ⏰ A timed reminder failed and was set aside, reference { $reference }. Please see the log.
person-unreachable = ⏰ { $name } can no longer be reached here (account closed or assistant blocked). Please phone them.
not-reached = ⏰ { $name } cannot be reached just now; this was not delivered: { $what }. It is kept for later; please phone them.

## An interrupted dialogue

resume-offer = What you were writing was saved as a draft. Go on with it?
button-continue = Continue
button-leave = Leave it
cancelled = Left. What you wrote is kept as a draft; you can go on at any time.
nothing-open = Nothing is being filled in just now.

## A channel that does not work

channel-ill = ⚠️ { $channel }: { $way } interrupted, { $why }. Trying on by itself; you will hear when it works again.
channel-well = ✅ { $channel }: { $way } works again after { $minutes ->
    [one] about a minute
   *[other] about { $minutes } minutes
}; nothing of that time is lost.
channel-way-in = receiving
channel-way-out = sending
channel-why-token = the token is refused, please check it
channel-why-conflict = another program receives with the same token, please stop one of them
channel-why-network = no network or no answer
channel-why-silent = no sign of life
