command-invite = 发绑定码
command-invite-help = 给花名册上的人发一次性绑定码
command-unbind = 解绑
command-unbind-help = 停用一个人的账号(手机丢失、离所)

stranger-welcome =
    您好,这里是工作助手。
    首次使用请发送管理员给您的8位绑定码。
    没有绑定码,请联系管理员。
not-enrolled = 您还未绑定,无法使用。请向综合指挥室索取绑定码。
account-out-of-use = 本账号已停用。如有疑问请联系管理员。
code-invalid = 绑定码无效或已用过,请联系管理员。
code-locked = 好的,这个绑定码已停用。请联系管理员重新领取。
code-refused = ⏰ 发给 { $staff } 的绑定码被对方点了“不是我”,已停用。请核实后重发。

enrol-confirm =
    请核对:
    { $who }
    { $community }
    绑定后本账号将接收工作任务。
enrol-community = 负责社区:{ $name }
button-it-is-me = 是我,绑定
button-not-me = 不是我
enrol-done =
    ✅ 绑定成功。
    待您处理:{ $waiting }。
    平时点“菜单”,或直接发编号,如 D016。
    请勿转发本助手的消息,也不要发送证件号、手机号。
person-bound = { $name }({ $staff })已绑定账号。

enrol-invite-whom = 给谁发绑定码?请发编号,如 P-JIA01。
enrol-unbind-whom = 停用谁的账号?请发编号,如 P-JIA01。停用立即生效。
enrol-code = 绑定码 <code>{ $code }</code>,给 { $name },{ $hours }小时内有效,只能用一次。请当面或电话告知,不要群发。
enrol-unbound = 已解绑 { $name },共{ $count }个账号。重新启用请再发绑定码。
