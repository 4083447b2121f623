# Tables that people send or import

table-too-large = 文件超过 { $megabytes } MB,请拆成几个。
table-kind = 只收 .xlsx 或 .csv 文件;其他格式(.xls、.xlsm、.et 等)请在 Excel 或 WPS 里另存为 .xlsx。
table-too-long = 超过 { $lines } 行,请拆成几个文件。
table-bomb = 文件解压后过大,不像要填的表。
table-macros = 文件里有宏,不收。请另存为不带宏的 .xlsx。
table-damaged = 不是完好的 .xlsx 文件(或设了密码);请在 Excel 里另存一份再试。
table-encoding = 认不出编码;请另存为 .xlsx 或 CSV UTF-8。
table-lost = 文件没有取到,请再发一次。
table-column-missing = 缺少这一列;第一行须是模板的表头
table-column-unknown = 不认识这一列,请用模板的表头
table-column-twice = 这一列出现了不止一次
table-cell-date = 被 Excel 当成了日期,请把单元格设为文本后重写
table-cell-number = 被 Excel 当成了小数或真假值,请把单元格设为文本后重写
table-cell-formula = 是公式,请改成文字(复制后选择性粘贴为数值)
table-cell-error = 公式出错,请改成文字
