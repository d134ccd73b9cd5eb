"""What is kept about chats, as frozen records."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ChatAddress:
    """Where a conversation is.

    Attributes:
        platform: "telegram", "discord".
        address: the platform's own number of it, as text.
        kind: "private", "group" or "channel".
        thread: a topic of it; "" for none.
    """

    platform: str
    address: str
    kind: str
    thread: str = ""

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
    """

    id: int
    at: ChatAddress
    active: bool
    inactive_reason: str | None
    locale: str
    timezone: str | None
    added: datetime
