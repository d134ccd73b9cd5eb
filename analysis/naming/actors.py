"""Who is in an article: people and organisations with all forms of their names."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from analysis.lexicons import Lexicons
from analysis.model import Actor, ActorType, Gender, Role, Span
from analysis.naming.merging import merge_organisations, merge_people
from analysis.naming.organisations import OrganisationSpan, find_organisations
from analysis.naming.page import Page, read_page
from analysis.naming.people import NameSpan, find_people
from analysis.naming.roles import role_of, shown, start_of
from analysis.naming.short_names import find_short_names, short_forms, words_of
from analysis.text.document import Document
from analysis.text.folding import normalise


@dataclass(frozen=True, slots=True)
class Naming:
    """A place that names an actor, as half-open token ranges.

    Attributes:
        first, last: the name itself; the first token may carry clitics.
        phrase_first, phrase_last: the name with the roles written around it.
        actor: index into the reading's actors.
        of_other: the phrase means somebody of the actor's: "the brother of X".
    """

    first: int
    last: int
    phrase_first: int
    phrase_last: int
    actor: int
    of_other: bool = False


@dataclass(frozen=True, slots=True)
class ActorReading:
    """The actors of an article, and every place that names one, in order."""

    actors: tuple[Actor, ...]
    namings: tuple[Naming, ...]


def read_actors(document: Document, lexicons: Lexicons) -> ActorReading:
    """Return the actors that the body names.

    Datelines, bylines, captions and links to other articles are left out. People
    come first, each group in the order in which the text names them.
    """
    page = read_page(document, lexicons)
    people = _all_people(page)
    taken = {i for name in people for i in range(name.first, name.last)}
    bodies = find_organisations(page, taken)
    groups: list[_Group] = []
    for number, name in zip(merge_people(page, people), people, strict=True):
        _put(groups, number, _Mention.of_person(page, name), ActorType.PERSON)
    start = len(groups)
    for number, body in zip(merge_organisations(page, bodies), bodies, strict=True):
        mention = _Mention.of_organisation(page, body)
        _put(groups, start + number, mention, ActorType.ORGANISATION)
    return _reading(groups)


@dataclass(frozen=True, slots=True)
class _Mention:
    span: Span
    text: str
    naming: Naming
    roles: tuple[Role, ...]
    gender: Gender | None

    @classmethod
    def of_person(cls, page: Page, name: NameSpan) -> "_Mention":
        roles = tuple(role_of(page, first, last) for first, last in name.roles)
        return cls(
            *_place(page, name.first, name.last, name.cut),
            Naming(
                name.first,
                name.last,
                name.phrase_first,
                name.phrase_last,
                0,
                of_other=name.of_other,
            ),
            roles,
            _gender(page, name),
        )

    @classmethod
    def of_organisation(cls, page: Page, body: OrganisationSpan) -> "_Mention":
        return cls(
            *_place(page, body.first, body.last, body.cut),
            Naming(body.first, body.last, body.phrase_first, body.last, 0),
            (),
            body.gender,
        )


@dataclass(slots=True)
class _Group:
    type: ActorType
    mentions: list[_Mention] = field(default_factory=list)


def _all_people(page: Page) -> list[NameSpan]:
    full = find_people(page)
    words = [words_of(page, name) for name in full]
    forms = short_forms(page, [w for w in words if len(w) > 1])
    short = find_short_names(page, full, forms)
    return sorted([*full, *short], key=lambda name: name.first)


def _put(groups: list[_Group], number: int, mention: _Mention, kind: ActorType) -> None:
    while len(groups) <= number:
        groups.append(_Group(kind))
    groups[number].mentions.append(mention)


def _place(page: Page, first: int, last: int, cut: int) -> tuple[Span, str]:
    document = page.document
    start, end = start_of(document, first, cut), document.tokens[last - 1].end
    return (start, end), shown(page, first, last, cut)


def _gender(page: Page, name: NameSpan) -> Gender | None:
    """Return the gender that the given name, a role or the verb before it tells."""
    given = page.words[name.first].given
    if name.gender is Gender.FEMININE:
        # "The deputy (f.) X": a title in the feminine is surer than any list.
        return name.gender
    if given is not None and name.last - name.first > 1 and given.gender is not None:
        return given.gender
    if name.gender is not None:
        return name.gender
    before = name.phrase_first - 1
    if before >= 0 and page.is_word(before):
        form = page.lexicons.reading.verbs.forms_of(page.token(before))
        if form is not None:
            return form.gender
    return given.gender if given is not None else None


def _reading(groups: Sequence[_Group]) -> ActorReading:
    actors = tuple(_actor(group) for group in groups)
    namings = [
        replace(mention.naming, actor=number)
        for number, group in enumerate(groups)
        for mention in group.mentions
    ]
    return ActorReading(actors, tuple(sorted(namings, key=lambda n: n.first)))


def _actor(group: _Group) -> Actor:
    forms = _forms(group.mentions)
    return Actor(
        name=forms[0],
        type=group.type,
        forms=forms,
        roles=_roles(mention.roles for mention in group.mentions),
        mentions=tuple(mention.span for mention in group.mentions),
        gender=next((m.gender for m in group.mentions if m.gender is not None), None),
    )


def _forms(mentions: Sequence[_Mention]) -> tuple[str, ...]:
    """Return the distinct forms: the fullest first, of these the commonest."""
    forms: dict[str, str] = {}
    for mention in mentions:
        forms.setdefault(normalise(mention.text), mention.text)
    times = Counter(normalise(mention.text) for mention in mentions)
    return tuple(
        text
        for key, text in sorted(
            forms.items(), key=lambda form: (-len(form[1].split()), -times[form[0]])
        )
    )


def _roles(mentioned: Iterable[tuple[Role, ...]]) -> tuple[Role, ...]:
    roles: dict[str, Role] = {}
    for several in mentioned:
        for role in several:
            roles.setdefault(normalise(role.text), role)
    return tuple(roles.values())
