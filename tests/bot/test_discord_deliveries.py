"""What is owed to chats of Discord goes out there."""

from storage.chat_records import ChatAddress
from storage.database import Database
from tests.bot.discord_service import serving, shown
from tests.bot.test_telegram_deliveries import notice, until_settled
from tests.fakes.discord import fake_discord
from tests.fakes.discord_objects import ALICE, CHANNEL
from tests.handlers.chats import outcomes

IN_CHANNEL = ChatAddress("discord", CHANNEL, "group")
TO_ALICE = ChatAddress("discord", ALICE, "private")
GONE = ChatAddress("discord", "404404404", "group")


async def test_each_chat_gets_what_it_is_owed_and_a_lost_one_is_closed(
    db: Database,
) -> None:
    for place in (IN_CHANNEL, TO_ALICE, GONE):
        await notice(db, "موجز اليوم", chat=place)

    async with fake_discord() as discord, serving(discord, db):
        await until_settled(db)

    assert await outcomes(db, chat=IN_CHANNEL) == [("sent", "")]
    assert await outcomes(db, chat=TO_ALICE) == [("sent", "")]
    assert await outcomes(db, chat=GONE) == [("failed", "blocked")]
    assert sum("موجز اليوم" in shown(one) for one in discord.sent) == 2
