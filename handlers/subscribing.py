"""`/subscribe [HH:MM] [zone]` and `/unsubscribe`: digests at a time of the chat."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers.arguments import echo
from handlers.chat_settings import place_of, remembered, spoken_to
from handlers.clock_times import split_time, time_buttons, written
from handlers.conversation import Button, Reply, Request, Text
from handlers.language import Language, language_of
from handlers.schedule import (
    EVERY_DAY,
    INSTANT,
    Occurrence,
    left_behind,
    next_occurrence,
    plan_of,
)
from handlers.zones import city, offered_zones, zone_or_none, zones_named
from storage.chat_records import Chat, NewSubscription, Subscription
from storage.chats import change_chat, chat_at
from storage.database import Database, Reader, Transaction
from storage.subscriptions import (
    change_subscription,
    end_subscriptions,
    keep_subscription,
    last_days,
    subscription_at,
    subscriptions_of,
)

DEFAULT_LENGTH: Final = 10
#: More times a day than this are no digest any more.
MAX_TIMES: Final = 6


async def subscribe(db: Database, request: Request) -> Reply:
    """Let a digest come every day; what is not said is asked, with buttons.

    A chat with one time gets the new one in its place; one with several gets it too.

    Raises:
        UserError: there is no such time, or nothing can be sent here.
    """
    language = language_of(request)
    at = place_of(request)
    minute, place = split_time(request.argument, language)
    known = await chat_at(db, at)
    zones = zones_named(place) if place else _kept(known)
    if minute is None:
        return _ask_time(place if zones else "", language)
    if len(zones) != 1:
        return _ask_zone(minute, place, zones, language)
    async with db.transaction() as connection:
        chat = await remembered(connection, request)
        chat = await set_zone(connection, chat, zones[0], request.now)
        before = await subscriptions_of(connection, chat_id=chat.id)
        only = before[0] if len(before) == 1 else None
        old = only if only and only.minute != minute else None
        kept = await add_time(connection, chat, minute, request.now, instead=old)
        if old:
            await end_subscriptions(connection, chat_id=chat.id, minutes=[old.minute])
    return _subscribed(kept, old, spoken_to(chat, request))


async def unsubscribe(db: Database, request: Request) -> Reply:
    """Let no digest come any more; with a time, not at that time.

    Raises:
        UserError: there is no such time, or nothing is sent here.
    """
    language = language_of(request)
    minute, _ = split_time(request.argument, language)
    chat = await chat_at(db, place_of(request))
    ended = 0
    if chat:
        async with db.transaction() as connection:
            own = await subscriptions_of(connection, chat_id=chat.id)
            times = [one.minute for one in own if minute in (None, one.minute)]
            ended = await end_subscriptions(connection, chat_id=chat.id, minutes=times)
    again = Button(language.gettext("Subscribe"), "/subscribe")
    if not ended:
        text = language.gettext("No digest is sent here.")
        return Reply((Text(text),), (again,))
    text = language.gettext("Done: no digest will be sent here any more.")
    if minute is not None:
        at = language.time(minute)
        text = language.gettext("Done: no digest at {time} any more.", time=at)
    return Reply((Text(text),), (again,))


async def add_time(
    connection: Transaction,
    chat: Chat,
    minute: int,
    now: datetime,
    *,
    instead: Subscription | None = None,
) -> Subscription:
    """Let a chat, whose time zone is known, have a digest at this time too.

    The new one is like those the chat has; without any, as it was at this time.

    Args:
        instead: the one whose place it takes, with what that one owes today.
    """
    others = await subscriptions_of(connection, chat_id=chat.id)
    own = await subscription_at(connection, chat_id=chat.id, minute=minute)
    like = next(iter(others), own)
    new = NewSubscription(
        chat_id=chat.id,
        minute=minute,
        timezone=chat.timezone or "UTC",
        weekdays=like.weekdays if like else EVERY_DAY,
        length=like.length if like else DEFAULT_LENGTH,
        skips_empty=like.skips_empty if like else True,
    )
    first = next_occurrence(plan_of(new), after=now - INSTANT)
    due = first.moment
    if own and own.active:
        due = own.due
    elif instead and _is_passed_over(instead, first, now):
        due = instead.due
    kept = await keep_subscription(connection, new, due=due, now=now)
    return await reschedule(connection, kept, now)


def _is_passed_over(old: Subscription, first: Occurrence, now: datetime) -> bool:
    """Tell whether a digest that is due now would be lost to one on a later day."""
    today = old.due.astimezone(plan_of(old).zone).date()
    return old.due <= now and today < first.day


async def set_zone(
    connection: Transaction, chat: Chat, zone: str, now: datetime
) -> Chat:
    """Let a chat's digests come by the clocks of this zone."""
    await change_chat(connection, chat_id=chat.id, timezone=zone)
    for one in await subscriptions_of(connection, chat_id=chat.id):
        await reschedule(connection, replace(one, timezone=zone), now)
    return replace(chat, timezone=zone)


