"""What Telegram tells the bot: fetched by long polling, worked off chat by chat."""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final

from telegram import Bot, Update
from telegram.error import InvalidToken, TelegramError

from bot.tasks import open_tasks

log = logging.getLogger(__name__)

#: What the bot asks to be told of.
UPDATES: Final = ("message", "callback_query", "inline_query", "my_chat_member")
#: Updates that may wait together; those beyond stay with Telegram.
MAX_WAITING: Final = 500
#: Updates of one chat that may wait; those beyond are dropped, so that it takes no
#: place from the others.
MAX_OF_CHAT: Final = 50
POLL_SECONDS: Final = 25
STOP_SECONDS: Final = 2.5
LONGEST_PAUSE: Final = 300.0

Work = Callable[[Update], Awaitable[None]]


class Lanes:
    """Works updates off: those of a chat in their order, chats side by side."""

    def __init__(self, tasks: asyncio.TaskGroup, work: Work) -> None:
        self._tasks, self._work = tasks, work
        self._waiting: dict[int, deque[Update]] = {}
        self._dropped: Counter[int] = Counter()
        self._lanes: set[asyncio.Task[None]] = set()
        self._count = 0
        self._room = asyncio.Condition()

    def take(self, update: Update) -> bool:
        """Take an update in; False if too many wait, and it has to come again.

        What a chat asks beyond its share is taken and dropped; what Telegram tells of
        the chat itself is not.
        """
        number = _lane(update)
        if len(self._waiting.get(number, ())) >= MAX_OF_CHAT and _asks(update):
            self._dropped[number] += 1
            return True
        if self._count >= MAX_WAITING:
            return False
        self._count += 1
        if number in self._waiting:
            self._waiting[number].append(update)
            return True
        self._waiting[number] = deque([update])
        lane = self._tasks.create_task(self._empty(number))
        self._lanes.add(lane)
        lane.add_done_callback(self._lanes.discard)
        return True

    async def put(self, update: Update) -> None:
        """Take an update in, once there is room for it."""
        async with self._room:
            await self._room.wait_for(lambda: self.take(update))

    async def close(self) -> None:
        """Finish what can be finished within `STOP_SECONDS`; the rest is dropped."""
        if self._lanes:
            _, late = await asyncio.wait(self._lanes, timeout=STOP_SECONDS)
            for lane in late:
                lane.cancel()

    async def _empty(self, number: int) -> None:
        waiting = self._waiting[number]
        try:
            while waiting:
                await self._finish(waiting[0])
                waiting.popleft()
        finally:
            del self._waiting[number]
            self._count -= len(waiting)
            if dropped := self._dropped.pop(number, 0):
                log.warning("telegram updates dropped of_one_chat=%d", dropped)

    async def _finish(self, update: Update) -> None:
        try:
            await self._work(update)
        except Exception:
            log.exception("telegram update failed update=%d", update.update_id)
        self._count -= 1
        async with self._room:
            self._room.notify_all()


@asynccontextmanager
async def open_lanes(work: Work) -> AsyncIterator[Lanes]:
    """Open the lanes; at the end what is being answered is finished."""
    async with open_tasks() as tasks:
        lanes = Lanes(tasks, work)
        try:
            yield lanes
        finally:
            await lanes.close()


async def poll(bot: Bot, lanes: Lanes, *, pause: float) -> None:
    """Fetch updates by long polling, for ever.

    Asking for the next ones confirms those before: they do not come again. The
    library's own updater would end silently at the first refused token.

    Args:
        pause: seconds to wait after a failure, and twice as long after the next.

    Raises:
        InvalidToken: Telegram does not know the token any more.
    """
    # A webhook of an earlier start would keep everything to itself.
    await bot.delete_webhook()
    log.info("telegram serves bot=%s by=polling", bot.username)
    offset, wait = 0, pause
    while True:
        try:
            updates = await bot.get_updates(
                offset=offset, timeout=POLL_SECONDS, allowed_updates=UPDATES
            )
        except InvalidToken:
            raise
        except TelegramError as error:
            log.warning("telegram lost reason=%s again_in=%.0fs", error, wait)
            await asyncio.sleep(wait)
            wait = min(2 * wait, LONGEST_PAUSE)
            continue
        wait = pause
        for update in updates:
            offset = update.update_id + 1
            await lanes.put(update)


def _asks(update: Update) -> bool:
    """Tell whether somebody asks something, who can ask again."""
    message = update.message
    moves = message and (message.migrate_to_chat_id or message.migrate_from_chat_id)
    return not (update.my_chat_member or moves)


def _lane(update: Update) -> int:
    """Return what keeps its order: the chat, or the person who types elsewhere."""
    if update.effective_chat:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user else 0
