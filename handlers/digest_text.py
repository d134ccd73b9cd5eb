"""A digest put into words: once for each language, digits and day."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta
from typing import Final

from handlers.citations import quotation, story_item
from handlers.conversation import (
    Block,
    Button,
    Heading,
    Item,
    Quotation,
    Reply,
    Text,
)
from handlers.editions import Busy, Edition, Told
from handlers.language import Language, language
from handlers.links import link_to
from storage.records import Quote

#: So much more than in the week before is worth saying, and so much less.
MORE, LESS = 1.5, 0.5
#: Fewer articles in the week before than this, scaled to the digest's time, are none.
NONE_BEFORE: Final = 0.1
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Voice:
    """How a digest speaks to a chat.

    Attributes:
        day: the chat's local day.
        goes_on: the digest begins where the chat's last one ended.
    """

    locale: str
    latin_digits: bool
    day: date
    goes_on: bool

    @property
    def language(self) -> Language:
        """The language, for texts without times of the day."""
        return language(self.locale, UTC, latin_digits=self.latin_digits)


def digest_reply(edition: Edition, voice: Voice) -> Reply:
    """Return a digest that has something to show."""
    spoken = voice.language
    heading = spoken.gettext("Digest of {day}", day=spoken.full_date(voice.day))
    blocks: list[Block] = [Heading(heading), Text(_overview(edition, voice))]
    told = ((_followed(spoken), edition.followed), (_top(spoken), edition.top))
    for title, stories in told:
        if stories:
            blocks += [Heading(title), *_stories(stories, edition, spoken)]
    if edition.quotes:
        blocks.append(Heading(spoken.gettext("Quotes of the day")))
        blocks += [_quote(one, edition, spoken) for one in edition.quotes]
    if edition.busy:
        blocks.append(Heading(spoken.gettext("Names in the news")))
        names = "\n".join(_busy(one, spoken) for one in edition.busy)
        links = tuple(link_to("who", one.actor.id) for one in edition.busy)
        blocks.append(Text(names, links))
    return Reply(tuple(blocks), _buttons(edition, spoken), locale=voice.locale)


def empty_reply(edition: Edition, voice: Voice) -> Reply:
    """Return what is said when there is nothing to show."""
    spoken = voice.language
    heading = spoken.gettext("Digest of {day}", day=spoken.full_date(voice.day))
    time = _time(edition, voice)
    text = spoken.gettext("{time}: nothing new has come in.", time=time)
    if edition.muted:
        text = spoken.gettext(
            "{time}: only what you muted has come in: /muted", time=time
        )
    return Reply((Heading(heading), Text(text)), locale=voice.locale)


def _followed(spoken: Language) -> str:
    return spoken.gettext("Those you follow")


def _top(spoken: Language) -> str:
    return spoken.gettext("Top stories")


def _time(edition: Edition, voice: Voice) -> str:
    """Return of which time a digest tells."""
    spoken = voice.language
    if voice.goes_on:
        return spoken.gettext("Since your last digest")
    told = edition.until - edition.since
    if told < 2 * _DAY:
        hours = math.ceil(told / timedelta(hours=1))
        return spoken.ngettext("In the last hour", "In the last {count} hours", hours)
    days = math.ceil(told / _DAY)
    return spoken.ngettext("In the last day", "In the last {count} days", days)


def _overview(edition: Edition, voice: Voice) -> str:
    spoken = voice.language
    stories = spoken.ngettext("{count} story", "{count} stories", edition.stories)
    articles = spoken.ngettext("{count} article", "{count} articles", edition.articles)
    return spoken.gettext(
        "{time}: {stories}, {articles}.",
        time=_time(edition, voice),
        stories=stories,
        articles=articles,
    )


def _stories(
    stories: Iterable[Told], edition: Edition, spoken: Language
) -> Iterable[Block]:
    return (_story(one, edition, spoken) for one in stories)


def _story(told: Told, edition: Edition, spoken: Language) -> Item:
    item = story_item(
        told.story,
        spoken,
        now=edition.until,
        sentence=told.sentence,
        quote=told.quote,
    )
    if len(told.story.articles) < 2:
        # Its title opens all there is.
        return item
    label = spoken.gettext("All articles of this story")
    return replace(item, link=link_to("story", told.story.id), link_label=label)


def _quote(quote: Quote, edition: Edition, spoken: Language) -> Quotation:
    return replace(
        quotation(quote, spoken, now=edition.until),
        link=link_to("quote", quote.id),
        link_label=spoken.gettext("In context"),
    )


def _busy(one: Busy, spoken: Language) -> str:
    articles = spoken.ngettext("{count} article", "{count} articles", one.articles)
    # In one line, whatever the name holds: each line is a link.
    parts = [" ".join(one.actor.name.split()), articles]
    if change := _change(one, spoken):
        parts.append(change)
    return " \N{MIDDLE DOT} ".join(parts)


def _change(one: Busy, spoken: Language) -> str:
    """Return how that compares with the week before, "" where it is as usual."""
    if one.usual is None:
        return ""
    if one.usual < NONE_BEFORE:
        return spoken.gettext("not named in the week before")
    usual = round(one.usual)
    if one.articles > MORE * one.usual:
        return spoken.gettext("more than usual ({usual})", usual=usual)
    if one.articles < LESS * one.usual:
        return spoken.gettext("less than usual ({usual})", usual=usual)
    return ""


def _buttons(edition: Edition, spoken: Language) -> tuple[Button, ...]:
    who = [Button(one.actor.name, f"/who #{one.actor.id}") for one in edition.busy[:2]]
    return (
        *who,
        Button(spoken.gettext("Latest news"), "/latest"),
        Button(spoken.gettext("Settings"), "/settings"),
    )
