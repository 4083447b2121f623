"""Tables: read without trust, written so that nothing is carried out."""

import io
from contextlib import suppress
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from handlers.tables.excel import MOST_IN_CELL
from handlers.tables.reading import IN_CHAT, LAST_ROW, MOST_COLUMNS, UnreadableError, lines
from handlers.tables.writing import Heading, Table, workbook


def excel(*rows: list[str]) -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def altered(content: bytes, old: bytes, new: bytes) -> bytes:
    """The workbook with something else in the XML of its sheet."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for part in source.namelist():
            data = source.read(part)
            target.writestr(part, data.replace(old, new) if "sheet1" in part else data)
    return out.getvalue()


def test_a_cell_far_to_the_right_costs_nothing() -> None:
    content = altered(excel(["a", "b"]), b'"B1"', b'"XFD1"')
    ((number, cells),) = [(line.number, line.cells) for line in lines(content, "t.xlsx", IN_CHAT)]
    assert (number, cells[0].text) == (1, "a")
    assert len(cells) <= MOST_COLUMNS


def test_a_row_beyond_the_last_that_excel_has_is_not_waited_for() -> None:
    content = altered(excel(["a"], ["b"]), b'r="2"', f'r="{LAST_ROW * 1_000}"'.encode())
    assert [line.cells[0].text for line in lines(content, "t.xlsx", IN_CHAT)] == ["a"]


def test_what_a_file_says_of_its_size_is_not_relied_on() -> None:
    content = excel(*[[str(n)] for n in range(IN_CHAT.lines + 1)])
    small = altered(content, f"A1:A{IN_CHAT.lines + 1}".encode(), b"A1:A1")
    assert small != content
    with pytest.raises(UnreadableError, match="table-too-long"):
        lines(small, "t.xlsx", IN_CHAT)


@given(st.binary(max_size=300), st.sampled_from(["t.xlsx", "t.csv", "t", ".", ""]))
def test_whatever_the_bytes_are_they_are_lines_or_refused(content: bytes, name: str) -> None:
    with suppress(UnreadableError):
        assert all(any(cell.text for cell in line.cells) for line in lines(content, name, IN_CHAT))


@given(
    st.integers(min_value=0, max_value=10_000), st.integers(min_value=0, max_value=255), st.integers(1, 40)
)
def test_a_workbook_that_was_damaged_anywhere_is_read_or_refused(where: int, byte: int, count: int) -> None:
    content = bytearray(_SOUND)
    for n in range(count):
        content[(where * (n + 1)) % len(content)] = byte
    with suppress(UnreadableError):
        assert all(any(cell.text for cell in line.cells) for line in lines(bytes(content), "t.xlsx", IN_CHAT))


_SOUND = excel(["社区", "对象"], ["仙岳社区", "1栋"])


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
@example("\x08=1+1")  # what hides the sign is not written
def test_what_is_written_is_read_back_as_a_text(text: str) -> None:
    content = workbook(Table("表", [Heading("列", 10)], [[text]]))
    cell = load_workbook(io.BytesIO(content)).worksheets[0]["A2"]
    assert cell.data_type == "s" or cell.value is None
    assert not str(cell.value or "").startswith("=") or cell.quotePrefix


def test_a_cell_takes_no_more_than_excel_does() -> None:
    content = workbook(Table("表", [Heading("列", 10)], [["长" * 40_000]]))
    assert len(str(load_workbook(io.BytesIO(content)).worksheets[0]["A2"].value)) == MOST_IN_CELL


def test_a_list_that_is_too_long_for_a_drop_down_stands_on_a_hidden_sheet() -> None:
    words = [f"示例社区{n}" for n in range(80)]
    table = Table("表", [Heading("甲", 5, ["是", "否"]), Heading("社区", 10, words)], fill_to=20)
    book = load_workbook(io.BytesIO(workbook(table)))
    offers = {str(each.sqref): each.formula1 for each in book["表"].data_validations.dataValidation}
    assert offers == {"A2:A20": '"是,否"', "B2:B20": "WORDS!$A$1:$A$80"}
    assert [row[0] for row in book["WORDS"].values] == words
    assert book["WORDS"].sheet_state == "hidden"
