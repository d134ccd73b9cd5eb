"""What may follow a command, taken apart: "[NAME] [about WORDS]" has two slots."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

#: What a slot with such a word takes, and what is suggested while somebody types.
TAKES: Final = {
    "name": "actor",
    "source": "source",
    "city": "zone",
    "zone": "zone",
}

_SEGMENT: Final = re.compile(r"\[([^\[\]]+)\]|([^\s\[\]]+)")
_PLACEHOLDER: Final = re.compile(r"[A-Z_:]+")
_NAME: Final = re.compile(r"[a-z][a-z_]{0,31}")
_OR: Final = " or "


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing that may follow a command.

    Attributes:
        name: in lower case: "name", "how_many".
        label: what it is, in the language of whoever reads it.
        is_required: the command says nothing without it.
        before: words that stand before it: "about".
        takes: one of `TAKES`' values; "" for anything.
    """

    name: str
    label: str
    is_required: bool = False
    before: str = ""
    takes: str = ""


def slots(usage: str, shown: str) -> tuple[Slot, ...]:
    """Return what a command takes.

    Capital letters stand for what a person puts there, brackets around what may be
    left out; words in small letters before capital ones are typed as they are. A usage
    of another shape is one slot for all of it.

    Args:
        usage: as in the table of commands, which is English.
        shown: the same in the language of the labels.
    """
    made = list(_segments(usage))
    names = [slot.name for slot in made]
    if not made:
        return ()
    if len(set(names)) < len(names) or not all(map(_NAME.fullmatch, names)):
        return (Slot("text", shown),)
    labels = _labels(shown)
    if len(labels) != len(made):
        labels = [shown] * len(made)
    return tuple(
        _required_first(
            [replace(one, label=label) for one, label in zip(made, labels, strict=True)]
        )
    )


def filled(taken: Sequence[tuple[Slot, str]]) -> str:
    """Return the argument of a command whose slots were given these values."""
    words = (f"{slot.before} {value}" for slot, value in taken if value.strip())
    return " ".join(" ".join(words).split())


def _segments(usage: str) -> Iterator[Slot]:
    if _OR in usage:
        # One of two things, so one slot.
        yield _slot(usage.strip("[]").split(), is_required="[" not in usage)
        return
    before: list[str] = []
    for match in _SEGMENT.finditer(usage):
        words = (match[1] or match[2]).split()
        if match[2] and not _PLACEHOLDER.fullmatch(match[2]):
            before.append(match[2])
            continue
        yield _slot([*before, *words], is_required=bool(match[2]))
        before = []
    if before:
        yield _slot(before, is_required=False)


def _slot(words: Sequence[str], *, is_required: bool) -> Slot:
    """Return a slot; its placeholders name it, and what is before them is typed."""
    first = next((n for n, word in enumerate(words) if _PLACEHOLDER.fullmatch(word)), 0)
    named = [word.lower() for word in words[first:]]
    return Slot(
        name=re.sub("[^a-z]+", "_", "_".join(named)).strip("_"),
        label="",
        is_required=is_required,
        before=" ".join(words[:first]),
        takes=next((TAKES[word] for word in named if word in TAKES), ""),
    )


def _labels(shown: str) -> list[str]:
    return [match[1] or match[2] for match in _SEGMENT.finditer(shown)]


def _required_first(made: Sequence[Slot]) -> Iterator[Slot]:
    """Yield the slots; one behind what may be left out can be left out too."""
    is_required = True
    for slot in made:
        is_required = is_required and slot.is_required
        yield replace(slot, is_required=is_required)
