"""Script days: which scenes play on the same day of the story, and why that is thought.

A day begins where night gives way to morning or day, or where the page says that time has passed;
what is played in another time, a flashback, has days of its own.
"""

import re
from collections.abc import Sequence

from matinee.studio.screenplay.headings import Light
from matinee.studio.screenplay.scenes import Scene

_YEAR = re.compile(r"\b(1[6-9]\d\d|20\d\d)\b")
_FLASHBACK = re.compile(r"FLASH ?BACK|FLASH ?FORWARD|DREAM", re.IGNORECASE)
_PASSED = re.compile(
    r"\b(?:NEXT|FOLLOWING) (?:DAY|MORNING|NIGHT|AFTERNOON)\b"
    r"|\b(?:DAYS?|WEEKS?|MONTHS?|YEARS?) LATER\b"
    r"|\b(?:ONE|TWO|THREE|A|SEVERAL|\d+) (?:DAYS?|WEEKS?|MONTHS?|YEARS?)\b"
    r"|\bTHE (?:WINTER|SPRING|SUMMER|AUTUMN)\b",
    re.IGNORECASE,
)  # fmt: skip


def script_days(
    scenes: Sequence[Scene], flashbacks: frozenset[int] = frozenset()
) -> tuple[tuple[str, str], ...]:
    """(day, evidence) for each scene; ``flashbacks`` are places of scenes known to be such."""
    days: list[tuple[str, str]] = []
    day, light, flashback_days = 1, Light.NONE, dict[str, int]()
    for place, scene in enumerate(scenes):
        other = _other_time(scene, known=place in flashbacks)
        if other:
            flashback_days.setdefault(other, len(flashback_days) + 1)
            days.append((other, f"heading or page says {other.removeprefix('FB ').lower()}"))
            continue
        passed = _PASSED.search(
            f"{scene.slug.place} {scene.slug.time} {' '.join(scene.slug.asides)}"
        )
        now = scene.slug.light
        if not days:
            evidence = "the first scene"
        elif passed:
            day += 1
            evidence = f"the heading says {passed[0].lower()}"
        elif now in {Light.DAY, Light.DAWN} and light in {Light.NIGHT, Light.DUSK}:
            day += 1
            evidence = f"{now.value} after {light.value}"
        elif now is Light.DAWN and light is Light.DAY:
            day += 1
            evidence = "dawn after day"
        else:
            evidence = (
                f"{now.value} goes on" if now else f"{scene.slug.time or 'no time'}: as before"
            )
        light = now or light
        days.append((str(day), evidence))
    return tuple(days)


def _other_time(scene: Scene, *, known: bool) -> str:
    told = f"{scene.slug.time} {' '.join(scene.slug.asides)} {scene.slug.place}"
    if not known and not _FLASHBACK.search(told):
        return ""
    year = _YEAR.search(told)
    return f"FB {year[1]}" if year else "FB"
