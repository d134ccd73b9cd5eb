"""Replies become HTML that Telegram's own parser takes, and nothing slips through."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chats.shown_text import one_line, utf16_length
from bot.chats.telegram_text import is_linked, keyboard, messages
from handlers.conversation import (
    Block,
    Button,
    Document,
    Heading,
    Image,
    Item,
    Quotation,
    Reply,
    Text,
)
from tests.bot.replies import REPLY
from tests.fakes.telegram_parser import parse_html

HOME = "https://t.me/mujaz_bot?start="
KINDS = {"TextUrl", "Bold", "Italic", "BlockQuote", "ExpandableBlockQuote"}


#: What no chat can carry, and what only sets text apart: spaces, marks, isolates.
UNSEEN = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\ufeff\ufffe\uffff\u202a-\u202e\u2066-\u2069\xb7\xab\xbb]"
)
SURROGATES = re.compile(r"[\ud800-\udfff]")


def bare(text: str) -> str:
    return UNSEEN.sub("", SURROGATES.sub("\ufffd", text))


def written(block: Block) -> tuple[str, ...]:
    """Return the texts of a block, in the order in which people read them."""
    match block:
        case Heading(text=text) | Text(text=text) | Image(description=text):
            return (text,)
        case Item():
            title = one_line(block.title) or block.url
            label = block.link_label if block.link else ""
            also = tuple(piece.text for piece in block.also)
            return (title, block.source, block.when, label, block.note, *also)
        case Quotation():
            source = one_line(block.source) or block.url
            label = block.link_label if block.link else ""
            return (block.speaker, block.label, block.text, source, block.when, label)
        case Document():
            return ()


def links(block: Block) -> int:
    """Return how many links a block has at least, one split in two being one."""
    if not isinstance(block, Item | Quotation):
        return 0
    inward = bool(block.link and one_line(block.link_label))
    return inward + is_linked(block.url)


def test_a_headline_is_a_bold_link_over_its_source_and_time() -> None:
    item = Item("قمة في جدة", "https://example.com/?a=1&b=2", "المثال", "قبل ساعة")

    assert messages(Reply((item,)), rtl=True) == [
        '<b><a href="https://example.com/?a=1&amp;b=2">قمة في جدة</a></b>\n'
        "المثال · قبل ساعة"
    ]


def test_a_link_into_the_chat_stands_where_there_is_such_a_chat() -> None:
    item = Item("قمة", "", "المثال", "الآن", link="story_12", link_label="الخبر كله")
    names = Text("غالانت\nهيلي", ("who_1",))

    assert messages(Reply((item, names)), rtl=True, home=HOME) == [
        f'<b>قمة</b>\nالمثال · الآن · <a href="{HOME}story_12">الخبر كله</a>\n\n'
        f'<a href="{HOME}who_1">غالانت</a>\nهيلي'
    ]
    assert "story_12" not in messages(Reply((item, names)), rtl=True)[0]


def test_a_statement_is_a_blockquote() -> None:
    quote = Quotation("لن نتراجع", True, "غالانت", "قال", "", "المثال", "الآن")  # noqa: FBT003

    assert messages(Reply((Heading("تصريحات"), quote)), rtl=True) == [
        "<b>تصريحات</b>\n\n<b>غالانت</b> · قال\n"
        "<blockquote>«لن نتراجع»</blockquote>\nالمثال · الآن"
    ]


def test_a_long_statement_is_folded() -> None:
    long, short = (
        Quotation("كلمة " * count, True, "غالانت", "", "", "", "")  # noqa: FBT003
        for count in (100, 10)
    )

    assert "<blockquote expandable>" in messages(Reply((long,)), rtl=True)[0]
    assert "<blockquote>" in messages(Reply((short,)), rtl=True)[0]


HARMLESS = {
    "markup in a name": ("<b>غالانت</b> & co", "&lt;b&gt;غالانت&lt;/b&gt; &amp; co"),
    "an entity is shown as it is": ("A &lt; ب", "A &amp;lt; ب"),
    "an override is dropped": ("أ\u202eب", "أب"),
}


@pytest.mark.parametrize(("text", "expected"), HARMLESS.values(), ids=HARMLESS)
def test_text_from_outside_is_no_markup(text: str, expected: str) -> None:
    (message,) = messages(Reply((Text(text),)), rtl=True)

    assert message.replace("\u2068", "").replace("\u2069", "") == expected


def test_words_of_the_other_direction_stand_in_isolates() -> None:
    item = Item("صفقة Lockheed Martin للمقاتلة F-16", "", "Reuters", "الآن")

    assert messages(Reply((item,)), rtl=True) == [
        "<b>صفقة \u2068Lockheed Martin\u2069 للمقاتلة \u2068F-16\u2069</b>\n"
        "\u2068Reuters\u2069 · الآن"
    ]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "tg://user?id=1", "x" * 3000])
def test_only_addresses_of_the_web_are_linked(url: str) -> None:
    assert messages(Reply((Item("عنوان", url, "", ""),)), rtl=True) == ["<b>عنوان</b>"]


MANY_ITEMS = {
    "more than a hundred entities": Item("خبر", "https://example.com/", "", ""),
    "addresses of many bytes": Item("خبر", "https://example.com/" + "x" * 2000, "", ""),
}


@pytest.mark.parametrize("item", MANY_ITEMS.values(), ids=MANY_ITEMS)
def test_what_telegram_counts_besides_letters_is_kept_within_limits(item: Item) -> None:
    made = messages(Reply((item,) * 60), rtl=True)

    assert sum(message.count("<a ") for message in made) == 60
    for message in made:
        assert len(parse_html(message).kinds) <= 100
        assert len(message.encode()) < 32_768


# 100,000 of them: pytest --hypothesis-profile=thorough --timeout=0 -k no_text_is_lost
@given(REPLY, st.booleans())
def test_every_message_is_within_the_limits_and_no_text_is_lost(
    reply: Reply,
    rtl: bool,  # noqa: FBT001
) -> None:
    raw = messages(reply, rtl=rtl, home=HOME)
    sent = [parse_html(message) for message in raw]

    expected = "".join(text for block in reply.blocks for text in written(block))
    assert bare("".join(part.text for part in sent)) == bare(expected)
    linked = sum(part.kinds.count("TextUrl") for part in sent)
    assert linked >= sum(links(block) for block in reply.blocks)
    for part, html in zip(sent, raw, strict=True):
        assert 0 < utf16_length(part.text.strip()) <= 4096
        assert len(part.kinds) <= 100
        assert KINDS.issuperset(part.kinds)
        assert len(html.encode()) < 32_768


@settings(max_examples=100, deadline=None)
@given(REPLY)
def test_every_button_carries_its_whole_command(reply: Reply) -> None:
    commands = {button.command for button in reply.buttons}

    for row in keyboard(reply.buttons):
        assert 1 <= len(row) <= 2
        for label, data in row:
            assert label.strip()
            assert data in commands
            assert 1 <= len(data.encode("utf-8", "replace")) <= 64


def test_a_command_that_is_too_long_for_a_button_is_left_out() -> None:
    buttons = (Button("هيلي", "/who هيلي"), Button("طويل", "/who " + "كلمة " * 20))

    assert keyboard(buttons) == [[("هيلي", "/who هيلي")]]


def test_short_labels_stand_side_by_side() -> None:
    buttons = tuple(Button(label, "/help") for label in ("أ", "ب", "ج", "د" * 30))

    assert [len(row) for row in keyboard(buttons)] == [2, 1, 1]
