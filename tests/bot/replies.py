"""Strategies that make replies of any text, as hypothesis draws them."""

from hypothesis import strategies as st

from handlers.conversation import (
    Block,
    Button,
    Heading,
    Image,
    Item,
    Link,
    Quotation,
    Reply,
    Text,
)

#: Unpaired surrogates and control characters too: feeds hold anything.
ANY_TEXT = st.text(max_size=300)
NEWS_TEXT = st.text(
    alphabet=st.sampled_from(
        "وزير الدفاع الإسرائيلي غالانت: <b>&amp;</b> *_~`|[]()#@\\-1. «قال» 😀 Reuters"
    ),
    max_size=300,
)
TEXT = ANY_TEXT | NEWS_TEXT | st.builds(lambda word: word * 200, st.text(max_size=30))
URL = st.sampled_from(["", "https://example.com/a?b=1&c=(2)", "javascript:x", "«»"]) | (
    st.builds("https://example.org/{}".format, st.text(max_size=40))
)

LINK = st.sampled_from(["", "story_12"])

BLOCK: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, TEXT),
    st.builds(Text, TEXT, st.lists(LINK, max_size=3).map(tuple)),
    st.builds(
        Item,
        title=TEXT,
        url=URL,
        source=TEXT,
        when=TEXT,
        note=TEXT,
        also=st.lists(st.builds(Link, TEXT, URL), max_size=4).map(tuple),
        link=LINK,
        link_label=TEXT,
    ),
    st.builds(
        Quotation,
        text=TEXT,
        direct=st.booleans(),
        speaker=TEXT,
        label=TEXT,
        url=URL,
        source=TEXT,
        when=TEXT,
        link=LINK,
        link_label=TEXT,
    ),
    st.builds(Image, png=st.just(b""), description=TEXT),
)
BUTTON = st.builds(Button, label=TEXT, command=TEXT)
REPLY = st.builds(
    Reply,
    blocks=st.lists(BLOCK, max_size=8).map(tuple),
    buttons=st.lists(BUTTON, max_size=30).map(tuple),
)
