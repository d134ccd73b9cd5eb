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


OVERALL: Final = Window(30, 1.0)
#: The same, spread over the second, for what nobody waits for: a message takes its
#: time to Telegram, and two bursts of 30 could arrive within one second of its clock.
SPREAD: Final = Window(5, 5 / 30)
#: To one chat, when nobody asked.
UNASKED: Final = Window(1, 1.0)
#: To one chat, for answers: the same rate, but in a burst.
ANSWERS: Final = Window(5, 5.0)
GROUP: Final = Window(20, 60.0)

_LONGEST: Final = max(UNASKED.seconds, ANSWERS.seconds, GROUP.seconds)
_TIDY_EVERY: Final = 1000


@dataclass(slots=True)
class _Lane:
    """What one chat was sent, newest last, and until when it is held back."""

    sent: deque[float] = field(default_factory=lambda: deque(maxlen=GROUP.count))
    held_until: float = 0.0


class Pace:
    """The limits of one bot; moments are seconds of one clock that never runs back."""

    def __init__(self) -> None:
        self._sent: deque[float] = deque(maxlen=OVERALL.count)
        self._lanes: dict[int, _Lane] = {}
        self._recorded = 0

    def overall(self, *, is_answer: bool) -> float:
        """Return from when on anything may be sent."""
        free = _free(self._sent, OVERALL)
        return free if is_answer else max(free, _free(self._sent, SPREAD))

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

    def record(self, chat: int, *, now: float) -> None:
        """Count a message that goes out now."""
        self._sent.append(now)
        self._lane(chat).sent.append(now)
        self._recorded += 1
        if self._recorded % _TIDY_EVERY == 0:
            self._tidy(now)

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


def _free(sent: Sequence[float], window: Window) -> float:
    if len(sent) < window.count:
        return 0.0
    return sent[-window.count] + window.seconds
