"""All that Matinee tells of one screenplay file, with the time each step took; nothing is stored.

Reading, structure, breakdown, duties, likely effects and the shape of the story, as the stored
analysis of a draft has them before a person decided anything.
"""

import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

from matinee.studio.analysis import Analysis, analyse
from matinee.studio.answers import found_facts, shot_facts
from matinee.studio.breakdown.model import Breakdown
from matinee.studio.breakdown.tagger import Tagger
from matinee.studio.category_map import tags_of
from matinee.studio.model import SceneRow
from matinee.studio.scene_rows import scene_rows
from matinee.studio.screenplay.ocr import Pictures
from matinee.studio.story.model import Story
from matinee.studio.story.shape import story_of
from matinee.studio.vfx.listing import shots_of
from matinee.studio.vfx.model import Shot


@dataclass(frozen=True, slots=True)
class Whole:
    """One file taken apart; ``seconds`` are by step, in wall time."""

    analysis: Analysis
    breakdown: Breakdown
    rows: tuple[SceneRow, ...]
    shots: tuple[Shot, ...]
    story: Story
    seconds: dict[str, float]


@dataclass(slots=True)
class _Clock:
    seconds: dict[str, float] = field(default_factory=dict[str, float])

    @contextmanager
    def step(self, name: str) -> Generator[None]:
        began = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - began, 3)


def whole(
    data: bytes, tagger: Tagger, *, name: str = "", pictures: Pictures | None = None
) -> Whole:
    """Everything of one file.

    Raises:
        Invalid: it holds no screenplay that can be read; the error says why.
    """
    clock = _Clock()
    with clock.step("reading"):
        analysis = analyse(data, name=name, pictures=pictures)
    with clock.step("breakdown"):
        found = tagger.breakdown(analysis.script, analysis.structure)
    rows = scene_rows(analysis.structure, found)
    with clock.step("vfx"):
        shots = shots_of(rows, found.elements)
    with clock.step("story"):
        story = story_of(analysis, rows)
    return Whole(analysis, found, rows, shots, story, clock.seconds)


def record_of(told: Whole) -> dict[str, Any]:
    """Elements, the file's tags, duties, effects, story and times, in the API's own shapes.

    ``scene`` is a scene's place from 0, ``number`` what the script calls it.
    """
    numbers = [row.number for row in told.rows]
    return {
        "elements": [
            found_facts(one).model_dump() | {"number": numbers[one.scene]}
            for one in told.breakdown.elements
        ],
        "tags": [
            tag._asdict() | {"category": tag.category.key if tag.category else None}
            for tag in tags_of(told.analysis.script)
        ],
        "duties": [
            {
                "scene": flag.scene,
                "number": numbers[flag.scene],
                "duty": flag.duty.value,
                "line": flag.line,
                "why": flag.why,
            }
            for flag in told.breakdown.flags
        ],
        "vfx": [shot_facts(shot, numbers[shot.scene]).model_dump() for shot in told.shots],
        "story": asdict(told.story),
        "seconds": told.seconds,
    }
