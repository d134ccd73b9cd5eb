"""The analysis's lexicons, for handlers that compare names."""

import asyncio
from functools import lru_cache

from analysis.lexicons import Lexicons, load_lexicons
from analysis.lexicons.phrases import phrase_of


async def lexicons() -> Lexicons:
    """Return the lexicons, loaded at the first call and outside the event loop."""
    return await asyncio.to_thread(_loaded)


def is_medium(name: str, lexicons: Lexicons) -> bool:
    """Return whether a name is that of an agency, a newspaper, a station or a site."""
    phrase = phrase_of(name)
    return any(
        known.medium
        for form, known in lexicons.known.starting(phrase[0] if phrase else "")
        if form == phrase
    )


@lru_cache(maxsize=1)
def _loaded() -> Lexicons:
    return load_lexicons()
