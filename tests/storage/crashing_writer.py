"""A process that stores articles until it is killed, telling how far it is."""

import asyncio
import sys

from storage.database import Database, open_database
from tests.builders import Told, put_actor, put_article, put_feed, put_mentions
from tests.builders import put_quotes as quote

#: Statements of each article.
QUOTES = 3


async def main(url: str, pause_at: int) -> None:
    """Store articles; stop for ever in the middle of number `pause_at`."""
    async with open_database(url) as db:
        number = 0
        while True:
            number += 1
            await store(db, number, pauses=number == pause_at)
            print("stored", number, flush=True)


async def store(db: Database, number: int, *, pauses: bool) -> None:
    """Store one article with an actor and its statements."""
    async with db.transaction() as connection:
        feed = await put_feed(connection)
        article_id = await put_article(connection, feed, str(number))
        actor_id = await put_actor(connection, f"اسم {number}", skeletons=("sm",))
        if pauses:
            print("in the middle", flush=True)
            await asyncio.Event().wait()
        await put_mentions(connection, article_id, [actor_id])
        told = [Told(f"قول {place}", actor_id) for place in range(QUOTES)]
        await quote(connection, article_id, told)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
