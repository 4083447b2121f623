"""Case codes: read however they are typed, written in one way."""

import pytest
from pydantic import ValidationError

from handlers.case_codes import case_code
from handlers.settings import CaseSettings

HERE = CaseSettings().code_pattern
ELSEWHERE = "演公(刑)受案字〔{YYYY}〕{NNNNN}号"


@pytest.mark.parametrize(
    ("said", "pattern", "code"),
    [
        ("演案2023-0021", HERE, "演案2023-0021"),
        ("2023-0021", HERE, "演案2023-0021"),
        (" 演案 2023 — 0021 ", HERE, "演案2023-0021"),
        ("演案\uff12\uff10\uff12\uff13\uff0d0021", HERE, "演案2023-0021"),
        ("演案2023-21", HERE, None),
        ("演案2023-00211", HERE, None),
        ("演案2023-0021 盗窃", HERE, None),
        ("示案2023-0021", HERE, None),
        ("演案²023-0021", HERE, "演案2023-0021"),
        ("演案٢٠٢٣-0021", HERE, None),
        ("", HERE, None),
        ("演公(刑)受案字〔2023〕00021号", ELSEWHERE, "演公(刑)受案字〔2023〕00021号"),
    ],
)
def test_a_code_is_read_as_people_type_it(said: str, pattern: str, code: str | None) -> None:
    assert case_code(said, pattern) == code


@pytest.mark.parametrize("pattern", ["演案", "{YYYY}", "{NNNN}-{YYYY}", "{YYYY}{YYYY}{N}", "{YYYY}-{}"])
def test_a_pattern_names_year_and_serial(pattern: str) -> None:
    with pytest.raises(ValidationError, match="YYYY"):
        CaseSettings(code_pattern=pattern)
