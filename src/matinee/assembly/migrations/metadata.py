"""The tables of every part, found where DESIGN puts them, and compared with a real database."""

import pkgutil
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, MetaData, text

import matinee

_OF_PROCRASTINATE = "procrastinate_"
_PARTITIONS = text(
    "SELECT relnamespace::regnamespace::text, relname FROM pg_class WHERE relispartition"
)


def house_metadata() -> tuple[MetaData, ...]:
    """What ``matinee.PART.tables.metadata`` says, for each part that stores something."""
    parts = (part.name for part in pkgutil.iter_modules(matinee.__path__) if part.ispkg)
    modules = (f"matinee.{part}.tables" for part in parts)
    return tuple(import_module(name).metadata for name in modules if find_spec(name) is not None)


def differences(connection: Connection) -> list[Any]:
    """Where the database and the parts' metadata disagree, in Alembic's words; best empty."""
    partitions = {(schema, name) for schema, name in connection.execute(_PARTITIONS)}
    return [
        difference
        for metadata in house_metadata()
        for difference in _differences(connection, metadata, partitions)
    ]


def _differences(
    connection: Connection, metadata: MetaData, partitions: set[tuple[str, str]]
) -> list[Any]:
    def is_compared(name: str | None, kind: str, parents: Any) -> bool:
        if kind == "schema":
            return name == metadata.schema
        if kind == "table":
            # Partitions follow their parent; procrastinate looks after its own tables.
            partition = (parents["schema_name"], name) in partitions
            return not partition and not str(name).startswith(_OF_PROCRASTINATE)
        return True

    context = MigrationContext.configure(
        connection,
        opts={
            "include_schemas": True,
            "include_name": is_compared,
            "compare_type": True,
            "compare_server_default": True,
        },
    )
    return compare_metadata(context, metadata)
