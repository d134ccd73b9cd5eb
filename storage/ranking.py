"""What the weight of stories is made of."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import func, select

from storage.articles import as_stories, newest_first, select_articles
from storage.database import Reader
from storage.records import RankedActor, RankedStory
from storage.schema import actors, articles, mentions, stories

#: Stories that are weighed, the last to have had news; of each so many actors count.
MAX_STORIES: Final = 400
MAX_ACTORS: Final = 5


async def recent_stories(
    reader: Reader, *, since: datetime, limit: int = MAX_STORIES
) -> Sequence[RankedStory]:
    """Return stories with news since a time, newest first, with who is in them.

    The actor that most of a story's articles name comes first.
    """
    page = (
        select(stories.c.id, stories.c.newest)
        .where(stories.c.newest >= since)
        .order_by(stories.c.newest.desc(), stories.c.id.desc())
        .limit(limit)
        .subquery()
    )
    query = (
        select_articles()
        .join(page, page.c.id == articles.c.story_id)
        .order_by(page.c.newest.desc(), page.c.id.desc(), *newest_first())
    )
    found = as_stories(await reader.fetch_all(query))
    named = (
        select(articles.c.story_id, actors.c.id, actors.c.name, actors.c.articles)
        .join_from(page, articles, articles.c.story_id == page.c.id)
        .join(mentions, mentions.c.article_id == articles.c.id)
        .join(actors, actors.c.id == mentions.c.actor_id)
        .group_by(articles.c.story_id, actors.c.id)
        .order_by(func.count().desc(), func.sum(mentions.c.times).desc(), actors.c.id)
    )
    people: dict[int, list[RankedActor]] = {}
    for row in await reader.fetch_all(named):
        known = people.setdefault(row.story_id, [])
        if len(known) < MAX_ACTORS:
            known.append(RankedActor(row.id, row.name, row.articles))
    return [
        RankedStory(one.id, one.articles, tuple(people.get(one.id, ())))
        for one in found
    ]
