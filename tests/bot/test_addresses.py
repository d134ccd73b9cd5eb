"""Which addresses may be fetched from."""

import subprocess
import sys
from typing import Any

import pytest
from yarl import URL

from bot.errors import FeedError
from bot.feeds.addresses import PublicResolver, check_address, is_public

PRIVATE = {
    "loopback": "127.0.0.1",
    "loopback of IPv6": "::1",
    "private": "10.1.2.3",
    "private too": "192.168.1.1",
    "unique local": "fd00::1",
    "link-local, with a zone": "fe80::1%eth0",
    "metadata": "169.254.169.254",
    "carrier": "100.64.0.1",
    "multicast": "224.0.0.1",
    "multicast of IPv6": "ff02::1",
    "reserved": "240.0.0.1",
    "unspecified": "0.0.0.0",  # noqa: S104 - the point of the case
    "mapped": "::ffff:127.0.0.1",
    "6to4": "2002:7f00:1::",
    "NAT64": "64:ff9b::7f00:1",
    "NAT64 of a local network": "64:ff9b:1::7f00:1",
    "IPv4 inside, the old way": "::127.0.0.1",
    "IPv4 translated": "::ffff:0:127.0.0.1",
    "site-local": "fec0::1",
    "documentation": "2001:db8::1",
    "not given out": "5f00::1",
    "Teredo": "2001:0:7f00:1::1",
    "this network": "0.1.2.3",
    "benchmarks": "198.18.0.1",
    "broadcast": "255.255.255.255",
}
PUBLIC = {
    "IPv4": "93.184.215.14",
    "IPv6": "2606:2800:21f:cb07:6820:80da:af6b:8b2c",
    "mapped": "::ffff:93.184.215.14",
    "NAT64": "64:ff9b::93.184.215.14",
}
REFUSED = {
    "a file": "file:///etc/passwd",
    "another scheme": "ftp://news.example/feed",
    "no host": "http:///feed",
    "another port": "http://news.example:8080/feed",
    "loopback": "http://127.0.0.1/",
    "loopback in brackets": "http://[::1]/",
    "decimal": "http://2130706433/",
    "octal": "http://0177.0.0.1/",
    "shortened": "http://127.1/",
    "hexadecimal": "http://0x7f.0x0.0x0.0x1/",
    "mapped": "http://[::ffff:7f00:1]/",
    "IPv4 inside IPv6": "http://[::7f00:1]/",
    "decimal, octal": "http://017700000001/",
    "hexadecimal as one": "http://0x7f000001/",
    "zero": "http://0/",
    "a last dot": "http://127.0.0.1./",
    "wide digits": "http://１２７.0.0.1/",
    "digits in circles": "http://①②⑦.⓪.⓪.①/",
    "other full stops": "http://127。0。0。1/",
    "escaped": "http://%31%32%37.0.0.1/",
    "a name before it": "http://news.example@127.0.0.1/",
}
#: Ends by itself, unless the lookup that it gives up holds it.
HANGING = """
import asyncio, threading
from bot.feeds.addresses import PublicResolver

def hang(*args, **kinds):
    threading.Event().wait()

async def main():
    resolver = PublicResolver(private_hosts=(), lookup=hang)
    try:
        async with asyncio.timeout(0.1):
            await resolver.resolve("news.example", 80)
    except TimeoutError:
        pass

asyncio.run(main())
"""


@pytest.mark.parametrize("address", PRIVATE.values(), ids=PRIVATE)
def test_a_private_address_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC.values(), ids=PUBLIC)
def test_a_public_address_is(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", REFUSED.values(), ids=REFUSED)
def test_what_is_not_of_the_public_web_is_refused(address: str) -> None:
    with pytest.raises(FeedError, match="the address is not allowed"):
        check_address(URL(address), private_hosts=())


def test_a_name_of_the_public_web_is_allowed() -> None:
    check_address(URL("https://news.example/feed"), private_hosts=())
    check_address(URL("http://93.184.215.14/feed"), private_hosts=())


def test_a_private_host_is_allowed_by_name_at_any_port() -> None:
    check_address(URL("http://127.0.0.1:8080/"), private_hosts=("127.0.0.1",))

    with pytest.raises(FeedError):
        check_address(URL("http://127.0.0.2:8080/"), private_hosts=("127.0.0.1",))


async def test_a_name_that_leads_to_this_machine_is_refused() -> None:
    with pytest.raises(FeedError, match="the address is not allowed"):
        await PublicResolver(private_hosts=()).resolve("localhost", 80)


async def test_a_private_host_is_resolved() -> None:
    found = await PublicResolver(private_hosts=("localhost",)).resolve("localhost", 80)

    assert {one["host"] for one in found} <= {"127.0.0.1", "::1"}


async def test_of_a_name_with_both_only_the_public_address_is_used() -> None:
    def lookup(*_args: object, **_kinds: object) -> list[tuple[Any, ...]]:
        return [(2, 1, 6, "", (host, 80)) for host in ("10.0.0.1", "93.184.215.14")]

    found = await PublicResolver(private_hosts=(), lookup=lookup).resolve("a.example")

    assert [one["host"] for one in found] == ["93.184.215.14"]


def test_a_lookup_that_hangs_does_not_hold_up_the_end() -> None:
    subprocess.run([sys.executable, "-c", HANGING], check=True, timeout=20)
