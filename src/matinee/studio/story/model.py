"""The story view as values; the page says how each is measured, and what it misses."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thread:
    """One person through the script; ``words`` are by scene, None where the person is not there."""

    name: str
    words: tuple[int | None, ...]
    total: int
    eighths: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two who share scenes: how many, and the eighths of these."""

    one: str
    other: str
    scenes: int
    eighths: int


@dataclass(frozen=True, slots=True)
class Turn:
    """A place where the script becomes another: the scene that begins it, and how strongly."""

    scene: int
    page: float
    strength: float


@dataclass(frozen=True, slots=True)
class Story:
    """``intensity`` and ``talk`` are by scene, between 0 and 1; ``starts`` in pages."""

    threads: tuple[Thread, ...]
    pairs: tuple[Pair, ...]
    turns: tuple[Turn, ...]
    intensity: tuple[float, ...]
    talk: tuple[float, ...]
    starts: tuple[float, ...]
    pages: float
