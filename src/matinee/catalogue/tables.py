"""The catalogue's tables: one row per thing, and of a list one row per entry."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    MetaData,
    SmallInteger,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP, UUID

metadata = MetaData(schema="catalogue")


def _of_title() -> Column[object]:
    return Column(
        "title_id", UUID, ForeignKey("catalogue.titles.id", ondelete="CASCADE"), primary_key=True
    )


def _words(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


state = Table(
    "state",
    metadata,
    Column("id", SmallInteger, CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
    Column("version", BigInteger, nullable=False),
)
"""One row: the version, which every change raises; its lock lets one writer in at a time."""

changes = Table(
    "changes",
    metadata,
    _of_title(),
    Column("version", BigInteger, nullable=False),
    Index("changes_version", "version"),
)
"""The version at which each title last came in with a batch that changed something."""

titles = Table(
    "titles",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("year", SmallInteger),
    Column("runtime_minutes", SmallInteger),
    Column("original_language", Text),
    Column("parent_id", UUID, ForeignKey("catalogue.titles.id", ondelete="CASCADE")),
    Column("number", SmallInteger),
    Column("known_only", Boolean, nullable=False, server_default=text("false")),
    _words("source"),
    Column("marks", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    CheckConstraint("kind IN ('film', 'series', 'season', 'episode')"),
    Index("titles_parent_id", "parent_id", postgresql_where=text("parent_id IS NOT NULL")),
)

external_ids = Table(
    "external_ids",
    metadata,
    Column("register", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("title_id", UUID, ForeignKey("catalogue.titles.id", ondelete="CASCADE"), nullable=False),
    Index("external_ids_title_id", "title_id"),
)

name_keys = Table(
    "name_keys",
    metadata,
    Column("key", Text, primary_key=True),
    Column("title_id", UUID, ForeignKey("catalogue.titles.id", ondelete="CASCADE"), nullable=False),
    Index("name_keys_title_id", "title_id"),
)
"""Kind, folded name and year: the key of records without an external id; see README."""

texts = Table(
    "texts",
    metadata,
    _of_title(),
    Column("language", Text, primary_key=True),
    _words("name"),
    _words("synopsis_short"),
    _words("synopsis_long"),
    _words("tagline"),
    _words("licence"),
)

genres = Table(
    "genres",
    metadata,
    _of_title(),
    Column("genre", Text, primary_key=True),
    Column("place", SmallInteger, nullable=False),
)

keywords = Table(
    "keywords",
    metadata,
    _of_title(),
    Column("keyword", Text, primary_key=True),
    Column("place", SmallInteger, nullable=False),
)

countries = Table(
    "countries",
    metadata,
    _of_title(),
    Column("country", Text, primary_key=True),
    Column("place", SmallInteger, nullable=False),
)

languages = Table(
    "languages",
    metadata,
    _of_title(),
    Column("use", Text, primary_key=True),
    Column("language", Text, primary_key=True),
    Column("place", SmallInteger, nullable=False),
    CheckConstraint("use IN ('audio', 'subtitles')"),
)

maturity = Table(
    "maturity",
    metadata,
    _of_title(),
    Column("territory", Text, primary_key=True),
    Column("board", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("age", SmallInteger, nullable=False),
    _words("set_by"),
)

windows = Table(
    "windows",
    metadata,
    _of_title(),
    Column("territory", Text, primary_key=True),
    Column("starts", TIMESTAMP(timezone=True), primary_key=True),
    Column("ends", TIMESTAMP(timezone=True), nullable=False),
    CheckConstraint("starts < ends"),
)
"""Half open; an open side is ``-infinity`` or ``infinity``."""

people = Table(
    "people",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("name", Text, nullable=False),
    _words("reference"),
)

credits_ = Table(
    "credits",
    metadata,
    _of_title(),
    Column("person_id", UUID, ForeignKey("catalogue.people.id"), primary_key=True),
    Column("role", Text, primary_key=True),
    _words("character"),
    Column("billing", SmallInteger, nullable=False),
    Index("credits_person_id", "person_id"),
)

assets = Table(
    "assets",
    metadata,
    _of_title(),
    Column("kind", Text, primary_key=True),
    Column("blob_key", Text, primary_key=True),
    Column("language", Text),
)
