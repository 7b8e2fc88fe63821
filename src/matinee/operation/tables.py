"""The tables of operation: settings of flags, the audit, which only grows, and failures."""

from sqlalchemy import BigInteger, Column, Computed, DateTime, Index, MetaData, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR

metadata = MetaData(schema="operation")

flags = Table(
    "flags",
    metadata,
    Column("name", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("setting", JSONB),
    Column("before", JSONB),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
)
"""A flag that was ever set. Without a ``setting`` it is as declared; ``number`` counts changes."""

WORDS = (
    "to_tsvector('simple'::regconfig, translate("
    "(((((((actor || ' ') || action) || ' ') || object) || ' ') || reason) || ' ') || request_id, "
    "'/.,:;-_{}()[]\"''?&=@', '                    '))"
)
"""Words of an entry, as they are searched: letters of punctuation part them."""

audit = Table(
    "audit",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("actor", Text, nullable=False),
    Column("account", Uuid),
    Column("action", Text, nullable=False),
    Column("object", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("request_id", Text, nullable=False),
    Column("detail", JSONB, nullable=False),
    Column("words", TSVECTOR, Computed(WORDS, persisted=True)),
    Index("audit_by_actor", "actor", "id"),
    Index("audit_by_action", "action", "id"),
    Index("audit_by_object", "object", "id"),
    Index("audit_by_words", "words", postgresql_using="gin"),
)
"""``id`` is of version 7: its order, and a range of it, are those of time."""

failures = Table(
    "failures",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("trace", Text, nullable=False),
    Column("request_id", Text, nullable=False),
    Column("times", BigInteger, nullable=False),
    Column("first_at", DateTime(timezone=True), nullable=False),
    Column("last_at", DateTime(timezone=True), nullable=False),
    Column("standing", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("stood_at", DateTime(timezone=True)),
)
"""Failures that are alike, counted; no more groups than ``repository.MOST_GROUPS``."""
