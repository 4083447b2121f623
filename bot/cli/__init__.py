"""The command line: what there is, and in which room.

A command imports what it needs when it is called, so that help and mistakes are told at once.
"""

import sys

import typer

from bot.cli import keeping, people, sheets, starting, working

START, WORK, PEOPLE = "开始", "运行和维护", "人员"
"""The panels of the help."""

cli = typer.Typer(
    name="dudao",
    help="督导:派出所任务督导机器人。先试用:[cyan]dudao demo[/];正式使用:[cyan]dudao init[/];有问题:[cyan]dudao doctor[/]。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
for name, command, panel, says in (
    ("demo", starting.demo, START, "在本机演示:一个示例派出所和它的手机网页,不需要账号,不联网。"),
    ("init", starting.init, START, "写出配置,登记第一位管理员,打印绑定码;缺的会逐项询问。"),
    ("run", working.run, WORK, "按配置文件运行机器人,直到收到停止信号。"),
    ("check-config", working.check_config, WORK, "检查配置文件,列出全部问题。"),
    ("status", working.status, WORK, "一眼看清:什么在排队、发送情况、渠道是否通畅。"),
    ("doctor", working.doctor, WORK, "检查配置、数据、Telegram 和备份,说明怎样解决。"),
    ("backup", keeping.backup, WORK, "备份数据库和照片;机器人运行时也可以做。"),
    ("restore", keeping.restore, WORK, "从备份恢复,须先停下机器人。不写备份就列出有哪些。"),
    ("invite", people.invite, PEOPLE, "给花名册上的人一个一次性绑定码:代码、链接和二维码。"),
):
    cli.command(name, help=says, rich_help_panel=panel)(command)

roster = typer.Typer(no_args_is_help=True, rich_markup_mode="rich", help="花名册:模板和导入。")
roster.command("template", help="写出花名册模板(.xlsx 或 .csv)。")(people.template)
roster.command("import", help="导入花名册:先列出差异,确认后一次写入。")(people.import_roster)
cli.add_typer(roster, name="roster", rich_help_panel=PEOPLE)

on_sheets = typer.Typer(no_args_is_help=True, rich_markup_mode="rich", help="督导单:打印和导出。")
on_sheets.command("print", help="把一张督导单打印成 PDF,随卷存档。")(sheets.print_sheet)
on_sheets.command("export", help="把某段日子下发的督导单导出成 Excel。")(sheets.export)
cli.add_typer(on_sheets, name="sheets", rich_help_panel=WORK)


def main() -> None:
    """Run the command line; what nobody foresaw is told as the logs tell it, without secrets."""
    try:
        cli()
    except Exception:  # noqa: BLE001 - the last to know
        import structlog  # noqa: PLC0415

        from bot import logs  # noqa: PLC0415

        logs.configure("info", "auto")
        structlog.get_logger().exception("command failed")
        sys.exit(1)
