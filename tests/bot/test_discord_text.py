"""Replies become Discord embeds that its limits allow, and nothing slips through."""

import re

import pytest
from hypothesis import given, settings

from bot.chats.discord_text import (
    Embed,
    choices,
    content,
    embeds,
    escape,
    messages,
)
from bot.chats.layout import passages
from bot.chats.shown_text import utf16_length
from handlers.conversation import Button, Heading, Image, Item, Quotation, Reply, Text
from tests.bot.replies import REPLY


def test_the_first_heading_is_the_title_and_items_are_links() -> None:
    item = Item("قمة في جدة", "https://example.com/(1)", "المثال", "قبل ساعة")

    assert embeds(Reply((Heading("آخر الأخبار"), item)), rtl=True) == [
        Embed(
            "آخر الأخبار",
            "**[قمة في جدة](https://example.com/%281%29)**\nالمثال · قبل ساعة",
        )
    ]


def test_words_of_the_other_direction_stand_in_isolates() -> None:
    item = Item("صفقة Lockheed Martin للمقاتلة", "", "Reuters", "الآن")

    assert embeds(Reply((Heading("أخبار Reuters"), item)), rtl=True) == [
        Embed(
            "أخبار \u2068Reuters\u2069",
            "**صفقة \u2068Lockheed Martin\u2069 للمقاتلة**\n\u2068Reuters\u2069 · الآن",
        )
    ]


def test_a_statement_is_a_quotation() -> None:
    quote = Quotation("لن نتراجع", True, "غالانت", "قال", "", "المثال", "الآن")  # noqa: FBT003

    assert embeds(Reply((quote,)), rtl=True) == [
        Embed("", "**غالانت** · قال\n> «لن نتراجع»\nالمثال · الآن")
    ]


ESCAPED = {
    "bold": ("**أ**", r"\*\*أ\*\*"),
    "link": ("[أ](https://example.com)", r"\[أ\](https://example.com)"),
    "mention": ("<@123> @everyone", r"\<\@123\> \@everyone"),
    "spoiler": ("||أ||", r"\|\|أ\|\|"),
    "heading": ("# أ", r"\# أ"),
    "list": ("- أ", r"\- أ"),
    "numbered list": ("1. أ", r"1\. أ"),
    "backslash": ("\\*", r"\\\*"),
    "a hyphen in a word": ("F-16", "F-16"),
}


@pytest.mark.parametrize(("text", "expected"), ESCAPED.values(), ids=ESCAPED)
def test_text_from_outside_is_no_markdown(text: str, expected: str) -> None:
    assert escape(text) == expected


@settings(max_examples=150, deadline=None)
@given(REPLY)
def test_every_embed_is_within_the_limits(reply: Reply) -> None:
    for embed in embeds(reply, rtl=True):
        assert utf16_length(embed.title) <= 256
        assert utf16_length(embed.description) <= 4096
        assert embed.title.strip() or embed.description.strip()


@settings(max_examples=150, deadline=None)
@given(REPLY)
def test_every_message_is_within_the_limits(reply: Reply) -> None:
    for message in messages(reply, rtl=True):
        assert 1 <= len(message) <= 10
        assert sum(one.units for one in message) <= 6000


def test_a_reply_that_goes_to_many_is_laid_out_once() -> None:
    first, again = (Reply((Heading("موجز"), Text("خبر"))) for _ in range(2))

    assert messages(first, rtl=True) is messages(again, rtl=True)


def test_messages_are_as_full_as_they_may_be() -> None:
    full = Reply((Text("كلمة " * 800), Text("كلمة " * 800), Text("كلمة " * 300)))

    sizes = [[one.units for one in message] for message in messages(full, rtl=True)]

    assert [len(message) for message in sizes] == [1, 2]


def test_a_picture_has_an_embed_of_its_own_with_its_words() -> None:
    picture = Image(b"png", "مقالات *كل* يوم")

    [[words, shown]] = messages(Reply((Heading("إحصاء"), picture)), rtl=True)

    assert words == Embed("إحصاء", "")
    assert shown == Embed("", r"مقالات \*كل\* يوم", picture)


@pytest.mark.parametrize("text", ["*" * 3000, "كلمة " * 900, "😀" * 1500, "\\" * 2001])
def test_plain_words_fit_a_message(text: str) -> None:
    shown = content(text)

    assert 1900 < utf16_length(shown) <= 2000
    # No sign is left half escaped.
    assert (len(shown) - len(shown.rstrip("\\"))) % 2 == 0


def test_a_long_reply_goes_over_several_embeds_and_no_word_is_lost() -> None:
    reply = Reply(tuple(Text(f"خبر *{n}* [هام] " + "كلمة " * 80) for n in range(40)))

    parts = embeds(reply, rtl=True)

    expected = "".join(
        run.text for part in passages(reply) for line in part for run in line.runs
    )
    assert len(parts) > 1
    shown = re.sub(r"\\(.)", r"\1", "".join(part.description for part in parts))
    assert "".join(shown.split()) == "".join(expected.split())


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://a b", "x" * 3000])
def test_only_addresses_of_the_web_are_linked(url: str) -> None:
    assert embeds(Reply((Item("عنوان", url, "", ""),)), rtl=True) == [
        Embed("", "**عنوان**")
    ]


@settings(max_examples=100, deadline=None)
@given(REPLY)
def test_every_button_carries_its_whole_command_once(reply: Reply) -> None:
    shown = choices(reply.buttons)

    assert len(shown) <= 25
    assert len({command for _, command in shown}) == len(shown)
    for label, command in shown:
        assert 1 <= len(label.strip()) <= 80
        assert 1 <= utf16_length(command) <= 100
        assert command in {button.command for button in reply.buttons}


def test_a_command_that_is_too_long_for_a_button_is_left_out() -> None:
    buttons = (Button("هيلي", "/who هيلي"), Button("طويل", "/who " + "كلمة " * 30))

    assert choices(buttons) == [("هيلي", "/who هيلي")]


def test_a_button_for_another_channel_carries_its_number() -> None:
    buttons = (Button("نعم", "/forgetme نعم"), Button("طويل", "/who " + "ك" * 90))

    assert choices(buttons, channel="12") == [
        ("نعم", "#12 /forgetme نعم"),
        ("طويل", "#12 /who " + "ك" * 90),
    ]
    assert choices(buttons, channel="1" * 19) == [("نعم", f"#{'1' * 19} /forgetme نعم")]
