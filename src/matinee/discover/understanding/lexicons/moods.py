"""The moods: their names, the words that people have for them, and what in a catalogue shows them.

``moods.txt`` lists them. ``shown_by`` are keywords and tags that are evidence that a title has the
mood, ``genres`` weaker evidence. A mood without a keyword in the catalogue has no evidence there.
"""

from dataclasses import dataclass

from matinee.discover.understanding.lexicons.listing import listed
from matinee.discover.understanding.lexicons.paragraphs import paragraphs

MOST_MOODS = 60


@dataclass(frozen=True, slots=True)
class Mood:
    """One mood; ``said`` begins with its name."""

    name: str
    said: tuple[str, ...]
    shown_by: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()


MOODS = tuple(
    Mood(
        name,
        (name, *listed(lines.get("said", ""))),
        listed(lines.get("shown by", "")),
        listed(lines.get("genres", "")),
    )
    for name, lines in paragraphs("moods.txt")
)

COMPARED = {
    "lighter": "light",
    "darker": "dark",
    "funnier": "funny",
    "scarier": "scary",
    "sadder": "sad",
    "slower": "slow",
    "faster": "fast",
    "quicker": "fast",
    "wittier": "witty",
    "sillier": "silly",
    "grittier": "gritty",
    "bleaker": "bleak",
    "happier": "uplifting",
    "gentler": "relaxing",
    "calmer": "relaxing",
    "weirder": "quirky",
    "stranger": "quirky",
    "smarter": "clever",
    "sexier": "sexy",
    "cosier": "cosy",
    "cozier": "cosy",
    "tenser": "tense",
    "creepier": "eerie",
    "spookier": "eerie",
    "bloodier": "gory",
    "gorier": "gory",
    "sweeter": "charming",
    "warmer": "heartwarming",
    "twistier": "twisty",
    "deeper": "thoughtful",
    "kinder": "heartwarming",
    "milder": "light",
    "rawer": "raw",
    "cruder": "crude",
    "grander": "epic",
    "quieter": "relaxing",
    "cheerier": "uplifting",
    "dumber": "silly",
    "goofier": "silly",
    "cleverer": "clever",
    "cuter": "charming",
    "dreamier": "dreamy",
    "moodier": "atmospheric",
    "nastier": "disturbing",
    "crazier": "surreal",
    "cheesier": "campy",
    "campier": "campy",
    "ruder": "crude",
    "dirtier": "crude",
    "eerier": "eerie",
    "steamier": "sexy",
    "lusher": "stylish",
    "slicker": "stylish",
    "snappier": "fast",
    "wiser": "thoughtful",
    "grimmer": "bleak",
    "soppier": "romantic",
    "tamer": "light",
}
"""Words that compare, as they are said beside a title or what was shown."""
