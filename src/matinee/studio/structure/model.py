"""The structure of a script as values."""

from dataclasses import dataclass
from enum import StrEnum

from matinee.studio.screenplay.scenes import Scene
from matinee.studio.structure.ages import Ages, age_in


@dataclass(frozen=True, slots=True)
class Person:
    """One character under the name that most of the cues use.

    ``aliases`` are the other spellings, each with why it is the same person; ``younger_of`` names
    whom a YOUNG somebody is the younger self of. ``introduced`` is the line where the name first
    stands in capitals; ``age`` the first that the page tells, in years, ``ages`` all of them, by
    the place of the scene. ``speaking`` and ``silent`` are places of scenes, ``words`` what is
    said in all of them.
    """

    name: str
    aliases: tuple[tuple[str, str], ...]
    cues: int
    words: int
    speaking: tuple[int, ...]
    silent: tuple[int, ...]
    introduced: int | None = None
    age: int | None = None
    younger_of: str = ""
    ages: Ages = ()

    def age_in(self, scene: int) -> int | None:
        """How old they are in a scene, by its place; None where the page never says."""
        return age_in(self.ages, scene) if self.ages else self.age

    @property
    def oldest(self) -> int | None:
        """The greatest age that the page tells."""
        return max((age for _, age in self.ages), default=self.age)


class Trait(StrEnum):
    """What makes a scene another kind of scene."""

    FLASHBACK = "flashback"
    MONTAGE = "montage"
    PHONE = "phone call"
    SONG = "song"
    INTERCUT = "intercut"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why something is said of a scene: a line of the source, and its words."""

    line: int
    words: str


@dataclass(frozen=True, slots=True)
class SceneFacts:
    """One scene with what it holds.

    ``day`` is the script day (``1``, ``2``; ``FB 1984`` for a flashback), ``day_evidence`` why;
    ``eighths`` its length; ``spoken`` the words said; ``speaking`` and ``silent`` names of people.
    """

    scene: Scene
    eighths: int
    day: str
    day_evidence: str
    spoken: int
    speaking: tuple[str, ...]
    silent: tuple[str, ...]
    traits: tuple[tuple[Trait, Evidence], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A set within a location, with the scenes played in it (places in the list of scenes)."""

    location: str
    set_name: str
    scenes: tuple[int, ...]
