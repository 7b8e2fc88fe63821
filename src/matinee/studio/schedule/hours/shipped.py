"""Packs that a production can begin with, and edit: each with its day, its source and a caution.

They are transcribed from secondary sources and marked for counsel to confirm; nothing here is
legal advice. A pack that the production has is its own from then on.
"""

from collections.abc import Mapping
from datetime import date, time

from matinee.studio.schedule.working_day import AgeBand, MealsPack, MinorsPack

_CONFIRM = "for counsel to confirm"
_CALIFORNIA = f"8 CCR § 11760, Labor Code § 1308.7; {_CONFIRM}"
_NIGHT, _DAWN = time(22), time(5)


def _california(*, school: bool) -> tuple[AgeBand, ...]:
    hours = ((2, 4, 2), (6, 6, 3), (9, 8, 4 if school else 6), (16, 9, 5 if school else 7))
    grown = AgeBand(18, 10 * 60, (6 if school else 8) * 60, _DAWN, _NIGHT)
    return (
        *(AgeBand(below, there * 60, work * 60, _DAWN, _NIGHT) for below, there, work in hours),
        grown,
    )


MINORS: Mapping[str, MinorsPack] = {
    "california-school": MinorsPack(
        "California, school in session", date(2000, 1, 1), _california(school=True),
        source=_CALIFORNIA,
    ),
    "california-holidays": MinorsPack(
        "California, no school", date(2000, 1, 1), _california(school=False), source=_CALIFORNIA
    ),
    "england": MinorsPack(
        "England",
        date(2015, 2, 6),
        (
            AgeBand(5, 5 * 60, 2 * 60, time(7), time(22)),
            AgeBand(9, 8 * 60, 3 * 60, time(7), time(23)),
            AgeBand(16, 9 * 60 + 30, 5 * 60, time(7), time(23)),
        ),
        source=f"The Children (Performances and Activities) (England) Regulations 2014; {_CONFIRM}",
    ),
}  # fmt: skip

MEALS: Mapping[str, MealsPack] = {
    "performers-us": MealsPack(
        "SAG-AFTRA principals",
        date(2023, 11, 9),
        every=360,
        lasts=30,
        penalties=(25, 35, 50),
        source=f"SAG-AFTRA TV/Theatrical 2023, in US dollars by half hour; {_CONFIRM}",
    ),
    "background-us": MealsPack(
        "SAG-AFTRA background",
        date(2023, 11, 9),
        every=360,
        lasts=30,
        penalties=(8, 10, 13),
        source=f"SAG-AFTRA schedule X, rounded up to whole dollars; {_CONFIRM}",
    ),
}
