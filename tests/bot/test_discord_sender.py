"""What is sent by itself: to channels, threads, forums and people, and what fails."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from bot.chats.discord_sender import DiscordSender, Sending, State
from handlers.conversation import Button, Heading, Image, Reply, Text
from storage.chat_records import ChatAddress
from storage.chats import chat_at, remember_chat
from storage.database import Database
from tests.bot.discord_service import sender_of, serving, shown, until
from tests.builders import NOW
from tests.fakes.discord import FakeDiscord, fake_discord
from tests.fakes.discord_objects import ALICE, CHANNEL, FORUM, HIDDEN, LOCKED, THREAD

DIGEST = Reply(
    (Heading("موجز اليوم"), Text("قمة في جدة @everyone")),
    (Button("المزيد", "/latest صفحة 2"),),
)
LONG = Reply((Heading("موجز اليوم"), *(Text(f"خبر {n} " * 300) for n in range(4))))
#: The smallest picture there is.
PNG = bytes.fromhex("89504e470d0a1a0a")


@dataclass(frozen=True)
class Post:
    """A server, and what sends to it."""

    discord: FakeDiscord
    sender: DiscordSender
    db: Database

    async def send(self, address: str, reply: Reply = DIGEST, **more: Any) -> Sending:
        kind = "private" if address == ALICE else "group"
        at = ChatAddress("discord", address, kind)
        return await self.sender.send(at, reply, rtl=True, **more)


@pytest.fixture
async def post(db: Database) -> AsyncIterator[Post]:
    async with fake_discord() as discord, connected(discord, db) as sender:
        yield Post(discord, sender, db)


@asynccontextmanager
async def connected(discord: FakeDiscord, db: Database) -> AsyncIterator[DiscordSender]:
    sender = sender_of(db)
    async with serving(discord, db, sender=sender):
        await until(lambda: sender.is_connected)
        yield sender


async def remember(db: Database, address: str, kind: str = "group") -> ChatAddress:
    at = ChatAddress("discord", address, kind)
    async with db.transaction() as connection:
        await remember_chat(connection, at, locale="ar", now=NOW)
    return at


@pytest.mark.parametrize("address", [CHANNEL, THREAD])
async def test_a_digest_goes_to_a_channel_or_a_thread(post: Post, address: str) -> None:
    fate = await post.send(address)

    (message,) = post.discord.sent
    assert fate == Sending(State.SENT, message=message["id"])
    assert message["channel_id"] == address
    assert "موجز اليوم" in shown(message)
    button = message["components"][0]["components"][0]
    assert button["custom_id"] == "/latest صفحة 2"


async def test_a_digest_goes_to_a_person(post: Post) -> None:
    fate = await post.send(ALICE)

    assert fate.state is State.SENT
    assert post.discord.sent[0]["channel_id"] == f"9{ALICE}"


async def test_a_digest_is_a_post_of_its_own_in_a_forum(post: Post) -> None:
    fate = await post.send(FORUM, LONG)

    first, second = post.discord.sent
    assert fate == Sending(State.SENT, message=first["id"])
    assert first["channel_id"] == second["channel_id"] != FORUM
    assert any(call.endswith(f"{FORUM}/threads") for call in post.discord.requests)


async def test_buttons_below_a_post_mean_its_forum(post: Post) -> None:
    await post.send(FORUM)

    (message,) = post.discord.sent
    button = message["components"][0]["components"][0]
    assert button["custom_id"] == f"#{FORUM} /latest صفحة 2"


async def test_a_picture_goes_along(post: Post) -> None:
    fate = await post.send(CHANNEL, Reply((Image(PNG, "مقالات كل يوم"),)))

    (message,) = post.discord.sent
    assert fate.state is State.SENT
    assert message["embeds"][0]["image"]["url"].startswith("attachment://")


async def test_a_call_that_is_repeated_is_shown_once(post: Post) -> None:
    await post.send(CHANNEL, LONG, key="17")

    assert [one["nonce"] for one in post.discord.sent] == ["17.0", "17.1"]


async def test_a_rate_limit_is_waited_for(post: Post) -> None:
    wait = {"retry_after": 0.01, "global": False}
    post.discord.fail(429, route="messages", body=wait, headers={"Via": "1.1 fake"})

    fate = await post.send(CHANNEL)

    assert fate.state is State.SENT
    assert not post.discord.failures


async def test_a_long_rate_limit_is_left_to_the_outbox(post: Post) -> None:
    wait = {"retry_after": 600.0, "global": False}
    post.discord.fail(429, route="messages", body=wait, headers={"Via": "1.1 fake"})

    fate = await post.send(CHANNEL)

    assert (fate.state, fate.wait) == (State.RETRY, 600.0)


FATES: dict[str, tuple[dict[str, Any], State]] = {
    "unavailable": ({"status": 503}, State.RETRY),
    "blocked on the way": ({"status": 429}, State.RETRY),
    "refused token": ({"status": 401}, State.RETRY),
    "broken line": ({"status": 0}, State.UNKNOWN),
    "broken line, yet it arrived": ({"status": 0, "is_done": True}, State.UNKNOWN),
    "unknown failure": ({"status": 520}, State.UNKNOWN),
    "wrong call": ({"status": 400, "code": 50035}, State.FAILED),
    "strange refusal": ({"status": 403, "code": 40001}, State.FAILED),
    "no access": ({"status": 403, "code": 50001}, State.CLOSED),
    "no permission": ({"status": 403, "code": 50013}, State.CLOSED),
    "deleted channel": ({"status": 404, "code": 10003}, State.GONE),
    "locked thread": ({"status": 400, "code": 160005}, State.CLOSED),
}


@pytest.mark.parametrize(("failure", "state"), FATES.values(), ids=FATES)
async def test_each_failure_has_its_fate(
    post: Post, failure: dict[str, Any], state: State
) -> None:
    post.discord.fail(route="messages", **failure)

    fate = await post.send(CHANNEL)

    assert fate.state is state
    assert fate.reason
    assert (fate.wait > 0) == (state is State.RETRY)


async def test_a_line_that_breaks_before_anything_is_sent_is_tried_again(
    post: Post,
) -> None:
    post.discord.fail(0, route="users/@me/channels")

    fate = await post.send(ALICE)

    assert fate.state is State.RETRY


async def test_what_arrived_in_part_is_not_sent_again(post: Post) -> None:
    post.discord.fail(503, route="messages", after=1)

    fate = await post.send(CHANNEL, LONG)

    assert fate.state is State.UNKNOWN
    assert "beginning" in fate.reason


async def test_closed_direct_messages_close_the_chat(post: Post) -> None:
    at = await remember(post.db, ALICE, kind="private")
    post.discord.fail(403, 50007, route="messages")

    fate = await post.send(ALICE)

    chat = await chat_at(post.db, at)
    assert fate.state is State.CLOSED
    assert chat is not None
    assert not chat.active
    assert post.discord.sent == []


async def test_a_lost_channel_is_told_of_once_where_the_server_can_read_it(
    post: Post,
) -> None:
    at = await remember(post.db, LOCKED)

    fates = [await post.send(LOCKED) for _ in range(2)]

    (notice,) = post.discord.sent
    assert [one.state for one in fates] == [State.CLOSED] * 2
    assert notice["channel_id"] == CHANNEL
    assert "locked" in notice["content"]
    assert notice["embeds"] == []
    chat = await chat_at(post.db, at)
    assert chat is not None
    assert chat.inactive_reason == "Missing Permissions"


async def test_a_lost_channel_is_named_only_to_those_who_may_see_it(post: Post) -> None:
    await remember(post.db, HIDDEN)
    for _ in range(2):
        post.discord.fail(403, 50001, route=f"channels/{HIDDEN}/messages")

    await post.send(HIDDEN)

    (notice,) = post.discord.sent
    assert notice["channel_id"] == CHANNEL
    assert "managers-only" not in notice["content"]
    assert "في خادم «أخبار»" in notice["content"]
    # Discord shows the name here to those who may know it.
    assert notice["content"].endswith(f"<#{HIDDEN}>")


async def test_the_owner_is_told_of_a_lost_channel_where_the_server_cannot_be(
    post: Post,
) -> None:
    await remember(post.db, LOCKED)
    await remember(post.db, ALICE, kind="private")
    post.discord.fail(403, 50013, route=f"channels/{CHANNEL}/messages")

    await post.send(LOCKED)
    (notice,) = await post.discord.messages(1)

    assert notice["channel_id"] == f"9{ALICE}"
    assert "لم أعد أستطيع الإرسال إلى القناة «locked»" in shown(notice)


async def test_an_unknown_channel_is_gone(post: Post) -> None:
    fate = await post.send("777")

    assert fate.state is State.GONE


async def test_without_a_connection_nothing_is_lost(db: Database) -> None:
    sender = sender_of(db)

    fate = await sender.send(ChatAddress("discord", CHANNEL, "group"), DIGEST, rtl=True)

    assert not sender.is_connected
    assert fate.state is State.RETRY


async def test_a_server_that_removes_the_bot_under_way_closes_its_channel(
    post: Post,
) -> None:
    post.discord.fail(403, 50001, route="messages", after=1)

    fate = await post.send(CHANNEL, LONG)

    assert fate.state is State.CLOSED
