"""How long servers ask to be left alone."""

from datetime import timedelta

import pytest

from bot.feeds.freshness import fresh_for, retry_after

from ..builders import NOW

DATE = "Sat, 17 Aug 2024 12:00:00 GMT"
AN_HOUR_ON = "Sat, 17 Aug 2024 13:00:00 GMT"
PAST = "Sat, 17 Aug 2024 11:00:00 GMT"
#: Headers, and for how many seconds an answer is fresh.
FRESH = {
    "nothing said": ({}, 0),
    "max-age": ({"Cache-Control": "public, max-age=600"}, 600),
    "max-age in quotes": ({"Cache-Control": 'max-age="600"'}, 600),
    "an age already": ({"Cache-Control": "max-age=600", "Age": "100"}, 500),
    "older than fresh": ({"Cache-Control": "max-age=600", "Age": "900"}, 0),
    "max-age before Expires": (
        {"Cache-Control": "max-age=60", "Expires": AN_HOUR_ON, "Date": DATE},
        60,
    ),
    "of shared caches only": ({"Cache-Control": "s-maxage=600"}, 0),
    "Expires": ({"Expires": AN_HOUR_ON, "Date": DATE}, 3600),
    "Expires without a Date": ({"Expires": AN_HOUR_ON}, 3600),
    "Expires by a wrong clock": ({"Expires": DATE, "Date": PAST}, 3600),
    "Expires in the past": ({"Expires": PAST, "Date": DATE}, 0),
    "Expires zero": ({"Expires": "0"}, 0),
    "no-cache": ({"Cache-Control": "no-cache, max-age=600"}, 0),
    "no-store": ({"Cache-Control": "no-store", "Expires": AN_HOUR_ON}, 0),
    "a week, clamped": ({"Cache-Control": "max-age=604800"}, 86_400),
    "endless, clamped": ({"Cache-Control": f"max-age={'9' * 500}"}, 86_400),
    "rubbish": ({"Cache-Control": "max-age=soon", "Expires": "\x00?"}, 0),
}
RETRY = {
    "nothing said": ({}, 0),
    "seconds": ({"Retry-After": " 120 "}, 120),
    "a date": ({"Retry-After": AN_HOUR_ON, "Date": DATE}, 3600),
    "a date, by our clock": ({"Retry-After": AN_HOUR_ON}, 3600),
    "the past": ({"Retry-After": PAST, "Date": DATE}, 0),
    "below nothing": ({"Retry-After": "-60"}, 0),
    "a month, clamped": ({"Retry-After": "2592000"}, 7 * 86_400),
    "rubbish": ({"Retry-After": "later"}, 0),
}


@pytest.mark.parametrize(("headers", "seconds"), FRESH.values(), ids=FRESH)
def test_an_answer_is_fresh_for_as_long_as_its_server_says(
    headers: dict[str, str], seconds: int
) -> None:
    assert fresh_for(headers, now=NOW) == timedelta(seconds=seconds)


@pytest.mark.parametrize(("headers", "seconds"), RETRY.values(), ids=RETRY)
def test_a_server_that_refuses_says_when_to_come_back(
    headers: dict[str, str], seconds: int
) -> None:
    assert retry_after(headers, now=NOW) == timedelta(seconds=seconds)
