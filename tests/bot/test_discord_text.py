"""Replies become Discord embeds that its limits allow, and nothing slips through."""

import re

import pytest
from hypothesis import given, settings

from bot.chats.discord_text import Embed, choices, embeds, escape
from bot.chats.layout import passages
from bot.chats.shown_text import utf16_length
from handlers.conversation import Button, Heading, Item, Quotation, Reply, Text
from tests.bot.replies import REPLY


def test_the_first_heading_is_the_title_and_items_are_links() -> None:
    item = Item("قمة في جدة", "https://example.com/(1)", "المثال", "قبل ساعة")

    assert embeds(Reply((Heading("آخر الأخبار"), item)), rtl=True) == [
        Embed(
            "آخر الأخبار",
            "**[قمة في جدة](https://example.com/%281%29)**\nالمثال · قبل ساعة",
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
