"""Telegram beyond the private chat: inline queries, links, topics, coming and going."""

import logging

import pytest

from storage.database import Database
from tests.bot.telegram_service import GROUP, desk_of, serving
from tests.builders import (
    Told,
    put_actor,
    put_article,
    put_feed,
    put_mentions,
    put_quotes,
)
from tests.fakes.telegram import BOB, FakeTelegram
from tests.fakes.telegram_objects import bot, private_chat
from tests.fakes.telegram_parser import parse_html


@pytest.fixture
async def headlines(db: Database) -> Database:
    async with db.transaction() as connection:
        feed = await put_feed(connection)
        for number in range(15):
            title = f"خبر رقم {number} عن <المفاوضات> في جدة"
            await put_article(connection, feed, str(number), title=title)
    return db


async def test_an_inline_query_offers_the_news_page_by_page(
    headlines: Database, telegram: FakeTelegram
) -> None:
    async with serving(telegram, desk_of(headlines)):
        await telegram.ask_inline("")
        (first,) = await telegram.made("answerInlineQuery", 1)
        await telegram.ask_inline("", offset=first.parameters["next_offset"])
        _, second = await telegram.made("answerInlineQuery", 2)

    pages = [call.parameters["results"] for call in (first, second)]
    numbers = {result["id"] for page in pages for result in page}
    assert [len(page) for page in pages] == [10, 5]
    assert len(numbers) == 15
    assert not second.parameters.get("next_offset")
    assert first.parameters["cache_time"] > 0
    message = pages[0][0]["input_message_content"]
    assert "<المفاوضات>" in parse_html(message["message_text"]).text


async def test_an_inline_query_of_a_name_offers_the_card_first(
    db: Database, telegram: FakeTelegram
) -> None:
    async with db.transaction() as connection:
        await put_actor(connection, "غالانت")

    async with serving(telegram, desk_of(db)):
        await telegram.ask_inline("غالانت")
        (answer,) = await telegram.made("answerInlineQuery", 1)

    assert "غالانت" in answer.parameters["results"][0]["title"]


async def test_a_card_sent_to_the_bot_itself_is_no_question(
    db: Database, telegram: FakeTelegram
) -> None:
    async with serving(telegram, desk_of(db)):
        card = {"text": "بطاقة غالانت", "via_bot": bot()}
        await telegram.write(card, chat=private_chat())
        await telegram.say("/help")
        await telegram.sent(1)
        await telegram.taken()

    assert len(telegram.shown) == 1


async def test_an_inline_query_without_an_answer_offers_nothing(
    db: Database, telegram: FakeTelegram
) -> None:
    async with serving(telegram, desk_of(db)):
        await telegram.ask_inline("كلام لا يعرفه أحد")
        (answer,) = await telegram.made("answerInlineQuery", 1)

    assert answer.parameters.get("results") == []


async def test_a_link_to_an_actor_opens_the_card(
    db: Database, telegram: FakeTelegram
) -> None:
    async with db.transaction() as connection:
        actor = await put_actor(connection, "يوآف غالانت")

    async with serving(telegram, desk_of(db)):
        await telegram.say(f"/start who_{actor}")
        (answer,) = await telegram.sent(1)

    assert "غالانت" in parse_html(answer["text"]).text


async def test_an_answer_in_several_messages_shows_its_preview_once(
    db: Database, telegram: FakeTelegram
) -> None:
    async with db.transaction() as connection:
        feed = await put_feed(connection)
        article = await put_article(connection, feed, "1")
        await put_quotes(connection, article, [Told("كلام طويل " * 500, None)])

    async with serving(telegram, desk_of(db)):
        await telegram.say("/start quote_1")
        sent = await telegram.sent(2)
        await telegram.press(telegram.message_of(0), "/start quote_1")
        await telegram.made("editMessageText", 1)
        sent = await telegram.sent(3)

    shown = [not one["link_preview_options"].get("is_disabled") for one in sent]
    assert shown == [True, False, False]


async def test_an_unknown_link_greets(db: Database, telegram: FakeTelegram) -> None:
    async with serving(telegram, desk_of(db)):
        await telegram.say("/start something_else")
        (answer,) = await telegram.sent(1)

    assert "/latest" in parse_html(answer["text"]).text


async def test_a_question_in_a_topic_is_answered_in_the_topic(
    db: Database, telegram: FakeTelegram
) -> None:
    async with serving(telegram, desk_of(db)):
        await telegram.say("/help", chat={**GROUP, "is_forum": True}, topic=77)
        (answer,) = await telegram.sent(1)

    assert (answer["chat_id"], answer["message_thread_id"]) == (GROUP["id"], 77)


async def test_blocking_and_letting_in_again_are_noted(
    db: Database, telegram: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    async with serving(telegram, desk_of(db)):
        await telegram.member(before="member", after="kicked", sender=BOB)
        await telegram.member(before="kicked", after="member", sender=BOB)
        await telegram.say("/help")
        await telegram.sent(1)

    assert "chat closed to us chat=private" in caplog.text
    assert "chat open to us chat=private" in caplog.text
    assert str(BOB) not in caplog.text


async def test_an_inline_card_that_is_too_long_says_that_there_is_more(
    db: Database, telegram: FakeTelegram
) -> None:
    long = [f"تصريح رقم {number} " + f"كلمة{number} " * 250 for number in range(4)]
    async with db.transaction() as connection:
        actor = await put_actor(connection, "غالانت")
        feed = await put_feed(connection)
        article = await put_article(connection, feed, "1")
        await put_mentions(connection, article, [actor])
        told = [Told(text, speaker_id=actor) for text in ("كلام " * 2000, *long)]
        await put_quotes(connection, article, told)

    async with serving(telegram, desk_of(db)):
        await telegram.ask_inline("غالانت")
        (answer,) = await telegram.made("answerInlineQuery", 1)

    texts = [
        parse_html(result["input_message_content"]["message_text"]).text
        for result in answer.parameters["results"]
    ]
    card = texts[0]
    assert card.endswith("\n\n…")
    assert 1000 < len(card) <= 4096
    assert sum(text.count("تصريح رقم") == 1 for text in texts[1:]) == len(long)
    assert all("كلام كلام" not in text for text in texts)
