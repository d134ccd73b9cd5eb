"""What an actor is and was: roles as dated facts."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from analysis.lexicons import Lexicons
from analysis.text.folding import fold, normalise
from handlers.citations import source_item
from handlers.conversation import Item
from handlers.language import Language
from handlers.selection import overlap
from handlers.vocabulary import vocabulary
from storage.records import Role, Source

MAX_CURRENT: Final = 2
MAX_EARLIER: Final = 4
#: For so long a role that only the news gives counts as held.
FRESH: Final = timedelta(days=180)

_HEH: Final = "\N{ARABIC LETTER HEH}"
_PRONOUNS: Final = (
    _HEH,
    _HEH + "\N{ARABIC LETTER ALEF}",
    _HEH + "\N{ARABIC LETTER MEEM}",
)
_SHORTEST_WITH_PRONOUN: Final = 3
#: Kinds of role heads (`analysis.lexicons.RoleHead`) that say enough alone.
_POSTS: Final = frozenset({"post", "trade", "title", "rank"})

_ARTICLE: Final = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"


def role_lines(
    roles: Sequence[Role], language: Language, *, today: date
) -> Iterable[str]:
    """Yield what is known of an actor: what it is, and in one line what it was."""
    current, earlier = _shown(roles, today=today)
    for role in current:
        if not _telling(role):
            yield _current_line(role, language)
    told = [_earlier_role(role, language) for role in earlier if not _telling(role)]
    if told:
        yield language.gettext("Earlier: {roles}", roles=language.joined(told))


def role_items(
    roles: Sequence[Role], language: Language, *, now: datetime
) -> tuple[list[Item], list[Item]]:
    """Return what only the news says an actor is, and was, with the newest sources."""
    current, earlier = _shown(roles, today=now.date())
    return (
        [
            source_item(source, language, now=now, title=role.text)
            for role in current
            if (source := _telling(role))
        ],
        [
            source_item(
                source,
                language,
                now=now,
                title=language.gettext("Earlier: {roles}", roles=role.text),
            )
            for role in earlier
            if (source := _telling(role))
        ],
    )


def role_in_short(roles: Sequence[Role], language: Language, *, today: date) -> str:
    """Return the role that tells an actor from namesakes; "" for none."""
    current = current_roles(roles, today=today)
    if current or not roles:
        return current[0].text if current else ""
    return language.gettext("formerly {role}", role=roles[0].text)


def distinct_roles(roles: Iterable[Role]) -> tuple[Role, ...]:
    """Leave out roles that say less of what another one says.

    A role known with its dates stands for what articles call it; it takes over the
    days on which they did.
    """
    chosen: list[Role] = []
    for role in sorted(roles, key=_known, reverse=True):
        same = next((one for one in chosen if _same_role(role, one)), None)
        if same is None:
            chosen.append(role)
        else:
            chosen[chosen.index(same)] = _joined(same, role)
    return tuple(chosen)


def current_roles(roles: Iterable[Role], *, today: date) -> list[Role]:
    """Return what an actor is today: what is known for sure, else what the news says.

    Of what the news says, the role that most articles give; none from before a known
    role ended or from long ago, for then the news may have been overtaken.
    """
    roles = list(roles)
    held = [role for role in roles if is_current(role, today=today)]
    known = [role for role in held if _is_known(role)]
    if known:
        return known
    ended = max((role.until for role in roles if role.until), default=date.min)
    reported = [
        role
        for role in held
        if role.last_seen
        and role.last_seen.date() > ended
        and not _is_stale(role, today=today)
    ]
    return sorted(reported, key=_support, reverse=True)[:1]


def is_current(role: Role, *, today: date) -> bool:
    """Return whether a role is held today, as far as is known."""
    return not role.former and (role.until is None or role.until >= today)


def _shown(
    roles: Sequence[Role], *, today: date
) -> tuple[Sequence[Role], Sequence[Role]]:
    """Return what a card has room for of what an actor is and of what it was."""
    current = current_roles(roles, today=today)
    earlier = _earlier(roles, current, today=today)
    return current[:MAX_CURRENT], earlier[:MAX_EARLIER]


def _telling(role: Role) -> Source | None:
    """Return the newest article of a role that only the news gives."""
    return None if _is_known(role) else role.source


def _earlier(
    roles: Sequence[Role], current: Sequence[Role], *, today: date
) -> list[Role]:
    """Return what an actor was: for sure, or as enough articles say.

    One article may have put another's role beside the name; beside roles that are
    known that would be noticed, so there it takes more than one.
    """
    enough = 2 if any(map(_is_known, roles)) else 1
    return [
        role
        for role in roles
        if role not in current
        and (
            _is_known(role)
            or (
                role.articles >= enough
                and (role.former or _is_stale(role, today=today))
            )
        )
    ]


def _current_line(role: Role, language: Language) -> str:
    if role.since:
        return language.gettext(
            "{role}, since {date}", role=role.text, date=language.date(role.since)
        )
    return role.text


def _earlier_role(role: Role, language: Language) -> str:
    if role.since and role.until:
        return language.gettext(
            "{role} ({since} to {until})",
            role=role.text,
            since=language.date(role.since),
            until=language.date(role.until),
        )
    if role.until:
        return language.gettext(
            "{role} (until {until})", role=role.text, until=language.date(role.until)
        )
    return role.text


def is_lasting(text: str, lexicons: Lexicons) -> bool:
    """Return whether a phrase of an article can be a role as a dated fact.

    "وزير دفاعه" or "نظيره البريطاني" only say what somebody is to somebody else, and
    a single word that heads no role is none.
    """
    words = normalise(text).split()
    heads = (fold(word).removeprefix(_ARTICLE) for word in words)
    if len(words) == 1 and not any(_is_post(head, lexicons) for head in heads):
        return False
    return not any(map(_has_pronoun, words))


def _is_post(word: str, lexicons: Lexicons) -> bool:
    """Return whether one person is something by this word: no hostages, no sources."""
    head = lexicons.role_heads.get(word)
    return head is not None and not head.plural and head.kind in _POSTS


def _has_pronoun(word: str) -> bool:
    """Return whether a noun ends in "his", "her" or "their": never with the article."""
    return (
        len(word) > _SHORTEST_WITH_PRONOUN
        and word.endswith(_PRONOUNS)
        and not word.startswith(_ARTICLE)
        and fold(word) not in vocabulary().own_heh
    )


def _is_stale(role: Role, *, today: date) -> bool:
    """Return whether only the news gives a role, and has not done so for long."""
    return (
        not _is_known(role)
        and role.last_seen is not None
        and today - role.last_seen.date() > FRESH
    )


def _is_known(role: Role) -> bool:
    return role.since is not None or not role.articles


def _known(role: Role) -> tuple[bool, int, int]:
    return _is_known(role), len(role.text.split()), role.articles


def _support(role: Role) -> tuple[int, datetime | None]:
    return role.articles, role.last_seen


def _same_role(role: Role, other: Role) -> bool:
    """Return whether one phrase has all words of the other, the article aside.

    Two that are known are two: somebody may hold a role again.
    """
    if _is_known(role) and _is_known(other):
        return False
    return overlap(_bare(role.text), _bare(other.text)) == 1.0


def _bare(text: str) -> str:
    return " ".join(word.removeprefix(_ARTICLE) for word in fold(text).split())


def _joined(role: Role, other: Role) -> Role:
    seen = [day for day in (role.last_seen, other.last_seen) if day]
    first = [day for day in (role.first_seen, other.first_seen) if day]
    sources = [source for source in (role.source, other.source) if source]
    return replace(
        role,
        first_seen=min(first, default=None),
        last_seen=max(seen, default=None),
        articles=role.articles + other.articles,
        source=max(sources, key=_order, default=None),
    )


def _order(source: Source) -> tuple[datetime, int]:
    return source.published, source.article_id
