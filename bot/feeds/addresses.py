"""Which addresses of the network may be fetched from: public ones, over the web.

Whoever may name a feed could otherwise read what only this machine can reach. The name
is resolved here and the connection goes to the very address that was checked.
"""

import asyncio
import socket
import threading
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any, Final

from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.errors import FeedError

_PORTS: Final = {"http": 80, "https": 443}
_REFUSED: Final = "the address is not allowed"
_GIVEN_OUT: Final = IPv6Network("2000::/3")
_TRANSLATED: Final = IPv6Network("64:ff9b::/96")
_NOWHERE: Final = IPv6Address("::")

#: Looks a name up as `socket.getaddrinfo` does; may block.
Lookup = Callable[..., Sequence[tuple[Any, ...]]]


def check_address(url: URL, *, private_hosts: Collection[str]) -> None:
    """Refuse an address that is not of the public web, before it is connected to.

    Args:
        url: a feed's, a page's, or where a redirect leads.
        private_hosts: names and addresses that are allowed all the same, at any port.

    Raises:
        FeedError: another scheme than http and https, another port than 80 and 443, or
            a literal address that is not public.
    """
    host = url.host or ""
    if url.scheme not in _PORTS or not host:
        raise FeedError(_REFUSED)
    if host in private_hosts:
        return
    if url.port not in _PORTS.values() or not _may_be_public(host):
        raise FeedError(_REFUSED)


def is_public(address: str) -> bool:
    """Say whether an IP address is one of the public network's, whatever it wraps."""
    found = ip_address(address.partition("%")[0])
    return all(one.is_global and not one.is_multicast for one in _meant(found))


class PublicResolver(AbstractResolver):
    """Resolves names to public addresses only."""

    def __init__(
        self, *, private_hosts: Collection[str], lookup: Lookup = socket.getaddrinfo
    ) -> None:
        """Allow `private_hosts`, whatever they resolve to."""
        self._private_hosts = private_hosts
        self._lookup = lookup

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of `host` that may be connected to.

        Raises:
            FeedError: it has none but private ones.
            OSError: it has none.
        """
        found = await _in_daemon_thread(
            lambda: self._lookup(host, port, family=family, type=socket.SOCK_STREAM)
        )
        answers = [_result(host, one) for one in found]
        if host in self._private_hosts:
            return answers
        public = [one for one in answers if is_public(one["host"])]
        if not public:
            raise FeedError(_REFUSED)
        return public

    async def close(self) -> None:
        """Hold nothing, so release nothing."""


async def _in_daemon_thread(
    look_up: Callable[[], Sequence[tuple[Any, ...]]],
) -> Sequence[tuple[Any, ...]]:
    """Return what a blocking lookup finds.

    Lookups cannot be cancelled and may take half a minute. In the loop's own threads
    they would hold up the program's end as long; daemon threads do not.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Sequence[tuple[Any, ...]]] = loop.create_future()

    def settle(settling: Callable[[Any], None], value: object) -> None:
        if not answer.done():
            settling(value)

    def work() -> None:
        outcome: tuple[Callable[[Any], None], object]
        try:
            outcome = answer.set_result, look_up()
        except Exception as error:
            outcome = answer.set_exception, error
        # The loop may be closed by now, with nobody waiting.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, *outcome)

    threading.Thread(target=work, daemon=True, name="lookup").start()
    return await answer


def _result(host: str, found: tuple[Any, ...]) -> ResolveResult:
    """Return an answer of `getaddrinfo` as aiohttp wants it."""
    family, _, proto, _, address = found
    return ResolveResult(
        hostname=host,
        host=address[0],
        port=address[1],
        family=family,
        proto=proto,
        flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
    )


def _may_be_public(host: str) -> bool:
    """Say whether a host is a name, or a literal address that is public.

    Old spellings of addresses (decimal, octal, shortened) are refused: names of the
    public web do not end in a number.
    """
    try:
        return is_public(host)
    except ValueError:
        last = host.rstrip(".").rpartition(".")[2].lower()
        return not (last.isdigit() or last.startswith("0x"))


def _meant(
    address: IPv4Address | IPv6Address,
) -> tuple[IPv4Address | IPv6Address, ...]:
    """Return an address with those of IPv4 that it carries inside.

    Of IPv6 only what is given out to the public network (2000::/3), what stands for
    an address of IPv4, and how a translator (NAT64) writes one.
    """
    if isinstance(address, IPv4Address):
        return (address,)
    if address.ipv4_mapped:
        return (address.ipv4_mapped,)
    if address in _TRANSLATED:
        return (IPv4Address(address.packed[-4:]),)
    if address not in _GIVEN_OUT:
        return (_NOWHERE,)
    wrapped = (address.sixtofour, *(address.teredo or ()))
    return (address, *(one for one in wrapped if one is not None))
