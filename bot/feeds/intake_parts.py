"""What taking articles in works with."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.feeds.fetching import Session
from bot.feeds.hosts import Places
from bot.feeds.robots import Robots
from bot.workers import Workers
from handlers.stories import Newsdesk
from storage.database import Database

#: Seconds for one feed's turn.
TURN: Final = 300.0


@dataclass(frozen=True, slots=True)
class Intake:
    """What taking articles in needs.

    Attributes:
        desk: files new articles with their stories.
        clock: the time, aware UTC.
        shortest: between two fetches of a feed, however much it publishes.
        turn: seconds after which the rest of a feed's entries waits for its next turn.
        chance: a random number from 0 up to 1, by which feeds drift apart.
        reading: places for work on what a host sent: one at a time, so that a hostile
            host keeps one worker busy and leaves the others free.
        robots: which pages may be fetched.
    """

    db: Database
    session: Session
    workers: Workers
    desk: Newsdesk
    clock: Callable[[], datetime]
    shortest: timedelta
    turn: float = TURN
    chance: Callable[[], float] = random.random
    reading: Places = field(default_factory=lambda: Places(per_host=1))
    robots: Robots = field(init=False)

    def __post_init__(self) -> None:
        """Open an empty book of what sites allow."""
        robots = Robots(self.session, clock=self.clock)
        object.__setattr__(self, "robots", robots)
