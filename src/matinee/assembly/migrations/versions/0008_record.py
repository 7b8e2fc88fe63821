"""The record: facts that only grow, decisions, permits with their spends, outputs with parents."""

from alembic import op

revision = "0008_record"
down_revision = "0007_access"
branch_labels = None
depends_on = None

_ONLY_GROWS = ("facts", "decisions", "spends")
_TABLES = (*_ONLY_GROWS, "state", "people", "permits", "outputs", "output_parents")

_STATEMENTS = (
    """
    CREATE TABLE clearance.state (
        whole boolean PRIMARY KEY CONSTRAINT one_row CHECK (whole),
        epoch bigint NOT NULL,
        packs text NOT NULL
    )
    """,
    "INSERT INTO clearance.state VALUES (true, 0, '')",
    """
    CREATE TABLE clearance.facts (
        id uuid PRIMARY KEY,
        kind text NOT NULL,
        key text NOT NULL,
        production text,
        performer text,
        at timestamptz NOT NULL,
        recorded_by text NOT NULL,
        body jsonb NOT NULL,
        entry bigint NOT NULL UNIQUE
    )
    """,
    "CREATE INDEX ix_clearance_facts_kind_key ON clearance.facts (kind, key, entry)",
    "CREATE INDEX ix_clearance_facts_key ON clearance.facts (key)",
    """
    CREATE INDEX ix_clearance_facts_performer
        ON clearance.facts (performer) WHERE performer IS NOT NULL
    """,
    "CREATE TABLE clearance.people (performer text PRIMARY KEY, data jsonb NOT NULL)",
    """
    CREATE TABLE clearance.decisions (
        id uuid PRIMARY KEY,
        use_id uuid NOT NULL,
        consent_id uuid,
        outcome text NOT NULL,
        document bytea NOT NULL,
        answer jsonb NOT NULL,
        at timestamptz NOT NULL,
        asked_by text NOT NULL,
        entry bigint NOT NULL UNIQUE
    )
    """,
    "CREATE INDEX ix_clearance_decisions_use_id ON clearance.decisions (use_id, entry)",
    """
    CREATE TABLE clearance.permits (
        id uuid PRIMARY KEY,
        kind text NOT NULL,
        use_id uuid NOT NULL,
        decision_id uuid NOT NULL,
        consent_id uuid,
        consent_expires timestamptz,
        uses integer NOT NULL,
        spent integer NOT NULL,
        expires timestamptz NOT NULL,
        terms jsonb NOT NULL,
        signature bytea NOT NULL,
        died_at timestamptz,
        died_of text,
        CONSTRAINT never_spent_beyond_its_uses CHECK (spent BETWEEN 0 AND uses)
    )
    """,
    "CREATE INDEX ix_clearance_permits_use_id ON clearance.permits (use_id)",
    "CREATE INDEX ix_clearance_permits_consent_id ON clearance.permits (consent_id)",
    """
    CREATE TABLE clearance.spends (
        id uuid PRIMARY KEY,
        permit_id uuid NOT NULL,
        number integer NOT NULL,
        at timestamptz NOT NULL,
        CONSTRAINT a_number_is_spent_once UNIQUE (permit_id, number)
    )
    """,
    """
    CREATE TABLE clearance.outputs (
        id uuid PRIMARY KEY,
        sha256 text NOT NULL,
        permit_id uuid NOT NULL,
        spend_id uuid NOT NULL UNIQUE,
        decision_id uuid NOT NULL,
        use_id uuid NOT NULL,
        consent_id uuid,
        consent_expires timestamptz,
        production text,
        performer text,
        tool text NOT NULL,
        model text NOT NULL,
        source_type text NOT NULL,
        media_type text NOT NULL,
        size bigint NOT NULL,
        at timestamptz NOT NULL,
        ledger_index bigint NOT NULL,
        manifest bytea,
        quarantined_at timestamptz,
        quarantined_for text,
        deleted_at timestamptz
    )
    """,
    "CREATE INDEX ix_clearance_outputs_sha256 ON clearance.outputs (sha256)",
    "CREATE INDEX ix_clearance_outputs_consent_id ON clearance.outputs (consent_id)",
    "CREATE INDEX ix_clearance_outputs_performer ON clearance.outputs (performer)",
    """
    CREATE TABLE clearance.output_parents (
        output_id uuid NOT NULL,
        parent text NOT NULL,
        PRIMARY KEY (output_id, parent)
    )
    """,
    "CREATE INDEX ix_clearance_output_parents_parent ON clearance.output_parents (parent)",
    """
    CREATE FUNCTION clearance.refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the record only grows' USING ERRCODE = 'insufficient_privilege';
    END $$
    """,
    *(
        statement
        for table in _ONLY_GROWS
        for statement in (
            f"CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON clearance.{table}"
            " FOR EACH ROW EXECUTE FUNCTION clearance.refuse_rewriting()",
            f"CREATE TRIGGER only_grows_whole BEFORE TRUNCATE ON clearance.{table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION clearance.refuse_rewriting()",
        )
    ),
)


def upgrade() -> None:
    """Create the record and its guards."""
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Remove the record; the ledger stays."""
    for table in _TABLES:
        op.execute(f"DROP TABLE clearance.{table}")
    op.execute("DROP FUNCTION clearance.refuse_rewriting")
