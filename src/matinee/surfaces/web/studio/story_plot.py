"""The story's picture: where each cell, bar and line of it lies, in a width of 1000."""

from collections.abc import Mapping, Sequence
from typing import Any

from matinee.studio.model import SceneRow
from matinee.studio.story.model import Story, Thread
from matinee.surfaces.web.languages import Tongue

_LEFT, _WIDTH = 150.0, 850.0
_MOST_PEOPLE = 14
_HIGH = 46
_HEATS = 4
_MARK_EVERY = 5
"""Pages between two numbers under the picture, at least."""


def plotted(story: Story, scenes: Sequence[SceneRow], tongue: Tongue) -> Mapping[str, Any]:
    """What the template draws."""
    scale = _WIDTH / max(story.pages, 0.125)

    def spot(place: int) -> tuple[float, float]:
        begins = story.starts[place]
        wide = max(1, scenes[place].eighths) / 8
        return round(_LEFT + begins * scale, 2), round(max(1.0, wide * scale - 0.6), 2)

    every = max(_MARK_EVERY, round(story.pages / 12 / _MARK_EVERY) * _MARK_EVERY)
    return {
        "threads": [
            {"name": thread.name[:20], "cells": _cells(thread, scenes, spot, tongue)}
            for thread in story.threads[:_MOST_PEOPLE]
        ],
        "bars": [
            {
                "x": spot(place)[0],
                "width": spot(place)[1],
                "height": round(2 + value * (_HIGH - 2), 1),
                "title": f"{scenes[place].number} {scenes[place].heading}",
            }
            for place, value in enumerate(story.intensity)
        ],
        "turns": [
            {"x": spot(turn.scene)[0], "scene": turn.scene, "page": round(turn.page + 1)}
            for turn in story.turns
        ],
        "marks": [
            {"x": round(_LEFT + page * scale, 1), "page": page}
            for page in range(every, int(story.pages) + 1, every)
        ],
    }


def _cells(
    thread: Thread, scenes: Sequence[SceneRow], spot: Any, tongue: Tongue
) -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = []
    for row, words in zip(scenes, thread.words, strict=True):
        if words is None:
            continue
        x, width = spot(row.place)
        share = words / max(1, row.words)
        heat = 0 if not words else 1 + min(_HEATS - 1, int(share * _HEATS))
        said = tongue.say_many("one word", "%(num)s words", words)
        cells.append(
            {
                "x": x,
                "width": width,
                "heat": heat,
                "scene": row.place,
                "title": f"{row.number} {row.heading}: {said}",
            }
        )
    return cells
