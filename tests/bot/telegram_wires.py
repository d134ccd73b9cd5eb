"""What the queue for Telegram sends through in tests, on a fake clock."""

from collections.abc import Awaitable, Callable, Iterable

from bot.chats.telegram_queue import Outgoing, State, open_queue
from tests.fakes.telegram_clock import Clock


class Wire:
    """Keeps (chat, moment) of every attempt; fails as it is told, then works."""

    def __init__(self, clock: Clock, errors: Iterable[Exception] = ()) -> None:
        self.clock, self.errors = clock, list(errors)
        self.attempts: list[tuple[int, float]] = []

    async def __call__(self, chat: int) -> None:
        self.attempts.append((chat, self.clock.now))
        if self.errors:
            raise self.errors.pop(0)

    def moments(self, chat: int) -> list[float]:
        return [moment for one, moment in self.attempts if one == chat]


async def ignore(_chat: int, _what: object) -> None:
    """Take note of nothing."""


async def sent(
    clock: Clock,
    outgoing: Iterable[Outgoing],
    *,
    closed: Callable[[int, str], Awaitable[None]] = ignore,
    moved: Callable[[int, int], Awaitable[None]] = ignore,
) -> list[State]:
    """Put all in at once and let time pass until each has its state."""
    async with open_queue(
        closed=closed, moved=moved, clock=clock.read, wait=clock.wait
    ) as queue:
        return await clock.run([queue.put(one) for one in outgoing])
