"""What discovery keeps: vectors of texts, so that none is encoded twice, and conversations."""

from sqlalchemy import TIMESTAMP, Column, Index, LargeBinary, MetaData, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
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
