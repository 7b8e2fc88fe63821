"""The demo's one table: what was loaded, from which seed and on which day."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, Integer, MetaData, Table
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP

metadata = MetaData(schema="demo")

loads = Table(
    "loads",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seed", BigInteger, nullable=False),
    Column("households", Integer, nullable=False),
    Column("base_day", Date, nullable=False),
    Column("started_at", TIMESTAMP(timezone=True), nullable=False),
    Column("finished_at", TIMESTAMP(timezone=True)),
    Column("figures", JSONB),
    CheckConstraint("id = 1", name="there_is_one_demo"),
    CheckConstraint("(finished_at IS NULL) = (figures IS NULL)", name="done_has_figures"),
)
