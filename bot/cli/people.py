"""Who belongs to the station: the roster, and the codes by which they come in."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.telling import DEFAULT_CONFIG, ConfigPath, ask_bot, at_a_terminal, fail, good, load, reason

if TYPE_CHECKING:
    from bot.config import Config

OutFolder = Annotated[Path | None, typer.Option(help="二维码图片存到哪个文件夹;默认在配置文件旁边。")]


def invite(
    staff_id: Annotated[str, typer.Argument(help="编号,如 P-JIA01。")],
    config: ConfigPath = DEFAULT_CONFIG,
    out: OutFolder = None,
) -> None:
    """A one-time code, valid for a day."""
    hand_out(load(config), staff_id, out or config.parent)


def template(
    config: ConfigPath = DEFAULT_CONFIG,
    out: Annotated[Path | None, typer.Option(help="写到哪里;默认是配置文件旁边的 roster.xlsx。")] = None,
) -> None:
    """A table that a clerk fills in; one that is filled in already is never written over."""
    from bot.roster.template import write_template  # noqa: PLC0415

    path = out or config.with_name("roster.xlsx")
    if path.exists():
        fail(f"{path} 已存在,也许已经填过。用 --out 换个名字。")
    try:
        write_template(path)
    except OSError as error:
        fail(f"写不了 {path}:{reason(error)}。")
    good(f"模板已写到 {path}。")


def import_roster(
    file: Annotated[Path, typer.Argument(help="按模板填好的 .xlsx 或 .csv。")],
    config: ConfigPath = DEFAULT_CONFIG,
    mark_missing_left: Annotated[
        bool, typer.Option("--mark-missing-left", help="表里没有的人记为离所,立即解绑。")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="不再询问。")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看差异,不写入。")] = False,
) -> None:
    """Bad rows are told all at once, and nothing is written."""
    from rich.console import Console  # noqa: PLC0415

    from bot.roster import read_roster  # noqa: PLC0415
    from bot.roster.problems import RosterFileError  # noqa: PLC0415
    from bot.roster.showing import differences  # noqa: PLC0415
    from handlers.roster.rules import Changes  # noqa: PLC0415

    loaded = load(config)
    try:
        arguments = {"roster": read_roster(file).model_dump(mode="json"), "mark_left": mark_missing_left}
    except RosterFileError as error:
        fail(str(error))
    changes = ask_bot(loaded, "roster-plan", **arguments)["changes"]
    planned = Changes.model_validate(changes)
    if not planned:
        typer.echo("没有变化。")
        return
    Console().print(differences(planned))
    if dry_run:
        return
    if not yes and not at_a_terminal():
        fail("不在终端上,不能询问,什么也没有写入。确认以上变化请加 --yes。")
    if yes or typer.confirm("写入以上变化?"):
        ask_bot(loaded, "roster-import", **arguments, agreed=changes)
        good("已写入。")


def hand_out(config: "Config", staff_id: str, folder: Path) -> None:
    """Print a new code for a person, its link and its QR code, which is saved in `folder` too."""
    import segno  # noqa: PLC0415

    done = ask_bot(config, "invite", staff_id=staff_id)
    code = done["code"]
    typer.echo(f"绑定码 {code},给 {done['name']},{done['hours']} 小时内有效,只能用一次。请当面或电话告知。")
    if config.telegram is None or config.telegram.bot_username is None:
        typer.echo("配置里没有 telegram.bot_username,所以没有链接和二维码。")
        return
    link = f"https://t.me/{config.telegram.bot_username}?start={code.replace('-', '')}"
    typer.echo(link)
    picture = segno.make(link)
    picture.terminal(compact=True)
    path = folder / f"invite-{staff_id.upper()}.png"
    try:
        path.touch(mode=0o600)
        picture.save(str(path), scale=8)
    except OSError as error:
        fail(f"绑定码有效,但写不了二维码图片 {path}:{reason(error)}。")
    typer.echo(f"二维码图片:{path}")
