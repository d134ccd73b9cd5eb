"""Places for work that concerns one host: it waits for its own, never for another's."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Final
from weakref import WeakValueDictionary

from yarl import URL

#: Requests to one host at the same moment, and to all of them together.
PER_HOST: Final = 2
IN_ALL: Final = 32


def host_of(url: str) -> str:
    """Return the name of an address's host, "" where it has none."""
    try:
        return (URL(url.strip()).host or "").lower().rstrip(".")
    except ValueError:
        return ""


class Rests:
    """Until when hosts want to be left alone; moments are aware UTC."""

    def __init__(self) -> None:
        self._until: dict[str, datetime] = {}

    def keep(self, host: str, *, until: datetime, now: datetime) -> None:
        """Leave a host alone until then, or for longer if that was kept before."""
        kept = {one: moment for one, moment in self._until.items() if moment > now}
        kept[host] = max(until, kept.get(host, until))
        self._until = kept

    def left(self, host: str, *, now: datetime) -> timedelta:
        """Return for how long a host is still to be left alone; 0 for not at all."""
        return max(self._until.get(host, now) - now, timedelta())


class Places:
    """So many places at each host, and so many in all."""

    def __init__(self, *, per_host: int = PER_HOST, in_all: int = IN_ALL) -> None:
        self._per_host = per_host
        self._all = asyncio.Semaphore(in_all)
        # A host that nobody is at is forgotten.
        self._hosts: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    @asynccontextmanager
    async def at(self, host: str) -> AsyncIterator[None]:
        """Hold a place at a host; whoever waits for it holds no place elsewhere."""
        room = self._hosts.get(host)
        if room is None:
            room = self._hosts[host] = asyncio.Semaphore(self._per_host)
        async with room, self._all:
            yield
