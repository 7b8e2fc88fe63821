"""The schema ``jobs``: procrastinate's own tables, and why attempts failed."""

import psycopg
import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager

revision = "0001_foundation"
down_revision = None
branch_labels = None
depends_on = None

PROCRASTINATE = "03.04.00_50_post_add_retry_failed_job_procedure"
"""The newest of procrastinate's own migrations that its schema holds. A test compares it with the
installed one; when that is newer, a step of ours brings the steps of theirs."""

_TIE_FUNCTIONS = """
DO $$
DECLARE one regprocedure;
BEGIN
    FOR one IN SELECT oid FROM pg_proc WHERE pronamespace = 'jobs'::regnamespace LOOP
        EXECUTE 'ALTER FUNCTION ' || one || ' SET search_path = jobs, pg_temp';
    END LOOP;
END;
$$
"""
"""Whoever calls one of its functions, with whatever search path, reaches these tables."""


def upgrade() -> None:
    """Install procrastinate in a schema of its own."""
    bind = op.get_bind()
    op.execute("CREATE SCHEMA jobs")
    op.execute("SET LOCAL search_path = jobs")
    driver = bind.connection.dbapi_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError("many statements in one text: only psycopg's own connection takes that")
    driver.execute(SchemaManager.get_schema())
    op.execute("RESET search_path")
    op.execute(_TIE_FUNCTIONS)
    op.execute(f"COMMENT ON SCHEMA jobs IS 'procrastinate {PROCRASTINATE}'")
    op.create_table(
        "failures",
        sa.Column("job_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("attempt", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        schema="jobs",
    )


def downgrade() -> None:
    """Remove the queue with everything in it."""
    op.execute("DROP SCHEMA jobs CASCADE")
