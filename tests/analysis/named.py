"""Actors as the tests of naming read them."""

from analysis.lexicons import Lexicons
from analysis.model import Actor, ActorType
from analysis.naming.actors import read_actors
from analysis.text.document import read_document


def actors_of(text: str, lexicons: Lexicons) -> list[Actor]:
    return list(read_actors(read_document(text, lexicons.reading), lexicons).actors)


def people_of(text: str, lexicons: Lexicons) -> dict[str, Actor]:
    return {
        actor.name: actor
        for actor in actors_of(text, lexicons)
        if actor.type is ActorType.PERSON
    }


def bodies_of(text: str, lexicons: Lexicons) -> list[str]:
    return [
        actor.name
        for actor in actors_of(text, lexicons)
        if actor.type is ActorType.ORGANISATION
    ]
