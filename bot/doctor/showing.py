"""What was found, on the terminal."""

from collections.abc import Iterable

from rich.markup import escape
from rich.table import Table

from bot.doctor.findings import Finding, Verdict

MARKS = {
    Verdict.GOOD: "[green]✓[/]",
    Verdict.WARN: "[yellow]![/]",
    Verdict.BAD: "[bold red]✗[/]",
}


def shown(findings: Iterable[Finding]) -> Table:
    """One line for each finding; what to do stands below it."""
    table = Table(box=None, pad_edge=False, show_header=False)
    for each in findings:
        says = escape(each.says)
        if each.verdict is not Verdict.GOOD:
            says += f"\n[cyan]→ {escape(each.do)}[/]"
        table.add_row(MARKS[each.verdict], f"[bold]{each.check}[/]", says)
    return table
