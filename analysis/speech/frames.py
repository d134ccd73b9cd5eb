"""How statements open: by a complementiser, a colon, marks or a bare noun."""

from dataclasses import dataclass
from enum import Enum


class Frame(Enum):
    """What opens a statement."""

    THAT = "that"
    COLON = "colon"
    MARKS = "marks"
    NOMINAL = "nominal"


@dataclass(frozen=True, slots=True)
class Opening:
    """Where a statement begins.

    Attributes:
        content: its first token.
        subject_end: the end of the stretch after the verb that may name the speaker.
        letters: how many letters of the first token are a preposition.
    """

    frame: Frame
    content: int
    subject_end: int
    letters: int = 0
