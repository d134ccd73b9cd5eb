"""Digests that are due become deliveries, exactly one a subscription and local day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final, TypeAlias

from handlers.digest_text import Voice, digest_reply, empty_reply
from handlers.editions import Edition, Editions, Profile, goes_on, reach
from handlers.muting_rules import NOTHING, Muted, muted_by
from handlers.schedule import (
    INSTANT,
    LATEST,
    Occurrence,
    left_behind,
    next_occurrence,
    occurrences,
    plan_of,
)
from handlers.stored_reply import stored
from storage.chat_records import (
    NAMES_APART,
    Chat,
    NewDelivery,
    Reason,
    Subscription,
)
from storage.database import Database, Reader
from storage.deliveries import add_content, kept_contents, owe_days
from storage.subscriptions import (
    due_subscriptions,
    last_covered,
    last_days,
    settle_subscriptions,
    told_chats,
    unchanged,
)
from storage.wishes import follows_of, mutes_of

#: Subscriptions settled together, in one transaction.
BATCH: Final = 500
#: Up to so late a digest is on time: it tells what came in until its own moment, so
#: that all who get it at that moment get the same.
PUNCTUAL: Final = timedelta(minutes=10)

#: A chat gets its next digest composed once the last one is settled, which takes no
#: longer: then it is too late to be sent.
SETTLED_WITHIN: Final = LATEST + timedelta(minutes=10)

#: What makes two digests the same, word for word.
Key: TypeAlias = tuple[Profile, Voice]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a subscription that is due.

    Attributes:
        owed: what is sent now; None for nothing.
        skipped: what is passed over, with the reason.
        following: when it is due again.
    """

    owed: Occurrence | None
    skipped: tuple[tuple[Occurrence, str], ...]
    following: Occurrence


@dataclass(slots=True)
class Round:
    """One look at what is due.

    Attributes:
        owed, skipped: digests settled so far.
        contents, replies: what is stored already, by what makes it the same.
    """

    db: Database
    now: datetime
    editions: Editions
    owed: int = 0
    skipped: int = 0
    contents: dict[Key, int] = field(default_factory=dict)
    replies: dict[Key, str] = field(default_factory=dict)

    def laid_out(self, edition: Edition, key: Key) -> str:
        """Return a digest in words as it is stored, put into them once."""
        if key not in self.replies:
            _, voice = key
            lay_out = empty_reply if edition.is_empty else digest_reply
            self.replies[key] = stored(lay_out(edition, voice))
        return self.replies[key]


@dataclass(frozen=True, slots=True)
class _Wishes:
    follows: Mapping[int, frozenset[int]]
    muted: Mapping[int, Muted]
    covered: Mapping[int, datetime]
    told: frozenset[int]
    days: Mapping[int, date]


@dataclass(frozen=True, slots=True)
class _Settled:
    """A subscription with what is written for it."""

    subscription: Subscription
    chat: Chat
    verdict: Verdict
    key: Key | None = None
    reply: str = ""
    reason: str = ""

    @property
    def settlement(self) -> tuple[datetime, datetime | None]:
        """When it is due again, and up to where its digest reaches."""
        covered = self.key[0].until if self.key else None
        return self.verdict.following.moment, covered


async def owe_digests(db: Database, *, now: datetime) -> Round:
    """Settle every subscription that is due.

    Another process that does the same at the same time settles others, or nothing: a
    subscription that changed since it was read is left to whoever changed it.
    """
    work = Round(db, now, Editions(db))
    recent = now - SETTLED_WITHIN
    while due := await due_subscriptions(db, now=now, recent=recent, limit=BATCH):
        await _settle(work, due)
    return work


def verdict_on(
    subscription: Subscription, *, now: datetime, is_open: bool, settled: date | None
) -> Verdict:
    """Decide what becomes of a subscription that is due.

    Args:
        is_open: its chat may be written to.
        settled: the last local day that had its digest, or was skipped.
    """
    plan, due = plan_of(subscription), subscription.due
    past = occurrences(plan, since=due - INSTANT, until=now)
    if before := left_behind(plan, due=due):
        past = [before, *(one for one in past if one.day > before.day)]
    past = [one for one in past if settled is None or one.day > settled]
    owed = None
    if is_open and past and now - past[-1].moment <= LATEST:
        owed = past[-1]
    reason = Reason.LATE if is_open else Reason.BLOCKED
    last = past[-1].day if past else settled
    return Verdict(
        owed=owed,
        skipped=tuple((one, reason) for one in past if one != owed),
        following=next_occurrence(plan, after=now, later_than=last),
    )


