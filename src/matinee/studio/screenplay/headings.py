"""Scene headings by the letter of Fountain, and those that other languages and hands write.

The syntax (fountain.io/syntax, "Scene Heading"): INT, EXT, EST, INT./EXT, INT/EXT or I/E, followed
by a full stop or a blank, in any case. What is wider is a heading for the breakdown, and flagged.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

LETTER = re.compile(r"(?:INT\.?/EXT|INT|EXT|EST|I/E)[. ]", re.IGNORECASE)
NUMBER = re.compile(r"\s*#([\w.\-]*[^\W_][\w.\-]*)#\s*$")

_INSIDE = (
    r"INT|INTERIOR|INTERIEUR|INTÉRIEUR|INTERNO|INTERNA|INNEN|INNE|INOMHUS|BINNEN|SISÄ|WN|WNĘTRZE|İÇ|"
    r"ИНТ|ΕΣΩΤ|内景|內景|内|內|室内|室內|실내"
)
_OUTSIDE = (
    r"EXT|EXTERIOR|EXTERIEUR|EXTÉRIEUR|ESTERNO|EXTERNA|AUSSEN|AUẞEN|AUßEN|AUẞ|UTE|UTOMHUS|BUITEN|"
    r"ULKO|PL|PLENER|DIŞ|НАТ|ЭКСТ|ΕΞΩΤ|外景|外|室外|실외"
)
_JOIN = r"\.?\s*[/\-–&+]\s*"
_WIDE = re.compile(
    rf"(?P<number>\d+[A-Z]{{0,2}}[.):]?\s+)?(?P<place>(?:{_INSIDE}|{_OUTSIDE}|EST)"
    rf"(?:{_JOIN}(?:{_INSIDE}|{_OUTSIDE}))?|I\.?/E|E\.?/I|I/A|A/I)(?P<mark>[.:、，：/]|\s+[-–—]|\s)\s*(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_IN = re.compile(rf"^(?:{_INSIDE})$", re.IGNORECASE)
_SHORT_BOTH = frozenset({"I/E", "E/I", "I/A", "A/I"})


class Side(StrEnum):
    """Where the camera is."""

    INT = "INT"
    EXT = "EXT"
    BOTH = "INT/EXT"
    NONE = ""


class Light(StrEnum):
    """The four kinds of day that a strip is coloured by, and none."""

    DAY = "day"
    NIGHT = "night"
    DAWN = "dawn"
    DUSK = "dusk"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Slug:
    """A heading taken apart.

    ``sets`` goes from the widest place to the narrowest (``BLOOM HOUSE``, ``KITCHEN``); ``time`` is
    what the writer wrote (``CONTINUOUS``), ``light`` what it means where that is certain;
    ``asides`` are the parentheses and remarks that are neither (``1973``, ``FLASHBACK``).
    """

    side: Side
    sets: tuple[str, ...]
    time: str
    light: Light
    asides: tuple[str, ...]
    by_the_letter: bool

    @property
    def place(self) -> str:
        """The whole place as one line."""
        return " - ".join(self.sets)


_TIMES: dict[Light, str] = {
    Light.DAY: (
        "DAY MORNING AFTERNOON NOON MIDDAY DAYTIME SUNNY|JOUR|MATIN|APRÈS-MIDI|MIDI|DÍA|DIA|MAÑANA|"
        "TARDE|"
        "TAG|MORGEN|NACHMITTAG|VORMITTAG|GIORNO|MATTINA|POMERIGGIO|DAG|PÄIVÄ|DZIEŃ|ДЕНЬ|УТРО|GÜN|"
        "ΗΜΕΡΑ|日|白天|日间|낮|MANHÃ"
    ),
    Light.NIGHT: (
        "NIGHT MIDNIGHT EVENING|NUIT|SOIR|NOCHE|NACHT|ABEND|NOTTE|SERA|NOITE|NATT|NAT|YÖ|NOC|НОЧЬ|"
        "ВЕЧЕР|GECE|ΝΥΧΤΑ|夜|夜晚|夜间|晚上|밤"
    ),
    Light.DAWN: (
        "DAWN SUNRISE DAYBREAK|AUBE|AMANECER|MORGENDÄMMERUNG|MORGENGRAUEN|ALBA|AMANHECER|黎明"
    ),
    Light.DUSK: "DUSK SUNSET TWILIGHT MAGIC|CRÉPUSCULE|ATARDECER|ABENDDÄMMERUNG|TRAMONTO|黄昏|傍晚",
}
_LIGHT_OF = {
    word: light
    for light, words in _TIMES.items()
    for part in words.split("|")
    for word in part.split()
}
_RELATIVE = frozenset(
    {
        "CONTINUOUS", "LATER", "SAME", "MOMENTS", "AFTER", "SIMULTANEOUS", "CONTINUED", "CONT'D",
        "CONTINUO", "SUITE", "WEITER",
    }
)  # fmt: skip
_QUALIFIERS = frozenset(
    {
        "EARLY", "LATE", "PRE", "MID", "THE", "NEXT", "FOLLOWING", "THAT", "SAME", "A", "FEW",
        "MINUTES", "HOURS", "MAGIC", "HOUR", "TIME", "OF", "LAST", "BEFORE", "AFTER", "LATER",
        "MOMENTS", "DAYS", "WEEKS", "ONE", "TWO", "THREE", "SECONDS", "MOMENT", "AN", "AT",
    }
)  # fmt: skip
_PARENTHESES = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_SPLIT = re.compile(r"\s+[-–—]+\s*|\s*[-–—]+\s+|\s*—\s*|\.\s+(?=[^\W\d])|\s*[、，]\s*")
_WORDS = re.compile(r"[^\W_][\w'’\-]*")


def read_heading(text: str) -> Slug | None:
    """Take a heading apart, or None where the line is no heading in any language known here."""
    found = _WIDE.match(text)
    if found is None:
        return None
    letter = bool(LETTER.match(text))
    if not letter and not _looks_like_one(text, found):
        return None
    return _slug(_side(found["place"]), found["rest"], by_the_letter=letter)


def read_forced(text: str) -> Slug:
    """A heading that the writer forced: its side is known only if it names one."""
    return read_heading(text) or _slug(Side.NONE, text, by_the_letter=True)


def _looks_like_one(text: str, found: re.Match[str]) -> bool:
    """Wider headings are written in capitals (or a script without them), and name a place."""
    return (
        bool(found["rest"].strip())
        and "\n" not in text
        and (text.upper() == text or text.isupper())
    )


def _side(place: str) -> Side:
    compact = place.replace(".", "").replace(" ", "").upper()
    if compact in _SHORT_BOTH or re.search(r"[/\-–&+]", place):
        return Side.BOTH
    if compact == "EST":
        return Side.EXT
    return Side.INT if _IN.match(place.strip(" .")) else Side.EXT


def _slug(side: Side, rest: str, *, by_the_letter: bool) -> Slug:
    asides = [" ".join(aside.split()) for aside in _PARENTHESES.findall(rest)]
    bare = _PARENTHESES.sub(" ", rest)
    parts = [" ".join(part.split()).strip(" .-–—") for part in _SPLIT.split(bare)]
    parts = [part for part in parts if part]
    sets: list[str] = []
    time, light = "", Light.NONE
    for place, part in enumerate(parts):
        told = _time_of(part) if place or len(parts) == 1 else None
        if told is not None:
            time, light = (f"{time} - {part}", light or told) if time else (part, told)
        elif time:
            asides.append(part)
        else:
            sets.append(part)
    if not time and sets:
        sets[-1], time, light = _time_at_the_end(sets[-1])
    return Slug(
        side, tuple(name for name in sets if name), time, light, tuple(asides), by_the_letter
    )


def _time_of(part: str) -> Light | None:
    """The light of a part that is nothing but a time; None for a place."""
    words = [word.upper() for word in _WORDS.findall(part)]
    lights = [_LIGHT_OF[word] for word in words if word in _LIGHT_OF]
    rest = [word for word in words if word not in _LIGHT_OF and word not in _QUALIFIERS]
    if lights and not rest:
        return lights[-1]
    if words and (words[0] in _RELATIVE or words[-1] in _RELATIVE) and not set(rest) - _RELATIVE:
        return Light.NONE
    return None


def _time_at_the_end(place: str) -> tuple[str, str, Light]:
    """``HOUSE DAY``: the last word is a time though no dash says so."""
    head, _, last = place.rpartition(" ")
    light = _LIGHT_OF.get(last.upper())
    if head and light is not None:
        return head.rstrip(" ,-–"), last, light
    return place, "", Light.NONE


_OMITTED = re.compile(r"\(?(?:SCENES?\s+)?OMIT(?:TED)?\)?\.?$", re.IGNORECASE)


def is_omitted(text: str) -> bool:
    """Whether a heading only keeps the number of a scene that was cut: ``14 OMITTED 14``."""
    return _OMITTED.match(text.strip()) is not None
