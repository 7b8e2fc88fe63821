"""Breakdown elements as values, in the trade's categories."""

from dataclasses import dataclass
from enum import Enum, StrEnum


class Category(Enum):
    """The categories of a breakdown sheet, each with its Universal Category id."""

    CAST = (100, "Cast Members")
    BACKGROUND = (101, "Background Actors")
    STUNTS = (102, "Stunts")
    VEHICLES = (103, "Vehicles")
    PROPS = (104, "Props")
    SPECIAL_EFFECTS = (105, "Special Effects")
    WARDROBE = (106, "Wardrobe")
    MAKEUP = (107, "Makeup/Hair")
    ANIMALS = (108, "Animals")
    WRANGLERS = (109, "Animal Wranglers")
    CAMERA = (110, "Camera")
    SOUND = (113, "Sound")
    MUSIC = (114, "Music")
    ART = (115, "Art Department")
    DRESSING = (116, "Set Dressing")
    GREENERY = (117, "Greenery")
    SECURITY = (118, "Security")
    EQUIPMENT = (119, "Special Equipment")
    LABOR = (120, "Additional Labor")
    VISUAL_EFFECTS = (121, "Visual Effects")
    MECHANICAL = (122, "Mechanical Effects")
    NOTES = (123, "Notes")
    MISCELLANEOUS = (125, "Miscellaneous")

    @property
    def ucid(self) -> int:
        """The id in the Universal Category Identification Standard."""
        return self.value[0]

    @property
    def label(self) -> str:
        """The name that breakdown sheets use."""
        return self.value[1]

    @property
    def key(self) -> str:
        """The name in addresses, files and the database."""
        return self.name.lower()


BY_LABEL = {category.label: category for category in Category}
BY_KEY = {category.key: category for category in Category}


class Duty(StrEnum):
    """What asks for care, permission or law, whoever breaks the scene down."""

    MINORS = "minors"
    ANIMALS = "animals"
    STUNTS = "stunts"
    WEAPONS = "weapons"
    INTIMACY = "intimacy"
    SMOKING = "smoking"
    WATER = "water"
    NIGHT = "night exteriors"
    CROWDS = "crowds"
    LANGUAGE = "another language"
    LIKENESS = "likeness"


class Method(StrEnum):
    """By what an element was found; a measurement can leave each out."""

    STRUCTURE = "structure"
    LEXICON = "lexicon"
    GRAMMAR = "grammar"
    EMBEDDING = "embedding"
    RULE = "rule"
    EXAMPLES = "examples"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Found:
    """One element found in one scene.

    ``scene`` is the scene's place in the script, ``element`` the paragraph's; ``start`` and ``end``
    count within that paragraph's printed text (both 0 for what is implied by the scene as a whole).
    ``confidence`` is between 0 and 1 and orders the list; it is no probability. ``head`` is the
    word that decided, by which corrections are learnt.
    """

    scene: int
    category: Category
    name: str
    element: int
    start: int
    end: int
    line: int
    implied: bool
    confidence: float
    why: str
    method: Method
    head: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """A duty of a scene, and the line that shows it."""

    scene: int
    duty: Duty
    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Everything found in a script, in the order of its scenes."""

    elements: tuple[Found, ...]
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """A vote; ``category`` None says that it is no element. ``head`` is the word, in the singular.

    ``method`` and ``was`` are by what and as what it had been suggested, if it was; ``scene`` is
    the place of the scene in the script at hand, None where it was said of another draft's pages.
    """

    head: str
    category: Category | None
    name: str = ""
    method: Method | None = None
    was: Category | None = None
    scene: int | None = None
