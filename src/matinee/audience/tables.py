"""The audience's tables. Events are partitioned by their id; the migration holds the functions."""

from sqlalchemy import (
    REAL,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP, UUID

metadata = MetaData(schema="audience")

households = Table(
    "households",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("name", Text, nullable=False),
    Column("simulated", Boolean, nullable=False),
    Column("created_at", TIMESTAMP(timezone=True), nullable=False),
)

profiles = Table(
    "profiles",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("household_id", UUID, ForeignKey("audience.households.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("kids", Boolean, nullable=False),
    Column("maturity_limit", SmallInteger),
    Column("languages", ARRAY(Text), nullable=False),
    Column("territory", Text, nullable=False),
    Column("simulated", Boolean, nullable=False),
    Column("created_at", TIMESTAMP(timezone=True), nullable=False),
    CheckConstraint("maturity_limit BETWEEN 0 AND 21", name="maturity_limit_is_an_age"),
    Index("profiles_household_id", "household_id"),
)

events = Table(
    "events",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("profile_id", UUID, nullable=False),
    Column("title_id", UUID),
    Column("recommendation_id", UUID),
    Column("at", TIMESTAMP(timezone=True), nullable=False),
    Column("received_at", TIMESTAMP(timezone=True), nullable=False),
    Column("seconds", REAL),
    Column("value", REAL),
    Column("probability", REAL),
    Column("position", SmallInteger),
    Column("kind", SmallInteger, nullable=False),
    Column("time_basis", SmallInteger, nullable=False),
    Column("device", Text),
    Column("surface", Text),
    Column("row", Text),
    Column("query", Text),
    Column("arms", JSONB),
    Column(
        "written_in",
        BigInteger,
        server_default=text("pg_current_xact_id()::text::bigint"),
    ),
    postgresql_partition_by="RANGE (id)",
)
"""No foreign key to ``profiles``: a trigger asks each writing statement, not each row, whether what
its writer knows of profiles still holds; see ``repository/log_writing.py``. ``written_in`` is the
transaction that wrote the row, 0 for those from before it was noted: by it the lake follows the log
(``repository/log_leaving.py``)."""

Index(
    "events_written_in",
    events.c.written_in,
    postgresql_using="brin",
    postgresql_with={"pages_per_range": 32},
)
"""The log grows in the order of its transactions, so that 32 pages know their first and last."""

Index(
    "events_of_profile",
    events.c.profile_id,
    text("(kind / 16)"),
    events.c.at.desc(),
    postgresql_include=["title_id", "kind", "seconds", "value"],
)
"""By class of kind, so that a home page never wades through what was merely shown. It holds all
that a history is made of, since a member's events lie far apart in the table."""

erasures = Table(
    "erasures",
    metadata,
    Column("sequence", BigInteger, Identity(), primary_key=True),
    Column("digest", LargeBinary, nullable=False, index=True),
    Column("at", TIMESTAMP(timezone=True), nullable=False),
)

rotations = Table(
    "rotations",
    metadata,
    Column("partition", Text, primary_key=True),
    Column("first_id", UUID, nullable=False),
    Column("until_id", UUID, nullable=False),
    Column("closed_at", TIMESTAMP(timezone=True), nullable=False),
    Column("closed_in", BigInteger, nullable=False),
    Column("rotated_at", TIMESTAMP(timezone=True)),
    Column("events", BigInteger),
    Column("kept", BigInteger),
)
"""Partitions that nothing is written into any more since the transaction ``closed_in``; once
``rotated_at`` is set, the lake has all their ``events``, and they those ``kept``. Functions of the
owner write it alone."""