async def _settle(work: Round, due: Sequence[tuple[Subscription, Chat]]) -> None:
    wishes = await _wishes(work.db, due)
    composed = [
        await _composed(work, subscription, chat, wishes) for subscription, chat in due
    ]
    added: dict[Key, int] = {}
    async with work.db.transaction() as connection:
        ours = await unchanged(connection, [one for one, _ in due])
        settled = [one for one in composed if one.subscription.id in ours]
        known = work.contents
        kept = await kept_contents(connection, set(known.values()))
        known = {key: number for key, number in known.items() if number in kept}
        for one in settled:
            if one.key and one.reply and one.key not in known | added:
                added[one.key] = await add_content(connection, one.reply, now=work.now)
        contents = known | added
        owed = [new for one in settled for new in _deliveries(one, contents)]
        await owe_days(connection, owed, now=work.now)
        await settle_subscriptions(
            connection, {one.subscription.id: one.settlement for one in settled}
        )
    work.contents = contents
    work.owed += sum(not one.reason for one in owed)
    work.skipped += sum(bool(one.reason) for one in owed)


async def _wishes(reader: Reader, due: Sequence[tuple[Subscription, Chat]]) -> _Wishes:
    chat_ids = {chat.id for _, chat in due}
    follows: dict[int, set[int]] = {}
    for follow in await follows_of(reader, chat_ids):
        follows.setdefault(follow.chat_id, set()).add(follow.actor_id)
    mutes = await mutes_of(reader, chat_ids)
    return _Wishes(
        follows={chat: frozenset(actors) for chat, actors in follows.items()},
        muted={
            chat: muted_by(one for one in mutes if one.chat_id == chat)
            for chat in {one.chat_id for one in mutes}
        },
        covered=await last_covered(reader, chat_ids),
        told=await told_chats(reader, chat_ids),
        days=await last_days(reader, {one.id for one, _ in due}),
    )


async def _composed(
    work: Round, subscription: Subscription, chat: Chat, wishes: _Wishes
) -> _Settled:
    """Decide on a subscription, and compose what it is owed."""
    verdict = verdict_on(
        subscription,
        now=work.now,
        is_open=chat.active,
        settled=wishes.days.get(subscription.id),
    )
    if verdict.owed is None:
        return _Settled(subscription, chat, verdict)
    is_punctual = work.now - verdict.owed.moment <= PUNCTUAL
    until = verdict.owed.moment if is_punctual else work.now
    before = wishes.covered.get(chat.id)
    profile = Profile(
        since=reach(before, until=until),
        until=until,
        length=subscription.length,
        follows=wishes.follows.get(chat.id, frozenset()),
        muted=wishes.muted.get(chat.id, NOTHING),
    )
    edition = await work.editions.edition(profile)
    is_next = goes_on(before, until=until, is_first=chat.id not in wishes.told)
    voice = Voice(chat.locale, chat.latin_digits, verdict.owed.day, is_next)
    settled = _Settled(subscription, chat, verdict, (profile, voice))
    if edition.is_empty and subscription.skips_empty:
        return replace(settled, reason=_nothing_left(edition))
    return replace(settled, reply=work.laid_out(edition, (profile, voice)))


def _nothing_left(edition: Edition) -> str:
    """Return why an edition is empty."""
    if not edition.muted:
        return Reason.EMPTY
    return f"{Reason.MUTED} {NAMES_APART.join(edition.muted)}"


def _deliveries(one: _Settled, contents: Mapping[Key, int]) -> Iterator[NewDelivery]:
    """Yield what is written down for a subscription."""
    for occurrence, reason in one.verdict.skipped:
        yield _delivery(one, occurrence, reason=reason)
    if one.verdict.owed and one.key:
        content = contents[one.key] if one.reply else None
        yield _delivery(one, one.verdict.owed, content=content, reason=one.reason)


def _delivery(
    one: _Settled,
    occurrence: Occurrence,
    *,
    content: int | None = None,
    reason: str = "",
) -> NewDelivery:
    return NewDelivery(
        chat_id=one.chat.id,
        kind="digest",
        owed=occurrence.moment,
        after=occurrence.moment,
        content_id=content,
        reason=reason,
        subscription_id=one.subscription.id,
        local_day=occurrence.day,
        since=one.key[0].since if one.key and content else None,
    )
