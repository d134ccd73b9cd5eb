"""What passes between a chat platform and the handlers: `Request` in, `Reply` out."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from handlers.feed_finding import FeedDoor
from storage.chat_records import ChatAddress


class UserError(Exception):
    """The person can put it right; the text, in their language, is the reply."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with a command.

    Attributes:
        size: in bytes, as the platform says; 0 where it says nothing.
        fetch: returns what is in it; None if the platform does not give it.
    """

    size: int
    fetch: Callable[[], Awaitable[bytes | None]]


@dataclass(frozen=True, slots=True)
class Request:
    """A command that somebody gave.

    Attributes:
        command: its name in lower case, without the slash.
        argument: what followed the command, stripped; "" for nothing.
        now: when it came in, aware UTC.
        locale: "ar" or "en": the language of the answer.
        timezone: of the chat, for dates in the answer.
        chat: where it was given; None where nothing is kept about chats.
        administers: whoever gave it may change what concerns a whole group.
        latin_digits: numbers are shown as 0-9 in Arabic too.
        pressed: a button gave it; nobody typed it.
        door: how feeds are added; None where they are not.
        attached: the file that came along; None for none.
    """

    command: str
    argument: str
    now: datetime
    locale: str = "ar"
    timezone: tzinfo = UTC
    chat: ChatAddress | None = None
    administers: bool = False
    latin_digits: bool = False
    pressed: bool = False
    door: FeedDoor | None = None
    attached: Attached | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that opens a part of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph of plain text.

    Attributes:
        links: what each line opens, as in `Item`; () for nothing.
    """

    text: str
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A piece of a line; one without an address is plain text."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A headline or another thing with a source.

    Attributes:
        title: shown as the link's text where there is a link.
        url: "" for none.
        source: the outlet's name, with the demonstration's label if it is one.
        when: the relative time in words: "قبل ٣ ساعات".
        note: lines below: a sentence of the story, what is new; "" for none.
        also: a last line, in pieces: who else reports it, each with its article.
        link, link_label: what opens in a chat of one's own, where the platform has such
            links (`handlers.links`): "story_12", and the words for it; "" for nothing.
    """

    title: str
    url: str
    source: str
    when: str
    note: str = ""
    also: tuple[Link, ...] = ()
    link: str = ""
    link_label: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A statement with its speaker and source.

    Attributes:
        text: the words as published, without outer marks.
        direct: shown in quotation marks; otherwise it is labelled as reported.
        speaker: the name; "" for a statement nobody is named for.
        label: what stands beside the speaker: the verb, "reported", the medium.
        url, source, when, link, link_label: as in `Item`.
    """

    text: str
    direct: bool
    speaker: str
    label: str
    url: str
    source: str
    when: str
    link: str = ""
    link_label: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture, as PNG, with the words that stand for it."""

    png: bytes
    description: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file to be kept, beside the words of the answer."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Button:
    """A choice that gives a command when it is pressed: "/who غالانت"."""

    label: str
    command: str


Block = Heading | Text | Item | Quotation | Image | Document


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, free of any platform's markup.

    Attributes:
        preview: the address of the one article that it shows, for a picture and a
            few words of it where the platform has them; "" for none.
        locale: the language it is written in; "" for that of the installation.
    """

    blocks: tuple[Block, ...]
    buttons: tuple[Button, ...] = field(default=())
    preview: str = ""
    locale: str = ""
