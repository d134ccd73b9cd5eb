"""`mujaz run` as a process of its own that serves Telegram, from start to end."""

import asyncio
import shutil
import signal
from asyncio.subprocess import Process
from pathlib import Path

import pytest

from tests.bot.processes import Ended, Mujaz
from tests.bot.telegram_service import GROUP, free_port
from tests.fakes.telegram import ALICE, TOKEN, FakeTelegram
from tests.fakes.telegram_parser import parse_html

#: Seconds in which a program that was told to stop must be gone.
STOPPED_IN = 5

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def served(
    tmp_path: Path, telegram: FakeTelegram, demonstration: tuple[Path, Ended]
) -> Mujaz:
    """Return a place with the demonstration, whose `mujaz run` serves Telegram."""
    settings = {
        "MUJAZ_TELEGRAM_TOKEN": TOKEN,
        "MUJAZ_TELEGRAM_API": telegram.address,
    }
    place = Mujaz(tmp_path, settings)
    shutil.copy(demonstration[0], place.database)
    return place


async def stop(process: Process) -> str:
    """End a process by a signal, in time, and return what it logged."""
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(STOPPED_IN):
        assert await process.wait() == 0
    _, errors = await process.communicate()
    assert b"Traceback" not in errors
    assert TOKEN.encode() not in errors
    return errors.decode()


async def test_a_whole_conversation_with_a_restart_in_the_middle(
    served: Mujaz, telegram: FakeTelegram
) -> None:
    async with served.running("run") as process:
        for count, text in enumerate(("/start", "آخر الأخبار", "من هو غالانت؟"), 1):
            await telegram.say(text)
            await telegram.sent(count)
        await telegram.press(telegram.message_of(1), "/latest صفحة 2")
        await telegram.made("editMessageText", 1)
        await stop(process)
    await telegram.say("/latest 3 غزة")

    async with served.running("run") as process:
        await telegram.sent(4)
        await telegram.press(telegram.message_of(2), "/about يوآف غالانت")
        await telegram.made("editMessageText", 2)
        await telegram.ask_inline("غالانت")
        (offered,) = await telegram.made("answerInlineQuery", 1)
        await telegram.say("/sources@mujaz_bot", chat=GROUP, topic=7)
        await telegram.sent(5)
        await telegram.say("/forgetme")
        await telegram.sent(6)
        await telegram.press(telegram.message_of(5), "/forgetme نعم")
        await telegram.made("editMessageText", 3)
        await stop(process)

    shown = [parse_html(html).text for html, _ in telegram.shown.values()]
    assert "أهلاً بك في «موجز»" in shown[0]
    assert "آخر الأخبار" in shown[1]
    assert "ما قاله آخرون عن يوآف غالانت" in shown[2]
    assert "غزة" in shown[3]
    assert [chat for chat, _ in telegram.shown] == [ALICE] * 4 + [GROUP["id"], ALICE]
    assert "تم الحذف" in shown[5]
    assert "غالانت" in offered.parameters["results"][0]["title"]


async def test_a_webhook_brings_a_conversation_to_the_process(
    mujaz: Mujaz, telegram: FakeTelegram
) -> None:
    port = free_port()
    mujaz.settings.update(
        MUJAZ_TELEGRAM_TOKEN=TOKEN,
        MUJAZ_TELEGRAM_API=telegram.address,
        MUJAZ_TELEGRAM_WEBHOOK_URL=f"http://127.0.0.1:{port}/hook",
        MUJAZ_TELEGRAM_WEBHOOK_PORT=str(port),
        MUJAZ_LOG_LEVEL="debug",
    )

    async with mujaz.running("run") as process:
        (told,) = await telegram.made("setWebhook", 1)
        await telegram.say("/help")
        await telegram.say("/who فلفلان")
        answers = await telegram.sent(2)
        logged = await stop(process)

    secret = told.parameters["secret_token"]
    assert len(secret) > 30
    assert "/who" in answers[0]["text"]
    assert telegram.brought == [200, 200]
    assert "فلفلان" in answers[1]["text"]
    assert "DEBUG" in logged
    assert "فلفلان" not in logged
    assert "by=webhook" in logged
    assert secret not in logged
