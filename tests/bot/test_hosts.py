"""Requests under way: few at each host, and not very many in all."""

import asyncio
import socket
from collections import Counter
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from bot.feeds.fetching import fetch, open_session

from .sites import HOST, open_site

NAMES = tuple(f"{number}.news.example" for number in range(40))
#: Long enough for all that may come at the same moment to come.
HELD = 0.1


async def test_a_host_gets_two_requests_at_once_and_all_together_32() -> None:
    at_hosts: Counter[str] = Counter()
    most_at_one = most_in_all = 0

    async def hold(request: web.Request) -> web.StreamResponse:
        nonlocal most_at_one, most_in_all
        host = request.host.partition(":")[0]
        at_hosts[host] += 1
        most_at_one = max(most_at_one, at_hosts[host])
        most_in_all = max(most_in_all, at_hosts.total())
        await asyncio.sleep(HELD)
        at_hosts[host] -= 1
        return web.Response(body=b"<rss/>")

    def lookup(_host: str, port: int, **_kinds: object) -> Sequence[tuple[Any, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (HOST, port))]

    async with (
        open_site({"/feed": hold}) as site,
        open_session(private_hosts=NAMES, lookup=lookup) as session,
    ):
        port = site.url.rpartition(":")[2]
        urls = [f"http://{name}:{port}/feed" for name in NAMES for _ in range(3)]
        await asyncio.gather(*(fetch(session, url) for url in urls))

    assert len(site.asked) == len(urls)
    assert most_at_one == 2
    assert most_in_all == 32
