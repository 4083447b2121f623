"""The documents lead to what is there."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LINK = re.compile(r"\]\(([^)#:]+)[^)]*\)|(?:src|srcset)=\"([^\"]+)\"")


def documents() -> list[str]:
    listed = ["git", "ls-files", "*.md"]
    done = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - our own
    return done.stdout.splitlines()


@pytest.mark.parametrize("document", documents())
def test_every_link_to_a_file_leads_to_one(document: str) -> None:
    path = ROOT / document
    links = [link for pair in LINK.findall(path.read_text("utf-8")) for link in pair if link]
    assert [link for link in links if not (path.parent / link).exists()] == []