async def reschedule(
    connection: Transaction, changed: Subscription, now: datetime
) -> Subscription:
    """Store a changed subscription with its next moment, on a day not settled yet.

    That moment may have come already: a digest that is due, and that nobody has
    settled yet, is not lost to the change.
    """
    days = await last_days(connection, [changed.id])
    settled = days.get(changed.id)
    plan = plan_of(changed)
    after = min(now, changed.due - INSTANT)
    following = next_occurrence(plan, after=after, later_than=settled)
    owed = left_behind(plan, due=changed.due) if changed.due <= now else None
    if owed and (settled is None or owed.day > settled):
        following = owed
    await change_subscription(connection, changed, due=following.moment)
    return replace(changed, due=following.moment)


def zone_buttons(
    command: str, zones: Sequence[str], language: Language
) -> tuple[Button, ...]:
    """Return buttons with cities; `command` has a field {zone}."""
    return tuple(
        Button(city(zone, language), command.format(zone=zone)) for zone in zones
    )


def moment_in_words(moment: datetime, request: Request) -> str:
    """Return a moment as a day with a time in the chat's zone: "الأحد ... ٠٧:٣٠"."""
    language = language_of(request)
    local = moment.astimezone(request.timezone)
    return language.gettext(
        "{day}, {time}",
        day=language.full_date(local.date()),
        time=language.time(local.hour * 60 + local.minute),
    )


async def next_due(reader: Reader, chat: Chat) -> datetime | None:
    """Return when a chat gets its next digest; None if it gets none."""
    own = await subscriptions_of(reader, chat_id=chat.id)
    return min((one.due for one in own), default=None)


def _kept(chat: Chat | None) -> tuple[str, ...]:
    """Return the zone that a chat has named before, if any."""
    known = zone_or_none(chat.timezone) if chat else None
    return (known.key,) if known else ()


def _ask_time(place: str, language: Language) -> Reply:
    text = language.gettext(
        "At what time shall the digest come? Choose one, or write it: /subscribe 07:30"
    )
    buttons = time_buttons(f"/subscribe {{time}} {place}", language)
    return Reply((Text(text),), buttons)


def _ask_zone(
    minute: int, place: str, zones: Sequence[str], language: Language
) -> Reply:
    if zones:
        text = language.gettext("Which of these do you mean by “{place}”?", place=place)
    elif place:
        text = language.gettext(
            "I do not know the place “{place}”. Choose a city with your time, or write"
            " its name: /subscribe {time} Cairo",
            place=echo(place),
            time=written(minute),
        )
    else:
        text = language.gettext(
            "{time} by which clock? Choose a city with your time, or write its name:"
            " /subscribe {written} Cairo",
            time=language.time(minute),
            written=written(minute),
        )
    command = f"/subscribe {written(minute)} {{zone}}"
    buttons = zone_buttons(command, zones or offered_zones(), language)
    return Reply((Text(text),), buttons)


def _subscribed(
    kept: Subscription, replaced: Subscription | None, request: Request
) -> Reply:
    language = language_of(request)
    text = language.gettext(
        "Done. Your digest comes at {time}, {city} time. The next one: {moment}.",
        time=language.time(kept.minute),
        city=city(kept.timezone, language),
        moment=moment_in_words(kept.due, request),
    )
    buttons = [Button(language.gettext("Show it now"), "/digest")]
    if replaced:
        old = language.time(replaced.minute)
        text += " " + language.gettext(
            "It takes the place of the one at {time}.", time=old
        )
        label = language.gettext("At {time} too", time=old)
        buttons.append(Button(label, f"/settings add {written(replaced.minute)}"))
    buttons.append(Button(language.gettext("Settings"), "/settings"))
    return Reply((Text(text),), tuple(buttons), locale=request.locale)
