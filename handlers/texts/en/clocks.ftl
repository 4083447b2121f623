## Commands

command-clocks = Clocks
command-clocks-help = Start and stop the clock of a legal limit for a case; send K004 to see one

## Starting

clocks-none = No clock is running. To start one, choose which limit it is.
clock-begin = Start one
clock-which = Start a clock: for which limit?
clock-which-case = ⏳ { $name }: send the case code, such as { $example }. Only the code: nothing of the case, no names.
clock-no-case = That is no case code. Send only the code, such as { $example }.
clock-since-when = { $case } { $name } ({ $limit }): since when does it run? Press "Now", or send a time, such as today 9:00, yesterday 8 pm.
clock-hours = { $hours ->
        [1] { $hours } hour
       *[other] { $hours } hours
    }
clock-days = { $days ->
        [1] { $days } day
       *[other] { $days } days
    }
clock-now = Now
clock-no-moment = Not understood. Send a time that is past, such as today 9:00, 18 Apr 10:30.
clock-long-over = Counted from then, { $name } was over on { $until } already. Please check, and send it again.

## One

clock = ⏳ { $code } { $name }
    { $case } | since { $began }
    Until: { $until }{ $extended }
    { $standing }
    Started by: { $starter }
clock-was-extended = {" "}(extended)
clock-running = Running, { $left }
clock-stopped = Stopped by { $who } at { $at }
clock-left = { $hours } h { $minutes } min left
clock-do-open = See clock
clock-do-stop = Stop
clock-do-extend = Extend
clock-do-trail = History
clock-not-yours = { $code } is stopped or extended by whoever started it, or by the supervision post.
clock-not-extensible = { $code } was extended already, or the law gives it no more time.
clock-why = { $code } { $name } can be extended to { $until }. Say why, and who approved it: nothing of the case, no names.
clock-trail = History of { $code }
    { $lines }
act-clock-start = started
act-clock-extend = extended
act-clock-stop = stopped

## Who is told

clock-call = ⏳ { $code } { $name } { $case }
    { $left }, it ends { $until }. Press "Stop" when it is done.
clock-over = ⏰ { $code } { $name } { $case } is over, and not stopped
    Until: { $until } | started by: { $starter }
    If it is done, stop the clock; if not, see to it at once.
clock-extended-by = ⏳ { $code } { $name } { $case }: { $who } has extended it to { $until }.
clock-stopped-by = ✅ { $code } { $name } { $case }: { $who } has stopped it. It ran until { $until }.
clocks-left = ⏰ { $name } has left. The clocks they started go on: please have each seen to, and stopped.
    { $lines }

## Lists

clocks-listed = ⏳ Clocks running: { $count }
    { $lines }
clock-line = <b>{ $code }</b> { $name } { $case } { $starter } { $left }
count-clocks = { $running ->
        [1] { $running } clock
       *[other] { $running } clocks
    }{ $over ->
        [0] {""}
       *[other] , { $over } over
    }
