"""The first tables of ``catalogue``."""

from alembic import op

revision = "0002_catalogue"
down_revision = "0001_foundation"
branch_labels = None
depends_on = None

_TITLE = "title_id uuid NOT NULL REFERENCES catalogue.titles ON DELETE CASCADE"

_TABLES = (
    """
    CREATE TABLE catalogue.state (
        id smallint PRIMARY KEY CHECK (id = 1),
        version bigint NOT NULL
    )
    """,
    "INSERT INTO catalogue.state (id, version) VALUES (1, 0)",
    """
    CREATE TABLE catalogue.titles (
        id uuid PRIMARY KEY,
        kind text NOT NULL CHECK (kind IN ('film', 'series', 'season', 'episode')),
        name text NOT NULL,
        year smallint,
        runtime_minutes smallint,
        original_language text,
        parent_id uuid REFERENCES catalogue.titles ON DELETE CASCADE,
        number smallint,
        known_only boolean NOT NULL DEFAULT false,
        source text NOT NULL DEFAULT '',
        marks jsonb NOT NULL DEFAULT '{}'
    )
    """,
    """
    CREATE INDEX titles_parent_id ON catalogue.titles (parent_id) WHERE parent_id IS NOT NULL
    """,
    f"""
    CREATE TABLE catalogue.external_ids (
        register text NOT NULL,
        value text NOT NULL,
        {_TITLE},
        PRIMARY KEY (register, value)
    )
    """,
    "CREATE INDEX external_ids_title_id ON catalogue.external_ids (title_id)",
    f"""
    CREATE TABLE catalogue.name_keys (
        key text PRIMARY KEY,
        {_TITLE}
    )
    """,
    "CREATE INDEX name_keys_title_id ON catalogue.name_keys (title_id)",
    f"""
    CREATE TABLE catalogue.texts (
        {_TITLE},
        language text NOT NULL,
        name text NOT NULL DEFAULT '',
        synopsis_short text NOT NULL DEFAULT '',
        synopsis_long text NOT NULL DEFAULT '',
        tagline text NOT NULL DEFAULT '',
        licence text NOT NULL DEFAULT '',
        PRIMARY KEY (title_id, language)
    )
    """,
    f"""
    CREATE TABLE catalogue.genres (
        {_TITLE},
        genre text NOT NULL,
        place smallint NOT NULL,
        PRIMARY KEY (title_id, genre)
    )
    """,
    f"""
    CREATE TABLE catalogue.keywords (
        {_TITLE},
        keyword text NOT NULL,
        place smallint NOT NULL,
        PRIMARY KEY (title_id, keyword)
    )
    """,
    f"""
    CREATE TABLE catalogue.countries (
        {_TITLE},
        country text NOT NULL,
        place smallint NOT NULL,
        PRIMARY KEY (title_id, country)
    )
    """,
    f"""
    CREATE TABLE catalogue.languages (
        {_TITLE},
        use text NOT NULL CHECK (use IN ('audio', 'subtitles')),
        language text NOT NULL,
        place smallint NOT NULL,
        PRIMARY KEY (title_id, use, language)
    )
    """,
    f"""
    CREATE TABLE catalogue.maturity (
        {_TITLE},
        territory text NOT NULL,
        board text NOT NULL,
        label text NOT NULL,
        age smallint NOT NULL,
        set_by text NOT NULL DEFAULT '',
        PRIMARY KEY (title_id, territory)
    )
    """,
    f"""
    CREATE TABLE catalogue.windows (
        {_TITLE},
        territory text NOT NULL,
        starts timestamptz NOT NULL,
        ends timestamptz NOT NULL CHECK (starts < ends),
        PRIMARY KEY (title_id, territory, starts)
    )
    """,
    """
    CREATE TABLE catalogue.people (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        reference text NOT NULL DEFAULT ''
    )
    """,
    f"""
    CREATE TABLE catalogue.credits (
        {_TITLE},
        person_id uuid NOT NULL REFERENCES catalogue.people,
        role text NOT NULL,
        "character" text NOT NULL DEFAULT '',
        billing smallint NOT NULL,
        PRIMARY KEY (title_id, person_id, role)
    )
    """,
    "CREATE INDEX credits_person_id ON catalogue.credits (person_id)",
    f"""
    CREATE TABLE catalogue.assets (
        {_TITLE},
        kind text NOT NULL,
        blob_key text NOT NULL,
        language text,
        PRIMARY KEY (title_id, kind, blob_key)
    )
    """,
)


def upgrade() -> None:
    """Create what this part stores."""
    op.execute("CREATE SCHEMA catalogue")
    for statement in _TABLES:
        op.execute(statement)


def downgrade() -> None:
    """Remove it again."""
    op.execute("DROP SCHEMA catalogue CASCADE")
