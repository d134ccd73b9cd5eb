"""Who asks too fast: a bucket of tokens for each person, one token an answer."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Final

#: Answers that somebody can have at once, and the seconds in which one comes back.
BURST: Final = 10
REFILL_SECONDS: Final = 2.0

_TIDY_EVERY: Final = 1000


class Welcome(Enum):
    """How somebody is met: with the answer, with a notice instead, or with nothing."""

    ANSWER = auto()
    NOTICE = auto()
    SILENCE = auto()


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: datetime
    is_told: bool = False


class Visitors:
    """The buckets of all who asked lately; a full bucket is forgotten."""

    def __init__(self) -> None:
        self._buckets: dict[int, _Bucket] = {}
        self._met = 0

    def meet(self, person: int, *, now: datetime) -> Welcome:
        """Take a token from a person's bucket and say how to meet them.

        The notice comes once; the next only after the bucket was full again.
        """
        self._met += 1
        if self._met % _TIDY_EVERY == 0:
            self._tidy(now)
        bucket = self._buckets.setdefault(person, _Bucket(BURST, now))
        _refill(bucket, now=now)
        if bucket.tokens >= 1:
            bucket.tokens -= 1
            return Welcome.ANSWER
        if bucket.is_told:
            return Welcome.SILENCE
        bucket.is_told = True
        return Welcome.NOTICE

    def _tidy(self, now: datetime) -> None:
        for bucket in self._buckets.values():
            _refill(bucket, now=now)
        self._buckets = {
            person: bucket
            for person, bucket in self._buckets.items()
            if bucket.tokens < BURST
        }


def _refill(bucket: _Bucket, *, now: datetime) -> None:
    gone = max((now - bucket.at).total_seconds(), 0.0)
    bucket.tokens = min(bucket.tokens + gone / REFILL_SECONDS, BURST)
    bucket.at = now
    if bucket.tokens == BURST:
        bucket.is_told = False
