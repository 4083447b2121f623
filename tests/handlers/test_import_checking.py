"""What every import checks alike, in tables and at random."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.enforcement.rules import END_OF_DAY
from handlers.tables import checking
from handlers.tables.checking import DUE, MOST_DAYS, Cells, Ordered, checked
from handlers.tables.reading import Row
from storage.messages import Cell

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2023, 4, 20, 11, 55, tzinfo=ZONE)
TODAY = NOW.date()


def cells(**texts: str) -> Cells:
    return Cells(Row(5, {column: Cell(text=text) for column, text in texts.items()}))


def wrong(of: Cells) -> list[tuple[str, str]]:
    return [(column, fault.key) for column, fault in of.faults.items()]


@pytest.mark.parametrize(
    ("said", "day", "fault"),
    [
        ("", None, None),
        ("4月26日", date(2023, 4, 26), None),
        ("2023-04-21", date(2023, 4, 21), None),
        ("2023 年 5 月 2 日", date(2023, 5, 2), None),
        ("2023-04-26 18:00:00", date(2023, 4, 26), None),  # as Excel has it
        ("2023-07-19", date(2023, 7, 19), None),
        ("2023-04-20", date(2023, 4, 20), "import-past"),
        ("2023-07-20", date(2023, 7, 20), "import-far"),
        ("2023-02-30", None, "import-no-day"),
        ("尽快", None, "import-no-day"),
    ],
)
def test_a_day_is_read_or_what_is_wrong_with_it_is_noted(
    said: str, day: date | None, fault: str | None
) -> None:
    row = cells(due=said)
    assert checking.due_day(row, TODAY) == day
    assert wrong(row) == ([(DUE, fault)] if fault else [])


@pytest.mark.parametrize(
    ("said", "moment", "fault"),
    [
        ("", None, None),
        ("4月26日", "2023-04-26 18:00", None),
        ("4月26日 12点", "2023-04-26 12:00", None),
        ("2023-04-26 09:30", "2023-04-26 09:30", None),
        ("2023-04-20", "2023-04-20 18:00", None),
        ("2023-04-20 11:55", "2023-04-20 11:55", "import-gone"),
        ("2023-04-19", "2023-04-19 18:00", "import-gone"),
        ("2023-07-20", "2023-07-20 18:00", "import-far"),
        ("2023-04-26 25:00", None, "import-no-moment"),
        ("2023-13-01", None, "import-no-moment"),
        ("尽快", None, "import-no-moment"),
    ],
)
def test_a_moment_is_read_or_what_is_wrong_with_it_is_noted(
    said: str, moment: str | None, fault: str | None
) -> None:
    row = cells(due=said)
    meant = datetime.fromisoformat(moment).replace(tzinfo=ZONE) if moment else None
    assert checking.due_moment(row, NOW, END_OF_DAY, ZONE) == meant
    assert wrong(row) == ([(DUE, fault)] if fault else [])


@given(st.text(max_size=30) | st.datetimes().map(str))
def test_whatever_stands_in_a_deadline_it_is_ahead_and_near_or_noted(said: str) -> None:
    row = cells(due=said)
    day = checking.due_day(row, TODAY)
    assert row.faults or day is None or TODAY < day <= TODAY + timedelta(days=MOST_DAYS)
    row = cells(due=said)
    moment = checking.due_moment(row, NOW, END_OF_DAY, ZONE)
    assert row.faults or moment is None or NOW < moment <= NOW + timedelta(days=MOST_DAYS)


def test_only_the_deadline_may_be_a_date_of_excels() -> None:
    spoilt = Cell(text="2023-04-26", spoilt="date")
    assert wrong(Cells(Row(2, {"problem": spoilt, DUE: spoilt}))) == [("problem", "table-cell-date")]


def test_of_a_cell_the_first_fault_counts_and_its_text_is_not_used() -> None:
    row = cells(problem="字" * 9)
    assert checking.text(row, "problem", 8) == "字" * 9
    row.wrong("problem", "import-needed")
    assert wrong(row) == [("problem", "import-too-long")]
    assert row["problem"] == ""


def test_nothing_is_ordered_twice_and_faults_are_told_in_the_order_of_the_rows() -> None:
    lines = [Row(n, {"problem": Cell(text=text)}) for n, text in enumerate(["a", "b", "a", "", "c"], start=2)]
    orders, faults = checked(
        lines,
        lambda of: Ordered(row=of.row, owner_id=of["problem"]),
        ("problem",),
        lambda order: order.owner_id,
        {"b": "Z007"},
        "problem",
    )
    assert [order.row for order in orders] == [2, 3, 4, 6]
    assert [(fault.row, fault.key) for fault in faults] == [
        (3, "import-under-way"),
        (4, "import-again"),
        (5, "import-needed"),
    ]
