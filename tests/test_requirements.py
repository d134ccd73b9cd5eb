"""The locked dependencies: complete, hashed, and from no registry named by us."""

import re
import tomllib
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
PROJECT = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))
FILES = ("requirements.txt", "requirements-dev.txt")


def locked(file: str) -> dict[str, str]:
    """Return the lines of each locked package, joined, by its name."""
    text = (HOUSE / file).read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if re.match(r"[A-Za-z]", line)]
    return {line.partition("==")[0].lower(): line for line in lines}


def name_of(requirement: str) -> str:
    match = re.match(r"[\w.-]+", requirement)
    assert match
    return re.sub(r"[-_.]+", "-", match.group()).lower()


@pytest.mark.parametrize("file", FILES)
def test_every_package_is_locked_to_hashes(file: str) -> None:
    for name, line in locked(file).items():
        assert re.match(r"[\w.-]+(\[[\w,-]+\])?==\S+", line), name
        assert "--hash=sha256:" in line, name


@pytest.mark.parametrize("file", FILES)
def test_no_line_says_where_packages_come_from(file: str) -> None:
    text = (HOUSE / file).read_text("utf-8")

    assert not re.search(r"://|^--(?!hash)", text, flags=re.MULTILINE)


def test_what_pyproject_asks_for_is_locked() -> None:
    asked = {name_of(one) for one in PROJECT["project"]["dependencies"]}
    for_tests = {name_of(one) for one in PROJECT["dependency-groups"]["dev"]}

    assert asked <= {name_of(name) for name in locked("requirements.txt")}
    assert asked | for_tests <= {name_of(n) for n in locked("requirements-dev.txt")}
