"""The tables of clearance. Nothing in the ledger's is ever changed; the database itself refuses."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

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

state = Table(
    "state",
    metadata,
    Column("whole", Boolean, primary_key=True),
    Column("epoch", BigInteger, nullable=False),
    Column("packs", Text, nullable=False),
    CheckConstraint("whole", name="one_row"),
)
"""One row: the number that rises when a pack, consent, tool or strike changes, and the packs."""

facts = Table(
    "facts",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("production", Text),
    Column("performer", Text),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("body", JSONB, nullable=False),
    Column("entry", BigInteger, nullable=False, unique=True),
    Index("ix_clearance_facts_kind_key", "kind", "key", "entry"),
    Index("ix_clearance_facts_key", "key"),
    Index(
        "ix_clearance_facts_performer", "performer", postgresql_where=text("performer IS NOT NULL")
    ),
)
"""The record: only ever added to; what is true of ``key`` is what its newest row says.

``entry`` is the fact's place in the ledger, and so in time.
"""

people = Table(
    "people",
    metadata,
    Column("performer", Text, primary_key=True),
    Column("data", JSONB, nullable=False),
)
"""Who a performer is. It stands apart from the record, so that it can be erased."""

decisions = Table(
    "decisions",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("use_id", UUID, nullable=False),
    Column("consent_id", UUID),
    Column("outcome", Text, nullable=False),
    Column("document", LargeBinary, nullable=False),
    Column("answer", JSONB, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("entry", BigInteger, nullable=False, unique=True),
    Index("ix_clearance_decisions_use_id", "use_id", "entry"),
)
"""Every decision with the very document that it judged."""

permits = Table(
    "permits",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("use_id", UUID, nullable=False),
    Column("decision_id", UUID, nullable=False),
    Column("consent_id", UUID),
    Column("consent_expires", DateTime(timezone=True)),
    Column("uses", Integer, nullable=False),
    Column("spent", Integer, nullable=False),
    Column("expires", DateTime(timezone=True), nullable=False),
    Column("terms", JSONB, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("died_at", DateTime(timezone=True)),
    Column("died_of", Text),
    CheckConstraint("spent BETWEEN 0 AND uses", name="never_spent_beyond_its_uses"),
    Index("ix_clearance_permits_use_id", "use_id"),
    Index("ix_clearance_permits_consent_id", "consent_id"),
)

spends = Table(
    "spends",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("permit_id", UUID, nullable=False),
    Column("number", Integer, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("permit_id", "number", name="a_number_is_spent_once"),
)

outputs = Table(
    "outputs",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("sha256", Text, nullable=False),
    Column("permit_id", UUID, nullable=False),
    Column("spend_id", UUID, nullable=False, unique=True),
    Column("decision_id", UUID, nullable=False),
    Column("use_id", UUID, nullable=False),
    Column("consent_id", UUID),
    Column("consent_expires", DateTime(timezone=True)),
    Column("production", Text),
    Column("performer", Text),
    Column("tool", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("source_type", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("ledger_index", BigInteger, nullable=False),
    Column("manifest", LargeBinary),
    Column("quarantined_at", DateTime(timezone=True)),
    Column("quarantined_for", Text),
    Column("deleted_at", DateTime(timezone=True)),
    Index("ix_clearance_outputs_sha256", "sha256"),
    Index("ix_clearance_outputs_consent_id", "consent_id"),
    Index("ix_clearance_outputs_performer", "performer"),
)
"""What was made, by which leave; the bytes lie in the blob store under ``outputs/SHA256``,
or sealed under ``sealed/CONSENT/SHA256`` where it rests on a consent."""

output_parents = Table(
    "output_parents",
    metadata,
    Column("output_id", UUID, primary_key=True),
    Column("parent", Text, primary_key=True),
    Index("ix_clearance_output_parents_parent", "parent"),
)
"""From what an output was made, by hash: an input, or another output."""
