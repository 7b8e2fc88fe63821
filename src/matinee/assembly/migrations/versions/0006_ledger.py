"""The schema ``clearance``, beginning with its ledger, which only grows."""

from alembic import op

revision = "0006_ledger"
down_revision = "0005_demo"
branch_labels = None
depends_on = None

_REFUSE_CHANGE = """
CREATE FUNCTION clearance.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger only grows' USING ERRCODE = 'insufficient_privilege';
END $$
"""

_APPEND_ONLY = """
DO $$
DECLARE
    writer text;
BEGIN
    FOR writer IN SELECT DISTINCT grantee::regrole::text
        FROM pg_class, aclexplode(relacl)
        WHERE oid = 'clearance.{table}'::regclass AND grantee NOT IN (0, relowner)
    LOOP
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON clearance.{table} FROM %s', writer);
    END LOOP;
END $$
"""

_STATEMENTS = (
    "CREATE SCHEMA clearance",
    """
    CREATE TABLE clearance.ledger_entries (
        "index" bigint PRIMARY KEY,
        kind text NOT NULL,
        subject text NOT NULL,
        leaf bytea NOT NULL,
        leaf_hash bytea NOT NULL
    )
    """,
    """
    CREATE INDEX ix_clearance_ledger_entries_subject
        ON clearance.ledger_entries (subject, "index")
    """,
    """
    CREATE TABLE clearance.ledger_personal (
        "index" bigint PRIMARY KEY,
        salt bytea NOT NULL,
        data bytea NOT NULL
    )
    """,
    """
    CREATE TABLE clearance.ledger_heads (
        size bigint PRIMARY KEY,
        root bytea NOT NULL,
        at timestamptz NOT NULL,
        key_id text NOT NULL,
        signature bytea NOT NULL
    )
    """,
    _REFUSE_CHANGE,
    *(
        statement
        for table in ("ledger_entries", "ledger_heads")
        for statement in (
            f"CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON clearance.{table}"
            " FOR EACH ROW EXECUTE FUNCTION clearance.refuse_change()",
            f"CREATE TRIGGER only_grows_whole BEFORE TRUNCATE ON clearance.{table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION clearance.refuse_change()",
            _APPEND_ONLY.format(table=table),
        )
    ),
)


def upgrade() -> None:
    """Create the ledger and its guards."""
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Remove all of it."""
    op.execute("DROP SCHEMA clearance CASCADE")
