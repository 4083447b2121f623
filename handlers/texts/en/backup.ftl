## Backups (docs/backup.md)

said-again = [again, no. { $number }] { $text }
backup-restored =
    ⏰ The records were restored from the backup of { $moment }
    Sheets and feedback after it are gone: please enter them again. Numbers go on from where they were then.
    Who left or changed phones after it: do it again at once, or the old accounts stay valid.
    { $repeated ->
        [0] There is nothing to be said again.
        [one] One notice that was on its way then is said again, marked “again”.
       *[other] { $repeated } notices that were on their way then are said again, marked “again”.
    }
backup-failed =
    ⏰ The backup did not succeed: { $reason }
    It is tried again every hour. Look at the disk and at [backup], or run dudao doctor.
backup-busy = Another backup is being made; wait for its end.
backup-impossible = There is no backup: { $reason }. No half of one is left either.
