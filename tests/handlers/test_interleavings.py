"""What happens in the middle of another thing loses no digest and doubles none.

Whatever happens, happens between two uses of the database: each place is tried.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Executable

from handlers.dispatch import owe_digests
from handlers.schedule import left_behind, plan_of
from storage.chats import chat_at
from storage.database import AnyRow, Database, Transaction
from storage.subscriptions import subscriptions_of
from tests.builders import NOW
from tests.handlers.chats import ALICE, deliver, outcomes, say

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
#: NOW is noon of 17 August 2024 in UTC.
AT_13 = NOW + HOUR
#: More uses of the database than either side makes.
MOST_USES = 12

Work = Callable[[Database], Awaitable[object]]


class Interrupted(Database):
    """A database, during one use of which something else happens first."""

    def __init__(self, db: Database, *, before: int, happening: Work) -> None:
        """Share all with `db`; let it happen before use number `before`, from 0 on."""
        vars(self).update(vars(db))
        self.db, self.happening = db, happening
        self.left = before
        self.has_happened = False

    async def fetch_all(self, query: Executable) -> Sequence[AnyRow]:
        await self._use()
        return await super().fetch_all(query)

    async def fetch_one(self, query: Executable) -> AnyRow | None:
        await self._use()
        return await super().fetch_one(query)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        await self._use()
        async with super().transaction() as connection:
            yield connection

    async def _use(self) -> None:
        self.left -= 1
        if self.left < 0 and not self.has_happened:
            self.has_happened = True
            await self.happening(self.db)


def writing(command: str) -> Work:
    """Return what writes a command a second after the digest is due."""
    return lambda db: say(db, command, now=AT_13 + SECOND)


async def dispatching(db: Database) -> None:
    await owe_digests(db, now=AT_13 + SECOND)


async def check_times(db: Database) -> None:
    """Look whether each digest is due at a time of its own next."""
    chat = await chat_at(db, ALICE)
    assert chat
    for one in await subscriptions_of(db, chat_id=chat.id):
        assert one.due > AT_13 + 2 * HOUR
        assert left_behind(plan_of(one), due=one.due) is None


#: One more time of the same day, for whoever had the first already.
LATER = "/subscribe 14:00"
CHANGES = (
    "/subscribe 13:00 UTC",
    "/subscribe 13:00 Auckland",
    "/subscribe 12:00",
    LATER,
    "/settings zone Auckland",
    "/settings zone Los Angeles",
    "/settings days 31",
    "/settings length 5",
    "/settings add 12:30",
    "/follow غالانت",
)


@pytest.mark.parametrize("command", CHANGES)
async def test_whatever_is_changed_while_a_digest_is_due_it_is_owed_once(
    news: Database, command: str
) -> None:
    """A command within the dispatch, and the dispatch within a command."""
    for outer, inner in (
        (dispatching, writing(command)),
        (writing(command), dispatching),
    ):
        for before in range(MOST_USES):
            await say(news, "/forgetme نعم")
            await say(news, "/subscribe 13:00 UTC")
            interrupted = Interrupted(news, before=before, happening=inner)
            await outer(interrupted)
            for later in (2 * SECOND, 3 * SECOND, 2 * HOUR):
                await owe_digests(news, now=AT_13 + later)
                await deliver(news, now=AT_13 + later)
            (first, *others) = await outcomes(news)
            assert first == ("sent", ""), before
            assert others in ([], [("skipped", "empty")] * (command == LATER)), before
            await check_times(news)
            if not interrupted.has_happened:
                break
        assert before
