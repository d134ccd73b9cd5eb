"""`/start` and `/help`: what this is, and what one can ask."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.conversation import Block, Button, Heading, Reply, Request, Text
from handlers.language import Language, language_of


@dataclass(frozen=True, slots=True)
class CommandLine:
    """A command as the help shows it, in the reader's language."""

    name: str
    usage: str
    description: str


def welcome(request: Request, lines: Sequence[CommandLine]) -> Reply:
    """Greet somebody who came for the first time."""
    language = language_of(request)
    blocks: tuple[Block, ...] = (
        Heading(language.gettext("Welcome to Mujaz")),
        Text(greeting(language)),
        Text(_listed(lines)),
    )
    return Reply(
        blocks,
        (
            Button(language.gettext("Latest news"), "/latest"),
            Button(language.gettext("Latest statements"), "/quotes"),
            Button(language.gettext("Sources"), "/sources"),
        ),
    )


def guide(request: Request, lines: Sequence[CommandLine]) -> Reply:
    """List the commands with what each does."""
    language = language_of(request)
    blocks = (
        Heading(language.gettext("Commands")),
        Text(_listed(lines)),
        Text(hint(language)),
    )
    return Reply(blocks)


def greeting(language: Language) -> str:
    """Return in a sentence what Mujaz is."""
    return language.gettext(
        "Mujaz reads the news in Arabic for you: the headlines of many sources in one"
        " place, who said what, and who is who."
    )


def hint(language: Language) -> str:
    """Return how names may be written, and what needs no command."""
    return language.gettext(
        "A name can be written in any spelling, in Arabic, Latin or Hebrew letters."
        " Without a command, a name or a few words are looked up."
    )


def _listed(lines: Sequence[CommandLine]) -> str:
    return "\n".join(
        f"/{line.name} {line.usage}".rstrip() + f" – {line.description}"
        for line in lines
    )
