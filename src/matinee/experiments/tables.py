"""The tables of experiments: definitions, beliefs of bandits, candidate sets drawn from."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, REAL, TIMESTAMP, UUID

metadata = MetaData(schema="experiments")

experiments = Table(
    "experiments",
    metadata,
    Column("key", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("hypothesis", Text, nullable=False),
    Column("layer", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("traffic", Double, nullable=False),
    Column("arms", JSONB, nullable=False),
    Column("measure", Text, nullable=False),
    Column("window_days", Integer, nullable=False),
    Column("guardrails", JSONB, nullable=False),
    Column("alpha", Double, nullable=False),
    Column("stops_itself", Boolean, nullable=False),
    Column("expected_units", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("first_bucket", Integer, nullable=False),
    Column("bucket_count", Integer, nullable=False),
    Column("created_at", TIMESTAMP(timezone=True), nullable=False),
    Column("started_at", TIMESTAMP(timezone=True)),
    Column("stopped_at", TIMESTAMP(timezone=True)),
    Column("stop_reason", Text),
    CheckConstraint("state IN ('draft', 'running', 'stopped')", name="state_is_known"),
    Index("experiments_running", "layer", postgresql_where=text("state = 'running'")),
)

bandits = Table(
    "bandits",
    metadata,
    Column("key", Text, primary_key=True),
    Column("rule", Text, nullable=False),
    Column("arms", ARRAY(Text), nullable=False),
    Column("features", Integer, nullable=False),
    Column("width", Double, nullable=False),
    Column("floor", Double, nullable=False),
    Column("beliefs", LargeBinary, nullable=False),
    Column("rewards", BigInteger, nullable=False),
    Column("changed_at", TIMESTAMP(timezone=True), nullable=False),
)

draws = Table(
    "draws",
    metadata,
    Column("recommendation_id", UUID, nullable=False),
    Column("row", Text, nullable=False),
    Column("position", SmallInteger, nullable=False),
    Column("policy", Text, nullable=False),
    Column("titles", ARRAY(UUID), nullable=False),
    Column("probabilities", ARRAY(REAL), nullable=False),
    Column("chosen", SmallInteger, nullable=False),
    Column("estimated", Boolean, nullable=False),
    Column("at", TIMESTAMP(timezone=True), nullable=False),
    PrimaryKeyConstraint("recommendation_id", "row", "position"),
)
"""No profile is named here: the events that carry the page's id are, and they go by erasure."""

Index("draws_at", draws.c.at)
