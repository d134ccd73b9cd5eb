"""Lists of feeds as files: what is taken from one, what is refused, and `/export`."""

from dataclasses import dataclass, replace

import pytest

from handlers.commands import answer
from handlers.conversation import Attached, Document, Reply, Request
from handlers.feed_files import MAX_BYTES, MAX_LISTED, MAX_NAMED
from handlers.feed_lists import FeedList, ListedFeed, listed_feeds
from storage.chat_records import ChatAddress
from storage.database import Database
from tests.builders import put_feed
from tests.handlers.newsroom import ask, words_shown
from tests.handlers.test_adding import ALICE, BOB, DOOR, OPEN, URL

FEEDS = tuple(ListedFeed(f"{URL}/{n}", f"مصدر {n}", "عام") for n in range(5))
WHOLE = FeedList(FEEDS)


@dataclass
class File:
    """A file that counts how often it is fetched."""

    data: bytes | None = b"list"
    size: int = 4
    fetched: int = 0

    async def fetch(self) -> bytes | None:
        self.fetched += 1
        return self.data


async def send(
    db: Database,
    file: File,
    found: FeedList = WHOLE,
    *,
    chat: ChatAddress = ALICE,
    for_everyone: bool = False,
) -> Reply:
    async def read(data: bytes) -> FeedList:
        assert data == file.data
        return found

    door = replace(OPEN if for_everyone else DOOR, read=read)
    request = replace(ask("addfeed"), chat=chat, door=door)
    sent = Attached(file.size, file.fetch)
    return await answer(db, replace(request, attached=sent))


async def test_the_feeds_of_a_file_are_added_with_their_titles_and_categories(
    db: Database,
) -> None:
    reply = await send(db, File())

    assert words_shown(reply) == "أُضيفت ٥ مصادر"
    assert sorted(await listed_feeds(db), key=lambda one: one.url) == list(FEEDS)


async def test_what_is_not_added_is_named_up_to_a_number(db: Database) -> None:
    wrong = tuple(f"عنوان {n}" for n in range(MAX_NAMED + 2))

    reply = await send(db, File(), FeedList(FEEDS, wrong), chat=BOB, for_everyone=True)

    lines = words_shown(reply).split("\n")
    assert lines[0] == "أُضيف مصدران"
    assert lines[1:5] == ["لم يُضف لأنك بلغت الحد المسموح", "مصدر 2", "مصدر 3", "مصدر 4"]
    assert lines[5] == "ليس عنوان موقع"
    assert lines[6:-1] == list(wrong[:MAX_NAMED])
    assert lines[-1] == "واثنان آخران"


async def test_who_may_not_add_feeds_is_refused_before_anything_is_fetched(
    db: Database,
) -> None:
    file = File()

    reply = await send(db, file, chat=BOB)

    assert "مشرفي" in words_shown(reply)
    assert file.fetched == 0
    assert await listed_feeds(db) == []


TOO_LARGE = MAX_BYTES + 1
REFUSED = {
    "said to be too large": (File(size=TOO_LARGE), FeedList(FEEDS), 0, "كبير جداً"),
    "too large after all": (File(b"x" * TOO_LARGE, 0), FeedList(FEEDS), 1, "كبير جداً"),
    "not to be had": (File(None), FeedList(FEEDS), 1, "لم أتمكن من جلب"),
    "no list": (
        File(),
        FeedList(problem="this is not an OPML file"),
        1,
        "ليس ملف OPML. أرسل ملف OPML",
    ),
    "too long": (
        File(),
        FeedList(
            tuple(ListedFeed(f"{URL}/{n}", "", "") for n in range(MAX_LISTED + 1))
        ),
        1,
        "أكثر من",
    ),
}


@pytest.mark.parametrize(
    ("file", "found", "fetched", "words"), REFUSED.values(), ids=REFUSED
)
async def test_a_file_that_is_no_list_says_why(
    db: Database, file: File, found: FeedList, fetched: int, words: str
) -> None:
    file = replace(file)

    reply = await send(db, file, found)

    assert words in words_shown(reply)
    assert file.fetched == fetched
    assert await listed_feeds(db) == []


def export(chat: ChatAddress | None = ALICE) -> Request:
    return replace(ask("export"), chat=chat, door=DOOR)


async def test_all_sources_are_exported_as_a_file(db: Database) -> None:
    async with db.transaction() as connection:
        await put_feed(connection, URL)

    reply = await answer(db, export())

    (file,) = [one for one in reply.blocks if isinstance(one, Document)]
    assert (file.name, file.content.decode()) == ("mujaz-feeds.opml", URL)
    assert "مصدر واحد" in words_shown(reply)


async def test_nothing_is_exported_where_there_is_nothing(db: Database) -> None:
    reply = await answer(db, export())

    assert words_shown(reply) == "لا مصادر عندي لتصديرها بعد."
