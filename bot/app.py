"""The program's long-lived parts, built here and nowhere else."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.chats.answers import Desk, utc_now
from bot.feeds.discovery import finder
from bot.feeds.fetching import open_session
from bot.feeds.intake_parts import Intake
from bot.feeds.opml import list_reader, write_opml
from bot.logs import start_logging
from bot.settings import Settings, read_settings
from bot.stopping import until_stopped
from bot.workers import open_workers
from handlers.feed_finding import FeedDoor
from handlers.stories import Newsdesk
from storage.database import Database, open_database

#: Loggers of libraries that say more than anybody wants to know.
TALKATIVE: Final = (
    # It logs every value of every statement, what people look for among them.
    "aiosqlite",
    "apscheduler",
    "discord",
    "httpcore",
    "httpx",
    "telegram",
)


@dataclass(frozen=True, slots=True)
class App:
    """The parts that a command of the command line works with.

    Attributes:
        desk: answers what people ask.
        intake: takes articles in.
    """

    settings: Settings
    db: Database
    desk: Desk
    intake: Intake


@asynccontextmanager
async def open_app(settings: Settings) -> AsyncIterator[App]:
    """Open the database, the network and the workers; all are closed at the end.

    Raises:
        StorageError: the database cannot be opened.
    """
    async with (
        open_database(settings.database_url) as db,
        open_workers(processes=settings.worker_processes) as workers,
        open_session(
            contact=settings.contact_url, private_hosts=settings.private_hosts
        ) as session,
    ):
        intake = Intake(
            db=db,
            session=session,
            workers=workers,
            desk=Newsdesk(),
            clock=utc_now,
            shortest=timedelta(minutes=settings.refresh_minutes),
        )
        door = FeedDoor(
            find=finder(intake),
            read=list_reader(workers),
            write=write_opml,
            administrators=frozenset(settings.administrators),
            for_everyone=settings.adding == "everyone",
            quota=settings.feed_quota,
        )
        desk = Desk(db, settings.language, ZoneInfo(settings.timezone), door=door)
        yield App(settings=settings, db=db, desk=desk, intake=intake)


def operators_desk(app: App) -> Desk:
    """Return the desk of whoever sits at the machine: the terminal's."""
    door = app.desk.door
    return replace(app.desk, door=door and replace(door, is_operator=True))


def run_work(
    work: Callable[[App], Awaitable[int]], *, level: Callable[[Settings], str]
) -> int:
    """Read the settings, open the parts, do the work and close them again.

    Args:
        level: which log lines the work lets through.

    Returns:
        The work's status; 0 if a signal ended it.

    Raises:
        SettingsError: the environment is wrong.
        StorageError: the database cannot be opened.
    """
    settings = read_settings()
    secrets = (
        settings.telegram_token,
        settings.telegram_webhook_secret,
        settings.discord_token,
    )
    start_logging(level=level(settings), secrets=secrets)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.root.level))

    async def with_app() -> int:
        async with open_app(settings) as app:
            return await work(app)

    return asyncio.run(until_stopped(with_app()))
