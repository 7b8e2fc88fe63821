"""Kinds of simulated people: when each watches, on what, and what each tends to like."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

DEVICES = ("tv", "phone", "tablet", "web")


class Kind(IntEnum):
    """What kind of person a profile is."""

    ADULT = 0
    SENIOR = 1
    TEEN = 2
    KID = 3


@dataclass(frozen=True, slots=True)
class Habit:
    """A kind's week. ``weekday`` and ``weekend`` are bells over local hours: (hour, spread, share).

    ``days`` weighs Monday to Sunday; ``devices`` are shares in the order of :data:`DEVICES`;
    ``leanings`` weigh the archetypes that are not left at 1.
    """

    visits_a_week: float
    visits_spread: float
    days: tuple[float, ...]
    weekday: tuple[tuple[float, float, float], ...]
    weekend: tuple[tuple[float, float, float], ...]
    devices: tuple[float, float, float, float]
    leanings: Mapping[str, float]


HABITS: dict[Kind, Habit] = {
    Kind.ADULT: Habit(
        visits_a_week=2.1,
        visits_spread=0.7,
        days=(0.8, 0.8, 0.85, 0.9, 1.3, 1.45, 1.2),
        weekday=((20.8, 1.0, 0.74), (22.7, 0.7, 0.16), (13.0, 1.3, 0.1)),
        weekend=((20.9, 1.3, 0.64), (15.5, 1.8, 0.27), (10.5, 1.1, 0.09)),
        devices=(0.62, 0.15, 0.08, 0.15),
        leanings={"family animation": 0.3, "fairy tales and songs": 0.5, "blockbusters": 1.5},
    ),
    Kind.SENIOR: Habit(
        visits_a_week=2.6,
        visits_spread=0.6,
        days=(1.0, 1.0, 1.0, 1.0, 1.0, 0.95, 1.05),
        weekday=((19.8, 1.0, 0.56), (14.8, 1.5, 0.44)),
        weekend=((19.9, 1.0, 0.6), (15.0, 1.5, 0.4)),
        devices=(0.82, 0.03, 0.1, 0.05),
        leanings={
            "golden age": 3.5,
            "westerns": 2.0,
            "war and history": 2.0,
            "crime and film noir": 1.8,
            "blockbusters": 0.3,
            "horror": 0.2,
            "family animation": 0.2,
        },
    ),
    Kind.TEEN: Habit(
        visits_a_week=2.1,
        visits_spread=0.6,
        days=(0.8, 0.8, 0.9, 0.85, 1.4, 1.5, 1.0),
        weekday=((17.4, 1.2, 0.36), (21.0, 1.0, 0.64)),
        weekend=((14.6, 1.8, 0.34), (21.4, 1.2, 0.66)),
        devices=(0.32, 0.36, 0.06, 0.26),
        leanings={
            "blockbusters": 4.0,
            "thoughtful science fiction": 1.6,
            "romance and comedy": 1.6,
            "satire and the absurd": 1.5,
            "family animation": 1.2,
            "golden age": 0.15,
            "westerns": 0.2,
            "world cinema": 0.2,
            "music and documentaries": 0.4,
        },
    ),
    Kind.KID: Habit(
        visits_a_week=1.8,
        visits_spread=0.5,
        days=(0.75, 0.75, 1.05, 0.75, 1.15, 1.75, 1.6),
        weekday=((17.0, 0.9, 0.86), (7.3, 0.4, 0.14)),
        weekend=((8.9, 1.0, 0.44), (15.8, 1.4, 0.42), (18.4, 0.6, 0.14)),
        devices=(0.36, 0.08, 0.54, 0.02),
        leanings={
            "family animation": 9.0,
            "fairy tales and songs": 5.0,
            "blockbusters": 0.8,
            "horror": 0.02,
            "crime and film noir": 0.02,
            "golden age": 0.1,
            "romance and comedy": 0.1,
            "world cinema": 0.05,
            "war and history": 0.05,
            "westerns": 0.1,
            "thoughtful science fiction": 0.3,
            "satire and the absurd": 0.3,
            "music and documentaries": 0.2,
        },
    ),
}

COMPOSITIONS: tuple[tuple[float, tuple[tuple[Kind, int, int], ...]], ...] = (
    (0.26, ((Kind.ADULT, 1, 1),)),
    (0.22, ((Kind.ADULT, 2, 2),)),
    (0.10, ((Kind.SENIOR, 1, 2),)),
    (0.22, ((Kind.ADULT, 1, 2), (Kind.KID, 1, 2))),
    (0.12, ((Kind.ADULT, 1, 2), (Kind.TEEN, 1, 2))),
    (0.08, ((Kind.ADULT, 3, 4),)),
)
"""Households: a share, and for each kind the least and the most of it."""


@dataclass(frozen=True, slots=True)
class GuidedMember:
    """A member laid down by hand; ``leading`` is the archetype that outweighs the others."""

    name: str
    kind: Kind
    leading: str | None
    who: str
    look_for: str


@dataclass(frozen=True, slots=True)
class Guide:
    """A household laid down by hand, so that a visitor knows whom to look at first."""

    territory: str
    name: str
    members: tuple[GuidedMember, ...]
    all_languages: bool = False
    visits_a_week: float = 2.6


GUIDES: tuple[Guide, ...] = (
    Guide(
        "GB",
        "Okafor",
        (
            GuidedMember(
                "Kemi",
                Kind.ADULT,
                "romance and comedy",
                "a mother in a family of four in Britain",
                "how her page differs from those of her husband and of her children",
            ),
            GuidedMember(
                "Edward",
                Kind.ADULT,
                "blockbusters",
                "the father of the same family",
                "spectacle, and films of the last years",
            ),
            GuidedMember(
                "Poppy",
                Kind.KID,
                "family animation",
                "a child with a kids' profile",
                "titles whose age is known and at most 7, and no others",
            ),
            GuidedMember(
                "Alfie",
                Kind.TEEN,
                "thoughtful science fiction",
                "a teenager with a maturity limit",
                "science fiction within the limit",
            ),
        ),
    ),
    Guide(
        "US",
        "Mercer",
        (
            GuidedMember(
                "Dana",
                Kind.ADULT,
                "horror",
                "a horror fan in the United States",
                "the genre rows, and Because you watched",
            ),
        ),
    ),
    Guide(
        "FR",
        "Sorel",
        (
            GuidedMember(
                "Élise",
                Kind.ADULT,
                "world cinema",
                "a cinephile in France who watches in every language",
                "world cinema, and no title that is held back in France",
            ),
        ),
        all_languages=True,
    ),
    Guide(
        "US",
        "Whitaker",
        (
            GuidedMember(
                "Hank",
                Kind.SENIOR,
                "westerns",
                "a retired lover of westerns",
                "the West, from every decade",
            ),
            GuidedMember(
                "June",
                Kind.SENIOR,
                "golden age",
                "his wife, who prefers Hollywood before 1960",
                "another page from the same household",
            ),
        ),
    ),
    Guide(
        "DE",
        "Vogt",
        (
            GuidedMember(
                "Nils",
                Kind.ADULT,
                "crime and film noir",
                "a follower of crime stories in Germany",
                "crime, and only films with German or English sound",
            ),
        ),
    ),
    Guide(
        "US",
        "Kim",
        (
            GuidedMember(
                "Maya",
                Kind.ADULT,
                None,
                "a newcomer who has watched nothing yet",
                "what the page offers before it knows anything; play something and look again",
            ),
        ),
        visits_a_week=0.0,
    ),
)
"""Without a leading taste, and without visits, a newcomer."""
