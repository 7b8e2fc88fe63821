"""How a command shows what it found: a table for people, JSON for programs."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from matinee.foundation.redaction import printable

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON instead of text.")]

_UNBOUNDED = 10_000
"""A pipe has no edge to wrap at."""


def show_json(value: Any) -> None:
    """Write one JSON value on standard output."""
    plain = asdict(value) if is_dataclass(value) and not isinstance(value, type) else value
    sys.stdout.write(json.dumps(plain, default=str, ensure_ascii=False, indent=2) + "\n")
    sys.stdout.flush()


def show_line(sentence: str) -> None:
    """Write one line for people on standard output."""
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def show_table(columns: Sequence[str], rows: Sequence[Mapping[str, Any]], *, empty: str) -> None:
    """Write rows as a table; where there is none, say so."""
    if not rows:
        show_line(empty)
        return
    table = Table(*columns, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*(_cell(row[name]) for name in columns))
    width = None if sys.stdout.isatty() else _UNBOUNDED
    Console(highlight=False, markup=False, width=width).print(table)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%SZ}"
    return printable(str(value))
