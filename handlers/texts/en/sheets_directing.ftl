## What the room does to a sheet that is out

suspend-until = { $code }: suspend until which day? The clock goes on by itself then; { $most } { $most ->
        [one] day
       *[other] days
    } at most. Please send a date, such as 10 May.
suspend-reason = { $code }: why suspend it? One sentence; the owner will see it.
suspend-too-late = { $code } is overdue and cannot be suspended. Feedback or a reason first, please.
suspend-already = { $code } is suspended already.
suspend-days = { $most } { $most ->
        [one] day
       *[other] days
    } at most. Please send another date.
suspended =
    ⏸ { $code } is suspended; the clock goes on on { $day }
    { $object }
    Reason: { $reason }
    Now due: { $until }
resumed =
    ▶️ { $code } goes on, due { $until }
    { $object }
hand-over-to = { $code }: who takes it over? Class: { $handling_class }. Tap, or send a name or staff id.
handed-over =
    🔁 { $code } now belongs to { $owner }, class: { $handling_class }
    { $object }
    Due: { $until }
sheet-owner-left =
    🔁 { $code } owner has left; { $owner } owns it for now
    { $object }
    Due: { $until }
sheet-ownerless =
    ⏰ { $code } owner { $owner } has left; please name another
    { $object } Due { $until }
transfer-reason = { $code }: why should the other team have it? One sentence; the command director decides.
transfer-asked = { $code }: the command director has your request. Until it is answered the sheet stays yours, due as before.
transfer-waits = { $code }: the transfer waits for an answer.
transfer-card =
    ⏰ Transfer to decide { $code } { $owner }
    { $object } Due { $until }
    Asked for: { $handling_class }
    Reason: { $reason }
transfer-yes = Transfer it
transfer-no = Refuse
transfer-refused =
    ↩️ { $code } transfer refused; the owner stays
    { $object } Due { $until }
void-reason = { $code }: why void it? One sentence; the owner will see it.
void-sure = Void { $code }? { $object }. Reason: { $reason }. This cannot be undone; the number is kept.
void-now = Yes, void it
voided =
    🚫 { $code } is void; nothing more to do
    { $object } Was due { $until }
    Reason: { $reason }
