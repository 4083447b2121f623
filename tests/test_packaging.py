"""What is installed is whole: every file that the code reads goes into the wheel."""

import subprocess
import tomllib
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).parents[1]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]


def test_every_data_file_beside_the_code_is_packed() -> None:
    listed = ["git", "ls-files", "bot", "handlers", "storage"]
    done = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - our own
    data = [Path(line) for line in done.stdout.splitlines() if not line.endswith(".py")]
    assert len(data) > 20
    patterns = SETTINGS["package-data"]["*"]
    assert [path for path in data if not any(fnmatch(path.name, pattern) for pattern in patterns)] == []
