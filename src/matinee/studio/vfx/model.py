"""Shots with their method, count and cost, as values."""

from dataclasses import dataclass
from enum import StrEnum


class Complexity(StrEnum):
    """A: weeks of several artists; B: days of one; C: hours of one."""

    A = "A"
    B = "B"
    C = "C"


class Way(StrEnum):
    """How such a shot is usually made."""

    LIKENESS = "de-ageing or double"
    CREATURE = "animated creature"
    CREATED = "created element or set extension"
    CROWD = "crowd multiplication"
    DRIVING = "plates behind a vehicle"
    SCREEN = "screen insert"
    MUZZLE = "muzzle flash"
    RIG = "wire and rig removal"
    FIRE = "fire and destruction"
    WEATHER = "weather and water"


@dataclass(frozen=True, slots=True)
class Count:
    """How many shots: at least, likely, at most."""

    least: int
    likely: int
    most: int


@dataclass(frozen=True, slots=True)
class Shot:
    """One line of the list; ``scene`` is the scene's place, ``elements`` what asks for it.

    ``hero`` says that the shot carries the story; ``consent`` that a performer's consent is needed
    before anything is made, which the clearance desk records.
    """

    scene: int
    way: Way
    complexity: Complexity
    count: Count
    elements: tuple[str, ...]
    assumption: str
    hero: bool = False
    consent: bool = False


@dataclass(frozen=True, slots=True)
class Rate:
    """What one shot of a complexity costs, in whole units of the card's currency."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class RateCard:
    """A production's rates; the ones that come with Matinee are an example and no offer."""

    currency: str = "USD"
    a: Rate = Rate(18_000, 60_000)
    b: Rate = Rate(5_000, 15_000)
    c: Rate = Rate(1_200, 4_000)
    own: bool = False

    def of(self, complexity: Complexity) -> Rate:
        """The rate of a complexity."""
        return {Complexity.A: self.a, Complexity.B: self.b, Complexity.C: self.c}[complexity]

    def cost(self, shot: Shot) -> Rate:
        """From the fewest shots at the low rate to the most at the high one."""
        rate = self.of(shot.complexity)
        return Rate(rate.low * shot.count.least, rate.high * shot.count.most)

    def likely(self, shot: Shot) -> int:
        """The likely count at the middle of the rate."""
        rate = self.of(shot.complexity)
        return shot.count.likely * (rate.low + rate.high) // 2
