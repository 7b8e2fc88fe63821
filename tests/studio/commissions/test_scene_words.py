"""A prompt says what is seen in a scene, in its own words, and nothing that is only heard."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import numpy as np
from PIL import Image
from tests.studio.commissions.premises import BY

from matinee.studio.analysis import analyse
from matinee.studio.breakdown.model import Breakdown
from matinee.studio.commissions.model import Shape, size_of
from matinee.studio.commissions.scene_words import prompt_of
from matinee.studio.commissions.watermark import marked
from matinee.studio.model import Draft, DraftState, Sheet
from matinee.studio.scene_rows import scene_rows
from matinee.studio.views.marked import MarkedScene, marked_scenes

SCRIPT = """INT. LIGHTHOUSE - LAMP ROOM - NIGHT

A *brass* lamp turns. Rain runs down the panes! Salt has eaten the rail.

MARA
(whispering)
Who lit it?

She puts her hand on the glass.

CUT TO:
"""


def _scene() -> MarkedScene:
    analysis = analyse(SCRIPT.encode(), name="lamp.fountain")
    rows = scene_rows(analysis.structure, Breakdown((), ()))
    now = datetime.now(UTC)
    draft = Draft(uuid4(), uuid4(), 1, "lamp.fountain", "", now, BY, DraftState.READY)
    [scene] = marked_scenes(analysis, Sheet(draft, rows, ()))
    return scene


def test_a_prompt_is_the_heading_and_what_is_seen_without_what_is_said() -> None:
    assert prompt_of(_scene()) == (
        "Interior, Lighthouse, Lamp Room, night. A brass lamp turns. Rain runs down the panes! "
        "Salt has eaten the rail. She puts her hand on the glass."
    )


def test_a_prompt_ends_with_the_last_whole_sentence_that_fits() -> None:
    assert prompt_of(_scene(), most=9) == (
        "Interior, Lighthouse, Lamp Room, night. A brass lamp turns. Rain runs down the panes!"
    )
    assert prompt_of(_scene(), most=3).endswith("night. A brass lamp")


def test_a_size_has_the_asked_longest_side_and_steps_of_eight() -> None:
    assert size_of(1024, Shape.SCREEN.ratio) == (1024, 576)
    assert size_of(512, Shape.TALL.ratio) == (344, 512)
    assert size_of(768, Shape.SQUARE.ratio) == (768, 768)
    assert size_of(512, 40.0) == (512, 64)


def test_the_mark_is_over_every_part_of_a_picture_and_leaves_it_to_be_seen() -> None:
    for size in ((512, 512), (1024, 576), (64, 640)):
        plain = Image.new("RGB", size, (90, 120, 60))
        over = np.asarray(marked(plain), np.int16)
        changed = (over != np.asarray(plain)).any(axis=2)
        assert 0.05 < changed.mean() < 0.5
        for rows in np.array_split(changed, 2):
            for part in np.array_split(rows, 2, axis=1):
                assert part.mean() > 0.02
        assert np.abs(over - np.asarray(plain)).mean() < 40
