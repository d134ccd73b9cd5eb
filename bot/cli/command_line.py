"""The command line: what can be said after `mujaz`, and what wrong use gets.

Every command imports what it needs when it is called, so that none waits for the
libraries of another.
"""

import sys
from collections.abc import Sequence
from importlib.metadata import version
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

WRONG_USE = 2
FAILED = 1
INTERRUPTED = 130

Sources = Annotated[
    list[str] | None,
    typer.Argument(metavar="[URL|FILE]...", help="Feeds or files; none: all feeds."),
]
Commands = Annotated[
    list[str] | None,
    typer.Argument(metavar="[COMMAND]...", help='Answer these and end: "/latest 3".'),
]


def main(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit status.

    Wrong use and wrong settings give 2, work that could not be done 1, with a line
    on the standard error that says why.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal that cannot show a letter is no reason to fail.
            stream.reconfigure(errors="replace")
    command = typer.main.get_command(command_line())
    try:
        result = command.main(
            args=list(arguments), prog_name="mujaz", standalone_mode=False
        )
    except typer.TyperException as error:
        problem = " ".join(error.format_message().split())
        return _complain(f"{problem} See: mujaz --help", WRONG_USE)
    except typer.Abort:
        return INTERRUPTED
    except Exception as error:
        return _explain(error)
    return result if isinstance(result, int) else 0


def command_line() -> typer.Typer:
    """Return the commands with their options and help."""
    app = typer.Typer(
        help="Mujaz: an Arabic news digest for Telegram, Discord and the terminal.",
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback(invoke_without_command=True)(mujaz)
    for command in (run, chat, ingest, analyze, reanalyse, stories, demo, deliveries):
        app.command()(command)
    feeds = typer.Typer(help="The feeds that articles are taken from.")
    feeds.command(name="list")(list_feeds)
    feeds.command(name="add")(add_feed)
    feeds.command(name="remove")(remove_feed)
    feeds.command(name="import")(import_feeds)
    feeds.command(name="export")(export_feeds)
    app.add_typer(feeds, name="feeds")
    return app


def mujaz(
    context: typer.Context,
    *,
    show_version: Annotated[
        bool, typer.Option("--version", help="Show the version and end.")
    ] = False,
) -> None:
    """Show the version, or the help where no command is given."""
    if show_version:
        sys.stdout.write(f"mujaz {version('mujaz')}\n")
        raise typer.Exit
    if context.invoked_subcommand is None:
        sys.stdout.write(f"{context.get_help()}\n")


def run() -> int:
    """Fetch feeds on a schedule and serve every chat that has a token."""
    from bot.cli.commands_run import run_everything

    return run_everything()


def chat(commands: Commands = None) -> int:
    """Answer commands here in the terminal."""
    from bot.cli.commands_run import run_chat

    return run_chat(commands or ())


def ingest(
    sources: Sources = None,
    *,
    once: Annotated[
        bool, typer.Option(help="Do not subscribe to the feeds given, only read them.")
    ] = False,
) -> int:
    """Take articles in from feeds by address, or from files.

    At once: from feeds that are not due too, and where a server asked for a rest.
    """
    from bot.cli.commands_intake import run_ingest

    return run_ingest(sources or (), once=once)


def analyze(
    source: Annotated[
        str, typer.Argument(metavar="[FILE|-]", help="- is stdin.")
    ] = "-",
    *,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help='One {"id","title","body"} a line.')
    ] = False,
) -> int:
    """Print who is in an article and who says what, as JSON.

    The first line of a text is its headline.
    """
    from bot.cli.commands_analysis import analyse_lines, analyse_text

    return analyse_lines(source) if jsonl else analyse_text(source)


def reanalyse() -> int:
    """Read stored articles again that an older version of Mujaz has read."""
    from bot.cli.commands_reanalysis import run_reanalysis

    return run_reanalysis()


def stories(
    source: Annotated[
        str, typer.Argument(metavar="[FILE|-]", help="- is stdin.")
    ] = "-",
    *,
    jsonl: Annotated[
        bool,
        typer.Option(
            "--jsonl",
            help='One {"id","outlet","published","title","body","url"} a line, '
            "in order of time.",
        ),
    ] = False,
) -> int:
    """Print which articles report the same event, as JSON."""
    from bot.cli.commands_stories import tell_stories

    if not jsonl:
        raise typer.BadParameter("articles are read as JSON lines only: add --jsonl")
    return tell_stories(source)


def demo(
    *,
    remove: Annotated[bool, typer.Option("--remove", help="Take it away.")] = False,
) -> int:
    """Load the demonstration articles, or take them away again."""
    from bot.cli.commands_run import run_demo_load, run_demo_removal

    return run_demo_removal() if remove else run_demo_load()


def deliveries() -> int:
    """Show how far digests and alerts have gone out; in a terminal, until they have."""
    from bot.cli.commands_deliveries import run_deliveries

    return run_deliveries()


def list_feeds() -> int:
    """List the feeds, with what they have brought and how they are."""
    from bot.cli.commands_feeds import run_list

    return run_list()


def add_feed(
    url: Annotated[str, typer.Argument(metavar="URL")],
    *,
    title: Annotated[str, typer.Option(help="Its name; else the feed's own.")] = "",
    category: Annotated[str, typer.Option(help="Any word, kept in exports.")] = "",
) -> int:
    """Subscribe to a feed."""
    from bot.cli.commands_feeds import run_add

    return run_add(url, title=title, category=category)


def remove_feed(url: Annotated[str, typer.Argument(metavar="URL")]) -> int:
    """Stop fetching a feed; its articles stay."""
    from bot.cli.commands_feeds import run_remove

    return run_remove(url)


def import_feeds(file: Annotated[Path, typer.Argument(metavar="FILE")]) -> int:
    """Subscribe to the feeds of an OPML file."""
    from bot.cli.commands_feeds import run_import

    return run_import(file)


def export_feeds(
    file: Annotated[str, typer.Argument(metavar="[FILE|-]", help="- is stdout.")] = "-",
) -> int:
    """Write the feeds as OPML."""
    from bot.cli.commands_feeds import run_export

    return run_export(file)


def _explain(error: Exception) -> int:
    """Say in a line what a person can put right; anything else is a bug."""
    from bot.seeds import SeedError
    from bot.settings import SettingsError
    from handlers.conversation import UserError
    from storage.failures import StorageError

    if isinstance(error, SettingsError):
        return _complain(str(error), WRONG_USE)
    if isinstance(error, StorageError | UserError | SeedError):
        return _complain(str(error), FAILED)
    raise error


def _complain(message: str, status: int) -> int:
    sys.stderr.writelines(f"mujaz: {line}\n" for line in message.splitlines())
    return status
