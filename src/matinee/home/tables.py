"""The table of home: every programme that was ever in force."""

from sqlalchemy import BigInteger, Column, Identity, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP, UUID

metadata = MetaData(schema="home")

programmes = Table(
    "programmes",
    metadata,
    Column("number", BigInteger, Identity(always=True), primary_key=True),
    Column("weights", JSONB, nullable=False),
    Column("kept_back", ARRAY(UUID(as_uuid=True)), nullable=False),
    Column("note", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", TIMESTAMP(timezone=True), nullable=False),
)
