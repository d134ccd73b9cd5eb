"""`mujaz stories --jsonl`: articles in, the story of each out."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from analysis.stories.batch import stories_of
from analysis.stories.sketches import Sketch, sketch
from analysis.text.terms import index_terms
from bot.article_analysis import analyse_article
from bot.cli.commands_analysis import LineError, fail, opened, parsed_article, write


def tell_stories(source: str) -> int:
    """Print the story of each article, in order; 1 if a line held none.

    Nothing is printed before the last line: two stories may turn out to be one.
    """
    try:
        with opened(source) as stream:
            found = numbered(stream)
    except OSError as error:
        return fail(source, error)
    for one in found:
        write(one)
    return int(any("error" in one for one in found))


def numbered(lines: Iterable[bytes]) -> list[dict[str, object]]:
    """Return an object for each line that is not blank, in order.

    A line that holds no article gives {"line": 3, "error": "..."}; the rest go on.
    """
    found: list[dict[str, object]] = []
    articles: list[tuple[int, Sketch]] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            name, article = _sketched(line)
            articles.append((len(found), article))
            found.append({"id": name})
        except LineError as error:
            found.append({"line": number, "error": str(error)})
    stories = stories_of(article for _, article in articles)
    for (place, _), story in zip(articles, stories, strict=True):
        found[place]["story"] = str(story + 1)
    return found


def _sketched(line: bytes) -> tuple[str, Sketch]:
    """Return the id of a line's article, and what it is compared by.

    Raises:
        LineError: it holds no article, or not when it was published.
    """
    name, title, body = parsed_article(line)
    published = _moment(json.loads(line).get("published"))
    analysis = analyse_article(title, body)
    return name, sketch(
        title=title,
        words=index_terms(title, body),
        actors=[actor.name for actor in analysis.actors],
        published=published,
    )


def _moment(value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (TypeError, ValueError, OverflowError) as error:
        raise LineError(f"published is no time: {value!r:.60}") from error
