"""Groups, topics and channels: who may do what, and what becomes of them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from storage.chat_records import ChatAddress
from storage.chat_schema import mutes
from storage.chats import active_chats, chat_at, remember_chat
from storage.database import Database
from tests.bot.telegram_service import CHANNEL, GROUP, desk_of, serving
from tests.builders import NOW
from tests.fakes.telegram import ALICE, BOB, FakeTelegram, Refusal
from tests.fakes.telegram_objects import chat_of, person
from tests.storage.test_chat_schema import WORD

OLD_GROUP = {"id": -5, "type": "group", "title": "أخبار"}
OLD_PLACE = ChatAddress("telegram", "-5", "group")
PLACE = ChatAddress("telegram", str(GROUP["id"]), "group")
REFUSED = "هذا الأمر لمشرفي المجموعة فقط."


async def remember(db: Database, at: ChatAddress) -> int:
    async with db.transaction() as connection:
        return (await remember_chat(connection, at, locale="ar", now=NOW)).id


async def mute_a_word(db: Database, chat: int) -> None:
    """Store something for a chat that goes with it."""
    async with db.transaction() as connection:
        await connection.execute(insert(mutes).values(**WORD | {"chat_id": chat}))


async def test_only_administrators_change_what_concerns_the_group(
    db: Database, telegram: FakeTelegram
) -> None:
    telegram.members[-1005, BOB] = "administrator"

    async with serving(telegram, desk_of(db)):
        await telegram.say("/forgetme", chat=GROUP, sender=ALICE)
        (refused,) = await telegram.sent(1)
        await telegram.say("/forgetme@mujaz_bot", chat=GROUP, sender=BOB)
        _, asked = await telegram.sent(2)

    assert refused["text"] == REFUSED
    assert "لا يمكن التراجع" in asked["text"]
    assert "reply_markup" in asked


HIDDEN: dict[str, tuple[dict[str, Any], bool]] = {
    "as the group": (GROUP, True),
    "as a channel of their own": (CHANNEL, False),
}


@pytest.mark.parametrize(("as_chat", "may"), HIDDEN.values(), ids=HIDDEN)
async def test_a_hidden_administrator_writes_as_the_group(
    db: Database, telegram: FakeTelegram, as_chat: dict[str, Any], *, may: bool
) -> None:
    async with serving(telegram, desk_of(db)):
        await telegram.say("/forgetme", chat=GROUP, as_chat=as_chat)
        (answer,) = await telegram.sent(1)

    assert (answer["text"] != REFUSED) == may
    assert not [
        call for call in telegram.calls if call.method == "getChatAdministrators"
    ]


async def test_a_button_for_administrators_changes_nothing_for_others(
    db: Database, telegram: FakeTelegram
) -> None:
    await remember(db, PLACE)
    telegram.members[-1005, BOB] = "creator"

    async with serving(telegram, desk_of(db)):
        await telegram.say("/forgetme", chat=GROUP, sender=BOB)
        (asked,) = await telegram.sent(1)
        message = telegram.message_of(0)
        await telegram.press(message, "/forgetme نعم", sender=ALICE)
        (notice,) = await telegram.made("answerCallbackQuery", 1)
        still_there = await chat_at(db, PLACE)
        unchanged = telegram.message_of(0)["text"]
        await telegram.press(message, "/forgetme نعم", sender=BOB)
        await telegram.made("editMessageText", 1)

    assert notice.parameters["text"] == REFUSED
    assert still_there
    assert unchanged == asked["text"]
    assert await chat_at(db, PLACE) is None
    assert "تم الحذف" in telegram.message_of(0)["text"]


async def test_telegram_is_asked_for_rights_once_in_a_while(
    db: Database, telegram: FakeTelegram
) -> None:
    async with serving(telegram, desk_of(db)):
        for count in (1, 2):
            await telegram.say("/forgetme", chat=GROUP)
            await telegram.say("/help", chat=GROUP)
            await telegram.sent(2 * count)

    asked = [call for call in telegram.calls if call.method == "getChatAdministrators"]
    assert len(asked) == 1


#: Seconds, what Alice is by then, and whether she may do what administrators may.
DEMOTION = (
    (0, "administrator", True),
    (59, "member", True),
    (60, "member", False),
    (119, "administrator", False),
    (120, "administrator", True),
)


async def test_who_is_no_administrator_any_more_is_none_after_a_minute(
    db: Database, telegram: FakeTelegram
) -> None:
    now = NOW
    desk = replace(desk_of(db), clock=lambda: now)
    answers: list[str] = []

    async with serving(telegram, desk):
        for seconds, status, _ in DEMOTION:
            now = NOW + timedelta(seconds=seconds)
            telegram.members[-1005, ALICE] = status
            await telegram.say("/forgetme", chat=GROUP)
            *_, answer = await telegram.sent(len(answers) + 1)
            answers.append(answer["text"])

    assert [one != REFUSED for one in answers] == [may for *_, may in DEMOTION]


async def test_nobody_is_an_administrator_while_telegram_does_not_say_so(
    db: Database, telegram: FakeTelegram
) -> None:
    telegram.members[-1005, ALICE] = "administrator"
    telegram.script(
        "getChatAdministrators", Refusal(400, "Bad Request: CHAT_ADMIN_REQUIRED")
    )

    async with serving(telegram, desk_of(db)):
        for count in (1, 2):
            await telegram.say("/forgetme", chat=GROUP)
            await telegram.sent(count)

    refused, asked = await telegram.sent(2)
    assert refused["text"] == REFUSED
    assert asked["text"] != REFUSED


async def test_a_group_is_remembered_from_coming_in_to_being_put_out(
    db: Database, telegram: FakeTelegram
) -> None:
    async with serving(telegram, desk_of(db)):
        await telegram.member(before="left", after="member", chat=GROUP)
        await telegram.say("/help", chat=GROUP)
        await telegram.sent(1)
        there = await chat_at(db, PLACE)
        assert there
        await mute_a_word(db, there.id)
        await telegram.member(before="member", after="kicked", chat=GROUP)
        await telegram.taken()

    gone = await chat_at(db, PLACE)
    assert gone is not None
    assert (there.active, there.at, there.locale) == (True, PLACE, "ar")
    assert (gone.id, gone.active, gone.inactive_reason) == (there.id, False, "kicked")


async def test_where_the_bot_is_put_out_nothing_is_kept_that_nobody_can_delete(
    db: Database, telegram: FakeTelegram
) -> None:
    channel = ChatAddress("telegram", "-1007", "channel")
    await remember(db, PLACE)
    await mute_a_word(db, await remember(db, channel))

    async with serving(telegram, desk_of(db)):
        await telegram.member(before="member", after="left", chat=GROUP)
        await telegram.member(before="administrator", after="left", chat=CHANNEL)
        await telegram.taken()

    assert await chat_at(db, PLACE) is None
    assert await chat_at(db, channel) is None


async def test_a_forgotten_group_stays_forgotten_whatever_becomes_of_the_bot_there(
    db: Database, telegram: FakeTelegram
) -> None:
    async with serving(telegram, desk_of(db)):
        for before, after in (
            ("member", "administrator"),
            ("administrator", "member"),
            ("restricted", "member"),
        ):
            await telegram.member(before=before, after=after, chat=GROUP)
        await telegram.taken()

    assert await chat_at(db, PLACE) is None


async def test_a_closed_group_is_opened_by_any_right_that_comes_back(
    db: Database, telegram: FakeTelegram
) -> None:
    known = await remember(db, PLACE)

    async with serving(telegram, desk_of(db)):
        await telegram.member(before="member", after="restricted", chat=GROUP)
        await telegram.say("/sources@mujaz_bot", chat=GROUP)
        await telegram.sent(1)
        closed = await chat_at(db, PLACE)
        await telegram.member(before="restricted", after="member", chat=GROUP)
        await telegram.say("/sources@mujaz_bot", chat=GROUP)
        await telegram.sent(2)

    opened = await chat_at(db, PLACE)
    assert closed is not None
    assert opened is not None
    assert (closed.active, opened.active, opened.id) == (False, True, known)


CHANNELS: dict[str, tuple[str, bool, bool]] = {
    "an administrator that may post": ("administrator", True, True),
    "an administrator that may not": ("administrator", False, False),
    "no administrator": ("member", False, False),
    "put out": ("kicked", False, False),
}


@pytest.mark.parametrize(("after", "posts", "served"), CHANNELS.values(), ids=CHANNELS)
async def test_a_channel_is_known_while_the_bot_may_post_there(
    db: Database, telegram: FakeTelegram, after: str, *, posts: bool, served: bool
) -> None:
    async with serving(telegram, desk_of(db)):
        await telegram.member(before="left", after=after, chat=CHANNEL, posts=posts)
        await telegram.taken()

    known = await active_chats(db, platform="telegram", kind="channel")
    expected = [ChatAddress("telegram", "-1007", "channel")] if served else []
    assert [chat.at for chat in known] == expected


async def test_a_channel_that_takes_the_right_back_is_closed(
    db: Database, telegram: FakeTelegram
) -> None:
    place = ChatAddress("telegram", "-1007", "channel")
    await remember(db, place)

    async with serving(telegram, desk_of(db)):
        await telegram.member(
            before="administrator", after="administrator", chat=CHANNEL, posts=False
        )
        await telegram.taken()

    chat = await chat_at(db, place)
    assert chat is not None
    assert not chat.active


async def test_a_group_that_says_it_moved_keeps_everything(
    db: Database, telegram: FakeTelegram
) -> None:
    known = await remember(db, OLD_PLACE)

    async with serving(telegram, desk_of(db)):
        await telegram.upgrade(OLD_GROUP, GROUP)
        await telegram.taken()

    moved = await chat_at(db, PLACE)
    assert moved is not None
    assert moved.id == known
    assert await chat_at(db, OLD_PLACE) is None


async def test_a_group_whose_move_shows_when_it_is_written_to_keeps_everything(
    db: Database, telegram: FakeTelegram
) -> None:
    known = await remember(db, OLD_PLACE)
    moved = {"migrate_to_chat_id": GROUP["id"]}
    telegram.script("sendMessage", Refusal(400, "Bad Request", moved), chat=-5)

    async with serving(telegram, desk_of(db)):
        await telegram.say("/help", chat=OLD_GROUP)
        await telegram.sent(2)

    chat = await chat_at(db, PLACE)
    assert chat is not None
    assert (chat.id, chat.active) == (known, True)


async def test_a_topic_gets_its_answers_edits_and_later_pages(
    db: Database, telegram: FakeTelegram
) -> None:
    forum = {**GROUP, "is_forum": True}

    async with serving(telegram, desk_of(db)):
        await telegram.say("/latest", chat=forum, topic=77)
        (answer,) = await telegram.sent(1)
        shown = telegram.message_of(0) | {
            "chat": forum,
            "message_thread_id": 77,
            "is_topic_message": True,
        }
        gone = Refusal(400, "Bad Request: message can't be edited")
        telegram.script("editMessageText", gone)
        await telegram.press(shown, "/sources")
        _, below = await telegram.sent(2)

    assert answer["message_thread_id"] == below["message_thread_id"] == 77


async def test_a_button_under_a_channel_post_leaves_the_post_as_it_is(
    db: Database, telegram: FakeTelegram
) -> None:
    async with serving(telegram, desk_of(db)):
        await telegram.say("/help")
        await telegram.sent(1)
        post = telegram.message_of(0) | {"chat": CHANNEL}
        await telegram.press(post, "/latest")
        (notice,) = await telegram.made("answerCallbackQuery", 1)
        await telegram.say("/help")
        await telegram.sent(2)

    assert "@mujaz_bot" in notice.parameters["text"]
    assert not [call for call in telegram.calls if call.method == "editMessageText"]


async def test_a_channel_post_is_nobodys_question(
    db: Database, telegram: FakeTelegram
) -> None:
    async with serving(telegram, desk_of(db)):
        (polled,) = await telegram.made("getUpdates", 1)
        await telegram.say("/help", chat=chat_of(ALICE))
        await telegram.sent(1)

    assert "channel_post" not in polled.parameters["allowed_updates"]


OTHER_MESSAGES: dict[str, dict[str, Any]] = {
    "a picture": {
        "photo": [{"file_id": "a", "file_unique_id": "b", "width": 9, "height": 9}],
        "caption": "/latest",
    },
    "somebody came": {"new_chat_members": [person()]},
    "a topic": {"forum_topic_created": {"name": "أخبار", "icon_color": 1}},
    "a die": {"dice": {"emoji": "🎲", "value": 3}},
}


@pytest.mark.parametrize("content", OTHER_MESSAGES.values(), ids=OTHER_MESSAGES)
async def test_what_holds_no_text_is_passed_over(
    db: Database,
    telegram: FakeTelegram,
    content: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with serving(telegram, desk_of(db)):
        await telegram.write(content, chat=GROUP)
        await telegram.say("/help", chat=GROUP)
        await telegram.sent(1)

    assert len(telegram.shown) == 1
    assert "WARNING" not in caplog.text
