"""Roster files: reading them, and the template to fill in (docs/roster.md)."""

from pathlib import Path

from bot.roster.checking import checked
from bot.roster.problems import Problem, RosterFileError
from bot.roster.reading import read_rows
from bot.roster.template import write_template
from handlers.roster.rules import Roster

__all__ = ["Problem", "RosterFileError", "read_roster", "write_template"]


def read_roster(path: Path) -> Roster:
    """The roster in an .xlsx or .csv file; raises RosterFileError, which tells every bad cell.

    Communities and groups are known by their names in it: `handlers.roster` gives them their ids.
    """
    return checked(read_rows(path))
