"""How the viewing log leaves for the lake: each row names the transaction that wrote it.

Rows from before this step are given the number 0, which no transaction has. A constant costs
nothing however long the log is; a default that differs by row would write it all anew. Null is
allowed so that processes of the version before, whose stage knows no default, can write once this
step is through: a column that they do not name gets its default in the log itself. While it runs
they wait: the index is made by a scan of the whole log, and the log is locked until the end of it.
"""

from alembic import op

revision = "0019_viewing_leaves"
down_revision = "0018_creative_films"
branch_labels = None
depends_on = None

_SUMMARISE = """
CREATE FUNCTION audience.summarise_log() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = audience, pg_temp AS $$
DECLARE
    part regclass;
    added integer := 0;
BEGIN
    FOR part IN SELECT inhrelid FROM pg_inherits
        WHERE inhparent = 'events_written_in'::regclass
    LOOP
        added := added + brin_summarize_new_values(part);
    END LOOP;
    RETURN added;
END $$
"""
"""A BRIN index learns of new pages when it is vacuumed or told; only its owner may tell it."""

_STATEMENTS = (
    "ALTER TABLE audience.events ADD COLUMN written_in bigint DEFAULT 0",
    """
    ALTER TABLE audience.events
        ALTER COLUMN written_in SET DEFAULT pg_current_xact_id()::text::bigint
    """,
    """
    CREATE INDEX events_written_in ON audience.events USING brin (written_in)
    WITH (pages_per_range = 32)
    """,
    _SUMMARISE,
    "REVOKE ALL ON FUNCTION audience.summarise_log() FROM PUBLIC",
)


def upgrade() -> None:
    """Number what is written from now on, and let it be found by number."""
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Remove the numbers again."""
    op.execute("DROP FUNCTION audience.summarise_log()")
    op.execute("ALTER TABLE audience.events DROP COLUMN written_in")
