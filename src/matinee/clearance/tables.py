"""The tables of clearance. Nothing in the ledger's is ever changed; the database itself refuses."""

from sqlalchemy import BigInteger, Column, DateTime, Index, LargeBinary, MetaData, Table, Text

metadata = MetaData(schema="clearance")

ledger_entries = Table(
    "ledger_entries",
    metadata,
    Column("index", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("leaf", LargeBinary, nullable=False),
    Column("leaf_hash", LargeBinary, nullable=False),
    Index("ix_clearance_ledger_entries_subject", "subject", "index"),
)
"""``leaf`` is the entry as hashed; ``kind`` and ``subject`` repeat what it says, for finding it."""

ledger_personal = Table(
    "ledger_personal",
    metadata,
    Column("index", BigInteger, primary_key=True, autoincrement=False),
    Column("salt", LargeBinary, nullable=False),
    Column("data", LargeBinary, nullable=False),
)
"""What an entry holds of a person, outside its leaf: erasing it does not break the chain."""

ledger_heads = Table(
    "ledger_heads",
    metadata,
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("root", LargeBinary, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("key_id", Text, nullable=False),
    Column("signature", LargeBinary, nullable=False),
)
