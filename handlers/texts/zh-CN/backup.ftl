## Backups (docs/backup.md)

said-again = 〔重发 № { $number }〕{ $text }
backup-restored =
    ⏰ 记录已从{ $moment }的备份恢复
    这之后的督导单、反馈等都不在了,请补录,单号会接着备份时的往下编。
    这之后离所、解绑、换手机的,请马上重新办理,否则旧账号仍然有效。
    { $repeated ->
        [0] 没有需要补发的通知。
       *[other] 当时还没发完的{ $repeated }条通知带“重发”字样补发。
    }
backup-failed =
    ⏰ 自动备份没有成功:{ $reason }
    每小时会再试一次。请检查磁盘和 [backup] 设置,或运行 dudao doctor。
backup-busy = 另一份备份正在进行,请等它结束。
backup-impossible = 备份没有完成:{ $reason }。没有留下半份备份。
