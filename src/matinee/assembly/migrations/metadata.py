"""The tables of every domain, found where DESIGN puts them: ``matinee.DOMAIN.tables.metadata``."""

import pkgutil
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from sqlalchemy import MetaData

import matinee


def house_metadata() -> tuple[MetaData, ...]:
    """Each domain's metadata, in the order of their names."""
    domains = (part.name for part in pkgutil.iter_modules(matinee.__path__) if part.ispkg)
    modules = (f"matinee.{domain}.tables" for domain in domains)
    return tuple(import_module(name).metadata for name in modules if find_spec(name) is not None)


def is_ours(item: Any, name: str | None, kind: str, _reflected: bool, _compare_to: Any) -> bool:
    """Whether Alembic compares this object; partitions follow their parent and are left out."""
    schemas = {metadata.schema for metadata in house_metadata()}
    if kind == "table":
        return item.schema in schemas and not str(name).rpartition("_p")[2].isdigit()
    return True
