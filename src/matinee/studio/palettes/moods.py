"""What a script's hours and its pace suggest in colours: a table, chosen by eye. Pure.

Nothing is measured of a mood here. A script day is told by the light of its headings (day, night,
dawn or dusk) and by how intense its scenes are beside the others of the script; each of the nine
has five colours, which somebody who knows costumes would change. ``docs/reference/palettes.md`` is
this table on a page.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from matinee.studio.model import SceneRow
from matinee.studio.palettes.model import Mood, Swatch

_BY_LIGHT: Mapping[str, tuple[Mood, Mood, Mood]] = {
    "day": (Mood.SUNLIT, Mood.BUSTLING, Mood.GLARING),
    "dawn": (Mood.TENDER, Mood.UNEASY, Mood.OMINOUS),
    "dusk": (Mood.TENDER, Mood.UNEASY, Mood.OMINOUS),
    "night": (Mood.STILL, Mood.RESTLESS, Mood.DREAD),
}
_WRITTEN: Mapping[Mood, str] = {
    Mood.SUNLIT: "f2e3c6 d9b98a 9fb58a 7fa7b8 c97b5a",
    Mood.BUSTLING: "e8c34a d8643c 3f7f8c efe6d8 7a4a2e",
    Mood.GLARING: "f4efe6 c2b59b b8432f 5b5348 1f1c1a",
    Mood.TENDER: "e7c9bd c79aa0 8f8aa8 f0e2d0 6d7d72",
    Mood.UNEASY: "a9a37f 6f7a66 8c5f6a c9b8a0 3f464a",
    Mood.OMINOUS: "7a2e2a 4a3a44 9a7b5c 2b2f36 c4a58a",
    Mood.STILL: "2c3a57 5f7391 a9b6c4 1b2130 8a7f78",
    Mood.RESTLESS: "23304a 7b3f61 2f6b73 c08a4e 121722",
    Mood.DREAD: "14171c 3a1f26 5c6670 7d1f24 2a3230",
}
_THIRDS = (1 / 3, 2 / 3)


def colours_of_mood(mood: Mood) -> tuple[Swatch, ...]:
    """The five that the table has for a mood."""
    written = (bytes.fromhex(each) for each in _WRITTEN[mood].split())
    return tuple(Swatch((each[0], each[1], each[2])) for each in written)


def mood_of(day: str, scenes: Sequence[SceneRow], intensity: Sequence[float]) -> Mood | None:
    """The mood of a script day among all scenes of its script; None where it has no scene.

    ``intensity`` is by scene, as the story view has it. The light is that of most of the day's
    eighths, and by day where no heading says.
    """
    own = [(row, tense) for row, tense in zip(scenes, intensity, strict=True) if row.day == day]
    if not own:
        return None
    by_light: dict[str, int] = {}
    for row, _ in own:
        if row.light in _BY_LIGHT:
            by_light[row.light] = by_light.get(row.light, 0) + max(1, row.eighths)
    light = max(by_light, key=lambda each: by_light[each], default="day")
    weights = [max(1, row.eighths) for row, _ in own]
    tense = float(np.average([each for _, each in own], weights=weights))
    calm, fierce = np.quantile(intensity, _THIRDS)
    level = 0 if tense <= calm else 2 if tense > fierce else 1
    return _BY_LIGHT[light][level]
