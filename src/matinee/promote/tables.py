"""What promotion stores: pictures and texts proposed for titles, verdicts, who was shown which."""

from sqlalchemy import (
    ARRAY,
    REAL,
    BigInteger,
    Boolean,
    Column,
    Date,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP

metadata = MetaData(schema="promote")

pictures = Table(
    "pictures",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("title_id", Uuid, nullable=False),
    Column("film_id", Uuid, nullable=False),
    Column("place", Integer, nullable=False),
    Column("film_seconds", Double, nullable=False),
    Column("score", REAL, nullable=False),
    Column("reasons", JSONB, nullable=False),
    Column("cuts", JSONB, nullable=False),
    Column("state", Text, nullable=False),
    Column("proposed_at", TIMESTAMP(timezone=True), nullable=False),
    Column("ends", TIMESTAMP(timezone=True)),
    Column("territories", ARRAY(Text), nullable=False, server_default="{}"),
    Column("locked", Boolean, nullable=False, server_default="false"),
    Column("edited_from", Uuid),
    Column("edit", JSONB(none_as_null=True)),
    Column("faces", Integer),
    Index("ix_promote_pictures_title_id", "title_id"),
)

verdicts = Table(
    "verdicts",
    metadata,
    Column("number", BigInteger, Identity(always=True), primary_key=True),
    Column(
        "picture_id", Uuid, ForeignKey("promote.pictures.id", ondelete="CASCADE"), nullable=False
    ),
    Column("title_id", Uuid, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", TIMESTAMP(timezone=True), nullable=False),
    Column("undone_at", TIMESTAMP(timezone=True)),
    Column("terms_before", JSONB(none_as_null=True)),
    Column("terms_after", JSONB(none_as_null=True)),
    Index("ix_promote_verdicts_title_id", "title_id"),
)
"""What was decided of pictures; a row with terms left the picture where it stood."""

treatments = Table(
    "treatments",
    metadata,
    Column(
        "picture_id", Uuid, ForeignKey("promote.pictures.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("language", Text, primary_key=True),
    Column("shape", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("lines", ARRAY(Text), nullable=False),
    Column("place", Text, nullable=False),
    Column("ink", Text, nullable=False),
    Column("em", REAL, nullable=False),
    Column("scrim", REAL, nullable=False),
    Column("contrast", REAL, nullable=False),
    Column("face", REAL, nullable=False),
    Column("recipe", Text, nullable=False),
    Column("source_sha256", Text, nullable=False),
    Column("made_at", TIMESTAMP(timezone=True), nullable=False),
    Column("wish", JSONB(none_as_null=True)),
    Column("billed", Text, nullable=False, server_default=""),
    Column("lacks", Text, nullable=False, server_default=""),
)
"""A picture with its title in a language: how it was set, and what it was made from."""

title_wishes = Table(
    "title_wishes",
    metadata,
    Column("number", BigInteger, Identity(always=True), primary_key=True),
    Column(
        "picture_id", Uuid, ForeignKey("promote.pictures.id", ondelete="CASCADE"), nullable=False
    ),
    Column("language", Text, nullable=False),
    Column("shape", Text, nullable=False),
    Column("wish", JSONB, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", TIMESTAMP(timezone=True), nullable=False),
    Column("undone_by", Text),
    Column("undone_at", TIMESTAMP(timezone=True)),
    Index("ix_promote_title_wishes_picture_id", "picture_id"),
)
"""How somebody wanted a title set; the last that was not taken back holds."""

showings = Table(
    "showings",
    metadata,
    Column("title_id", Uuid, primary_key=True),
    Column("profile_id", Uuid, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("picture_id", Uuid, nullable=False),
    Column("probability", Double, nullable=False),
    Column("context", ARRAY(REAL), nullable=False),
    Column("held_out", Boolean, nullable=False),
    Column("at", TIMESTAMP(timezone=True), nullable=False),
    Column("reward", REAL),
    Index("ix_promote_showings_profile_id", "profile_id"),
)
"""One picture for a member, a title and a day; it goes when the profile is erased."""

texts = Table(
    "texts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("title_id", Uuid, nullable=False),
    Column("language", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("writer", Text, nullable=False),
    Column("licence", Text, nullable=False),
    Column("follows", Uuid),
    Column("sentences", JSONB, nullable=False),
    Column("state", Text, nullable=False),
    Column("written_at", TIMESTAMP(timezone=True), nullable=False),
    Column("translates", Uuid),
    Column("output_id", Uuid),
    Column("taste", Text),
    Index("ix_promote_texts_title_id", "title_id"),
    Index("ix_promote_texts_translates", "translates", postgresql_where="translates IS NOT NULL"),
)
"""Every version of every text about a title, with what was found of its sentences."""

text_verdicts = Table(
    "text_verdicts",
    metadata,
    Column("number", BigInteger, Identity(always=True), primary_key=True),
    Column("text_id", Uuid, ForeignKey("promote.texts.id", ondelete="CASCADE"), nullable=False),
    Column("title_id", Uuid, nullable=False),
    Column("act", Uuid, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", TIMESTAMP(timezone=True), nullable=False),
    Column("reason", Text, nullable=False),
    Column("undone_at", TIMESTAMP(timezone=True)),
    Index("ix_promote_text_verdicts_title_id", "title_id"),
    Index("ix_promote_text_verdicts_text_id", "text_id"),
)
"""Rows of one ``act`` were decided together, and are taken back together."""

notes = Table(
    "notes",
    metadata,
    Column("title_id", Uuid, primary_key=True),
    Column("text", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", TIMESTAMP(timezone=True), nullable=False),
)
"""What the programmer knows of a title beside its facts."""

glossary = Table(
    "glossary",
    metadata,
    Column("title_id", Uuid, primary_key=True),
    Column("language", Text, primary_key=True),
    Column("term", Text, primary_key=True),
    Column("forms", ARRAY(Text), nullable=False),
    Column("by", Text, nullable=False),
    Column("at", TIMESTAMP(timezone=True), nullable=False),
)
"""How the names of a title stand in other languages."""

readings = Table(
    "readings",
    metadata,
    Column("title_id", Uuid, primary_key=True),
    Column("profile_id", Uuid, primary_key=True),
    Column("language", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("text_id", Uuid, nullable=False),
    Column("at", TIMESTAMP(timezone=True), nullable=False),
    Column("reward", REAL),
    Index("ix_promote_readings_profile_id", "profile_id"),
    Index("ix_promote_readings_at", "at"),
)
"""One text for a member and a place; it goes when the profile is erased."""

preview_runs = Table(
    "preview_runs",
    metadata,
    Column("film_id", Uuid, primary_key=True),
    Column("title_id", Uuid, nullable=False),
    Column("done", REAL, nullable=False),
    Column("reason", Text, nullable=False),
    Column("planned_at", TIMESTAMP(timezone=True), nullable=False),
)
"""Films whose previews were chosen: how much of them is made, or why there is none."""

previews = Table(
    "previews",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("title_id", Uuid, nullable=False),
    Column("film_id", Uuid, nullable=False),
    Column("place", Integer, nullable=False),
    Column("pieces", JSONB, nullable=False),
    Column("loop", JSONB, nullable=False),
    Column("score", REAL, nullable=False),
    Column("reasons", JSONB, nullable=False),
    Column("state", Text, nullable=False),
    Column("proposed_at", TIMESTAMP(timezone=True), nullable=False),
    Column("made", JSONB),
    Column("made_at", TIMESTAMP(timezone=True)),
    Index("ix_promote_previews_title_id", "title_id"),
)

preview_verdicts = Table(
    "preview_verdicts",
    metadata,
    Column("number", BigInteger, Identity(always=True), primary_key=True),
    Column(
        "preview_id", Uuid, ForeignKey("promote.previews.id", ondelete="CASCADE"), nullable=False
    ),
    Column("title_id", Uuid, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", TIMESTAMP(timezone=True), nullable=False),
    Column("undone_at", TIMESTAMP(timezone=True)),
    Index("ix_promote_preview_verdicts_title_id", "title_id"),
)

kept_back = Table(
    "kept_back",
    metadata,
    Column("film_id", Uuid, primary_key=True),
    Column("begins", Double, primary_key=True),
    Column("ends", Double, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", TIMESTAMP(timezone=True), nullable=False),
)
"""Scenes that nothing which sells a film may show."""

partner_specifications = Table(
    "partner_specifications",
    metadata,
    Column("name", Text, primary_key=True),
    Column("body", JSONB, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", TIMESTAMP(timezone=True), nullable=False),
)
"""What partners ask of artwork, as the house wrote it down."""

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("title_id", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    Column("specification", JSONB, nullable=False),
    Column("territory", Text),
    Column("state", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", TIMESTAMP(timezone=True), nullable=False),
    Column("entries", JSONB, nullable=False),
    Column("failure", Text, nullable=False),
    Column("made_at", TIMESTAMP(timezone=True)),
    Index("ix_promote_deliveries_title_id", "title_id"),
)
"""Artwork for partners: the specification as it stood, and what fulfils or lacks each line."""
