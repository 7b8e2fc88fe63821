"""Specifications that come with the house: common practice, no partner's own; to copy and edit."""

import json
from functools import cache
from pathlib import Path

from matinee.promote.delivery.model import KeptSpecification, Specification

_FILE = Path(__file__).with_name("examples.json")


@cache
def examples() -> tuple[KeptSpecification, ...]:
    """All of them, by name."""
    written = json.loads(_FILE.read_text(encoding="utf-8"))
    found = [Specification.model_validate(each) for each in written]
    return tuple(
        KeptSpecification(each, "Matinee", None, is_example=True)
        for each in sorted(found, key=lambda each: each.name)
    )
