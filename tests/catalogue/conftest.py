"""A catalogue on a database of its own, and files to take in."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from matinee.catalogue.model import CatalogueSettings
from matinee.catalogue.service import CatalogueService
from matinee.foundation.database import Database

WriteLines = Callable[..., Path]


@pytest.fixture
def catalogue(database: Database) -> CatalogueService:
    """Batches of three, so that most tests cross the edge of one."""
    return CatalogueService(database, CatalogueSettings(import_batch=3, version_check_seconds=0))


@pytest.fixture
def write_lines(tmp_path: Path) -> WriteLines:
    """Write a file of lines; mappings become JSON."""

    def write(*lines: str | bytes | Mapping[str, Any], name: str = "titles.jsonl") -> Path:
        path = tmp_path / name
        written = [
            line
            if isinstance(line, bytes)
            else (line if isinstance(line, str) else json.dumps(line)).encode()
            for line in lines
        ]
        path.write_bytes(b"\n".join(written) + b"\n")
        return path

    return write
