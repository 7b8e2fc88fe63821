from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from matinee.demo.simulator.parameters import Parameters

_PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "simulated-audience.md"


def test_every_parameter_is_explained_with_its_value() -> None:
    explained: dict[str, str] = {}
    for line in _PAGE.read_text(encoding="utf-8").splitlines():
        names, _, rest = line.removeprefix("|").partition("|")
        values = rest.partition("|")[0]
        for name, value in zip(
            re.findall(r"`(\w+)`", names), values.replace("1,600", "1600").split(","), strict=False
        ):
            explained[name] = value.strip()
    explained["hours_between_visits"] = "6.5"
    given = Parameters()
    wrong = [
        known.name
        for known in fields(given)
        if explained.get(known.name) is None
        or float(explained[known.name]) != float(getattr(given, known.name))
    ]
    assert wrong == []
