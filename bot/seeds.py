"""Seeds as the program reads them: known actors, demonstration and starter feeds."""

import tomllib
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from typing import Final

from analysis.model import ActorType, Gender, KnownActor, KnownRole

_ACTOR_FIELDS: Final = frozenset(
    ("key", "name", "type", "gender", "country", "forms", "latin", "hebrew", "roles")
)
_ROLE_FIELDS: Final = frozenset(("text", "since", "until"))


class SeedError(ValueError):
    """A seed file says something that cannot be meant; the text names the entry."""


def read_actors() -> tuple[KnownActor, ...]:
    """Return the actors of `seeds/actors.toml` in their order.

    Raises:
        SeedError: the file is not TOML, an entry is malformed, a key stands twice.
    """
    file = files("seeds").joinpath("actors.toml")
    return parse_actors(file.read_text(encoding="utf-8"), source=file.name)


def parse_actors(text: str, *, source: str) -> tuple[KnownActor, ...]:
    """Return the actors that a TOML file lists as `[[actor]]` tables.

    Args:
        text: the content of the file.
        source: its name, for messages.

    Raises:
        SeedError: the text is not TOML, an entry is malformed, a key stands twice.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SeedError(f"{source}: {error}") from error
    entries = document.pop("actor", [])
    if document or not isinstance(entries, list):
        raise SeedError(f"{source}: only [[actor]] tables are expected")
    actors: dict[str, KnownActor] = {}
    for entry in entries:
        actor = _actor(entry, source=source)
        if actor.key in actors:
            raise SeedError(f"{source}: {actor.key}: the key stands twice")
        actors[actor.key] = actor
    return tuple(actors.values())


def demo_feeds() -> tuple[tuple[str, bytes], ...]:
    """Return the demonstration's feeds, in order of name: file name and RSS."""
    found = files("seeds").joinpath("demo").iterdir()
    return tuple(
        (file.name, file.read_bytes())
        for file in sorted(found, key=lambda file: file.name)
        if file.name.endswith(".xml")
    )


def starter_feeds() -> bytes:
    """Return the OPML list of the feeds that a new installation follows."""
    return files("seeds").joinpath("feeds.opml").read_bytes()


def _actor(entry: object, *, source: str) -> KnownActor:
    if not isinstance(entry, dict):
        raise SeedError(f"{source}: only [[actor]] tables are expected")
    where = f"{source}: {entry.get('key', 'an entry without a key')}"
    _refuse_unknown(entry, known=_ACTOR_FIELDS, where=where)
    return KnownActor(
        key=_text(entry, "key", where=where),
        name=_text(entry, "name", where=where),
        type=_choice(entry, "type", kind=ActorType, where=where),
        forms=_texts(entry, "forms", where=where),
        latin=_texts(entry, "latin", where=where),
        hebrew=_texts(entry, "hebrew", where=where),
        gender=_gender(entry, where=where),
        country=_country(entry, where=where),
        roles=_roles(entry, where=where),
    )


def _refuse_unknown(
    entry: Mapping[str, object], *, known: frozenset[str], where: str
) -> None:
    if unknown := entry.keys() - known:
        raise SeedError(f"{where}: unknown field {', '.join(sorted(unknown))}")


def _text(entry: Mapping[str, object], field: str, *, where: str) -> str:
    value = entry.get(field)
    if not isinstance(value, str) or not value.strip():
        raise SeedError(f"{where}: {field} must be a text")
    return value


def _texts(entry: Mapping[str, object], field: str, *, where: str) -> tuple[str, ...]:
    values = entry.get(field, [])
    if not isinstance(values, list):
        raise SeedError(f"{where}: {field} must be a list of texts")
    for value in values:
        if not isinstance(value, str) or not value.strip():
            raise SeedError(f"{where}: {field} must be a list of texts")
    return tuple(values)


def _choice(
    entry: Mapping[str, object], field: str, *, kind: type[ActorType], where: str
) -> ActorType:
    try:
        return kind(_text(entry, field, where=where))
    except ValueError as error:
        names = ", ".join(kind)
        raise SeedError(f"{where}: {field} must be one of {names}") from error


def _gender(entry: Mapping[str, object], *, where: str) -> Gender | None:
    if "gender" not in entry:
        return None
    try:
        return Gender(_text(entry, "gender", where=where))
    except ValueError as error:
        raise SeedError(f"{where}: gender must be m or f, or left out") from error


def _country(entry: Mapping[str, object], *, where: str) -> str:
    value = entry.get("country", "")
    if value == "":
        return ""
    code = _text(entry, "country", where=where)
    if not (len(code) == 2 and code.isascii() and code.isalpha() and code.isupper()):
        raise SeedError(f"{where}: country must be two capital letters, as in IL")
    return code


def _roles(entry: Mapping[str, object], *, where: str) -> tuple[KnownRole, ...]:
    roles = entry.get("roles", [])
    if not isinstance(roles, list):
        raise SeedError(f"{where}: roles must be a list of tables")
    return tuple(_role(role, where=where) for role in roles)


def _role(role: object, *, where: str) -> KnownRole:
    if not isinstance(role, dict):
        raise SeedError(f"{where}: roles must be a list of tables")
    _refuse_unknown(role, known=_ROLE_FIELDS, where=where)
    text = _text(role, "text", where=where)
    since = _day(role, "since", where=where)
    until = _day(role, "until", where=where)
    if since and until and since > until:
        raise SeedError(f"{where}: the role {text!r} ends before it begins")
    return KnownRole(text=text, since=since, until=until)


def _day(role: Mapping[str, object], field: str, *, where: str) -> date | None:
    value = role.get(field)
    # A TOML date and time is a `datetime`, which is a `date` as well.
    if value is not None and type(value) is not date:
        raise SeedError(f"{where}: {field} must be a day, as in 2024-08-16")
    return value
