"""What a genre, a decade and a word bring: palettes, faces and compositions."""

from collections.abc import Callable
from dataclasses import dataclass

from matinee.promote.drawing import colour, cuts, landscapes, patterns, portraits, scenes, skies
from matinee.promote.drawing.colour import Palette
from matinee.promote.drawing.scene import Lockup, Scene

Composition = Callable[[Scene], Lockup]

COMPOSITIONS: dict[str, Composition] = {
    "horizon": landscapes.horizon,
    "peaks": landscapes.peaks,
    "pines": landscapes.pines,
    "waves": landscapes.waves,
    "road": landscapes.road,
    "house": landscapes.house,
    "balloon": skies.balloon,
    "rings": patterns.rings,
    "spiral": patterns.spiral,
    "halftone": patterns.halftone,
    "rainbow": patterns.rainbow,
    "arcs": patterns.arcs,
    "sunburst": patterns.sunburst,
    "slabs": cuts.slabs,
    "cutout": cuts.cutout,
    "shards": cuts.shards,
    "eye": cuts.eye,
    "duet": cuts.duet,
    "words": cuts.words,
    "skyline": scenes.skyline,
    "doorway": scenes.doorway,
    "blinds": scenes.blinds,
    "stage": scenes.stage,
    "corridor": scenes.corridor,
    "orbit": skies.orbit,
    "garden": scenes.garden,
    "bust": portraits.bust,
    "profiles": portraits.profiles,
}


@dataclass(frozen=True, slots=True)
class Mood:
    """How a kind of film looks."""

    palettes: tuple[Palette, ...]
    faces: tuple[str, ...]
    compositions: tuple[str, ...]


def _mood(palettes: tuple[Palette, ...], faces: str, compositions: str) -> Mood:
    return Mood(palettes, tuple(faces.split()), tuple(compositions.split()))


# In this order: the first that a title's genres mention is its mood, so the telling ones lead.
MOODS: dict[str, Mood] = {
    "western": _mood(
        colour.WESTERN,
        "alfa-slab-one abril-fatface league-gothic anton",
        "horizon horizon sunburst peaks slabs words bust road",
    ),
    "horror": _mood(
        colour.HORROR,
        "league-gothic anton playfair-display cinzel abril-fatface",
        "house eye pines doorway corridor slabs cutout bust house",
    ),
    "science fiction": _mood(
        colour.SCIENCE,
        "orbitron righteous josefin-sans league-gothic anton",
        "orbit orbit rings corridor halftone spiral eye road skyline",
    ),
    "noir": _mood(
        colour.NOIR,
        "limelight league-gothic abril-fatface oswald",
        "blinds doorway skyline profiles corridor bust cutout",
    ),
    "animat": _mood(
        colour.FAMILY,
        "bowlby-one lobster righteous josefin-sans",
        "balloon arcs rainbow waves peaks sunburst orbit garden",
    ),
    "family": _mood(
        colour.FAMILY,
        "lobster bowlby-one righteous abril-fatface",
        "balloon rainbow arcs garden sunburst waves peaks stage",
    ),
    "music": _mood(
        colour.MUSIC,
        "limelight righteous lobster abril-fatface poiret-one",
        "stage sunburst rainbow halftone words stage profiles rings",
    ),
    "documentary": _mood(
        colour.PLAIN,
        "oswald anton josefin-sans playfair-display",
        "words arcs halftone duet slabs bust horizon",
    ),
    "fantasy": _mood(
        colour.FANTASY,
        "cinzel abril-fatface righteous playfair-display",
        "peaks pines garden horizon eye waves balloon",
    ),
    "war": _mood(
        colour.WAR,
        "anton league-gothic oswald alfa-slab-one",
        "slabs shards horizon sunburst peaks cutout words bust",
    ),
    "crime": _mood(
        colour.CRIME + colour.NOIR,
        "anton league-gothic oswald limelight",
        "slabs cutout skyline blinds doorway shards bust words profiles arcs corridor",
    ),
    "mystery": _mood(
        colour.CRIME + colour.NOIR,
        "abril-fatface limelight playfair-display league-gothic",
        "spiral rings corridor eye doorway house cutout blinds",
    ),
    "thriller": _mood(
        colour.NOIR + colour.CRIME,
        "anton oswald league-gothic orbitron",
        "rings eye corridor slabs shards spiral skyline doorway halftone",
    ),
    "action": _mood(
        colour.ACTION,
        "anton league-gothic orbitron oswald",
        "shards road skyline halftone sunburst words slabs bust",
    ),
    "adventure": _mood(
        colour.ACTION + colour.FANTASY,
        "alfa-slab-one abril-fatface cinzel anton",
        "peaks waves horizon pines sunburst balloon road",
    ),
    "romance": _mood(
        colour.ROMANCE,
        "poiret-one playfair-display lobster limelight josefin-sans",
        "duet garden profiles horizon waves bust skyline duet",
    ),
    "comedy": _mood(
        colour.COMEDY,
        "bowlby-one lobster righteous alfa-slab-one abril-fatface josefin-sans",
        "words arcs sunburst halftone rainbow duet bust slabs cutout",
    ),
    "biograph": _mood(
        colour.DRAMA,
        "playfair-display oswald abril-fatface cinzel",
        "bust profiles bust stage words halftone horizon",
    ),
    "histor": _mood(
        colour.WAR + colour.DRAMA,
        "cinzel playfair-display abril-fatface",
        "bust horizon peaks profiles waves arcs",
    ),
    "drama": _mood(
        colour.DRAMA,
        "playfair-display josefin-sans abril-fatface oswald poiret-one league-gothic",
        "bust profiles horizon garden doorway duet waves arcs rings words skyline cutout corridor",
    ),
}

