"""The schema ``studio``: drafts, scenes, elements, decisions, rates."""

from alembic import op

revision = "0016_studio"
down_revision = "0015_ads"
branch_labels = None
depends_on = None

_STATEMENTS = (
    "CREATE SCHEMA studio",
    """
    CREATE TABLE studio.drafts (
        id UUID NOT NULL,
        production UUID NOT NULL,
        number INTEGER NOT NULL,
        name TEXT NOT NULL,
        blob TEXT NOT NULL,
        added_at TIMESTAMP WITH TIME ZONE NOT NULL,
        added_by TEXT NOT NULL,
        state TEXT NOT NULL,
        title TEXT NOT NULL,
        source TEXT NOT NULL,
        scenes INTEGER NOT NULL,
        eighths INTEGER NOT NULL,
        failure TEXT NOT NULL,
        previous UUID,
        PRIMARY KEY (id),
        CONSTRAINT one_number_a_draft UNIQUE (production, number)
    )
    """,
    """
    CREATE TABLE studio.scenes (
        draft UUID NOT NULL REFERENCES studio.drafts (id) ON DELETE CASCADE,
        place INTEGER NOT NULL,
        number TEXT NOT NULL,
        heading TEXT NOT NULL,
        side TEXT NOT NULL,
        light TEXT NOT NULL,
        location TEXT NOT NULL,
        set_name TEXT NOT NULL,
        day TEXT NOT NULL,
        eighths INTEGER NOT NULL,
        page INTEGER,
        line INTEGER NOT NULL,
        words INTEGER NOT NULL,
        speaking TEXT[] NOT NULL,
        silent TEXT[] NOT NULL,
        traits TEXT[] NOT NULL,
        duties TEXT[] NOT NULL,
        PRIMARY KEY (draft, place)
    )
    """,
    """
    CREATE TABLE studio.elements (
        id UUID NOT NULL,
        draft UUID NOT NULL REFERENCES studio.drafts (id) ON DELETE CASCADE,
        scene INTEGER NOT NULL,
        category TEXT NOT NULL,
        name TEXT NOT NULL,
        paragraph INTEGER NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        line INTEGER NOT NULL,
        implied BOOLEAN NOT NULL,
        confidence DOUBLE PRECISION NOT NULL,
        why TEXT NOT NULL,
        method TEXT NOT NULL,
        head TEXT NOT NULL,
        decided BOOLEAN NOT NULL,
        PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX elements_by_draft ON studio.elements (draft, scene)",
    """
    CREATE TABLE studio.decisions (
        id UUID NOT NULL,
        production UUID NOT NULL,
        draft UUID NOT NULL REFERENCES studio.drafts (id) ON DELETE CASCADE,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        by TEXT NOT NULL,
        resting BOOLEAN NOT NULL,
        carried_from UUID,
        told JSONB NOT NULL,
        PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX decisions_by_draft ON studio.decisions (draft, at)",
    "CREATE INDEX decisions_by_production ON studio.decisions (production)",
    """
    CREATE TABLE studio.rate_cards (
        production UUID NOT NULL,
        card JSONB NOT NULL,
        PRIMARY KEY (production)
    )
    """,
    """
    CREATE TABLE studio.schedules (
        id uuid PRIMARY KEY,
        production uuid NOT NULL,
        name text NOT NULL,
        document jsonb NOT NULL,
        rules jsonb NOT NULL,
        deals jsonb NOT NULL,
        created_at timestamptz NOT NULL
    )
    """,
    "CREATE INDEX schedules_by_production ON studio.schedules (production, created_at)",
    """
    CREATE TABLE studio.boards (
        id uuid PRIMARY KEY,
        schedule uuid NOT NULL REFERENCES studio.schedules (id),
        name text NOT NULL,
        step integer NOT NULL,
        revision integer NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT boards_have_names UNIQUE (schedule, name)
    )
    """,
    """
    CREATE TABLE studio.board_steps (
        board uuid NOT NULL REFERENCES studio.boards (id),
        step integer NOT NULL,
        days jsonb NOT NULL,
        boneyard jsonb NOT NULL,
        what text NOT NULL,
        author text NOT NULL,
        at timestamptz NOT NULL,
        PRIMARY KEY (board, step)
    )
    """,
)


def upgrade() -> None:
    """Make the schema."""
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Remove it with all that is in it."""
    op.execute("DROP SCHEMA studio CASCADE")
