"""What discovery keeps: vectors of texts, conversations, and what programmers decided."""

from sqlalchemy import (
    TIMESTAMP,
    BigInteger,
    Column,
    Identity,
    Index,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.types import REAL

metadata = MetaData(schema="discover")

vectors = Table(
    "vectors",
    metadata,
    Column("model", Text, primary_key=True),
    Column("digest", LargeBinary, primary_key=True),
    Column("scale", REAL, nullable=False),
    Column("vector", LargeBinary, nullable=False),
)
"""By the text's SHA-256: one signed byte a dimension, times ``scale``."""

conversations = Table(
    "conversations",
    metadata,
    Column("profile_id", Uuid, primary_key=True),
    Column("document", JSONB, nullable=False),
    Column("touched", TIMESTAMP(timezone=True), nullable=False),
    Index("conversations_touched", "touched"),
)
"""One of each member; dropped when the profile is erased (``Conversations.forget``)."""

decisions = Table(
    "decisions",
    metadata,
    Column("number", BigInteger, Identity(always=True), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("said", Text, nullable=False),
    Column("meant", Text, nullable=False),
    Column("titles", ARRAY(Uuid), nullable=False),
    Column("note", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", TIMESTAMP(timezone=True), nullable=False),
    Index("decisions_of_words", "kind", "said", "number"),
)
"""What words are taken for and which titles come first; the last one for the same words holds."""
