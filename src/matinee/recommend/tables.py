"""What recommendation stores: each training, and which one serves."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP

metadata = MetaData(schema="recommend")

models = Table(
    "models",
    metadata,
    Column("version", Text, primary_key=True),
    Column("made_at", TIMESTAMP(timezone=True), nullable=False),
    Column("until", TIMESTAMP(timezone=True)),
    Column("events", BigInteger, nullable=False),
    Column("members", Integer, nullable=False),
    Column("titles", Integer, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("seconds", Double, nullable=False),
    Column("figures", JSONB, nullable=False),
    Column("settings", JSONB, nullable=False),
    Column("accepted", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("erasures", BigInteger, nullable=False),
    Column("manifest_sha256", Text, nullable=False),
    Column("files", Boolean, nullable=False),
    Column("served_at", TIMESTAMP(timezone=True)),
)

live = Table(
    "live",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("version", Text, ForeignKey("recommend.models.version"), nullable=False),
    CheckConstraint("id = 1", name="one_set_serves"),
)
"""The pointer: one row at most. Changing it is what makes a version serve."""
