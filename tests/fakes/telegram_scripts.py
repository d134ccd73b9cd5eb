"""What passes over the fake Telegram's wire: calls, and failures that tests ask for."""

import asyncio
from dataclasses import dataclass, field

from tests.fakes.telegram_objects import Body


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the bot: "sendMessage" and its parameters, nested JSON read.

    Attributes:
        moment: when it came in, in seconds of the event loop.
    """

    method: str
    parameters: Body
    moment: float


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error that the server answers a call with."""

    status: int
    text: str
    parameters: Body = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reset:
    """The connection breaks off without an answer.

    Attributes:
        is_accepted: the server had done before what it was asked.
    """

    is_accepted: bool


@dataclass(frozen=True, slots=True)
class Slow:
    """The answer comes when somebody sets the event."""

    released: asyncio.Event


Script = Refusal | Reset | Slow
