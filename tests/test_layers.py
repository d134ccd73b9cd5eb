"""The arrows between the packages, and which library may appear where."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
MAY_IMPORT = {
    "bot": {"bot", "handlers", "analysis", "storage", "seeds"},
    "handlers": {"handlers", "analysis", "storage"},
    "analysis": {"analysis"},
    "storage": {"storage"},
}
BELONGS_TO = {
    "aiohttp": "bot",
    "apscheduler": "bot",
    "discord": "bot",
    "feedparser": "bot",
    "telegram": "bot",
    "trafilatura": "bot",
    "babel": "handlers",
    "rapidfuzz": "analysis",
    "aiosqlite": "storage",
    "alembic": "storage",
    "asyncpg": "storage",
    "sqlalchemy": "storage",
}
ARABIC = range(0x0600, 0x0700)


def modules(package: str) -> list[Path]:
    return sorted((HOUSE / package).rglob("*.py"))


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: a relative import"
            yield node.module or ""


def roots(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in imported(ast.parse(path.read_bytes()))}


def calls(tree: ast.AST, owner: str, attribute: str) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr == attribute
        and isinstance(node.value, ast.Name)
        and node.value.id == owner
    ]


def has_arabic(text: str) -> bool:
    return any(ord(letter) in ARABIC for letter in text)


def arabic_strings(tree: ast.AST, source: str) -> list[int]:
    """Return the lines of string literals written with Arabic letters.

    Docstrings may show examples; `\\N{...}` names are how code spells a letter.
    """
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(
            node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
        )
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
        and has_arabic(node.value)
        and has_arabic(ast.get_source_segment(source, node) or "")
    ]


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_arrows_between_packages_only_point_down(package: str) -> None:
    for path in modules(package):
        wrong = (roots(path) & MAY_IMPORT.keys()) - MAY_IMPORT[package]
        assert not wrong, f"{path.relative_to(HOUSE)} imports {wrong}"


@pytest.mark.parametrize(("library", "home"), BELONGS_TO.items())
def test_a_library_is_used_in_its_own_package_only(library: str, home: str) -> None:
    for package in MAY_IMPORT.keys() - {home}:
        for path in modules(package):
            assert library not in roots(path), path.relative_to(HOUSE)


def test_the_clock_and_the_environment_are_read_in_bot_only() -> None:
    for package in MAY_IMPORT.keys() - {"bot"}:
        for path in modules(package):
            tree = ast.parse(path.read_bytes())
            found = calls(tree, "datetime", "now") + calls(tree, "os", "environ")
            assert not found, f"{path.relative_to(HOUSE)}: lines {found}"


def test_only_app_builds_what_lives_long() -> None:
    for path in modules("handlers") + modules("analysis"):
        assert "open_database" not in path.read_text("utf-8"), path


def test_arabic_words_stand_in_data_files_not_in_code() -> None:
    for package in MAY_IMPORT:
        for path in modules(package):
            source = path.read_text("utf-8")
            found = arabic_strings(ast.parse(source), source)
            assert not found, f"{path.relative_to(HOUSE)}: lines {found}"
