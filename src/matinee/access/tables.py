"""The tables of access. Secrets are kept as digests; passwords as Argon2id hashes."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

metadata = MetaData(schema="access")


def _account() -> Column[object]:
    return Column("account_id", Uuid, ForeignKey("access.accounts.id"), nullable=False)


def _instant(name: str, *, nullable: bool = False) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


accounts = Table(
    "accounts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False, unique=True),
    Column("password_hash", Text),
    Column("roles", ARRAY(Text), nullable=False),
    Column("household_id", Uuid),
    Column("disabled", Boolean, nullable=False, server_default=text("false")),
    _instant("created_at"),
    CheckConstraint("cardinality(roles) > 0", name="some_role"),
)
"""Without a hash nobody signs in by password: such an account is another provider's."""

sessions = Table(
    "sessions",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    _account(),
    _instant("created_at"),
    _instant("seen_at"),
    _instant("expires_at"),
    Column("idle_seconds", Integer, nullable=False),
    Index("ix_access_sessions_account_id", "account_id"),
    Index("ix_access_sessions_expires_at", "expires_at"),
)
"""``digest`` is the SHA-256 of the 256 random bits that the browser holds."""

tokens = Table(
    "tokens",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("digest", LargeBinary, nullable=False, unique=True),
    _account(),
    Column("name", Text, nullable=False),
    Column("scopes", ARRAY(Text), nullable=False),
    _instant("created_at"),
    _instant("expires_at"),
    _instant("revoked_at", nullable=True),
    Index("ix_access_tokens_account_id", "account_id"),
)

grants = Table(
    "grants",
    metadata,
    _account(),
    Column("kind", Text, nullable=False),
    Column("object_id", Uuid, nullable=False),
    PrimaryKeyConstraint("account_id", "kind", "object_id"),
)
"""Which campaigns, productions and performers are an account's own."""

identities = Table(
    "identities",
    metadata,
    Column("issuer", Text, nullable=False),
    Column("subject", Text, nullable=False),
    _account(),
    PrimaryKeyConstraint("issuer", "subject"),
)
"""Who an account is to another provider."""

openings = Table(
    "openings",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("nonce", Text, nullable=False),
    Column("verifier", Text, nullable=False),
    Column("next", Text, nullable=False),
    _instant("expires_at"),
)
"""Sign-ins by another provider that have begun; each is taken out once."""

attempts = Table(
    "attempts",
    metadata,
    Column("key", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    _instant("at"),
    Index("ix_access_attempts_at", "at"),
)
"""How often signing in failed of late, by account, by address and by both together."""

known_addresses = Table(
    "known_addresses",
    metadata,
    _account(),
    Column("address", Text, nullable=False),
    _instant("at"),
    PrimaryKeyConstraint("account_id", "address"),
)
"""Where an account has signed in from: strangers elsewhere cannot keep it out from there."""

serving = Table(
    "serving",
    metadata,
    Column("process", Uuid, primary_key=True),
    _instant("at"),
)
"""Which processes serve, by when each last said so: among them limits of requests are divided."""
