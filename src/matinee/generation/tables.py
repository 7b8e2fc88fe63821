"""The tables of generation: what calls of models came to."""

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Double,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import UUID

metadata = MetaData(schema="generation")

calls = Table(
    "calls",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("tool", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("modality", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("production", Text),
    Column("permit_id", UUID, nullable=False),
    Column("spend_id", UUID, nullable=False),
    Column("output_id", UUID),
    Column("outcome", Text, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("seconds", Double, nullable=False),
    Column("prompt_tokens", BigInteger, nullable=False),
    Column("answer_tokens", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    Column("cost_micros", BigInteger, nullable=False),
    Index("ix_generation_calls_at", "at"),
    Index("ix_generation_calls_permit", "permit_id"),
)
"""A row for each use of a permit; the ledger, and not this, is the proof of it."""
