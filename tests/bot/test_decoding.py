"""Bytes as text: never mojibake, whatever is declared."""

import codecs

import pytest

from bot.feeds.decoding import decode

TEXT = "<t>قال الوزير إن المحادثات تستأنف غدا في العاصمة</t>"
NO_ARTICLE = "نتنياهو يهدد برد قاس"
MARKED = "<t>قال الوزير: «لن نتراجع» وأضاف أن المحادثات مستمرة</t>"

ARABIC = {
    "utf-8": (TEXT.encode(), ()),
    "utf-8 with a mark": (codecs.BOM_UTF8 + TEXT.encode(), ()),
    "utf-8 declared as windows-1256": (TEXT.encode(), ("windows-1256",)),
    "utf-8 declared as latin-1": (TEXT.encode(), ("iso-8859-1",)),
    "utf-16 with a mark": (TEXT.encode("utf-16"), ()),
    "utf-16 without a mark": (TEXT.encode("utf-16-le"), ()),
    "utf-16 big-endian without a mark": (TEXT.encode("utf-16-be"), ("utf-8",)),
    "utf-32 with a mark": (TEXT.encode("utf-32"), ()),
    "windows-1256 declared": (TEXT.encode("cp1256"), ("windows-1256",)),
    "windows-1256 undeclared": (TEXT.encode("cp1256"), ()),
    "windows-1256 declared as utf-8": (TEXT.encode("cp1256"), ("utf-8",)),
    "windows-1256 declared as latin-1": (TEXT.encode("cp1256"), ("iso-8859-1",)),
    "windows-1256 declared as iso-8859-6": (TEXT.encode("cp1256"), ("iso-8859-6",)),
    "iso-8859-6 declared": (TEXT.encode("iso8859-6"), ("ISO-8859-6-E",)),
    "iso-8859-6 undeclared": (TEXT.encode("iso8859-6"), ()),
    "iso-8859-6 declared as windows-1256": (TEXT.encode("iso8859-6"), ("cp1256",)),
    "utf-8 scrambled by its sender": (TEXT.encode().decode("latin-1").encode(), ()),
    "utf-8 scrambled by a sender with Windows": (
        "".join(
            bytes([byte]).decode("cp1252", "ignore") or chr(byte)
            for byte in TEXT.encode()
        ).encode(),
        ("utf-8",),
    ),
    "utf-8 scrambled twice": (
        TEXT.encode().decode("latin-1").encode().decode("latin-1").encode(),
        (),
    ),
    "utf-8 that was read as windows-1256": (
        TEXT.encode().decode("cp1256").encode(),
        (),
    ),
    "windows-1256 that was read as latin-1": (
        TEXT.encode("cp1256").decode("latin-1").encode(),
        (),
    ),
    "windows-1256 that was read as windows-1252": (
        TEXT.encode("cp1256").decode("cp1252", "replace").encode(),
        (),
    ),
    "an encoding nobody knows": (TEXT.encode("cp1256"), ("x-unknown", "hex", "")),
    "an encoding nobody uses": (TEXT.encode(), ("punycode", "utf-7")),
}
OTHERS = {
    "french": ("déjà vu à côté", "latin-1", ()),
    "german": ("Der größte Ärger für alle", "latin-1", ("utf-8",)),
    "spanish": ("El niño está en España", "latin-1", ("us-ascii",)),
    "russian, declared": ("Премьер-министр сообщил", "cp1251", ("windows-1251",)),
    "japanese, declared": ("首相が発表した", "iso2022-jp", ("iso-2022-jp",)),
    "portuguese": ("Çáça, ação e coração", "utf-8", ()),
    "arabic and other letters": ("ط§ is how ا looks", "utf-8", ()),
    "danish": ("Ø er en ø, Ærø også", "utf-8", ()),
    "ascii": ("plain", "ascii", ("windows-1256",)),
    "empty": ("", "ascii", ()),
}


@pytest.mark.parametrize(("data", "declared"), ARABIC.values(), ids=ARABIC)
def test_arabic_is_read_whatever_is_declared(
    data: bytes, declared: tuple[str, ...]
) -> None:
    assert decode(data, declared=declared) == TEXT


@pytest.mark.parametrize(("text", "encoding", "declared"), OTHERS.values(), ids=OTHERS)
def test_other_languages_are_not_taken_for_arabic(
    text: str, encoding: str, declared: tuple[str, ...]
) -> None:
    assert decode(text.encode(encoding), declared=declared) == text


@pytest.mark.parametrize("encoding", ["cp1256", "iso8859-6"])
def test_a_few_words_are_enough(encoding: str) -> None:
    assert decode(NO_ARTICLE.encode(encoding)) == NO_ARTICLE


def test_quotation_marks_of_windows_1256_survive() -> None:
    assert decode(MARKED.encode("cp1256")) == MARKED


def test_one_damaged_letter_does_not_spoil_the_rest() -> None:
    data = (TEXT * 20).encode() + b"\xff" + TEXT.encode()

    text = decode(data)

    assert text == TEXT * 20 + "\N{REPLACEMENT CHARACTER}" + TEXT


def test_what_no_text_holds_is_left_out() -> None:
    assert decode(b"a\0b\x0bc\x1fd\xef\xbf\xbee") == "abcde"


def test_line_ends_become_one_kind() -> None:
    assert decode(b"a\r\nb\rc\n") == "a\nb\nc\n"
