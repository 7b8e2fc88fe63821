"""What media stores: films, how far each step has come, and what analysis found in them."""

from sqlalchemy import (
    ARRAY,
    REAL,
    BigInteger,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP

metadata = MetaData(schema="media")


def _film_column() -> Column[object]:
    return Column(
        "film_id", Uuid, ForeignKey("media.films.id", ondelete="CASCADE"), primary_key=True
    )


def _number() -> Column[int]:
    return Column("number", Integer, primary_key=True, autoincrement=False)


films = Table(
    "films",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("title_id", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    Column("attribution", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("subtitles", JSONB, nullable=False),
    Column("state", Text, nullable=False),
    Column("step", Text),
    Column("done", Double, nullable=False),
    Column("reason", Text, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("seconds", Double),
    Column("width", Integer),
    Column("height", Integer),
    Column("integrated_lufs", REAL),
    Column("loudness_range", REAL),
    Column("added_at", TIMESTAMP(timezone=True), nullable=False),
    Column("started_at", TIMESTAMP(timezone=True)),
    Column("ready_at", TIMESTAMP(timezone=True)),
    Index("ix_media_films_title_id", "title_id"),
)

steps = Table(
    "steps",
    metadata,
    _film_column(),
    Column("step", Text, primary_key=True),
    Column("seconds", Double, nullable=False),
    Column("finished_at", TIMESTAMP(timezone=True), nullable=False),
)

shots = Table(
    "shots",
    metadata,
    _film_column(),
    _number(),
    Column("scene", Integer, nullable=False),
    Column("begins", Double, nullable=False),
    Column("ends", Double, nullable=False),
    Column("begins_by", Text, nullable=False),
    Column("scale", Text, nullable=False),
    Column("people", Integer, nullable=False),
    Column("motion", REAL, nullable=False),
    Column("brightness", REAL, nullable=False),
    Column("colourfulness", REAL, nullable=False),
    Column("sharpness", REAL, nullable=False),
    # Workers of the version before this column write shots while they are replaced.
    Column("apart", REAL, nullable=False, server_default=text("0")),
)

scenes = Table(
    "scenes",
    metadata,
    _film_column(),
    _number(),
    Column("begins", Double, nullable=False),
    Column("ends", Double, nullable=False),
    Column("first_shot", Integer, nullable=False),
    Column("last_shot", Integer, nullable=False),
)

spans = Table(
    "spans",
    metadata,
    _film_column(),
    _number(),
    Column("kind", Text, nullable=False),
    Column("begins", Double, nullable=False),
    Column("ends", Double, nullable=False),
)

face_tracks = Table(
    "face_tracks",
    metadata,
    _film_column(),
    _number(),
    Column("shot", Integer, nullable=False),
    Column("identity", Integer, nullable=False),
    Column("begins", Double, nullable=False),
    Column("ends", Double, nullable=False),
    Column("best_at", Double, nullable=False),
    Column("box", ARRAY(REAL), nullable=False),
)

curves = Table(
    "curves",
    metadata,
    _film_column(),
    Column("name", Text, primary_key=True),
    Column("step_seconds", Double, nullable=False),
    Column("points", ARRAY(REAL), nullable=False),
)

uploads = Table(
    "uploads",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("title_id", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    Column("attribution", Text, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("received", BigInteger, nullable=False),
    Column("begun_at", TIMESTAMP(timezone=True), nullable=False),
    Column("film_id", Uuid),
)
