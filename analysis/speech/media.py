"""Who relayed a statement: the medium that was told, or the network it was put on."""

from collections.abc import Sequence
from typing import Final

from analysis.lexicons.phrases import phrase_of
from analysis.model import Actor, ActorType
from analysis.speech.scene import Scene

#: A medium is named within so many tokens after the verb.
REACH: Final = 40

_ARTICLE: Final = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"
_LAM: Final = "\N{ARABIC LETTER LAM}"


class Media:
    """Finds media between a verb and what it reports."""

    def __init__(self, scene: Scene, actors: Sequence[Actor]) -> None:
        self.scene, self.actors = scene, actors
        self.numbers = {
            number for number, actor in enumerate(actors) if _is_medium(scene, actor)
        }

    def between(self, first: int, last: int, speaker: int | None) -> str | None:
        """Return the medium, or the network, named in a range of tokens.

        Args:
            speaker: the actor who speaks, if one does: nobody relays their own words.
        """
        for index in range(first, min(last, first + REACH)):
            naming = self.scene.names.get(index)
            if naming is not None and naming.actor != speaker:
                if naming.actor in self.numbers or self._is_told(index):
                    return self.actors[naming.actor].name
            elif naming is None and self.scene.is_kind(index, "network"):
                return self.scene.document.tokens[index].text
        return None

    def _is_told(self, index: int) -> bool:
        """Return whether "to the newspaper" stands at a name or right before it."""
        scene = self.scene
        return scene.is_kind(index, "to medium") or scene.is_kind(
            index - 1, "to medium"
        )


def _is_medium(scene: Scene, actor: Actor) -> bool:
    if actor.type is not ActorType.ORGANISATION:
        return False
    nouns = scene.reading.words["medium noun"]
    for form in actor.forms:
        words = phrase_of(form)
        if not words:
            continue
        if words[0].removeprefix(_ARTICLE) in nouns:
            return True
        for phrase, known in scene.lexicons.known.starting(words[0]):
            if phrase == words and known.medium:
                return True
    return False
