"""What is kept about chats, as frozen records."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

#: Stands between names in a reason; no name has it.
NAMES_APART: Final = "\n"


class Reason(StrEnum):
    """Why a message was passed over, failed or waits; details stand behind a space.

    Those are what was muted, with `NAMES_APART` between, or the statement that was
    told before.
    """

    LATE = "late"
    BLOCKED = "blocked"
    EMPTY = "empty"
    MUTED = "muted"
    DUPLICATE = "duplicate"
    LIMIT = "limit"
    #: The platform told us to wait.
    HELD = "held"
    #: The platform could not be reached.
    UNREACHABLE = "unreachable"
    #: Whoever sent it was stopped in the middle, or heard no answer.
    INTERRUPTED = "interrupted"
    #: Only the first part of a long message arrived.
    PARTLY = "partly"
    OUR_FAULT = "bug"


@dataclass(frozen=True, slots=True)
class ChatAddress:
    """Where a conversation is.

    Attributes:
        platform: "telegram", "discord".
        address: the platform's own number of it, as text.
        kind: "private", "group" or "channel".
        thread: a topic of it; "" for none.
        server: the platform's number of the server it is a part of; "" for none, or
            where that is not known. It is the same chat either way.
    """

    platform: str
    address: str
    kind: str
    thread: str = ""
    server: str = field(default="", compare=False)

    @property
    def is_private(self) -> bool:
        """Tell whether one person is alone with the bot there."""
        return self.kind == "private"


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat that is remembered.

    Attributes:
        active: it may be written to; another one keeps all it had.
        inactive_reason: why not, for people; None if it may.
        locale: "ar" or "en".
        timezone: an IANA name; None until somebody says so.
        latin_digits: numbers are shown as 0-9 in Arabic too.
        silent: what comes by itself comes without a sound.
        previews: links show a preview.
    """

    id: int
    at: ChatAddress
    active: bool
    inactive_reason: str | None
    locale: str
    timezone: str | None
    added: datetime
    latin_digits: bool = False
    silent: bool = False
    previews: bool = False


@dataclass(frozen=True, slots=True)
class Subscription:
    """A chat's wish for a digest at one local time.

    Attributes:
        minute: after local midnight.
        timezone: an IANA name.
        weekdays: a bit a day, Monday is 1, Sunday is 64.
        length: how many stories a digest has.
        skips_empty: a day without news is passed over in silence.
        due: the moment of the next digest.
        covered: up to where the last digest reached; None before the first.
    """

    id: int
    chat_id: int
    minute: int
    timezone: str
    weekdays: int
    length: int
    skips_empty: bool
    active: bool
    due: datetime
    covered: datetime | None


@dataclass(frozen=True, slots=True)
class NewSubscription:
    """A digest to send to a chat from now on; see `Subscription`."""

    chat_id: int
    minute: int
    timezone: str
    weekdays: int
    length: int
    skips_empty: bool


@dataclass(frozen=True, slots=True)
class Follow:
    """A chat's wish to hear of an actor at once.

    Attributes:
        daily_limit: alerts a local day at most, of all the chat's follows together.
        quiet_from, quiet_until: local minutes without alerts; None for no quiet.
    """

    id: int
    chat_id: int
    actor_id: int
    name: str
    daily_limit: int
    quiet_from: int | None
    quiet_until: int | None


@dataclass(frozen=True, slots=True)
class Mute:
    """What a chat does not want to see: a word, or a source by its name.

    Attributes:
        folded: the word at the variant level; "" for a source.
        source: the outlet's name; "" for a word.
    """

    id: int
    chat_id: int
    word: str
    folded: str
    source: str


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A message to owe to a chat; one without content is recorded as skipped.

    Attributes:
        kind: "digest", "alert" or "notice".
        reason: why it is skipped; "" for one that is to be sent.
        after: not to be sent before.
        since: of a digest, from when on it tells.
    """

    chat_id: int
    kind: str
    owed: datetime
    after: datetime
    content_id: int | None = None
    reason: str = ""
    subscription_id: int | None = None
    local_day: date | None = None
    subject: str | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a message owed to a chat.

    Attributes:
        state: "pending", "sending", "sent", "failed", "unknown" or "skipped".
        reason: why it was skipped, failed or waits; "" for none.
        minute, timezone: of its subscription; None where that is gone.
    """

    id: int
    kind: str
    state: str
    reason: str
    subject: str
    local_day: date | None
    owed: datetime
    after: datetime
    settled: datetime | None
    minute: int | None
    timezone: str | None


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message that is to be sent now.

    Attributes:
        attempts: how often it was tried before.
        reply: the blocks as stored.
    """

    id: int
    chat: Chat
    kind: str
    owed: datetime
    attempts: int
    content_id: int
    reply: str
