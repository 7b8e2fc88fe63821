"""The schema ``operation``: settings of flags, and the audit, which only grows."""

from alembic import op

revision = "0043_operation"
down_revision = "0042_exclusions"
branch_labels = None
depends_on = None

_REFUSE_CHANGE = """
CREATE FUNCTION operation.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit only grows' USING ERRCODE = 'insufficient_privilege';
END $$
"""

_STATEMENTS = (
    "CREATE SCHEMA operation",
    """
    CREATE TABLE operation.flags (
        name TEXT PRIMARY KEY,
        number BIGINT NOT NULL,
        setting JSONB,
        before JSONB,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        by TEXT NOT NULL,
        reason TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE operation.audit (
        id UUID PRIMARY KEY,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        actor TEXT NOT NULL,
        account UUID,
        action TEXT NOT NULL,
        object TEXT NOT NULL,
        reason TEXT NOT NULL,
        request_id TEXT NOT NULL,
        detail JSONB NOT NULL,
        words TSVECTOR GENERATED ALWAYS AS (
            to_tsvector('simple'::regconfig, translate(
                actor || ' ' || action || ' ' || object || ' ' || reason || ' ' || request_id,
                '/.,:;-_{}()[]"''?&=@', '                    '))
        ) STORED
    )
    """,
    "CREATE INDEX audit_by_actor ON operation.audit (actor, id)",
    "CREATE INDEX audit_by_action ON operation.audit (action, id)",
    "CREATE INDEX audit_by_object ON operation.audit (object, id)",
    "CREATE INDEX audit_by_words ON operation.audit USING gin (words)",
    _REFUSE_CHANGE,
    "CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON operation.audit"
    " FOR EACH ROW EXECUTE FUNCTION operation.refuse_change()",
    "CREATE TRIGGER only_grows_whole BEFORE TRUNCATE ON operation.audit"
    " FOR EACH STATEMENT EXECUTE FUNCTION operation.refuse_change()",
    """
    DO $$
    DECLARE
        writer text;
    BEGIN
        FOR writer IN SELECT DISTINCT grantee::regrole::text
            FROM pg_class, aclexplode(relacl)
            WHERE oid = 'operation.audit'::regclass AND grantee NOT IN (0, relowner)
        LOOP
            EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON operation.audit FROM %s', writer);
        END LOOP;
    END $$
    """,
)


def upgrade() -> None:
    """Begin with no flag set and nothing entered."""
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Forget all of it."""
    op.execute("DROP SCHEMA operation CASCADE")
