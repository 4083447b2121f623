command-menu = Menu
command-menu-help = What waits for you, and what you can do
command-help = Help
command-help-help = Everything you can do, explained
command-cancel = Cancel
command-cancel-help = Leave what you are filling in; the draft is kept
command-language = Language
command-language-help = Change to Chinese or English (中文或英文)

menu =
    Hello { $name }. { $day }
    { $counts }
nothing-waits = Nothing waits for you
help =
    You can:
    { $lines }
    Send a code (such as D017) to open that sheet; a reply to a sheet's message counts as feedback.
    Please do not forward this assistant's messages, and send no ID or phone numbers.
help-line = <b>{ $label }</b>: { $says }
language-which =
    Please choose a language.
    请选择语言。
language-zh-CN = 中文
language-en = English
language-chosen = All right, in English from now on.

## What one has, and what the people of a team have

command-mine = My tasks
command-mine-help = The supervision sheets you own or help with
command-team = My team
command-team-help = What each of my team has: sheets, issues, slips
mine-empty = You have no open supervision sheets or issues.
mine = 📋 My tasks
    { $parts }
mine-one = 📋 My tasks: { $part }
team = 👥 My team
    { $lines }
team-line = { $name } { $has }
team-nobody = Nobody of your team has open sheets or issues, or recent slips.
person = 👥 { $name }
    { $parts }
person-empty = { $name } has no open sheets or issues.

## What waits for one's verdict

command-review = To review
command-review-help = Review the feedback that has come in, one by one
queue-empty = No feedback waits for review.
queue-more = { $more } more to review: { $codes }. When this one is done tap “To review”, or send a code.
