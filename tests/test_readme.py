"""What the README promises is what the program has."""

import re
from pathlib import Path

from bot.cli.command_line import command_line
from handlers.commands import COMMANDS, usage

HOUSE = Path(__file__).parent.parent
README = (HOUSE / "README.md").read_text("utf-8")


def table_between(start: str, end: str) -> str:
    return README.partition(start)[2].partition(end)[0]


def test_the_table_of_chat_commands_is_the_table_of_the_program() -> None:
    table = table_between("<!-- commands -->", "<!-- end of commands -->")

    promised = re.findall(r"^\| `(/[^`]*)`", table, flags=re.MULTILINE)

    offered = [f"/{one.name} {usage(one, 'en')}".strip() for one in COMMANDS]
    assert sorted(promised) == sorted(offered)


def test_every_command_of_the_command_line_is_in_the_readme() -> None:
    table = table_between("## On the command line", "## The map")

    for command in command_line().registered_commands:
        assert command.callback is not None
        assert f"`mujaz {command.callback.__name__}" in table


def test_every_folder_is_on_the_map() -> None:
    table = table_between("## The map", "## Words")

    for folder in ("analysis", "bot", "handlers", "seeds", "storage", "tests"):
        assert (HOUSE / folder).is_dir()
        assert f"| `{folder}/` |" in table


def test_what_the_readme_names_exists() -> None:
    named = re.findall(
        r"`((?:analysis|handlers|seeds|storage|tests|bot)/[\w./]*)`", README
    )

    assert named
    for path in named:
        assert (HOUSE / path).exists(), path
