"""Payloads of buttons: what is packed is unpacked, what is not ours is let be."""

from enum import Enum
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic.fields import FieldInfo

from handlers import CAPABILITIES
from handlers.buttons import MOST_BYTES, Press
from handlers.sheets.presses import DraftPress, SheetPress

KINDS = sorted({kind for each in CAPABILITIES for kind in each.buttons}, key=lambda kind: kind.prefix)
LARGEST = 2**63 - 1
STAFF_ID = "P-" + "9" * 18
"""As long as a roster allows (bot/roster/checking.py)."""


def fields(field: FieldInfo) -> st.SearchStrategy[Any]:
    return values(field.annotation, field)


def values(annotation: Any, field: FieldInfo) -> st.SearchStrategy[Any]:
    if get_origin(annotation) in (Union, UnionType):
        return st.one_of(*(values(each, field) for each in get_args(annotation)))
    if get_origin(annotation) is Literal:
        return st.sampled_from(get_args(annotation))
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return st.sampled_from(list(annotation))
    if annotation is int:
        least = max((each.ge for each in field.metadata if hasattr(each, "ge")), default=0)
        most = min((each.le for each in field.metadata if hasattr(each, "le")), default=LARGEST)
        return st.integers(least, most)
    if annotation is bool:
        return st.booleans()
    assert annotation is str, "say here which values such a field may have"
    return st.text("ABCXYZ0123456789-_督", max_size=9)


presses: st.SearchStrategy[Press] = st.one_of(
    *(
        st.builds(
            kind,
            **{name: fields(field) for name, field in kind.model_fields.items()},
        )
        for kind in KINDS
    )
)


def test_every_button_is_known_here_and_none_takes_anothers_prefix() -> None:
    assert {kind for capability in CAPABILITIES for kind in capability.buttons} <= set(KINDS)
    assert len({kind.prefix for kind in KINDS}) == len(KINDS)


@given(presses)
def test_what_is_packed_is_unpacked_by_its_kind_and_by_no_other(press: Press) -> None:
    data = press.pack()
    assert len(data.encode()) <= MOST_BYTES
    assert type(press).unpack(data) == press
    assert [kind for kind in KINDS if kind.unpack(data)] == [type(press)]


@given(st.one_of(st.text(), st.lists(st.text(max_size=5), max_size=6).map(":".join)))
def test_anything_else_is_no_button_and_no_error(data: str) -> None:
    for kind in KINDS:
        found = kind.unpack(data)
        assert found is None or data.partition(":")[0] == kind.prefix


@given(presses, st.sampled_from(["\0", "\n", "\u202e", "\ud800"]))
def test_what_no_database_would_keep_is_no_button(press: Press, strange: str) -> None:
    assert type(press).unpack(press.pack() + strange) is None


def test_the_longest_payloads_fit() -> None:
    for do in get_args(DraftPress.model_fields["do"].annotation):
        press = DraftPress.model_validate({"do": do, "sheet": LARGEST, "value": STAFF_ID})
        assert len(press.pack().encode()) <= MOST_BYTES


@pytest.mark.parametrize("value", ["a:b", "a\0", "督" * 20])
def test_what_could_not_be_read_again_is_not_packed(value: str) -> None:
    with pytest.raises(ValueError, match="DraftPress"):
        DraftPress(do="owner", sheet=1, value=value).pack()


@pytest.mark.parametrize(
    "data", ["sh:open:1", "sh:open:-1", "sh:open", "sh:open:1:2", "SH:open:1", f"sh:open:{2**63}"]
)
def test_only_the_exact_form_is_a_button(data: str) -> None:
    assert (SheetPress.unpack(data) is not None) == (data == "sh:open:1")
