"""What the tests of the engine share: its lexicons, read once."""

import pytest

from analysis.lexicons import Lexicons, load_lexicons


@pytest.fixture(scope="session")
def lexicons() -> Lexicons:
    """Return the lexicons without the seeds' actors."""
    return load_lexicons()
