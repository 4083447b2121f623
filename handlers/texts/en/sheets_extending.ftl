## Asking for more time (M7)

extend-reason = { $code } extension (1/3). Why? Tap a reason, or write your own.
extend-party = Party away
extend-department = Awaits reply
extend-appraisal = Appraisal
extend-progress = (2/3) How far has it come? One sentence:
extend-until =
    (3/3) Until which day? { $most } more { $most ->
        [one] day
       *[other] days
    } at most, { $times ->
        [one] once
       *[other] { $times } times
    } only.
    Due now: { $until }. Or send a date, such as 24 Apr.
extend-days = +{ $days } { $days ->
        [one] day
       *[other] days
    }
extend-days-most = { $most } more { $most ->
        [one] day
       *[other] days
    } at most. Please choose again.
extend-asked =
    { $code }: the command director has your request, from { $before } to { $after }.
    Until it is decided, the old due time counts.
extend-too-late = { $code } is past its due time; no extension can be asked for. Please send feedback first and say why.
extend-waits = { $code }: the extension waits for a decision. Until then the old due time counts.
extend-no-more = { $code } has been extended { $times ->
        [one] once
       *[other] { $times } times
    } already. If it is truly hard, please speak to the command room.
extend-card =
    ⏰ Extension to decide { $code } { $owner }
    { $object } Due { $before }, asked for until { $after }
    Reason: { $reason } | Progress: { $progress }
extend-card-again =
    ⏰ Extension still to decide { $code } { $owner }
    { $object } Due { $before }, asked for until { $after }
    Reason: { $reason } | Progress: { $progress }
    Silence grants nothing; please answer today.
extend-grant = Grant +{ $days }d
extend-grant-less = Only { $days }d
extend-refuse = Refuse
extend-granted =
    ✅ { $code } extension granted, now due { $until }
    { $object }
extend-refused =
    ↩️ { $code } extension refused, still due { $until }
    { $object }
    Please send interim feedback first.
extend-none-waits = No extension waits for a decision.
request-decided = This request has been answered already. Here is how it stands now.
