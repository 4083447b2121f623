"""A roster file: every bad cell is told with its row and column, before anything is written."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from bot.roster import Problem, RosterFileError, read_roster, write_template
from bot.roster.columns import COLUMNS, label, roles, teams
from handlers.roster.rules import Roster
from storage.people import Person, Role, Team
from storage.stations import Community, PoliceGroup
from tests.personal import CARD, MOBILE

HEADING = ["编号", "显示名", "队伍", "岗位", "社区", "警组", "组长"]
LEAD = ["P-JIA01", "警员甲01", "社区警务队", "社区民警", "仙阁社区", "甲组", "是"]
AUX = ["A-SQ01", "社区辅警01", "社区警务队", "社区辅警", "仙阁社区"]
QUALITY = ["P-ZX01", "质效员01", "综合指挥室", "质效管理岗、系统管理员"]
EXPECTED = Roster(
    people=(
        Person(
            staff_id="P-JIA01",
            name="警员甲01",
            team=Team.COMMUNITY_TEAM,
            community_id="仙阁社区",
            roles=frozenset({Role.COMMUNITY_OFFICER, Role.GROUP_LEAD}),
        ),
        Person(
            staff_id="A-SQ01",
            name="社区辅警01",
            team=Team.COMMUNITY_TEAM,
            community_id="仙阁社区",
            roles=frozenset({Role.COMMUNITY_AUX}),
        ),
        Person(
            staff_id="P-ZX01",
            name="质效员01",
            team=Team.COMMAND_ROOM,
            roles=frozenset({Role.QUALITY_POST, Role.ADMIN}),
        ),
    ),
    communities=(
        Community(community_id="仙阁社区", name="仙阁社区", group_id="甲组", officer_staff_id="P-JIA01"),
        Community(community_id="西郭社区", name="西郭社区", group_id="丙组"),
    ),
    groups=(
        PoliceGroup(group_id="甲组", name="甲组", lead_staff_id="P-JIA01"),
        PoliceGroup(group_id="丙组", name="丙组"),
    ),
)
GOOD = [HEADING, LEAD, AUX, QUALITY, ["", "", "", "", "西郭社区", "丙组"]]


def excel(folder: Path, rows: list[list[Any]], title: str = "人员") -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.save(folder / "roster.xlsx")
    return folder / "roster.xlsx"


def comma_separated(folder: Path, rows: list[list[Any]], encoding: str = "utf-8-sig") -> Path:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    (folder / "roster.csv").write_bytes(out.getvalue().encode(encoding))
    return folder / "roster.csv"


def problems(folder: Path, *rows: list[Any], heading: list[str] = HEADING) -> list[Problem]:
    with pytest.raises(RosterFileError) as caught:
        read_roster(excel(folder, [heading, *rows]))
    return list(caught.value.problems)


def test_excel_gives_people_with_their_posts_communities_and_groups(tmp_path: Path) -> None:
    assert read_roster(excel(tmp_path, GOOD)) == EXPECTED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_gives_the_same_however_excel_has_saved_it(tmp_path: Path, encoding: str) -> None:
    assert read_roster(comma_separated(tmp_path, GOOD, encoding)) == EXPECTED


def test_columns_may_stand_in_any_order_rows_may_be_blank_and_notes_are_nobodys_business(
    tmp_path: Path,
) -> None:
    order = [3, 0, 6, 1, 5, 2, 4]
    padded = [row + [""] * (7 - len(row)) for row in GOOD]
    rows = [[*(row[index] for index in order), "", "备注" if row is padded[0] else 3.5] for row in padded]
    assert read_roster(excel(tmp_path, [rows[0], [], *rows[1:]])) == EXPECTED


def test_identifiers_full_width_forms_and_small_letters_are_understood(tmp_path: Path) -> None:
    row = [
        "\uff30-JIA01",
        " 警员甲01 ",
        "community_team",
        "community_officer",
        "\u3000仙阁社区 ",
        "甲组",
        "√",
    ]
    roster = read_roster(excel(tmp_path, [["编号*", *HEADING[1:]], row, ["p-zx01", *QUALITY[1:]]]))
    assert [person.staff_id for person in roster.people] == ["P-JIA01", "P-ZX01"]
    assert roster.people[0] == EXPECTED.people[0]


@pytest.mark.parametrize("between", ["、", ",", "\uff0c", "\uff1b", " ", "\n", "/"])
def test_several_roles_are_separated_by_whatever_comes_to_mind(tmp_path: Path, between: str) -> None:
    row = [*QUALITY[:3], f"质效管理岗{between}系统管理员"]
    assert read_roster(excel(tmp_path, [HEADING, row])).people == EXPECTED.people[2:]


def test_a_number_that_excel_has_made_of_an_id_is_read_as_it_looks(tmp_path: Path) -> None:
    assert read_roster(excel(tmp_path, [HEADING, [31024, *QUALITY[1:]]])).people[0].staff_id == "31024"


def test_every_bad_row_is_told_at_once(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        ["P JIA/01", "", "社区警备队", "社区民井"],
        LEAD,
        [*LEAD[:1], "警员甲02", *LEAD[2:]],
        [],
        ["P-3", "警员丙03", "社区警务队", "社区民警,社区辅警", "西郭社区"],
        ["P-4", "警员丙04", "社区警务队", "社区民警", "竹溪社区", "", "组长"],
        ["P-5", "警员甲01", "案件办理队", "", "", "", "是"],
        ["P-6", "六号", "社区警务队", "社区辅警", "仙阁社区", "乙组"],
        ["P-7", "名" * 21, "巡逻组", "舞蹈"],
    )
    assert [(row, column) for row, column, _ in found] == [
        (2, "岗位"),
        (2, "显示名"),
        (2, "编号"),
        (2, "队伍"),
        (4, "社区"),
        (4, "组长"),
        (4, "编号"),
        (6, "岗位"),
        (6, "警组"),
        (7, "组长"),
        (7, "警组"),
        (8, "岗位"),
        (8, "显示名"),
        (8, "警组"),
        (9, "警组"),
        (10, "岗位"),
        (10, "显示名"),
    ]
    told = {(row, column): text for row, column, text in found}
    assert told[2, "队伍"] == "没有“社区警备队”,是否应为 社区警务队?"
    assert told[2, "岗位"] == "没有“社区民井”,是否应为 社区民警?"
    assert told[4, "编号"] == "与第 3 行重复"
    assert told[4, "社区"] == "与第 3 行的社区民警重复:一个社区只有一名"
    assert told[4, "组长"] == "与第 3 行重复:一个警组只有一名组长"
    assert told[9, "警组"] == "与第 3 行不一致:同一社区只属于一个警组"
    assert told[10, "岗位"].startswith("没有“舞蹈”,可写:所领导、指挥室主任")


@pytest.mark.parametrize(
    "number", [f"{CARD}X", MOBILE, f"{MOBILE[:3]} {MOBILE[3:7]} {MOBILE[7:]}", f"\uff11\uff13{MOBILE[2:]}"]
)
@pytest.mark.parametrize("column", [0, 1, 4])
def test_a_personal_number_is_refused_and_not_repeated(tmp_path: Path, number: str, column: int) -> None:
    row = [*LEAD]
    row[column] = number
    (found,) = problems(tmp_path, row)
    assert found == (2, HEADING[column], "似有证件号或手机号,名册里不收,请改掉")


@pytest.mark.parametrize(
    "value", [datetime(2023, 4, 20, tzinfo=UTC).replace(tzinfo=None), 1.5, True, "#REF!"]
)
def test_what_excel_has_spoilt_is_a_problem_not_a_guess(tmp_path: Path, value: object) -> None:
    ((row, column, _),) = problems(tmp_path, [value, *QUALITY[1:]])
    assert (row, column) == (2, "编号")


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        (["编号", "姓名", "队伍", "岗位"], [(1, "姓名"), (1, "显示名")]),
        (["编号", "显示名", "队伍", "岗位", "岗位"], [(1, "岗位")]),
        ([], [(1, "岗位"), (1, "显示名"), (1, "编号"), (1, "队伍")]),
    ],
)
def test_a_heading_that_is_not_the_templates_is_told(
    tmp_path: Path, heading: list[str], found: list[tuple[int, str]]
) -> None:
    assert [problem[:2] for problem in problems(tmp_path, QUALITY, heading=heading)] == found


def test_a_file_with_nobody_in_it_is_refused(tmp_path: Path) -> None:
    assert problems(tmp_path) == [(0, "", "一个人也没有")]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("roster.xls", b"old", "只收 .xlsx 或 .csv"),
        ("roster.xlsx", b"no archive", "不是完好的 .xlsx"),
        ("roster.csv", b"\xff\xff\xff", "认不出编码"),
        ("roster.csv", b"a" * 5_000_001, "超过 5 MB"),
        ("nowhere/roster.csv", None, "打不开文件"),
    ],
)
def test_what_is_no_roster_file_says_so(tmp_path: Path, name: str, content: bytes | None, says: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(RosterFileError, match=says):
        read_roster(tmp_path / name)


def test_an_archive_that_unpacks_to_an_enormous_one_is_not_opened(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "roster.xlsx", "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 100_000_001)
    with pytest.raises(RosterFileError, match="过大"):
        read_roster(tmp_path / "roster.xlsx")


def test_a_file_that_goes_on_for_ever_is_no_roster(tmp_path: Path) -> None:
    rows = [HEADING, *([f"P{n}", f"人{n}", *QUALITY[2:]] for n in range(5_001))]
    with pytest.raises(RosterFileError, match="超过 5000 行"):
        read_roster(comma_separated(tmp_path, rows))


@pytest.mark.parametrize("name", ["template.xlsx", "template.csv"])
def test_the_template_is_read_back_without_its_examples(tmp_path: Path, name: str) -> None:
    write_template(tmp_path / name)
    with pytest.raises(RosterFileError, match="一个人也没有"):
        read_roster(tmp_path / name)


def test_a_template_that_was_filled_in_is_a_roster(tmp_path: Path) -> None:
    write_template(tmp_path / "template.xlsx")
    book = load_workbook(tmp_path / "template.xlsx")
    for row in GOOD[1:]:
        book["人员"].append(row)
    book.save(tmp_path / "roster.xlsx")
    assert read_roster(tmp_path / "roster.xlsx") == EXPECTED


def test_the_templates_examples_are_right_in_themselves(tmp_path: Path) -> None:
    write_template(tmp_path / "template.csv")
    text = (tmp_path / "template.csv").read_text("utf-8-sig").replace("示例-", "")
    (tmp_path / "roster.csv").write_text(text, "utf-8")
    assert len(read_roster(tmp_path / "roster.csv").people) == 3


def test_the_template_explains_every_column_and_offers_the_words(tmp_path: Path) -> None:
    write_template(tmp_path / "template.xlsx")
    book = load_workbook(tmp_path / "template.xlsx")
    explained = {row[0]: str(row[2]) for row in book["说明"].iter_rows(min_row=2, values_only=True)}
    assert list(explained)[: len(COLUMNS)] == [column.title for column in COLUMNS]
    assert label(Role.COMMUNITY_AUX) in explained["岗位"]
    offers = {str(offer.sqref): offer.formula1 for offer in book["人员"].data_validations.dataValidation}
    assert set(offers) == {"C2:C1000", "D2:D1000", "G2:G1000"}
    assert all(len(formula) <= 257 for formula in offers.values()), "Excel takes no longer list"


def test_every_team_and_role_has_a_word_of_its_own() -> None:
    assert len(teams()) == 2 * len(Team)
    assert len(roles()) == 2 * len(Role)