_ALSO = {
    "sci-fi": "science fiction",
    "sport": "action",
    "child": "family",
    "spy": "thriller",
    "martial": "action",
    "disaster": "action",
    "suspense": "thriller",
    "gangster": "crime",
    "heist": "crime",
    "epic": "histor",
    "period": "histor",
    "monster": "horror",
    "vampire": "horror",
    "zombie": "horror",
    "slasher": "horror",
    "supernatural": "fantasy",
}

# A word of the name or of the keywords may say what to draw.
_HINTS = {
    "orbit": "space star stars planet galaxy mars moon alien astronaut gravity",
    "waves": "sea ocean ship island shark boat sailor water river pirates voyage",
    "skyline": "city york chicago angeles metropolis night street taxi manhattan",
    "pines": "forest woods wild bear tree trees winter",
    "peaks": "mountain mountains everest alps snow ice climb frozen",
    "horizon": "desert sun sunset west cowboy prairie dust sand outlaw",
    "house": "house haunted ghost witch manor psycho",
    "road": "road car race driver highway drive truck",
    "stage": "dance dancer singer theatre show opera circus jazz band concert",
    "garden": "garden flower flowers rose spring summer butterfly",
    "eye": "eye eyes watching spy witness blind dream dreams",
    "corridor": "door prison escape room hotel hospital",
    "duet": "love wedding marriage couple lovers",
    "balloon": "flight balloon air airplane kite up sky toy",
    "blinds": "detective private murder noir",
    "spiral": "vertigo memory time hypnosis spiral mind",
    "bust": "king queen emperor lady prince princess portrait",
    "shards": "bomb explosion war battle heat fire",
}
WORDS = {word: name for name, words in _HINTS.items() for word in words.split()}


def mood_of(genres: tuple[str, ...]) -> Mood:
    """The mood of a title by its genres; drama where they say nothing."""
    said = " ".join(genres).lower()
    said += "".join(f" {mood}" for word, mood in _ALSO.items() if word in said)
    return next((mood for name, mood in MOODS.items() if name in said), MOODS["drama"])
