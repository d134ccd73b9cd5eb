"""How a stored thing is shown: with its source, its link and its time."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from analysis.text.folding import fold
from handlers.conversation import Item, Link, Quotation
from handlers.language import Language, translatable
from handlers.vocabulary import vocabulary
from storage.records import Article, Quote, Source, Story

#: Longer sentences are cut at a word, in characters.
MAX_SENTENCE: Final = 240
#: The title of the feed that holds articles which came as files.
FILES: Final = translatable("Files")

_CONJUNCTIONS: Final = ("\N{ARABIC LETTER WAW}", "\N{ARABIC LETTER FEH}")
_SHORTEST_VERB: Final = 3


def outlet(source: Source, language: Language) -> str:
    """Return the outlet's name, labelled if it belongs to the demonstration."""
    if source.name == FILES:
        return language.gettext(FILES)
    if source.demo:
        return language.gettext("{outlet} (demonstration)", outlet=source.name)
    return source.name


def story_item(
    story: Story,
    language: Language,
    *,
    now: datetime,
    sentence: str | None = None,
    quote: Quote | None = None,
) -> Item:
    """Show a story once: its best headline, a sentence, what is new, who reports it.

    Args:
        sentence: to show in place of the article's first one; "" for none.
        quote: a statement of the story to show with it, in the speaker's own words.
    """
    first = lead(story)
    gist = first.gist[0] if first.gist else first.summary
    gist = shortened(gist if sentence is None else sentence)
    if _says_no_more(gist, than=first.source.title):
        gist = ""
    lines = [gist, *_newest(story, first, language, now=now)]
    if quote:
        lines.append(
            language.gettext(
                "{speaker}: “{text}”", speaker=quote.speaker, text=shortened(quote.text)
            )
        )
    shown = article_item(
        first, language, now=now, note="\n".join(line for line in lines if line)
    )
    return replace(shown, also=_also(story, first, language))


def lead(story: Story) -> Article:
    """Return the article with the best headline.

    That is the one that has most in common with the others' headlines: it says what
    all are about. Of several the newest that has a sentence to show.
    """
    titles = [set(fold(one.source.title).split()) for one in story.articles]
    best = max(
        enumerate(story.articles),
        key=lambda pair: (
            bool(pair[1].gist),
            sum(
                len(titles[pair[0]] & other) / len(titles[pair[0]] | other)
                for other in titles
                if other
            ),
            -pair[0],
        ),
    )
    return best[1]


def _newest(
    story: Story, first: Article, language: Language, *, now: datetime
) -> list[str]:
    """Return a line on what the newest article brings, if it is not the one shown."""
    last = story.articles[0]
    if last is first or last.is_copy:
        return []
    if set(fold(last.source.title).split()) == set(fold(first.source.title).split()):
        return []
    return [
        language.gettext(
            "Newest: {title} ({outlet}, {when})",
            title=last.source.title,
            outlet=outlet(last.source, language),
            when=language.relative(last.source.published, now=now),
        )
    ]


def _also(story: Story, first: Article, language: Language) -> tuple[Link, ...]:
    """Return who else reports a story, each with its newest article; () for nobody."""
    others: dict[str, Link] = {}
    for article in story.articles:
        source = article.source
        others.setdefault(source.name, Link(outlet(source, language), source.url))
    others.pop(first.source.name)
    if not others:
        return ()
    count = language.ngettext("{count} source", "{count} sources", len(others) + 1)
    between = Link(language.gettext(", "))
    pieces = [piece for link in others.values() for piece in (between, link)]
    opening = " · ".join((count, language.gettext("Also in:")))
    return (Link(f"{opening} "), *pieces[1:])


def article_item(
    article: Article,
    language: Language,
    *,
    now: datetime,
    title: str = "",
    note: str = "",
) -> Item:
    """Show an article, or a sentence of it given as `title`."""
    title = title or article.source.title
    return source_item(article.source, language, now=now, title=title, note=note)


def source_item(
    source: Source, language: Language, *, now: datetime, title: str, note: str = ""
) -> Item:
    """Show what an article says, given as `title`, with where and when it says so."""
    return Item(
        title=title,
        url=source.url,
        source=outlet(source, language),
        when=language.relative(source.published, now=now),
        note=note,
    )


def quotation(
    quote: Quote, language: Language, *, now: datetime, speaker: str = ""
) -> Quotation:
    """Show a statement: the source's own verb, and whether the words are its own.

    Args:
        speaker: the name to show, if not the one that the article has.
    """
    return Quotation(
        text=quote.text,
        direct=quote.kind == "direct",
        speaker=speaker or quote.speaker,
        label=" · ".join(_labels(quote, language)),
        url=quote.source.url,
        source=outlet(quote.source, language),
        when=language.relative(quote.source.published, now=now),
    )


def shortened(text: str, *, limit: int = MAX_SENTENCE) -> str:
    """Return `text` within `limit` characters, cut between two words."""
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(None, 1)[0].rstrip(" ,.\N{ARABIC COMMA}:") + " …"


def _labels(quote: Quote, language: Language) -> list[str]:
    labels = [verb(quote.cue)] if quote.cue else []
    if quote.kind == "indirect":
        labels.append(language.gettext("reported speech"))
    elif quote.kind == "mixed":
        labels.append(language.gettext("partly in their own words"))
    if quote.headline:
        labels.append(language.gettext("from the headline"))
    if quote.earlier:
        labels.append(language.gettext("said earlier"))
    if quote.via:
        labels.append(language.gettext("via {medium}", medium=quote.via))
    return labels


def verb(cue: str) -> str:
    """Return a reporting word without the "and" or "so" its sentence began with."""
    whole = fold(cue).startswith(vocabulary().own_first_letter)
    if whole or not cue.startswith(_CONJUNCTIONS) or len(cue) <= _SHORTEST_VERB:
        return cue
    return cue[1:]


def _says_no_more(sentence: str, *, than: str) -> bool:
    known = set(fold(than).split())
    return set(fold(sentence).split()) <= known
