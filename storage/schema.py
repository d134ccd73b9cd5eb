"""The tables of the newest revision, as queries see them."""

from typing import Final

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
    column,
    literal_column,
    table,
)

from storage.types import Moment, PlainText, Spans, Strings

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

feeds: Final = Table(
    "feeds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("url", PlainText, nullable=False, unique=True),
    Column("title", PlainText, nullable=False),
    Column("category", PlainText, nullable=False),
    Column("demo", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("added", Moment, nullable=False),
    Column("due", Moment, nullable=False),
    Column("etag", PlainText),
    Column("modified", PlainText),
    Column("checked", Moment),
    Column("succeeded", Moment),
    Column("failures", Integer, nullable=False),
    Column("error", PlainText),
    Column("site", PlainText),
    # Of the body that was read last: the same one need not be read again.
    Column("digest", PlainText),
    # In minutes, as the feed itself asks for.
    Column("ttl", Integer),
    # So many entries since then: how often it publishes.
    Column("paced_since", Moment),
    Column("paced_count", Integer),
    Column("failing_since", Moment),
    Column("missing_since", Moment),
    # Where its server says it is for good, and since when it says so.
    Column("moved_to", PlainText),
    Column("moved_since", Moment),
    # The kind of the note that its adders got last; None while it works.
    Column("told", PlainText),
)
Index(
    "ix_feeds_due",
    feeds.c.due,
    sqlite_where=feeds.c.active & ~feeds.c.demo,
    postgresql_where=feeds.c.active & ~feeds.c.demo,
)

stories: Final = Table(
    "stories",
    metadata,
    Column("id", Integer, primary_key=True),
    # Of its newest article, kept with each one: the first page of the news must not
    # cost a walk over all articles.
    Column("newest", Moment, nullable=False),
    Index("ix_stories_newest", "newest", "id"),
    # Its number stands in links, so it is never given to another.
    sqlite_autoincrement=True,
)

articles: Final = Table(
    "articles",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("feed_id", ForeignKey("feeds.id"), nullable=False),
    Column("story_id", ForeignKey("stories.id"), nullable=False),
    Column("published", Moment, nullable=False),
    Column("added", Moment, nullable=False),
    Column("language", PlainText, nullable=False),
    Column("analysis_version", Integer, nullable=False),
    Column("body_from", PlainText, nullable=False),
    Column("identity", PlainText, nullable=False),
    Column("url", PlainText, nullable=False),
    Column("title", PlainText, nullable=False),
    Column("summary", PlainText, nullable=False),
    Column("gist", Strings, nullable=False),
    # The long ones stand last: SQLite reads a row from its beginning, page by page.
    Column("terms", PlainText, nullable=False),
    Column("body", PlainText, nullable=False),
    UniqueConstraint("feed_id", "identity"),
    CheckConstraint(
        "body_from IN ('page', 'feed', 'summary', 'file')", name="body_from"
    ),
    Index("ix_articles_story", "story_id", "published"),
    Index("ix_articles_feed", "feed_id", "published"),
    Index("ix_articles_published", "published"),
)

#: Stories that became part of another one. Links to them are out in chats, so their
#: numbers are kept, and never given to another story.
story_merges: Final = Table(
    "story_merges",
    metadata,
    # In the order in which it happened: programs that know the stories read on here.
    Column("id", Integer, primary_key=True),
    Column("gone", Integer, nullable=False, unique=True),
    Column("story_id", ForeignKey("stories.id", ondelete="CASCADE"), nullable=False),
    Index("ix_story_merges_story", "story_id"),
)

#: Articles whose text had come before, from whichever outlet. A column of `articles`
#: would stand behind the bodies, where reading it costs most.
copies: Final = Table(
    "copies",
    metadata,
    Column(
        "article_id", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    ),
)

actors: Final = Table(
    "actors",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", PlainText, unique=True),
    Column("name", PlainText, nullable=False),
    Column("type", PlainText, nullable=False),
    Column("gender", PlainText),
    Column("country", PlainText, nullable=False),
    # Counted with each mention: choosing between namesakes and completing a name look
    # at many actors at once.
    Column("articles", Integer, nullable=False),
    Column("mentions", Integer, nullable=False),
    CheckConstraint("type IN ('PER', 'ORG')", name="type"),
    CheckConstraint("gender IN ('m', 'f')", name="gender"),
    Index("ix_actors_articles", "articles", "id"),
    sqlite_autoincrement=True,
)

aliases: Final = Table(
    "aliases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("actor_id", ForeignKey("actors.id", ondelete="CASCADE"), nullable=False),
    Column("form", PlainText, nullable=False),
    Column("folded", PlainText, nullable=False),
    Column("skeletons", Strings, nullable=False),
    UniqueConstraint("actor_id", "folded"),
    Index("ix_aliases_folded", "folded"),
)

#: The skeletons of each alias once more, one a row, to find it by.
alias_skeletons: Final = Table(
    "alias_skeletons",
    metadata,
    Column("skeleton", PlainText, primary_key=True),
    Column("alias_id", ForeignKey("aliases.id", ondelete="CASCADE"), primary_key=True),
    Index("ix_alias_skeletons_alias", "alias_id"),
    sqlite_with_rowid=False,
)

#: Roles with known dates (`known`, from the seeds), and roles that articles report.
roles: Final = Table(
    "roles",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("actor_id", ForeignKey("actors.id", ondelete="CASCADE"), nullable=False),
    Column("known", Boolean, nullable=False),
    Column("text", PlainText, nullable=False),
    # What makes two roles one, and what they are found by.
    Column("folded", PlainText, nullable=False),
    Column("since", Date),
    Column("until", Date),
    # Somebody may hold one office twice, so the date belongs to a known role's key.
    UniqueConstraint("actor_id", "known", "folded", "since"),
)
Index(
    "ix_roles_undated",
    roles.c.actor_id,
    roles.c.known,
    roles.c.folded,
    unique=True,
    sqlite_where=roles.c.since.is_(None),
    postgresql_where=roles.c.since.is_(None),
)

#: Which article reports a role: its dates and its source.
role_sightings: Final = Table(
    "role_sightings",
    metadata,
    Column("role_id", ForeignKey("roles.id", ondelete="CASCADE"), primary_key=True),
    Column("seen", Moment, primary_key=True),
    Column(
        "article_id", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("former", Boolean, nullable=False),
    Index("ix_role_sightings_article", "article_id"),
    sqlite_with_rowid=False,
)

#: The article's `published` stands in mentions, quotes and quote_subjects once more:
#: "newest first" for somebody in the news every day must be a walk along an index.
mentions: Final = Table(
    "mentions",
    metadata,
    Column(
        "article_id", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("actor_id", ForeignKey("actors.id"), primary_key=True),
    Column("published", Moment, nullable=False),
    Column("in_title", Boolean, nullable=False),
    # How many positions there are.
    Column("times", Integer, nullable=False),
    Column("positions", Spans, nullable=False),
    Index("ix_mentions_actor", "actor_id", "published", "article_id"),
    sqlite_with_rowid=False,
)

quotes: Final = Table(
    "quotes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    Column("published", Moment, nullable=False),
    Column("speaker_id", ForeignKey("actors.id")),
    Column("speaker", PlainText, nullable=False),
    Column("speaker_folded", PlainText, nullable=False),
    Column("speaker_type", PlainText, nullable=False),
    Column("kind", PlainText, nullable=False),
    Column("cue", PlainText, nullable=False),
    Column("via", PlainText),
    Column("stance", PlainText, nullable=False),
    Column("headline", Boolean, nullable=False),
    Column("earlier", Boolean, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", PlainText, nullable=False),
    Column("folded", PlainText, nullable=False),
    CheckConstraint("kind IN ('direct', 'indirect', 'mixed')", name="kind"),
    CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
    Index("ix_quotes_article", "article_id"),
    Index("ix_quotes_speaker", "speaker_id", "published", "id"),
    sqlite_autoincrement=True,
)
#: Spelled out, not bound: only so does SQLite see that the index serves the query.
ATTRIBUTED: Final = quotes.c.speaker != literal_column("''")
Index(
    "ix_quotes_name",
    quotes.c.speaker_folded,
    quotes.c.published,
    quotes.c.id,
    sqlite_where=quotes.c.speaker_id.is_(None),
    postgresql_where=quotes.c.speaker_id.is_(None),
)
Index(
    "ix_quotes_published",
    quotes.c.published,
    quotes.c.id,
    sqlite_where=ATTRIBUTED,
    postgresql_where=ATTRIBUTED,
)

#: Whom a statement is about.
quote_subjects: Final = Table(
    "quote_subjects",
    metadata,
    Column("quote_id", ForeignKey("quotes.id", ondelete="CASCADE"), primary_key=True),
    Column("actor_id", ForeignKey("actors.id"), primary_key=True),
    Column("published", Moment, nullable=False),
    # The stance is not neutral: what is asked for first.
    Column("targeted", Boolean, nullable=False),
    Column("stance", PlainText, nullable=False),
    Index("ix_quote_subjects_actor", "actor_id", "targeted", "published", "quote_id"),
    sqlite_with_rowid=False,
)

#: Small facts of the installation itself, such as "the demonstration was removed".
state: Final = Table(
    "state",
    metadata,
    Column("key", PlainText, primary_key=True),
    Column("value", PlainText, nullable=False),
)

#: The full-text indexes over `articles.terms`, `aliases.folded` and `roles.folded`;
#: made in the first revision, kept up to date by triggers there, asked in
#: `storage/search.py` only.
articles_search: Final = table(
    "articles_search", column("rowid"), column("articles_search")
)
aliases_search: Final = table(
    "aliases_search", column("rowid"), column("aliases_search")
)
roles_search: Final = table("roles_search", column("rowid"), column("roles_search"))
