"""Alerts: what somebody followed said, or what was said about them, as it comes in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from handlers.citations import quotation
from handlers.conversation import Block, Button, Heading, Reply
from handlers.language import language
from handlers.muting_rules import Muted, muted_by, muting_word
from handlers.schedule import quiet_end
from handlers.selection import SAME_STATEMENT, overlap
from handlers.stored_reply import stored
from handlers.zones import zone_or_none
from storage.chat_records import Chat, Follow, NewDelivery, Reason
from storage.database import Database, Reader
from storage.deliveries import add_content, alerts_since, owe
from storage.recent_news import (
    last_quote_id,
    quotes_after,
    quotes_of_articles,
    subjects_of,
)
from storage.records import Quote
from storage.state import set_value, value
from storage.wishes import followers_of, mutes_of

#: Alerts a day for a new follow.
DAILY_LIMIT: Final = 5
#: Local minutes without alerts for a new follow: 23:00 to 07:00.
QUIET: Final = (23 * 60, 7 * 60)
#: An older statement is no news, whenever it came in.
FRESH: Final = timedelta(hours=24)
#: Statements of one article in one alert.
MAX_QUOTES: Final = 3

_KEY: Final = "alerts.quote"
_BATCH: Final = 300
_ARTICLE: Final = "article "


@dataclass(frozen=True, slots=True)
class _News:
    """Statements of one article that concern a chat, and whom they concern."""

    chat: Chat
    follow: Follow
    quotes: tuple[Quote, ...]

    @property
    def subject(self) -> str:
        return f"{_ARTICLE}{self.quotes[0].source.article_id}"


@dataclass(slots=True)
class _Day:
    """What a chat was told in the last day: moments, and the statements."""

    owed: list[datetime]
    told: list[str]


async def owe_alerts(db: Database, *, now: datetime) -> int:
    """Owe alerts for the statements that came in since the last time.

    Returns:
        How many are owed, without those that were skipped.
    """
    last = await last_quote_id(db)
    known = await value(db, key=_KEY)
    if known is None:
        # What was there before anybody followed anybody is no news.
        await _advance(db, known, last)
        return 0
    owed, after = 0, min(int(known), last)
    while after < last:
        fresh = await quotes_after(
            db, quote_id=after, published_after=now - FRESH, limit=_BATCH
        )
        reached = fresh[-1].id if len(fresh) == _BATCH else last
        news = await _news(db, [one for one in fresh if one.id <= reached])
        owed += await _owe_all(db, news, now=now, known=known, reached=reached)
        known, after = str(reached), reached
    return owed


async def _advance(db: Database, known: str | None, reached: int) -> None:
    async with db.transaction() as connection:
        if await value(connection, key=_KEY) == known:
            await set_value(connection, key=_KEY, value=str(reached))


async def _news(reader: Reader, quotes: Sequence[Quote]) -> list[_News]:
    """Return whom these statements concern: one alert a chat and article."""
    about = await subjects_of(reader, [one.id for one in quotes])
    concerned = {
        quote.id: {*about.get(quote.id, ()), quote.speaker_id or 0} for quote in quotes
    }
    actors = set().union(*concerned.values()) if concerned else set()
    groups: dict[tuple[int, int], tuple[Chat, Follow, list[Quote]]] = {}
    for follow, chat in await followers_of(reader, actors):
        if not chat.active:
            continue
        for quote in quotes:
            # What was said before somebody was followed is not what they wait for.
            if follow.actor_id in concerned[quote.id]:
                key = (chat.id, quote.source.article_id)
                group = groups.setdefault(key, (chat, follow, []))
                if quote not in group[2]:
                    group[2].append(quote)
    return [
        _News(chat, follow, tuple(own[:MAX_QUOTES]))
        for chat, follow, own in groups.values()
    ]


async def _owe_all(
    db: Database, news: Sequence[_News], *, now: datetime, known: str, reached: int
) -> int:
    chat_ids = {one.chat.id for one in news}
    days = await _days(db, chat_ids, now)
    mutes = await mutes_of(db, chat_ids)
    contents: dict[str, int] = {}
    owed = 0
    async with db.transaction() as connection:
        if await value(connection, key=_KEY) != known:
            # Another process was faster.
            return 0
        for one in news:
            muted = muted_by(mute for mute in mutes if mute.chat_id == one.chat.id)
            moment = _moment(one, now)
            reason = _reason(one, muted, days[one.chat.id], moment)
            new = _delivery(one, moment, reason=reason)
            if not reason:
                reply = stored(_reply(one, now=now))
                if reply not in contents:
                    contents[reply] = await add_content(connection, reply, now=now)
                new = replace(new, content_id=contents[reply])
            is_new = await owe(connection, new, now=now)
            if is_new and not reason:
                owed += 1
                days[one.chat.id].owed.append(moment)
                days[one.chat.id].told += [quote.text for quote in one.quotes]
        await set_value(connection, key=_KEY, value=str(reached))
    return owed


def _delivery(one: _News, moment: datetime, *, reason: str) -> NewDelivery:
    return NewDelivery(
        chat_id=one.chat.id,
        kind="alert",
        owed=moment,
        after=moment,
        reason=reason,
        subject=one.subject,
    )


async def _days(
    reader: Reader, chat_ids: set[int], now: datetime
) -> Mapping[int, _Day]:
    days = {chat: _Day([], []) for chat in chat_ids}
    told: dict[int, list[int]] = {}
    for chat, subject, owed in await alerts_since(
        reader, chat_ids, since=now - 2 * FRESH
    ):
        days[chat].owed.append(owed)
        if subject.startswith(_ARTICLE):
            told.setdefault(int(subject.removeprefix(_ARTICLE)), []).append(chat)
    for quote in await quotes_of_articles(reader, told):
        for chat in told[quote.source.article_id]:
            days[chat].told.append(quote.text)
    return days


def _moment(one: _News, now: datetime) -> datetime:
    """Return when an alert may be sent: now, or when the quiet hours end."""
    start, end = one.follow.quiet_from, one.follow.quiet_until
    zone = zone_or_none(one.chat.timezone)
    # Whoever never named a time zone has no night that we know of.
    if start is None or end is None or zone is None:
        return now
    return quiet_end(now, start=start, end=end, zone=zone) or now


def _reason(one: _News, muted: Muted, day: _Day, moment: datetime) -> str:
    """Return why an alert is not sent, "" if it is."""
    words = [muting_word(quote, muted) for quote in one.quotes]
    if all(words):
        return f"{Reason.MUTED} {words[0]}"
    before = [_told_before(quote, day.told) for quote in one.quotes]
    if all(before):
        return f"{Reason.DUPLICATE} {before[0]}"
    zone = zone_or_none(one.chat.timezone) or UTC
    today = moment.astimezone(zone).date()
    sent = sum(owed.astimezone(zone).date() == today for owed in day.owed)
    return Reason.LIMIT if sent >= one.follow.daily_limit else ""


def _told_before(quote: Quote, told: Sequence[str]) -> str:
    """Return the statement that was told and says the same, "" for none."""
    alike = (one for one in told if overlap(quote.text, one) >= SAME_STATEMENT)
    return next(alike, "")


def _reply(one: _News, *, now: datetime) -> Reply:
    spoken = language(one.chat.locale, UTC, latin_digits=one.chat.latin_digits)
    name = one.follow.name
    heading = spoken.gettext("New on {name}, whom you follow", name=name)
    blocks: list[Block] = [Heading(heading)]
    blocks += [quotation(quote, spoken, now=now) for quote in one.quotes]
    number = one.follow.actor_id
    return Reply(
        tuple(blocks),
        (
            Button(spoken.gettext("Who is {name}?", name=name), f"/who #{number}"),
            Button(spoken.gettext("Stop following"), f"/unfollow #{number}"),
        ),
        preview=one.quotes[0].source.url,
        locale=one.chat.locale,
    )
