"""What a poster is drawn from, and what drawing gives."""

from dataclasses import dataclass

from matinee.promote.lettering import Lettering

__all__ = ["POSTER", "WIDE", "Drawing", "Lettering", "TitleFacts"]

POSTER = (400, 600)
WIDE = (640, 360)


@dataclass(frozen=True, slots=True)
class TitleFacts:
    """The facts of a title that its art follows from; ``seed`` tells two alike titles apart."""

    seed: str
    name: str
    year: int = 0
    genres: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    director: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished picture and the tag by which a browser knows that it has it already."""

    svg: bytes
    etag: str
