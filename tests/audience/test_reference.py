from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path

import msgspec

from matinee.audience.intake.batch_columns import turn
from matinee.audience.intake.judging import judge
from matinee.audience.intake.reported import ReportedEvent, decode
from matinee.audience.model import AudienceSettings, EventKind

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "events.md"
TEXT = PAGE.read_text(encoding="utf-8")


def first_cells(heading: str) -> set[str]:
    """The words in code style in the first column of the table under a heading."""
    section = TEXT.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return {word for cell in rows for word in re.findall(r"`(\w+)`", cell)}


def test_the_page_names_every_field() -> None:
    assert first_cells("Fields") == {field.name for field in msgspec.structs.fields(ReportedEvent)}


def test_the_page_names_every_kind() -> None:
    assert first_cells("Kinds") == set(EventKind)


def test_the_example_is_one_that_would_be_accepted() -> None:
    example = TEXT.split("```json\n")[1].split("```")[0]
    batch = decode(example.encode(), most=1000)
    now = datetime.fromisoformat(json.loads(example)["events"][0]["at"])
    columns = turn(batch.events, received_at=now)
    assert batch.refused == ()
    assert judge(columns, now=now, settings=AudienceSettings()).good.all()
