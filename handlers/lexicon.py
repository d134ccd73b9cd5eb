"""The analysis's lexicons, for handlers that compare names."""

import asyncio
from functools import lru_cache

from analysis.lexicons import Lexicons, load_lexicons


async def lexicons() -> Lexicons:
    """Return the lexicons, loaded at the first call and outside the event loop."""
    return await asyncio.to_thread(_loaded)


@lru_cache(maxsize=1)
def _loaded() -> Lexicons:
    return load_lexicons()
