"""Seasons that were lived, one line each, so that a long comparison can end and go on."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

Seasons: TypeAlias = Mapping[str, Mapping[str, float]]
"""The figures of one seed, by service."""


class KeptSeasons:
    """The seasons with the same settings; without a file they last as long as this object."""

    def __init__(self, file: Path | None, settings: Mapping[str, Any]) -> None:
        self._file = file
        self._settings = settings
        self._seasons: dict[int, dict[str, Mapping[str, float]]] = {}
        if file is not None and file.exists():
            for line in file.read_text(encoding="utf-8").splitlines():
                one = json.loads(line)
                if one["settings"] == settings:
                    self._seasons.setdefault(one["seed"], {})[one["service"]] = one["figures"]

    def of(self, seed: int) -> Seasons:
        """What is known of a seed."""
        return self._seasons.get(seed, {})

    def keep(self, seed: int, service: str, figures: Mapping[str, float]) -> None:
        """Write a season down at once."""
        self._seasons.setdefault(seed, {})[service] = figures
        if self._file is None:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        told = {"seed": seed, "service": service, "figures": figures, "settings": self._settings}
        with self._file.open("a", encoding="utf-8") as kept:
            kept.write(json.dumps(told) + "\n")
