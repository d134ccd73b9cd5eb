"""A clock that moves when everybody waits for it, so that no test sleeps."""

import asyncio
import heapq
from bisect import bisect_left
from collections.abc import Iterable
from typing import TypeVar

Result = TypeVar("Result")
_TURNS = 50


class Clock:
    """Seconds from 0; `wait` is what the code under test is given to wait with."""

    def __init__(self) -> None:
        self.now = 0.0
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []
        self._waits = 0

    def read(self) -> float:
        """Return the moment."""
        return self.now

    async def wait(self, seconds: float) -> None:
        """Wait until the clock has moved so far."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waits += 1
        heapq.heappush(self._waiting, (self.now + seconds, self._waits, future))
        await future

    async def run(self, futures: Iterable["asyncio.Future[Result]"]) -> list[Result]:
        """Let time pass until all are done; return their results."""
        wanted = list(futures)
        while not all(future.done() for future in wanted):
            for _ in range(_TURNS):
                await asyncio.sleep(0)
            if self._waiting and not all(future.done() for future in wanted):
                self.now, _, future = heapq.heappop(self._waiting)
                if not future.done():
                    future.set_result(None)
        return [future.result() for future in wanted]


def busiest(moments: Iterable[float], *, seconds: float) -> int:
    """Return the most moments that lie within any such span."""
    ordered = sorted(moments)
    return max(
        bisect_left(ordered, start + seconds - 1e-6) - place
        for place, start in enumerate(ordered)
    )
