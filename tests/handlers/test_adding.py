"""`/addfeed`: who may, what is shown, and what a yes does."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.adding import add_list
from handlers.commands import answer
from handlers.conversation import Reply, Request
from handlers.feed_finding import FeedDoor, FeedLink, FeedPreview, Finding
from handlers.feed_lists import FeedList, ListedFeed, listed_feeds
from storage.chat_records import ChatAddress
from storage.chats import forget_chat
from storage.database import Database
from storage.feed_notes import count_added, owed_notes, tell_adders
from storage.feeds import active_feeds, deactivate_feed
from tests.builders import NOW, ago, put_feed
from tests.handlers.newsroom import ask, items, words_shown

URL = "https://news.example/feed"
ALICE = ChatAddress("telegram", "1001", "private")
BOB = ChatAddress("telegram", "1002", "private")
GROUP = ChatAddress("telegram", "-1005", "group")
PREVIEW = FeedPreview(
    url=URL,
    title="صحيفة المدينة",
    entries=11,
    with_body=0,
    newest=(("خبر أول", "https://news.example/1", ago(hours=2)),),
)
LINKS = (FeedLink(URL, "الرئيسية"), FeedLink("https://news.example/sport", ""))


def finds(finding: Finding) -> Callable[[str], Awaitable[Finding]]:
    async def find(_url: str) -> Finding:
        return finding

    return find


async def reads_nothing(_data: bytes) -> FeedList:
    return FeedList(problem="the file is empty")


def written(feeds: Iterable[ListedFeed]) -> bytes:
    return "\n".join(feed.url for feed in feeds).encode()


#: Alice administers the bot; others may not add, unless everyone may.
DOOR = FeedDoor(
    find=finds(Finding(preview=PREVIEW)),
    read=reads_nothing,
    write=written,
    administrators=frozenset({"telegram:1001", "telegram:-1005"}),
    quota=2,
)
OPEN = replace(DOOR, for_everyone=True)


def asked(
    argument: str = URL,
    *,
    door: FeedDoor | None = DOOR,
    chat: ChatAddress | None = ALICE,
    locale: str = "ar",
) -> Request:
    return replace(ask("addfeed", argument, locale=locale), door=door, chat=chat)


def choice(reply: Reply, place: int = 0) -> str:
    """Return the argument behind a button of `/addfeed`."""
    command, _, argument = reply.buttons[place].command.partition(" ")
    assert command == "/addfeed"
    return argument


async def subscribed(db: Database) -> list[str]:
    return [feed.url for feed in await active_feeds(db)]


@pytest.mark.parametrize("locale", ["ar", "en"])
async def test_a_feed_is_shown_and_added_once_somebody_says_yes(
    db: Database, locale: str
) -> None:
    shown = await answer(db, asked(locale=locale))
    before = await subscribed(db)
    done = await answer(db, asked(choice(shown), locale=locale))

    assert before == []
    assert await subscribed(db) == [URL]
    assert [one.title for one in items(shown)] == ["خبر أول"]
    assert "صحيفة المدينة" in words_shown(done)


async def test_a_no_adds_nothing(db: Database) -> None:
    shown = await answer(db, asked())
    done = await answer(db, asked(choice(shown, 1)))

    assert words_shown(done) == "لم يُضف شيء."
    assert await subscribed(db) == []


async def test_what_is_shown_says_how_much_it_brings(db: Database) -> None:
    whole = replace(PREVIEW, with_body=9)
    short = words_shown(await answer(db, asked()))
    full = words_shown(
        await answer(db, asked(door=replace(DOOR, find=finds(Finding(preview=whole)))))
    )

    assert "فيه الآن ١١ خبراً باختصار" in short
    assert "فيه الآن ١١ خبراً بالنص الكامل." in full


async def test_of_several_feeds_of_a_page_one_is_chosen(db: Database) -> None:
    several = replace(DOOR, find=finds(Finding(links=LINKS)))

    offered = await answer(db, asked("news.example", door=several))
    shown = await answer(db, asked(choice(offered)))
    await answer(db, asked(choice(shown)))

    labels = [button.label for button in offered.buttons]
    assert labels == ["الرئيسية", "https://news.example/sport"]
    assert await subscribed(db) == [URL]


REFUSED: dict[str, tuple[FeedDoor | None, ChatAddress | None, str]] = {
    "another's chat": (DOOR, BOB, "telegram:1002"),
    "where nothing is kept about chats": (DOOR, None, "لا يمكن إضافة المصادر من هنا"),
    "there too if everyone may": (OPEN, None, "لا يمكن إضافة المصادر من هنا"),
    "where feeds are not added": (None, ALICE, "لا يمكن إضافة المصادر من هنا"),
}


@pytest.mark.parametrize(("door", "chat", "text"), REFUSED.values(), ids=list(REFUSED))
async def test_whoever_may_not_is_told(
    db: Database, door: FeedDoor | None, chat: ChatAddress | None, text: str
) -> None:
    shown = await answer(db, asked(door=door, chat=chat))

    assert text in words_shown(shown)
    assert shown.buttons == ()


async def test_nobody_says_yes_to_what_somebody_else_was_shown(db: Database) -> None:
    shown = await answer(db, asked())

    await answer(db, asked(choice(shown), chat=BOB))

    assert await subscribed(db) == []


async def test_in_a_group_it_is_up_to_its_administrators(db: Database) -> None:
    refused = await answer(db, asked(chat=GROUP))
    shown = await answer(db, replace(asked(chat=GROUP), administers=True))

    assert words_shown(refused) == "هذا الأمر لمشرفي المجموعة فقط."
    assert shown.buttons


async def test_the_terminal_may_without_being_named(db: Database) -> None:
    door = replace(DOOR, administrators=frozenset(), is_operator=True)

    shown = await answer(db, asked(door=door, chat=None))
    await answer(db, asked(choice(shown), door=door, chat=None))

    assert await subscribed(db) == [URL]


async def test_everyone_has_a_share_and_administrators_have_no_end(
    db: Database,
) -> None:
    told = []
    for number in range(3):
        preview = replace(PREVIEW, url=f"{URL}/{number}")
        door = replace(OPEN, find=finds(Finding(preview=preview)))
        shown = await answer(db, asked(preview.url, door=door, chat=BOB))
        told.append(await answer(db, asked(choice(shown), door=door, chat=BOB)))
    full = await subscribed(db)
    async with db.transaction() as connection:
        await deactivate_feed(connection, url=f"{URL}/0")
    again = await answer(db, asked(choice(shown), door=door, chat=BOB))

    assert full == [f"{URL}/0", f"{URL}/1"]
    assert words_shown(told[2]) == "أضفت مصدرين، وهذا هو الحد المسموح لكل محادثة."
    assert "أُضيف المصدر" in words_shown(again)


async def test_a_list_is_added_as_far_as_the_share_goes(db: Database) -> None:
    async with db.transaction() as connection:
        await put_feed(connection, f"{URL}/1")
    listed = [
        ListedFeed(f"{URL}/{number}", f"م {number}", "عام") for number in range(5)
    ]

    shared = await add_list(db, asked(door=OPEN, chat=BOB), listed)
    whole = await add_list(db, asked(), listed)

    assert words_shown(shared).split("\n") == [
        "أُضيف مصدران، واحد كان مضافاً من قبل",
        "لم يُضف لأنك بلغت الحد المسموح",
        "م 3",
        "م 4",
    ]
    assert words_shown(whole) == "أُضيف مصدران، ٣ كانت مضافة من قبل"
    assert {one.url for one in await listed_feeds(db)} == {one.url for one in listed}


async def test_a_source_that_is_here_is_not_offered(db: Database) -> None:
    async with db.transaction() as connection:
        await put_feed(connection, URL)

    by_its_address = await answer(db, asked())
    by_its_site = await answer(db, asked("https://news.example/"))

    assert words_shown(by_its_address) == words_shown(by_its_site)
    assert "مضاف من قبل" in words_shown(by_its_site)
    assert by_its_site.buttons == ()


PROBLEMS = {
    "nothing": ("", "أرسل عنوانه"),
    "words": ("كلام لا عنوان", "ليس عنوان موقع"),
    "an old offer": ("#77 نعم", "انتهت صلاحية هذا العرض"),
}


@pytest.mark.parametrize(("argument", "text"), PROBLEMS.values(), ids=PROBLEMS)
async def test_what_is_no_address_is_told(
    db: Database, argument: str, text: str
) -> None:
    assert text in words_shown(await answer(db, asked(argument)))


async def test_an_offer_ends_after_a_day(db: Database) -> None:
    old = await answer(db, asked())
    later = NOW + timedelta(days=1, seconds=1)
    await answer(db, replace(asked(), now=later))

    told = await answer(db, replace(asked(choice(old)), now=later))

    assert "انتهت صلاحية هذا العرض" in words_shown(told)


async def test_why_nothing_is_found_is_told_and_what_is_slow_may_be_added(
    db: Database,
) -> None:
    page = Finding(problem="the answer is a web page, not a feed")
    late = Finding(problem="the server did not answer in time", is_late=True)

    none = await answer(db, asked(door=replace(DOOR, find=finds(page))))
    slow = await answer(db, asked(door=replace(DOOR, find=finds(late))))
    await answer(db, asked(choice(slow)))

    assert none.buttons == ()
    assert "صفحة ويب" in words_shown(none)
    assert "من دون معاينة" in words_shown(slow)
    assert await subscribed(db) == [URL]


async def test_one_who_asks_while_others_are_served_is_told_so(db: Database) -> None:
    busy = replace(DOOR, find=finds(Finding(is_busy=True)))

    told = await answer(db, asked(door=busy))

    assert words_shown(told) == "أعاين مواقع أخرى الآن. حاول مرة أخرى بعد ثوانٍ."


async def test_whoever_added_a_feed_hears_of_it_until_they_are_forgotten(
    db: Database,
) -> None:
    shown = await answer(db, asked())
    await answer(db, asked(choice(shown)))
    (feed,) = await active_feeds(db)
    async with db.transaction() as connection:
        await tell_adders(
            connection, feed_id=feed.id, kind="broken", reason="", now=NOW
        )
    notes = await owed_notes(db, limit=9)
    async with db.transaction() as connection:
        await forget_chat(connection, platform="telegram", address="1001")

    assert [(note.chat, note.feed_url) for note in notes] == [(ALICE, URL)]
    assert await owed_notes(db, limit=9) == []
    assert await count_added(db, chat_id=1) == 0
