"""Names that begin like what somebody is typing, quickly, however many are stored."""

from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy import func, literal, or_, select

from storage.actors import as_alias, most_reported_first, select_aliases
from storage.database import Reader
from storage.records import Alias
from storage.schema import actors, alias_skeletons, aliases
from storage.search import aliases_with
from storage.types import PlainText

#: The most reported actors, among whom the first letters are looked for: nobody scrolls
#: through the thousands that begin with them.
REPORTED: Final = 1500
#: Forms of names that are put in order when few of the most reported ones fit.
MATCHES: Final = 1000
#: The last character that a word can go on with.
_LAST: Final = "\U0010ffff"


async def reported_aliases(
    reader: Reader, *, words: Sequence[Sequence[str]], limit: int
) -> Sequence[Alias]:
    """Return forms that have words beginning so, of the `REPORTED` first actors.

    Args:
        words: folded, each with its other forms; one of each begins a word.
    """
    reported = (
        select(actors.c.id)
        .order_by(actors.c.articles.desc(), actors.c.id.desc())
        .limit(REPORTED)
    )
    spaced = literal(" ", PlainText) + aliases.c.folded
    query = (
        select_aliases()
        .where(
            aliases.c.actor_id.in_(reported),
            *(
                or_(*(func.instr(spaced, f" {form}") > 0 for form in forms))
                for forms in words
            ),
        )
        .order_by(*most_reported_first())
        .limit(limit)
    )
    return [as_alias(row) for row in await reader.fetch_all(query)]


async def aliases_beginning(
    reader: Reader, *, words: Sequence[Sequence[str]], limit: int
) -> Sequence[Alias]:
    """Return forms that have words beginning so, of any actors.

    Of more than `MATCHES` forms only as many are looked at, the first stored ones.

    Args:
        words: folded, each with its other forms; one of each begins a word.
    """
    if not words:
        return []
    matches = aliases_with(words).limit(MATCHES)
    query = (
        select_aliases()
        .where(aliases.c.id.in_(matches))
        .order_by(*most_reported_first())
        .limit(limit)
    )
    return [as_alias(row) for row in await reader.fetch_all(query)]


async def aliases_sounding(
    reader: Reader, *, skeletons: Collection[str], limit: int
) -> Sequence[Alias]:
    """Return forms with a skeleton that begins with one of these."""
    begins = [
        alias_skeletons.c.skeleton.between(skeleton, skeleton + _LAST)
        for skeleton in skeletons
        if skeleton
    ]
    if not begins:
        return []
    matches = select(alias_skeletons.c.alias_id).where(or_(*begins)).limit(MATCHES)
    query = (
        select_aliases()
        .where(aliases.c.id.in_(matches))
        .order_by(*most_reported_first())
        .limit(limit)
    )
    return [as_alias(row) for row in await reader.fetch_all(query)]
