"""The words that people type to us, from `vocabulary.toml`."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from analysis.text.folding import fold


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Typed words, all folded.

    Attributes:
        commands: other name of a command -> its name.
        questions: beginning of a message without a slash -> the command it asks for.
        about: what introduces the subject of a statement.
        page: what stands before the number of a page.
        yes, no: what confirms a question, and what does not.
        morning, evening: what stands behind a time of day.
        asking: what stands before a name in a question.
        titles: first words of a role or a title before a name.
        own_first_letter: beginnings of verbs whose waw or feh belongs to them.
        own_heh: nouns whose last heh belongs to them.
    """

    commands: Mapping[str, str]
    questions: Mapping[str, str]
    about: frozenset[str]
    page: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    morning: frozenset[str]
    evening: frozenset[str]
    asking: frozenset[str]
    titles: frozenset[str]
    own_first_letter: tuple[str, ...]
    own_heh: frozenset[str]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Return the vocabulary, read at the first call."""
    data = tomllib.loads(
        (resources.files("handlers") / "vocabulary.toml").read_text("utf-8")
    )
    words = {name: tuple(map(fold, group)) for name, group in data["words"].items()}
    return Vocabulary(
        commands=_owners(data["commands"]),
        questions=_owners(data["questions"]),
        about=frozenset(words["about"]),
        page=frozenset(words["page"]),
        yes=frozenset(words["yes"]),
        no=frozenset(words["no"]),
        morning=frozenset(words["morning"]),
        evening=frozenset(words["evening"]),
        asking=frozenset(words["asking"]),
        titles=frozenset(words["titles"]),
        own_first_letter=words["own_first_letter"],
        own_heh=frozenset(words["own_heh"]),
    )


def _owners(groups: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {fold(word): name for name, words in groups.items() for word in words}
