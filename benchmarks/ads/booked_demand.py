"""A made-up book of active line items, and breaks that ask for ads, for benchmarks of decisions."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import numpy as np

from matinee.ads.decided import Exposure
from matinee.ads.meaning.vectors import WIDTH, packed
from matinee.ads.model import (
    Approval,
    BreakRequest,
    Cap,
    Creative,
    GoalKind,
    Level,
    LineItem,
    Rendition,
    State,
    Targeting,
)
from matinee.vocabulary.ids import HouseholdId
from matinee.vocabulary.window import Window

NOW = datetime(2026, 3, 4, 20, 0, tzinfo=UTC)
TERRITORIES = ("PT", "ES", "FR", "DE", "IT", "GB", "US", "BR", "MX", "JP")
LANGUAGES = ("pt", "es", "fr", "de", "it", "en", "ja")
DEVICES = ("tv", "phone", "tablet", "web")
GENRES = tuple(f"genre {number}" for number in range(24))
MOODS = ("calm", "tense", "joyful", "sad", "romantic", "frightening")
_ADVERTISERS, _SETS, _SCENES = 900, 60, 1000
_FILE = Rendition("https://media.example/a.mp4", "video/mp4", 1920, 1080, 4500)


def book(count: int, seed: int = 11) -> tuple[list[LineItem], dict[UUID, Creative]]:
    """Line items with one to three creatives each."""
    random = np.random.default_rng(seed)
    items: list[LineItem] = []
    creatives: dict[UUID, Creative] = {}
    for number in range(count):
        advertiser = int(random.integers(_ADVERTISERS))
        own = [
            _creative(random, number * 4 + each, advertiser)
            for each in range(int(random.choice([1, 2, 3], p=[0.7, 0.2, 0.1])))
        ]
        creatives |= {each.id: each for each in own}
        items.append(_line_item(random, number, advertiser, [each.id for each in own]))
    return items, creatives


def break_request(random: np.random.Generator, *, slots: int, seconds: int) -> BreakRequest:
    """A break of some title for some household."""
    return BreakRequest(
        at=NOW,
        household=HouseholdId(UUID(int=int(random.integers(1, 10**6)))),
        duration=timedelta(seconds=seconds),
        slots=slots,
        territory=TERRITORIES[int(random.integers(len(TERRITORIES)))],
        language=LANGUAGES[int(random.integers(len(LANGUAGES)))],
        device=DEVICES[int(random.integers(len(DEVICES)))],
        genres=tuple(random.choice(GENRES, 3, replace=False).tolist()),
        moods=(MOODS[int(random.integers(len(MOODS)))],),
        hour=int(random.integers(168)),
        floor=8_000_000,
        meaning=_meaning(int(random.integers(_SCENES))),
    )


def exposures(random: np.random.Generator, items: list[LineItem], count: int) -> list[Exposure]:
    """What the household saw in the last week."""
    seen = [items[int(place)] for place in random.integers(0, len(items), count)]
    return [
        Exposure(
            NOW - timedelta(minutes=int(random.integers(10_000))),
            item.advertiser_id,
            item.campaign_id,
            item.id,
            item.creatives[0],
        )
        for item in seen
    ]


def _creative(random: np.random.Generator, number: int, advertiser: int) -> Creative:
    seconds = int(
        random.choice([6, 10, 15, 20, 30, 45, 60], p=[0.05, 0.05, 0.3, 0.1, 0.35, 0.05, 0.1])
    )
    frames = int(random.integers(-1, 3)) * 40
    return Creative(
        id=UUID(int=1 << 100 | number),
        advertiser_id=UUID(int=1 << 110 | advertiser),
        name=f"creative {number}",
        duration=timedelta(seconds=seconds, milliseconds=frames),
        renditions=(_FILE,),
        approval=Approval.APPROVED,
        meaning=_meaning(_SCENES + number),
    )


def _meaning(number: int) -> str:
    vector = np.random.default_rng(number).normal(size=(1, WIDTH)).astype(np.float32)
    return packed(vector / np.linalg.norm(vector))[0]


def _line_item(
    random: np.random.Generator, number: int, advertiser: int, creatives: list[UUID]
) -> LineItem:
    def some(values: tuple[str, ...], chance: float, most: int) -> frozenset[str]:
        if random.random() > chance:
            return frozenset()
        count = int(random.integers(1, most + 1))
        return frozenset(random.choice(values, count, replace=False).tolist())

    kind = advertiser % _SETS
    return LineItem(
        id=UUID(int=1 << 90 | number),
        campaign_id=UUID(int=1 << 80 | advertiser * 4 + int(random.integers(4))),
        advertiser_id=UUID(int=1 << 110 | advertiser),
        name=f"line item {number}",
        bid=int(random.lognormal(3, 0.5) * 1_000_000),
        goal_kind=GoalKind.IMPRESSIONS,
        goal=int(random.integers(10_000, 1_000_000)),
        flight=Window(NOW - timedelta(days=10), NOW + timedelta(days=int(random.integers(1, 30)))),
        state=State.ACTIVE,
        targeting=Targeting(
            territories=some(TERRITORIES, 0.97, 2),
            languages=some(LANGUAGES, 0.5, 3),
            devices=some(DEVICES, 0.6, 2),
            genres=some(GENRES, 0.8, 4),
            moods=some(MOODS, 0.2, 3),
            without_genres=some(GENRES, 0.3, 3),
            hours=frozenset(range(100)) if random.random() < 0.2 else frozenset(),
        ),
        caps=(
            Cap(Level.LINE_ITEM, int(random.integers(1, 5)), timedelta(days=1)),
            Cap(Level.CAMPAIGN, int(random.integers(3, 12)), timedelta(days=7)),
        ),
        rivals=(f"set {kind}",),
        blocks=(f"set {int(random.integers(_SETS))}",) if random.random() < 0.05 else (),
        creatives=tuple(creatives),
        most_per_pod=1,
    )
