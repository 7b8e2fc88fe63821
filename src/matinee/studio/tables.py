"""The tables of the studio: drafts, scenes, elements, decisions; schedules; shots; boards."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Double,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP, UUID

metadata = MetaData(schema="studio")

drafts = Table(
    "drafts",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("production", UUID, nullable=False),
    Column("number", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("blob", Text, nullable=False),
    Column("added_at", DateTime(timezone=True), nullable=False),
    Column("added_by", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("scenes", Integer, nullable=False),
    Column("eighths", Integer, nullable=False),
    Column("failure", Text, nullable=False),
    Column("previous", UUID),
    Column("recognition", JSONB),
    UniqueConstraint("production", "number", name="one_number_a_draft"),
)
"""One draft of a production's script; the file itself is a blob."""

scenes = Table(
    "scenes",
    metadata,
    Column("draft", UUID, ForeignKey(drafts.c.id, ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("number", Text, nullable=False),
    Column("heading", Text, nullable=False),
    Column("side", Text, nullable=False),
    Column("light", Text, nullable=False),
    Column("location", Text, nullable=False),
    Column("set_name", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("eighths", Integer, nullable=False),
    Column("page", Integer),
    Column("line", Integer, nullable=False),
    Column("words", Integer, nullable=False),
    Column("speaking", ARRAY(Text), nullable=False),
    Column("silent", ARRAY(Text), nullable=False),
    Column("traits", ARRAY(Text), nullable=False),
    Column("duties", ARRAY(Text), nullable=False),
)
"""A scene with what schedules and lists ask of it; ``place`` counts from 0."""

elements = Table(
    "elements",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("draft", UUID, ForeignKey(drafts.c.id, ondelete="CASCADE"), nullable=False),
    Column("scene", Integer, nullable=False),
    Column("category", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("paragraph", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("line", Integer, nullable=False),
    Column("implied", Boolean, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("why", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("head", Text, nullable=False),
    Column("decided", Boolean, nullable=False),
    Index("elements_by_draft", "draft", "scene"),
)
"""What was found or decided; made anew when a draft is tagged again."""

decisions = Table(
    "decisions",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("production", UUID, nullable=False),
    Column("draft", UUID, ForeignKey(drafts.c.id, ondelete="CASCADE"), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("by", Text, nullable=False),
    Column("resting", Boolean, nullable=False),
    Column("carried_from", UUID),
    Column("told", JSONB, nullable=False),
    Index("decisions_by_draft", "draft", "at"),
    Index("decisions_by_production", "production"),
)
"""What people said of elements, in the order in which they did; nothing here is ever changed."""

rate_cards = Table(
    "rate_cards",
    metadata,
    Column("production", UUID, primary_key=True),
    Column("card", JSONB, nullable=False),
)
"""What a production's visual effects shots cost, by complexity."""

schedules = Table(
    "schedules",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("production", UUID, nullable=False),
    Column("name", Text, nullable=False),
    Column("document", JSONB, nullable=False),
    Column("rules", JSONB, nullable=False),
    Column("deals", JSONB, nullable=False),
    Column("created_at", TIMESTAMP(timezone=True), nullable=False),
    Index("schedules_by_production", "production", "created_at"),
)

boards = Table(
    "boards",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("schedule", UUID, ForeignKey("studio.schedules.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("step", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("created_at", TIMESTAMP(timezone=True), nullable=False),
    UniqueConstraint("schedule", "name", name="boards_have_names"),
)

board_steps = Table(
    "board_steps",
    metadata,
    Column("board", UUID, ForeignKey("studio.boards.id"), nullable=False),
    Column("step", Integer, nullable=False),
    Column("days", JSONB, nullable=False),
    Column("boneyard", JSONB, nullable=False),
    Column("what", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", TIMESTAMP(timezone=True), nullable=False),
    PrimaryKeyConstraint("board", "step"),
)

day_reports = Table(
    "day_reports",
    metadata,
    Column("schedule", UUID, ForeignKey("studio.schedules.id"), nullable=False),
    Column("day", Date, nullable=False),
    Column("report", JSONB, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", TIMESTAMP(timezone=True), nullable=False),
    PrimaryKeyConstraint("schedule", "day"),
)
"""The production report of a date, as it was written last."""

shots = Table(
    "shots",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("production", UUID, nullable=False),
    Column("use", UUID, nullable=False),
    Column("consent", UUID, nullable=False),
    Column("performer", UUID, nullable=False),
    Column("name", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("frames", Integer, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("keys", ARRAY(Integer), nullable=False),
    Column("added_at", DateTime(timezone=True), nullable=False),
    Column("added_by", Text, nullable=False),
    Column("ended_at", DateTime(timezone=True)),
    *(Column(name, Text) for name in ("ended_because", "rate", "starts_at", "reel", "plate_space")),
    *(Column(name, Integer) for name in ("head", "tail")),
    Index("shots_by_production", "production", "added_at"),
    Index("shots_by_performer", "performer", "added_at"),
)
"""A shot to be re-aged. Its pictures are sealed work, each with a row in ``sealed_work``."""

renders = Table(
    "renders",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("shot", UUID, ForeignKey(shots.c.id), nullable=False),
    Column("permit", UUID, nullable=False),
    Column("state", Text, nullable=False),
    Column("steps", Integer, nullable=False),
    Column("stage", Text, nullable=False),
    *(Column(name, Integer, nullable=False) for name in ("done", "of", "attempts")),
    Column("stopping", Boolean, nullable=False),
    Column("output", UUID),
    Column("failure", Text),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("ended_at", DateTime(timezone=True)),
    Column("asked", JSONB(none_as_null=True)),
    Index("renders_by_shot", "shot", "asked_at"),
)
"""One attempt or several at making a shot, under one permit."""

sealed_work = Table(
    "sealed_work",
    metadata,
    Column("shot", UUID, ForeignKey(shots.c.id), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("render", UUID, ForeignKey(renders.c.id)),
    Column("kept_at", DateTime(timezone=True), nullable=False),
    Column("destroyed_at", DateTime(timezone=True)),
)
"""What lies sealed of a shot, or of one of its renders: nothing lies there without a row."""

shot_verdicts = Table(
    "shot_verdicts",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("render", UUID, ForeignKey(renders.c.id), nullable=False),
    Column("word", Text, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("reason", Text),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("said_by", Text, nullable=False),
    Index("shot_verdicts_by_render", "render", "at"),
)
"""What a performer, or whoever speaks for one, said of frames of a render; only ever added to."""

concept_boards = Table(
    "concept_boards",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("production", UUID, nullable=False),
    Column("name", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("created_by", Text, nullable=False),
    Column("deleted_at", DateTime(timezone=True)),
    Column("deleted_by", Text),
    Index("concept_boards_by_production", "production", "created_at"),
)
"""A board of references; ``sequence`` is the number of its last operation."""

concept_references = Table(
    "concept_references",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("board", UUID, ForeignKey(concept_boards.c.id), nullable=False),
    Column("source", Text, nullable=False),
    Column("licence", Text, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("added_at", DateTime(timezone=True), nullable=False),
    Column("added_by", Text, nullable=False),
    Index("concept_references_by_board", "board"),
)
"""A picture on a board, where it is from and under which terms."""

concept_operations = Table(
    "concept_operations",
    metadata,
    Column("board", UUID, ForeignKey(concept_boards.c.id), primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("id", UUID, nullable=False),
    Column("pin", UUID, nullable=False),
    Column("field", Text, nullable=False),
    Column("value", JSONB, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("by", Text, nullable=False),
    UniqueConstraint("board", "id", name="an_operation_is_taken_once"),
)
"""What people did on a board; only ever added to, but that comments taken away lose their words."""

concept_fields = Table(
    "concept_fields",
    metadata,
    Column("board", UUID, ForeignKey(concept_boards.c.id), primary_key=True),
    Column("pin", UUID, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("value", JSONB, nullable=False),
    Column("sequence", Integer, nullable=False),
)
"""What the operations of a board come to: for each field the value of the highest number."""

concept_versions = Table(
    "concept_versions",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("board", UUID, ForeignKey(concept_boards.c.id), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("by", Text, nullable=False),
    Index("concept_versions_by_board", "board", "at"),
)
"""Names for how a board stood after one of its operations."""

concept_makings = Table(
    "concept_makings",
    metadata,
    Column("reference", UUID, ForeignKey(concept_references.c.id), primary_key=True),
    Column("board", UUID, ForeignKey(concept_boards.c.id), nullable=False),
    Column("picture", UUID, ForeignKey(concept_references.c.id), nullable=False),
    Column("example", UUID, ForeignKey(concept_references.c.id)),
    Column("method", Text, nullable=False),
    Column("settings", JSONB, nullable=False),
    Column("mask_sha256", Text),
    Column("figures", JSONB, nullable=False),
    Index("concept_makings_by_board", "board"),
)
"""From which picture of the same board, and how, a picture was made here by a procedure."""

concept_commissions = Table(
    "concept_commissions",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("board", UUID, ForeignKey(concept_boards.c.id), nullable=False),
    Column("use", UUID, nullable=False),
    Column("permit", UUID, nullable=False, unique=True),
    Column("tool", Text, nullable=False),
    Column("way", Text, nullable=False),
    Column("prompt", Text, nullable=False),
    Column("scene", Text),
    Column("source", UUID, ForeignKey(concept_references.c.id)),
    Column("source_sha256", Text),
    Column("mask_sha256", Text),
    Column("variation_of", UUID),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("seed", BigInteger),
    Column("request_sha256", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("stopping", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("currency", Text, nullable=False),
    Column("likely_micros", BigInteger),
    Column("most_micros", BigInteger, nullable=False),
    Column("cost_micros", BigInteger),
    Column("seconds", Double),
    Column("output", UUID),
    Column("reference", UUID, ForeignKey(concept_references.c.id)),
    Column("failure", Text),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("begun_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True)),
    Index("concept_commissions_by_board", "board", "asked_at"),
)
"""A picture that a board asks of a model, its place in the queue, and what became of it."""

concept_promotions = Table(
    "concept_promotions",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("board", UUID, ForeignKey(concept_boards.c.id), nullable=False),
    Column("commission", UUID, ForeignKey(concept_commissions.c.id), nullable=False),
    Column("use", UUID, nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("reference", UUID, ForeignKey(concept_references.c.id)),
    Column("decision", UUID),
    Column("promoted_at", DateTime(timezone=True)),
    Column("promoted_by", Text),
    Column("taken_back_at", DateTime(timezone=True)),
    Column("taken_back_by", Text),
    Column("taken_back_because", Text),
    Index(
        "concept_promotions_open",
        "commission",
        unique=True,
        postgresql_where="taken_back_at IS NULL",
    ),
)
"""That what a model made for a board is asked for as final, is, or was taken back."""

concept_guests = Table(
    "concept_guests",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("board", UUID, ForeignKey(concept_boards.c.id), nullable=False),
    Column("token_sha256", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("may_comment", Boolean, nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("created_by", Text, nullable=False),
    Column("revoked_at", DateTime(timezone=True)),
    Index("concept_guests_by_board", "board", "created_at"),
)
"""Links by which somebody without an account sees a board; of the secret only the hash is kept."""
