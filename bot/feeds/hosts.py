"""Places for work that concerns one host: it waits for its own, never for another's."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
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
