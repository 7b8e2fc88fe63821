"""Where a line item must not run, from each change on."""

from alembic import op

revision = "0042_exclusions"
down_revision = "0041_invalid_beacons"
branch_labels = None
depends_on = None

_TABLE = """
    CREATE TABLE ads.exclusions (
        line_item_id UUID NOT NULL REFERENCES ads.line_items (id),
        since TIMESTAMP WITH TIME ZONE NOT NULL,
        genres TEXT[] NOT NULL,
        moods TEXT[] NOT NULL,
        titles UUID[] NOT NULL,
        PRIMARY KEY (line_item_id, since)
    )
"""
_STANDING = """
    INSERT INTO ads.exclusions
    SELECT id, now(), genres, moods, titles FROM ads.line_items
    CROSS JOIN LATERAL (SELECT
        ARRAY(SELECT jsonb_array_elements_text(booked->'targeting'->'without_genres')) AS genres,
        ARRAY(SELECT jsonb_array_elements_text(booked->'targeting'->'without_moods')) AS moods,
        ARRAY(SELECT jsonb_array_elements_text(booked->'targeting'->'without_titles')::uuid)
            AS titles
    ) without
    WHERE genres <> '{}' OR moods <> '{}' OR titles <> '{}'
"""


def upgrade() -> None:
    """Begin with what stands: since when it does is not known, so it counts from now on."""
    op.execute(_TABLE)
    op.execute(_STANDING)


def downgrade() -> None:
    """Forget them; bookings still say what they exclude now."""
    op.execute("DROP TABLE ads.exclusions")
