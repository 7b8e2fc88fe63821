"""The schema ``access``: accounts, sessions, tokens, grants, and what slows attackers down."""

from alembic import op

revision = "0007_access"
down_revision = "0006_ledger"
branch_labels = None
depends_on = None

_STATEMENTS = (
    "CREATE SCHEMA access",
    """
    CREATE TABLE access.accounts (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        folded text NOT NULL UNIQUE,
        password_hash text,
        roles text[] NOT NULL CONSTRAINT some_role CHECK (cardinality(roles) > 0),
        household_id uuid,
        disabled boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL
    )
    """,
    """
    CREATE TABLE access.sessions (
        digest bytea PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES access.accounts (id),
        created_at timestamptz NOT NULL,
        seen_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        idle_seconds integer NOT NULL
    )
    """,
    "CREATE INDEX ix_access_sessions_account_id ON access.sessions (account_id)",
    "CREATE INDEX ix_access_sessions_expires_at ON access.sessions (expires_at)",
    """
    CREATE TABLE access.tokens (
        id uuid PRIMARY KEY,
        digest bytea NOT NULL UNIQUE,
        account_id uuid NOT NULL REFERENCES access.accounts (id),
        name text NOT NULL,
        scopes text[] NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz
    )
    """,
    "CREATE INDEX ix_access_tokens_account_id ON access.tokens (account_id)",
    """
    CREATE TABLE access.grants (
        account_id uuid NOT NULL REFERENCES access.accounts (id),
        kind text NOT NULL,
        object_id uuid NOT NULL,
        PRIMARY KEY (account_id, kind, object_id)
    )
    """,
    """
    CREATE TABLE access.identities (
        issuer text NOT NULL,
        subject text NOT NULL,
        account_id uuid NOT NULL REFERENCES access.accounts (id),
        PRIMARY KEY (issuer, subject)
    )
    """,
    """
    CREATE TABLE access.openings (
        digest bytea PRIMARY KEY,
        nonce text NOT NULL,
        verifier text NOT NULL,
        next text NOT NULL,
        expires_at timestamptz NOT NULL
    )
    """,
    """
    CREATE TABLE access.attempts (
        key text PRIMARY KEY,
        failures integer NOT NULL,
        at timestamptz NOT NULL
    )
    """,
    "CREATE INDEX ix_access_attempts_at ON access.attempts (at)",
    """
    CREATE TABLE access.known_addresses (
        account_id uuid NOT NULL REFERENCES access.accounts (id),
        address text NOT NULL,
        at timestamptz NOT NULL,
        PRIMARY KEY (account_id, address)
    )
    """,
)


def upgrade() -> None:
    """Create accounts and all that belongs to them."""
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Remove all of it."""
    op.execute("DROP SCHEMA access CASCADE")
