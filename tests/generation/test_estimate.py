"""What a picture is to cost at most is what may be asked for it, and by default that is one."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from matinee.errors import Conflict
from matinee.generation.costs import Price, estimate
from matinee.generation.tools_file import PictureTool, read_tools

TOOL = """
[painter]
provider = "openai-image"
address = "http://127.0.0.1:9"
model = "brush-2"
licence = "Apache-2.0"
training_basis = "licensed pictures"
retains = false
trains = false
secured = true
"""


def test_at_most_every_answer_is_paid_and_the_time_once() -> None:
    price = Price(picture=Decimal("0.04"), hour=Decimal(36))
    told = estimate(price, typical=2.0, longest=10.0, answers=3)
    assert (told.likely_micros, told.most_micros) == (60_000, 220_000)


def test_a_server_of_pictures_is_asked_once_unless_its_answers_say_otherwise(
    tmp_path: Path,
) -> None:
    file = tmp_path / "tools.toml"
    file.write_text(TOOL, encoding="utf-8")
    tool = read_tools(file)["painter"]
    assert isinstance(tool, PictureTool)
    assert (tool.answers, tool.attempts) == (1, 1)
    file.write_text(f"{TOOL}attempts = 2", encoding="utf-8")
    with pytest.raises(Conflict, match="painter.*attempts"):
        read_tools(file)
