"""`mujaz run`, `chat` and `demo`: the program as a whole."""

import asyncio
import sys
from collections.abc import Coroutine, Sequence
from secrets import token_urlsafe
from typing import Any, Final

from bot.app import App, operators_desk, run_work
from bot.chats.answers import Desk
from bot.chats.terminal import answer_all, converse, open_console, typed_lines
from bot.cli.progress import progress_bar
from bot.first_run import (
    load_demonstration,
    load_known_actors,
    load_starter_feeds,
    remove_demonstration,
    wants_demonstration,
)
from bot.scheduler import (
    cleaning_job,
    dispatch_job,
    pages_job,
    refresh_job,
    run_scheduler,
)
from bot.settings import Settings
from handlers.language import load_languages

STDIN: Final = 0
TOKENLESS: Final = """\
No token is set, so Mujaz serves neither Telegram nor Discord: it answers here.
To serve them, put a token into the file .env in this folder and start again:
  Telegram  MUJAZ_TELEGRAM_TOKEN=...  from https://t.me/BotFather: send it /newbot
  Discord   MUJAZ_DISCORD_TOKEN=...   from https://discord.com/developers/applications:
                                      New Application, Bot, Reset Token
Type a command or a name: /latest, /who NAME, /help. Ctrl-D ends.
"""


def run_everything() -> int:
    """Run until stopped; without any token, until the terminal chat ends."""
    return run_work(serve, level=_level)


def run_chat(commands: Sequence[str]) -> int:
    """Answer the commands; without any, whatever is typed."""

    async def chat(app: App) -> int:
        await prepare(app)
        console = open_console()
        if commands:
            await answer_all(operators_desk(app), commands, console)
        else:
            await converse(operators_desk(app), typed_lines(STDIN), console)
        return 0

    return run_work(chat, level=only_errors)


def run_demo_load() -> int:
    """Load the demonstration, whatever is in the database."""

    async def load(app: App) -> int:
        await load_known_actors(app)
        await _show_demonstration(app)
        return 0

    return run_work(load, level=only_errors)


def run_demo_removal() -> int:
    """Remove the demonstration for good."""

    async def remove(app: App) -> int:
        removed = await remove_demonstration(app)
        sys.stdout.write(f"Demonstration articles removed: {removed}.\n")
        return 0

    return run_work(remove, level=only_errors)


async def serve(app: App) -> int:
    """Fetch feeds on a schedule and serve each platform with a token, until stopped.

    Without a token the terminal is the platform, and its end is the program's.
    """
    await asyncio.to_thread(load_languages)
    await prepare(app)
    platforms = _platforms(app)
    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(work) for work in (_schedule(app), *platforms)]
        if not platforms:
            sys.stdout.write(TOKENLESS)
            sys.stdout.flush()
            await converse(operators_desk(app), typed_lines(STDIN), open_console())
            for task in running:
                task.cancel()
    return 0


async def prepare(app: App) -> None:
    """Give an empty database what a new user needs; cheap at every later start."""
    await load_known_actors(app)
    await load_starter_feeds(app)
    if await wants_demonstration(app):
        await _show_demonstration(app)


async def _show_demonstration(app: App) -> None:
    with progress_bar("Loading the demonstration") as advance:
        new = await load_demonstration(app, advance=advance)
    sys.stderr.write(
        f"Demonstration: {new} articles of invented outlets, marked as such wherever"
        ' they appear. "mujaz demo --remove" takes them away.\n'
    )


async def _schedule(app: App) -> None:
    jobs = (
        refresh_job(app.intake, concurrency=app.settings.fetch_concurrency),
        pages_job(app.intake),
        dispatch_job(app.db),
        cleaning_job(app.db),
    )
    await run_scheduler(jobs, clock=app.desk.clock)


def _platforms(app: App) -> list[Coroutine[Any, Any, None]]:
    """Return what serves each platform with a token; its library is imported here."""
    settings, serving = app.settings, []
    if token := settings.telegram_token:
        serving.append(_telegram(app.desk, settings, token.get_secret_value()))
    if token := settings.discord_token:
        from bot.chats.discord_chat import run_discord

        serving.append(
            run_discord(
                app.desk,
                token=token.get_secret_value(),
                api=settings.discord_api,
                gateway=settings.discord_gateway,
            )
        )
    return serving


async def _telegram(desk: Desk, settings: Settings, token: str) -> None:
    from bot.chats.telegram_chat import run_telegram
    from bot.chats.telegram_webhook import Webhook

    webhook, secret = None, settings.telegram_webhook_secret
    if settings.telegram_webhook_url:
        webhook = Webhook(
            url=settings.telegram_webhook_url,
            host=settings.telegram_webhook_host,
            port=settings.telegram_webhook_port,
            secret=secret.get_secret_value() if secret else token_urlsafe(32),
        )
    await run_telegram(desk, token=token, api=settings.telegram_api, webhook=webhook)


def only_errors(_settings: Settings) -> str:
    """Let only bugs into the log, where a person watches the answers."""
    return "ERROR"


def _level(settings: Settings) -> str:
    has_platform = settings.telegram_token or settings.discord_token
    return settings.log_level if has_platform else only_errors(settings)
