"""What comes in: feeds, articles, stories, actors, quotes.

Why they are as they are is told in `storage/schema.py`; this file stays as it was
shipped.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


#: Each table that is searched by words, with the column that has them.
_SEARCHED = (("articles", "terms"), ("aliases", "folded"), ("roles", "folded"))


def upgrade() -> None:
    """Make the tables."""
    _create_feeds()
    _create_stories()
    _create_articles()
    _create_actors()
    _create_aliases()
    _create_alias_skeletons()
    _create_roles()
    _create_role_sightings()
    _create_mentions()
    _create_quotes()
    _index_quotes()
    _create_quote_subjects()
    _create_state()
    _create_search()


def _create_feeds() -> None:
    op.create_table(
        "feeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("added", sa.BigInteger(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("etag", sa.Text()),
        sa.Column("modified", sa.Text()),
        sa.Column("checked", sa.BigInteger()),
        sa.Column("succeeded", sa.BigInteger()),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_feeds"),
        sa.UniqueConstraint("url", name="uq_feeds_url"),
    )
    op.create_index(
        "ix_feeds_due",
        "feeds",
        ["due"],
        sqlite_where=sa.text("active = 1 AND demo = 0"),
        postgresql_where=sa.text("active = 1 AND demo = 0"),
    )


def _create_stories() -> None:
    op.create_table(
        "stories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("newest", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_stories"),
    )
    op.create_index("ix_stories_newest", "stories", ["newest", "id"])


def _create_articles() -> None:
    op.create_table(
        "articles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("published", sa.BigInteger(), nullable=False),
        sa.Column("added", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("analysis_version", sa.Integer(), nullable=False),
        sa.Column("body_from", sa.Text(), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("gist", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "body_from IN ('page', 'feed', 'summary', 'file')",
            name="ck_articles_body_from",
        ),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_articles_feed_id"),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.id"], name="fk_articles_story_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
        sa.UniqueConstraint("feed_id", "identity", name="uq_articles_feed_id_identity"),
    )
    op.create_index("ix_articles_feed", "articles", ["feed_id", "published"])
    op.create_index("ix_articles_published", "articles", ["published"])
    op.create_index("ix_articles_story", "articles", ["story_id", "published"])


def _create_actors() -> None:
    op.create_table(
        "actors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text()),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("gender", sa.Text()),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("mentions", sa.Integer(), nullable=False),
        sa.CheckConstraint("gender IN ('m', 'f')", name="ck_actors_gender"),
        sa.CheckConstraint("type IN ('PER', 'ORG')", name="ck_actors_type"),
        sa.PrimaryKeyConstraint("id", name="pk_actors"),
        sa.UniqueConstraint("key", name="uq_actors_key"),
    )
    op.create_index("ix_actors_articles", "actors", ["articles", "id"])


def _create_aliases() -> None:
    op.create_table(
        "aliases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("skeletons", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actors.id"], name="fk_aliases_actor_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_aliases"),
        sa.UniqueConstraint("actor_id", "folded", name="uq_aliases_actor_id_folded"),
    )
    op.create_index("ix_aliases_folded", "aliases", ["folded"])


def _create_alias_skeletons() -> None:
    op.create_table(
        "alias_skeletons",
        sa.Column("skeleton", sa.Text(), nullable=False),
        sa.Column("alias_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["alias_id"],
            ["aliases.id"],
            name="fk_alias_skeletons_alias_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("skeleton", "alias_id", name="pk_alias_skeletons"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_alias_skeletons_alias", "alias_skeletons", ["alias_id"])


def _create_roles() -> None:
    op.create_table(
        "roles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("known", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("since", sa.Date()),
        sa.Column("until", sa.Date()),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actors.id"], name="fk_roles_actor_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_roles"),
        sa.UniqueConstraint(
            "actor_id",
            "known",
            "folded",
            "since",
            name="uq_roles_actor_id_known_folded_since",
        ),
    )
    op.create_index(
        "ix_roles_undated",
        "roles",
        ["actor_id", "known", "folded"],
        unique=True,
        sqlite_where=sa.text("since IS NULL"),
        postgresql_where=sa.text("since IS NULL"),
    )


def _create_role_sightings() -> None:
    op.create_table(
        "role_sightings",
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("former", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name="fk_role_sightings_article_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["role_id"],
            ["roles.id"],
            name="fk_role_sightings_role_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "role_id", "seen", "article_id", name="pk_role_sightings"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_role_sightings_article", "role_sightings", ["article_id"])


def _create_mentions() -> None:
    op.create_table(
        "mentions",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("published", sa.BigInteger(), nullable=False),
        sa.Column("in_title", sa.Boolean(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("positions", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actors.id"], name="fk_mentions_actor_id"
        ),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name="fk_mentions_article_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", "actor_id", name="pk_mentions"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_mentions_actor", "mentions", ["actor_id", "published", "article_id"]
    )


def _create_quotes() -> None:
    op.create_table(
        "quotes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("published", sa.BigInteger(), nullable=False),
        sa.Column("speaker_id", sa.Integer()),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("speaker_folded", sa.Text(), nullable=False),
        sa.Column("speaker_type", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("cue", sa.Text(), nullable=False),
        sa.Column("via", sa.Text()),
        sa.Column("stance", sa.Text(), nullable=False),
        sa.Column("headline", sa.Boolean(), nullable=False),
        sa.Column("earlier", sa.Boolean(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('direct', 'indirect', 'mixed')", name="ck_quotes_kind"
        ),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name="ck_quotes_confidence"),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name="fk_quotes_article_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["speaker_id"], ["actors.id"], name="fk_quotes_speaker_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_quotes"),
    )


def _index_quotes() -> None:
    op.create_index("ix_quotes_article", "quotes", ["article_id"])
    op.create_index(
        "ix_quotes_name",
        "quotes",
        ["speaker_folded", "published", "id"],
        sqlite_where=sa.text("speaker_id IS NULL"),
        postgresql_where=sa.text("speaker_id IS NULL"),
    )
    op.create_index(
        "ix_quotes_published",
        "quotes",
        ["published", "id"],
        sqlite_where=sa.text("speaker != ''"),
        postgresql_where=sa.text("speaker != ''"),
    )
    op.create_index("ix_quotes_speaker", "quotes", ["speaker_id", "published", "id"])


def _create_quote_subjects() -> None:
    op.create_table(
        "quote_subjects",
        sa.Column("quote_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("published", sa.BigInteger(), nullable=False),
        sa.Column("targeted", sa.Boolean(), nullable=False),
        sa.Column("stance", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actors.id"], name="fk_quote_subjects_actor_id"
        ),
        sa.ForeignKeyConstraint(
            ["quote_id"],
            ["quotes.id"],
            name="fk_quote_subjects_quote_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("quote_id", "actor_id", name="pk_quote_subjects"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_quote_subjects_actor",
        "quote_subjects",
        ["actor_id", "targeted", "published", "quote_id"],
    )


def _create_state() -> None:
    op.create_table(
        "state",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_state"),
    )


def _create_search() -> None:
    """Make the full-text indexes; SQLite's triggers keep them up to date.

    They hold no text of their own: a row is in them exactly as long as in its table,
    whatever removed it. The words are folded already, so the tokenizer leaves the
    letters alone.
    """
    for table, column in _SEARCHED:
        index = f"{table}_search"
        op.execute(
            f"CREATE VIRTUAL TABLE {index} USING fts5({column}, content='{table}', "
            "content_rowid='id', tokenize='unicode61 remove_diacritics 0')"
        )
        # Nothing in these statements comes from outside.
        added = f"INSERT INTO {index}(rowid, {column}) VALUES (new.id, new.{column});"  # noqa: S608
        removed = (
            f"INSERT INTO {index}({index}, rowid, {column}) "  # noqa: S608
            f"VALUES ('delete', old.id, old.{column});"
        )
        for name, moment, action in (
            ("added", "INSERT", added),
            ("removed", "DELETE", removed),
            ("changed", f"UPDATE OF {column}", removed + added),
        ):
            op.execute(
                f"CREATE TRIGGER {index}_{name} AFTER {moment} ON {table} "
                f"BEGIN {action} END"
            )
