from pathlib import Path

import pytest

from handlers.commands import COMMANDS, answer, apology, parse_message
from handlers.conversation import Reply, Request
from storage.database import Database, open_database
from tests.builders import NOW
from tests.handlers.chats import GROUP, say
from tests.handlers.newsroom import ask, words_shown

MESSAGES = {
    "a command": ("/latest", ("latest", "")),
    "with an argument": ("/who غالانت", ("who", "غالانت")),
    "in a group": ("/latest@MujazBot 3", ("latest", "3")),
    "in capitals": ("/Latest", ("latest", "")),
    "odd spaces": ("  /latest \N{NO-BREAK SPACE}  3   غزة ", ("latest", "3 غزة")),
    "on two lines": ("/quotes هيلي\nعن إيران", ("quotes", "هيلي عن إيران")),
    "full width": ("／latest　３", ("latest", "3")),
    "Arabic digits": ("/latest ٣ غزة", ("latest", "3 غزة")),
    "direction marks": (
        "\N{RIGHT-TO-LEFT MARK}/who \N{RIGHT-TO-LEFT ISOLATE}غالانت"
        "\N{POP DIRECTIONAL ISOLATE}",
        ("who", "غالانت"),
    ),
    "in Arabic": ("/أخبار ٣ غزة", ("latest", "3 غزة")),
    "in Arabic without hamza": ("/اقوال هيلي", ("quotes", "هيلي")),
    "a tatweel": ("/مصـادر", ("sources", "")),
    "unknown": ("/weather", ("weather", "")),
    "no command": ("غالانت", ("", "غالانت")),
    "a slash alone": ("/", ("", "/")),
    "nothing": ("", ("", "")),
}
CLEAR = {
    "who without a name": (("who", ""), "من تقصد؟"),
    "search without words": (("search", ""), "عمّ أبحث؟"),
    "only emoji": (("who", "\N{GRINNING FACE}" * 3), "لا أرى في رسالتك كلمات"),
    "only punctuation": (("search", "؟!.."), "لا أرى في رسالتك كلمات"),
    "five thousand characters": (("who", "م" * 5000), "عدد أحرفه ٥٬٠٠٠"),
    "a pasted article": (("", "خبر " * 1500), "نصك طويل"),
    "too many": (("latest", "21"), "من ١ إلى ٢٠"),
    "none at all": (("latest", "0"), "من ١ إلى ٢٠"),
    "fewer than none": (("quotes", "-3"), "من ١ إلى ٢٠"),
    "a huge number": (("latest", "999999999999"), ""),
    "about nothing": (("quotes", "هيلي عن"), "عن ماذا؟"),
    "a lone surrogate": (("who", "\ud83d"), ""),
    "search syntax": (("search", '" OR * NEAR('), ""),
    "a NUL": (("who", "\0غالانت\0"), ""),
    "braces": (("who", "{name} {0}"), ""),
}


@pytest.mark.parametrize(("text", "parsed"), MESSAGES.values(), ids=MESSAGES)
def test_a_message_becomes_a_command(text: str, parsed: tuple[str, str]) -> None:
    assert parse_message(text) == parsed


@pytest.mark.parametrize(("asked", "said"), CLEAR.values(), ids=CLEAR)
async def test_whatever_is_asked_gets_a_clear_answer(
    news: Database, asked: tuple[str, str], said: str
) -> None:
    reply = await answer(news, ask(*asked))

    assert said in words_shown(reply)
    assert reply.blocks


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
@pytest.mark.parametrize("locale", ["ar", "en"])
async def test_every_command_answers_on_an_empty_database(
    db: Database, command: str, locale: str
) -> None:
    reply = await answer(db, ask(command, "غزة", locale=locale))

    assert words_shown(reply).strip()


CHANGES = (
    *("addfeed غزة", "subscribe 07:30 الرياض", "unsubscribe", "follow غالانت"),
    *("unfollow غالانت", "mute غزة", "unmute غزة", "settings language en"),
    "forgetme نعم",
)


@pytest.mark.parametrize("text", CHANGES)
async def test_what_concerns_a_group_is_up_to_its_administrators(
    news: Database, text: str
) -> None:
    refused = await say(news, f"/{text}", chat=GROUP)
    allowed = await say(news, f"/{text}", chat=GROUP, administers=True)

    assert words_shown(refused) == "هذا الأمر لمشرفي المجموعة فقط."
    assert words_shown(allowed) != words_shown(refused)


async def test_an_unknown_command_is_told_the_nearest_one(db: Database) -> None:
    reply = await answer(db, ask("lates", "3"))

    assert "/lates" in words_shown(reply)
    assert "/latest" in words_shown(reply)
    assert [button.command for button in reply.buttons] == ["/latest 3", "/help"]


async def test_a_command_like_no_other_is_told_the_list(db: Database) -> None:
    reply = await answer(db, ask("qqqqqqqq"))

    assert [button.command for button in reply.buttons] == ["/help"]


@pytest.mark.parametrize("command", ["start", "help"])
async def test_the_help_lists_every_command(db: Database, command: str) -> None:
    shown = words_shown(await answer(db, ask(command)))

    assert all(f"/{one.name}" in shown for one in COMMANDS)


async def test_a_name_alone_is_a_question(news: Database) -> None:
    named = await answer(news, ask("", "غالانت"))
    card = await answer(news, ask("who", "غالانت"))

    assert named == card


async def test_words_alone_are_searched(news: Database) -> None:
    reply = await answer(news, ask("", "ميدالية ذهبية"))

    assert "العداء التونسي" in words_shown(reply)


async def test_a_message_of_nothing_gets_the_help(db: Database) -> None:
    assert await answer(db, ask("", "")) == await answer(db, ask("help"))


async def test_a_broken_archive_is_an_apology(tmp_path: Path) -> None:
    path = tmp_path / "mujaz.sqlite3"
    async with open_database(f"sqlite+aiosqlite:///{path}") as db:
        await answer(db, ask("latest"))
        path.with_name(path.name + "-wal").write_bytes(b"")
        path.write_bytes(b"no database at all" * 1000)

        reply = await answer(db, ask("latest"))

    assert "تعذّر الوصول إلى الأرشيف" in words_shown(reply)


def test_an_apology_carries_the_code_that_finds_it_in_the_log() -> None:
    assert "K7F2" in words_shown(apology("K7F2", "ar"))
    assert "K7F2" in words_shown(apology("K7F2", "en"))


async def test_an_answer_comes_in_the_language_of_the_request(news: Database) -> None:
    arabic = await answer(news, ask("sources"))
    english = await answer(news, ask("sources", locale="en"))

    assert "المصادر" in words_shown(arabic)
    assert "2 sources, 4 articles" in words_shown(english)


async def test_buttons_give_commands_that_answer(news: Database) -> None:
    for reply in await replies(news):
        for button in reply.buttons:
            command, argument = parse_message(button.command)
            again = await answer(news, Request(command, argument, NOW))
            assert command in {one.name for one in COMMANDS}
            assert len(again.blocks) > 1, button


async def replies(db: Database) -> list[Reply]:
    return [
        await answer(db, ask("start")),
        await answer(db, ask("latest", "2")),
        await answer(db, ask("who", "غالانت")),
        await answer(db, ask("quotes", "1 هيلي")),
        await answer(db, ask("search", "هيلي")),
    ]
