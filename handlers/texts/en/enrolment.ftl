command-invite = Invite
command-invite-help = Give somebody on the roster a one-time code
command-unbind = Unbind
command-unbind-help = Take somebody's account out of use (lost phone, left the station)

stranger-welcome =
    Hello, this is a work assistant.
    To begin, please send the 8-character code that your administrator gave you.
    If you have no code, please ask your administrator.
not-enrolled = You are not enrolled yet. Please ask the command room for an enrolment code.
account-out-of-use = This account is out of use. Please ask your administrator.
code-invalid = This code is not valid or has been used. Please ask your administrator.
code-locked = Thank you, this code is now locked. Please ask your administrator for a new one.
code-refused = ⏰ The code for { $staff } reached somebody who answered “Not me”; it is locked. Please check, then send a new one.

enrol-confirm =
    Please check:
    { $who }
    { $community }
    Once bound, this account will receive work tasks.
enrol-community = Community: { $name }
button-it-is-me = Yes, it's me
button-not-me = Not me
enrol-done =
    ✅ Account bound.
    Waiting for you: { $waiting }.
    Tap “Menu” at any time, or send a code such as D016.
    Please do not forward this assistant's messages, and send no ID or phone numbers.
person-bound = { $name } ({ $staff }) has bound an account.

enrol-invite-whom = Who is the code for? Send the staff id, such as P-JIA01.
enrol-unbind-whom = Whose account goes out of use? Send the staff id, such as P-JIA01. It takes effect at once.
enrol-code = Code <code>{ $code }</code> for { $name }, valid for { $hours } { $hours ->
        [one] hour
       *[other] hours
    }, once only. Please pass it on in person or by phone, never to a group.
enrol-unbound = { $name } is unbound: { $count } { $count ->
        [one] account
       *[other] accounts
    } out of use. To begin again, invite them anew.
