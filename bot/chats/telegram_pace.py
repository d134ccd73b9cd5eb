"""When Telegram may be written to: its limits, as windows over what went out."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Window:
    """At most `count` messages in any `seconds`."""

    count: int
    seconds: float


#: To all chats, as Telegram counts: when messages arrive there.
OVERALL: Final = Window(30, 1.0)
#: About the same, spread over the second, for what nobody waits for: an answer finds
#: room at any time. A little more, so that a wait that ends late is made up for.
SPREAD: Final = Window(6, 5 / 30)
#: To one chat, when nobody asked.
UNASKED: Final = Window(1, 1.0)
#: To one chat, for answers: the same rate, but in a burst.
ANSWERS: Final = Window(5, 5.0)
GROUP: Final = Window(20, 60.0)

#: A message that is on its way for longer is taken to have arrived by then.
ON_ITS_WAY: Final = 1.0
#: Of so many of the last answers the quickest counts as the way without any delay.
ANSWERED: Final = 300

_LONGEST: Final = max(UNASKED.seconds, ANSWERS.seconds, GROUP.seconds)
_TIDY_EVERY: Final = 1000


@dataclass(slots=True)
class _Lane:
    """What one chat was sent, newest last, and until when it is held back."""

    sent: deque[float] = field(default_factory=lambda: deque(maxlen=GROUP.count))
    held_until: float = 0.0


@dataclass(slots=True)
class Passage:
    """A message on its way to Telegram and back: when it went, when it was answered."""

    sent: float
    answered: float | None = None


class Pace:
    """The limits of one bot; moments are seconds of one clock that never runs back."""

    def __init__(self) -> None:
        self._passages: deque[Passage] = deque()
        self._times: deque[float] = deque(maxlen=ANSWERED)
        self._lanes: dict[int, _Lane] = {}
        self._recorded = 0

    def overall(self, *, now: float, is_answer: bool) -> float:
        """Return from when on anything may be sent, as far as that is known now."""
        free = _free(self._arrivals(now), OVERALL)
        if is_answer:
            return free
        return max(free, _free([one.sent for one in self._passages], SPREAD))

    def _arrivals(self, now: float) -> list[float]:
        """Return by when the last messages have arrived at the latest, in order.

        Moments are those of the sending, later by what went slowly: whether there or
        back nobody knows. So the next one, however quickly it arrives, comes no sooner
        after them than its limit allows.
        """
        quickest = min(self._times, default=0.0)
        return sorted(
            one.sent + max(min(_taken(one, now), ON_ITS_WAY) - quickest, 0.0)
            for one in self._passages
        )

    def chat(self, chat: int, *, is_answer: bool) -> float:
        """Return from when on this chat may be sent something.

        Args:
            chat: Telegram's number; those of groups and channels are negative.
            is_answer: somebody in the chat waits for it.
        """
        lane = self._lanes.get(chat)
        if lane is None:
            return 0.0
        windows = [ANSWERS if is_answer else UNASKED, *([GROUP] if chat < 0 else [])]
        return max(lane.held_until, *(_free(lane.sent, one) for one in windows))

    def record(self, chat: int, *, now: float) -> Passage:
        """Count a message that goes out now; `answered` ends its passage."""
        passage = Passage(now)
        self._passages.append(passage)
        while self._passages[0].sent < now - ON_ITS_WAY - OVERALL.seconds:
            self._passages.popleft()
        self._lane(chat).sent.append(now)
        self._recorded += 1
        if self._recorded % _TIDY_EVERY == 0:
            self._tidy(now)
        return passage

    def answered(self, passage: Passage, *, now: float) -> None:
        """Count a message as arrived: Telegram has answered it, or never will."""
        passage.answered = now
        self._times.append(now - passage.sent)

    def hold(self, chat: int, *, until: float) -> None:
        """Send this chat nothing before `until`; no other chat is concerned."""
        lane = self._lane(chat)
        lane.held_until = max(lane.held_until, until)

    def _lane(self, chat: int) -> _Lane:
        return self._lanes.setdefault(chat, _Lane())

    def _tidy(self, now: float) -> None:
        """Forget the chats that no limit concerns any more."""
        self._lanes = {
            chat: lane
            for chat, lane in self._lanes.items()
            if lane.held_until > now or (lane.sent and lane.sent[-1] > now - _LONGEST)
        }


def _taken(passage: Passage, now: float) -> float:
    """Return how long a message took, or has taken so far, there and back."""
    return (now if passage.answered is None else passage.answered) - passage.sent


def _free(sent: Sequence[float], window: Window) -> float:
    if len(sent) < window.count:
        return 0.0
    return sent[-window.count] + window.seconds
