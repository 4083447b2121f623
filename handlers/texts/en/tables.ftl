# Tables that people send or import

table-too-large = The file is larger than { $megabytes } MB. Please split it.
table-kind = Only .xlsx or .csv files: please save any other format (.xls, .xlsm, .et) as .xlsx in Excel or WPS.
table-too-long = More than { $lines } rows. Please split the file.
table-bomb = The file unpacks to far more than a filled-in table.
table-macros = The file holds macros and is not taken. Please save it as .xlsx without macros.
table-damaged = This is no sound .xlsx file (or it has a password). Please save it again in Excel.
table-encoding = The encoding is not known. Please save it as .xlsx or as CSV UTF-8.
table-lost = The file could not be fetched. Please send it once more.
table-column-missing = column missing; the first row must be the template's heading
table-column-unknown = unknown column; please keep the template's heading
table-column-twice = this column stands there more than once
table-cell-date = Excel has made a date of it; please format the cell as text and write it again
table-cell-number = Excel has made a decimal or a truth value of it; please format the cell as text
table-cell-formula = is a formula; please paste it as a value
table-cell-error = a formula that failed; please write a text
