"""The schema ``media``: films, the steps they have been through, and what was found in them."""

from alembic import op

revision = "0013_media"
down_revision = "0012_discover"
branch_labels = None
depends_on = None

_FILM = "film_id uuid NOT NULL REFERENCES media.films (id) ON DELETE CASCADE"

_STATEMENTS = (
    "CREATE SCHEMA media",
    """
    CREATE TABLE media.films (
        id uuid PRIMARY KEY,
        title_id uuid NOT NULL,
        name text NOT NULL,
        attribution text NOT NULL,
        source text NOT NULL,
        subtitles jsonb NOT NULL,
        state text NOT NULL,
        step text,
        done double precision NOT NULL,
        reason text NOT NULL,
        bytes bigint NOT NULL,
        seconds double precision,
        width integer,
        height integer,
        integrated_lufs real,
        loudness_range real,
        added_at timestamptz NOT NULL,
        started_at timestamptz,
        ready_at timestamptz
    )
    """,
    "CREATE INDEX ix_media_films_title_id ON media.films (title_id)",
    f"""
    CREATE TABLE media.steps (
        {_FILM},
        step text NOT NULL,
        seconds double precision NOT NULL,
        finished_at timestamptz NOT NULL,
        PRIMARY KEY (film_id, step)
    )
    """,
    f"""
    CREATE TABLE media.shots (
        {_FILM},
        number integer NOT NULL,
        scene integer NOT NULL,
        begins double precision NOT NULL,
        ends double precision NOT NULL,
        begins_by text NOT NULL,
        scale text NOT NULL,
        people integer NOT NULL,
        motion real NOT NULL,
        brightness real NOT NULL,
        colourfulness real NOT NULL,
        sharpness real NOT NULL,
        PRIMARY KEY (film_id, number)
    )
    """,
    f"""
    CREATE TABLE media.scenes (
        {_FILM},
        number integer NOT NULL,
        begins double precision NOT NULL,
        ends double precision NOT NULL,
        first_shot integer NOT NULL,
        last_shot integer NOT NULL,
        PRIMARY KEY (film_id, number)
    )
    """,
    f"""
    CREATE TABLE media.spans (
        {_FILM},
        number integer NOT NULL,
        kind text NOT NULL,
        begins double precision NOT NULL,
        ends double precision NOT NULL,
        PRIMARY KEY (film_id, number)
    )
    """,
    f"""
    CREATE TABLE media.face_tracks (
        {_FILM},
        number integer NOT NULL,
        shot integer NOT NULL,
        identity integer NOT NULL,
        begins double precision NOT NULL,
        ends double precision NOT NULL,
        best_at double precision NOT NULL,
        box real[] NOT NULL,
        PRIMARY KEY (film_id, number)
    )
    """,
    f"""
    CREATE TABLE media.curves (
        {_FILM},
        name text NOT NULL,
        step_seconds double precision NOT NULL,
        points real[] NOT NULL,
        PRIMARY KEY (film_id, name)
    )
    """,
    """
    CREATE TABLE media.uploads (
        id uuid PRIMARY KEY,
        title_id uuid NOT NULL,
        name text NOT NULL,
        attribution text NOT NULL,
        bytes bigint NOT NULL,
        received bigint NOT NULL,
        begun_at timestamptz NOT NULL,
        film_id uuid
    )
    """,
)


def upgrade() -> None:
    """Create what this part stores."""
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Remove it again."""
    op.execute("DROP SCHEMA media CASCADE")
