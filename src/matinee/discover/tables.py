"""What discovery keeps: the vectors of texts, so that no text is read by the encoder twice."""

from sqlalchemy import Column, LargeBinary, MetaData, Table, Text
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
