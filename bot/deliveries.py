"""What is owed to chats goes out: claimed at the last moment, settled at once.

Each platform gives a `Send`; all that concerns order, retries and what an interruption
leaves behind is here, the same for all.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.tasks import open_tasks
from handlers.schedule import LATEST
from storage.chat_records import Parcel, Reason
from storage.database import Database, StorageError
from storage.deliveries import (
    claim,
    give_back,
    keep_claims,
    sendable,
    settle,
    settle_expired,
    settle_interrupted,
)

log = logging.getLogger(__name__)

#: Messages of one platform on their way at once; a chat that waits takes one place.
IN_FLIGHT: Final = 200
#: Whoever sends a message has it so long, and says every `KEPT` that it still does.
LEASE: Final = timedelta(minutes=5)
KEPT: Final = timedelta(minutes=1)
#: How often it is looked for what others left behind.
TIDY_EVERY: Final = timedelta(seconds=10)
#: Seconds between two looks at what is owed.
PAUSE: Final = 2.0
#: Seconds between two looks at whether anything can go out: those cost nothing.
READY_PAUSE: Final = 0.1
#: The wait after a failure that passes by itself; doubled with each further one.
FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(hours=1)
#: Seconds that what is being sent has at the end, so that we know what became of it.
STOP_SECONDS: Final = 1.5


class Outcome(StrEnum):
    """What became of a message."""

    SENT = "sent"
    #: The platform refuses it, and would again.
    FAILED = "failed"
    #: It may have arrived: it is not sent again.
    UNKNOWN = "unknown"
    #: The chat does not want us any more.
    CLOSED = "closed"
    #: It certainly did not arrive; later it may.
    AGAIN = "again"
    #: It was not to be sent any more: `Errand.begin` said so.
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Report:
    """What a platform says of a message it was given.

    Attributes:
        message: the platform's number of it, "" where there is none.
        reason: why it failed, in the platform's words.
    """

    outcome: Outcome
    message: str = ""
    reason: str = ""


class Errand:
    """One message on its way, for the platform that sends it."""

    def __init__(
        self, db: Database, parcel: Parcel, clock: Callable[[], datetime]
    ) -> None:
        self.parcel = parcel
        self.has_begun = False
        self._db, self._clock = db, clock

    async def begin(self) -> bool:
        """Claim the message, right before it is sent.

        Returns:
            False if it is not to be sent: somebody else does, or nobody wants it now.
        """
        now = self._clock()
        async with self._db.transaction() as connection:
            self.has_begun = await claim(
                connection, delivery_id=self.parcel.id, now=now, until=now + LEASE
            )
        return self.has_begun

    async def hold(self) -> None:
        """Say that it certainly did not arrive, and will be begun again."""
        await self.give_back(Reason.HELD, after=self._clock())

    async def give_back(self, reason: str, *, after: datetime) -> None:
        """Let it be sent again, not before `after`."""
        self.has_begun = False
        async with self._db.transaction() as connection:
            await give_back(
                connection, delivery_id=self.parcel.id, reason=reason, after=after
            )


Send = Callable[[Errand], Awaitable[Report]]


@asynccontextmanager
async def delivering(
    db: Database,
    *,
    platform: str,
    send: Send,
    clock: Callable[[], datetime],
    is_ready: Callable[[], bool] = lambda: True,
) -> AsyncIterator[None]:
    """Send what is owed to the chats of one platform until the block ends.

    Args:
        is_ready: tells whether anything can go out now; if not, nothing is tried.
    """
    postman = Postman(db, platform=platform, send=send, clock=clock)
    async with open_tasks() as tasks:
        work = tasks.create_task(postman.run(is_ready))
        try:
            yield
        finally:
            work.cancel()


class Postman:
    """Sends what is owed to the chats of one platform."""

    def __init__(
        self,
        db: Database,
        *,
        platform: str,
        send: Send,
        clock: Callable[[], datetime],
    ) -> None:
        self._db, self._platform = db, platform
        self._send, self._clock = send, clock
        self._running: dict[int, tuple[Errand, asyncio.Task[None]]] = {}
        self._kept = self._tidied = clock()
        # What a sender that is gone left behind is looked for at once.
        self._has_work = True

    async def run(self, is_ready: Callable[[], bool]) -> None:
        """Send what is owed as it becomes due, until cancelled."""
        while True:
            pause = READY_PAUSE
            try:
                if is_ready():
                    pause = PAUSE
                    await self.deliver_owed()
            except StorageError as error:
                log.error("deliveries stopped reason=%s", error)
            except Exception:
                log.exception("deliveries stopped platform=%s", self._platform)
            await asyncio.sleep(pause)

    async def deliver_owed(self) -> None:
        """Send what is owed now, until nothing is and nothing is on its way."""
        async with open_tasks() as tasks:
            if self._has_work or self._clock() - self._tidied >= TIDY_EVERY:
                await self._tidy()
            self._has_work = False
            try:
                while await self._go_on(tasks):
                    pass
            except asyncio.CancelledError:
                await self._finish()
                raise

    async def _go_on(self, tasks: asyncio.TaskGroup) -> bool:
        """Send until some are settled; False once nothing is on its way."""
        await self._start(tasks)
        if not self._running:
            return False
        await asyncio.wait(
            [task for _, task in self._running.values()],
            timeout=PAUSE,
            return_when=asyncio.FIRST_COMPLETED,
        )
        self._running = {
            number: one for number, one in self._running.items() if not one[1].done()
        }
        if self._clock() - self._tidied >= TIDY_EVERY:
            await self._tidy()
        return True

    async def _finish(self) -> None:
        """Begin nothing more, and settle what is being sent, if that is soon known."""
        begun = [task for errand, task in self._running.values() if errand.has_begun]
        for errand, task in self._running.values():
            if not errand.has_begun:
                task.cancel()
        if begun:
            await asyncio.wait(begun, timeout=STOP_SECONDS)

    async def _start(self, tasks: asyncio.TaskGroup) -> None:
        """Start sending what there is room for, once half of it is free."""
        room = IN_FLIGHT - len(self._running)
        if 2 * room < IN_FLIGHT:
            return
        parcels = await sendable(
            self._db, platform=self._platform, now=self._clock(), limit=IN_FLIGHT
        )
        waiting = [one for one in parcels if one.id not in self._running]
        for parcel in waiting[:room]:
            errand = Errand(self._db, parcel, self._clock)
            task = tasks.create_task(self._deliver(errand))
            self._running[parcel.id] = errand, task
            self._has_work = True

    async def _tidy(self) -> None:
        """Settle what others left behind, and say what we still have."""
        now = self._tidied = self._clock()
        begun = [number for number, (one, _) in self._running.items() if one.has_begun]
        async with self._db.transaction() as connection:
            if begun and now - self._kept >= KEPT:
                await keep_claims(connection, begun, until=now + LEASE)
                self._kept = now
            interrupted = await settle_interrupted(connection, now=now)
            expired = await settle_expired(
                connection, now=now, owed_before=now - LATEST
            )
        if interrupted or expired:
            log.warning(
                "deliveries not sent interrupted=%d expired=%d", interrupted, expired
            )

    async def _deliver(self, errand: Errand) -> None:
        """Send one message; whatever goes wrong concerns this one only."""
        try:
            await self._settle(errand, await self._sent(errand))
        except StorageError as error:
            # Its claim runs out, and then it is unknown.
            log.error("delivery not settled id=%d reason=%s", errand.parcel.id, error)

    async def _sent(self, errand: Errand) -> Report:
        try:
            return await self._send(errand)
        except StorageError:
            raise
        except Exception:
            log.exception("delivery broke id=%d", errand.parcel.id)
            outcome = Outcome.UNKNOWN if errand.has_begun else Outcome.FAILED
            return Report(outcome, reason=Reason.OUR_FAULT)

    async def _settle(self, errand: Errand, report: Report) -> None:
        number, outcome = errand.parcel.id, report.outcome
        if outcome == Outcome.WITHDRAWN:
            return
        if not errand.has_begun and not await errand.begin():
            return
        if outcome == Outcome.AGAIN:
            wait = min(FIRST_WAIT * 2**errand.parcel.attempts, LONGEST_WAIT)
            await errand.give_back(Reason.UNREACHABLE, after=self._clock() + wait)
            return
        state, reason = str(outcome), report.reason
        if outcome == Outcome.CLOSED:
            state, reason = "failed", Reason.BLOCKED
        async with self._db.transaction() as connection:
            await settle(
                connection,
                delivery_id=number,
                state=state,
                reason=reason,
                message=report.message or None,
                now=self._clock(),
            )
        log.info("delivery settled id=%d state=%s", number, state)
