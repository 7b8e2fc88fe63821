"""What a turn does, by its words: patterns over folded words, the grammar reads what is left.

``place`` counts from 0; -1 means the title that was spoken of last, or the first one.
"""

import re
from dataclasses import dataclass

from matinee.discover.conversation.dialogue import MoveKind
from matinee.discover.words.folding import words_of

_LAST = 99
_ORDINALS = {
    "first": 0,
    "1st": 0,
    "top": 0,
    "second": 1,
    "2nd": 1,
    "third": 2,
    "3rd": 2,
    "fourth": 3,
    "4th": 3,
    "fifth": 4,
    "5th": 4,
    "sixth": 5,
    "6th": 5,
    "seventh": 6,
    "eighth": 7,
    "ninth": 8,
    "tenth": 9,
    "last": _LAST,
    "1": 0,
    "2": 1,
    "3": 2,
    "4": 3,
    "5": 4,
    "6": 5,
    "7": 6,
    "8": 7,
    "9": 8,
    "10": 9,
    "one": 0,
    "two": 1,
    "three": 2,
    "four": 3,
    "five": 4,
    "six": 5,
}
_NTH = "|".join(sorted(_ORDINALS, key=len, reverse=True))
_ORDINAL = "first|1st|top|second|2nd|third|3rd|fourth|4th|fifth|5th|sixth|6th|seventh|eighth|ninth"
_WHICH = (
    rf"(?:the )?(?:(?:{_ORDINAL}|tenth|last)(?: one| film| movie| title)?"
    rf"|(?:number|no|nr) (?:{_NTH}))"
)
_PLACE = re.compile(rf"(?:number|no|nr) ({_NTH})|(?:the )?({_ORDINAL}|tenth|last)\b")
_THAT = r"(?:that|this|it|that one|this one|that film|this film|that movie|this movie)"
_ONE = rf"(?:{_WHICH}|{_THAT})"
_PARTS = {
    "years": (
        "year",
        "years",
        "decade",
        "decades",
        "period",
        "age of the film",
        "when it was made",
        "date",
        "dates",
        "era",
    ),
    "minutes": ("length", "running time", "runtime", "time limit", "duration", "how long it is"),
    "languages": ("language", "languages"),
    "subtitles": ("subtitles",),
    "countries": ("country", "countries", "where it is from"),
    "genres": ("genre", "genres"),
    "moods": ("mood", "moods", "tone"),
    "people": ("actor", "actors", "actress", "cast", "people", "person", "star", "stars"),
    "directors": ("director", "directors"),
    "age": ("age", "kids", "children", "age limit", "rating"),
    "company": ("company",),
    "occasion": ("occasion",),
    "order": ("order", "sorting"),
    "like": ("likeness", "comparison", "title", "film"),
    "text": ("words", "text", "plot", "subject"),
}
_PART_OF = {word: part for part, words in _PARTS.items() for word in words}
_NAMES = "|".join(sorted(_PART_OF, key=len, reverse=True))
_COMPARATIVES = {
    "newer": "newer",
    "more recent": "newer",
    "more modern": "newer",
    "later": "newer",
    "older": "older",
    "earlier": "older",
    "more classic": "older",
    "shorter": "shorter",
    "quicker to watch": "shorter",
    "longer": "longer",
    "more popular": "popular",
    "better known": "popular",
    "more famous": "popular",
}


@dataclass(frozen=True, slots=True)
class Move:
    """What a turn does; ``rest`` is what the grammar is to read of it."""

    kind: MoveKind
    rest: str = ""
    place: int = -1
    part: str = ""


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?:ok|okay|no|hm|hmm|well|and|but|now|then|please|so|yes|can you|could you|id like|"
        rf"i want|i would like|give me|show me|lets|what about|how about|maybe) )*"
        rf"(?:{pattern})(?: please| then| instead| now| maybe)*"
    )


_RESTART = _whole(
    r"(?:start|begin) (?:over|again|anew|afresh)|new search|reset|clear(?: it| all| everything)?|"
    r"from scratch|forget (?:it|all|everything|all of (?:it|that))|start from the beginning|"
    r"something (?:completely|entirely|totally) different"
)
_UNDO = _whole(
    r"undo(?: that| it| this)?|go back(?: one(?: step)?)?|back|take (?:that|it) back|"
    r"never mind(?: that)?|scratch that|revert|step back|as before|as it was(?: before)?"
)
_WHY = _whole(
    rf"why(?: (?:is|was|are|did you (?:pick|choose|show)|do you (?:recommend|suggest)))*"
    rf"(?: {_ONE})?(?: here| there| on the list| recommended| suggested)?|"
    rf"what makes you (?:pick|choose|think of|suggest) {_ONE}|explain {_ONE}"
)
_SEEN = (
    r"(?:i|we)(?: have|ve)? (?:already )?(?:seen|watched|know)"
    r"|(?:ive|weve) (?:already )?(?:seen|watched)|(?:i|we) (?:dont|do not) (?:like|want|fancy)"
    r"|not|no|anything but|hide|skip|remove|drop|without|seen|already seen|already watched"
)
_REJECT = _whole(rf"(?:{_SEEN}) {_ONE}(?: already| before| again| off)?|take {_ONE} (?:off|away)")
_CHOOSING = (
    r"open|play|take|tell me (?:more )?about|more about|what about|watch|choose|pick|ill take"
    r"|i take|lets (?:see|watch|take)|go with|about"
)
_PICK = _whole(
    rf"(?:(?:{_CHOOSING}) )?{_WHICH}"
    rf"|(?:open|play|tell me (?:more )?about|more about|watch|choose|pick|ill take|go with) {_THAT}"
)
_MORE_LIKE = _whole(
    rf"(?:something |anything |more |others? |films |movies |some )*(?:like|similar to) {_ONE}"
    r"|(?:something|anything) similar|more of (?:that|the same|those|these|this)|similar ones"
)
_BY_WHOM = (
    r"(?:her|him|them|that actor|that actress|this actor|this actress|the same actor|"
    r"the same actress|the lead|the star)"
)
_MORE_BY = _whole(
    rf"(?:something else|anything else|another(?: one| film| movie)?|more|what else|others?)"
    rf"(?: films?| movies?| is there| do you have| have you got)* (?:with|starring|by|from|of) "
    rf"(?P<who>{_BY_WHOM}|(?:the|that|this) (?:same )?director)"
)
_NO_MATTER = (
    r"any|forget(?: about)?|never mind|drop|ignore|remove|lose|the|no matter (?:the|which)"
    r"|whatever|without"
)
_IS_FREE = (
    r" will do| is fine| does(?: not|nt) matter| doesnt matter| is ok| limit| filter| part"
    r"| please| at all| is not important| isnt important"
)
_REMOVE = re.compile(
    rf"(?:(?:ok|okay|no|well|actually|but|and|please|or) )*(?:{_NO_MATTER}) (?:the |about the )?"
    rf"(?P<part>{_NAMES})(?:{_IS_FREE})*"
)
_NEEDNOT = re.compile(
    r"(?:it )?(?:doesnt|does not|neednt|need not|dont|do not|not) (?:have to|need to|necessarily|"
    r"has to|have|need)? ?(?:be |necessarily )?(?P<rest>.+)"
)
_FORGET = re.compile(
    r"(?:forget(?: about)?|never mind|drop|lose|scrap|not so much) (?:the )?(?P<rest>.+)"
)
_WIDEN = _whole(
    r"(?:anything|something) else|wider|broader|fewer (?:conditions|filters)"
    r"|widen(?: it| the search)?|less strict|(?:show )?more(?: results| choice| options)?"
    r"|be less picky|loosen(?: it)?|other ones|others"
)
_LED_IN = (
    r"ok|okay|no|something|anything|one|a|an|and|but|a bit|a little|much|maybe|make it|films?|ones"
    r"|any|thats|that is|even|still|what about|how about|rather|please|slightly|show me|with"
)
_COMPARE = re.compile(
    rf"(?:(?:{_LED_IN}) )*(?P<how>{'|'.join(sorted(_COMPARATIVES, key=len, reverse=True))})"
    r"(?: one| ones| films?| movies?| please| than (?:that|this|these|those|it)| first)*"
)
_INSTEAD = re.compile(
    r"^(?:(?:actually|no|or|ok|okay|hm|hmm|wait) )*(?:actually|rather|instead|make (?:it|that)|"
    r"switch to|change (?:it|that) to|better|lets (?:do|have|make it)|what about|how about)\b|"
    r"\binstead\b|\brather\b"
)
_ASKS_LESS = re.compile(
    r"\b(?:have to|need|necessarily|has to|forget|never mind|drop|lose|scrap|neednt|not so much)\b"
)
"""``not necessarily French`` removes; ``not French`` refuses and is the grammar's."""
_MOST_WORDS = 40


_WHOLE: tuple[tuple[re.Pattern[str], MoveKind], ...] = (
    (_RESTART, MoveKind.RESTART),
    (_UNDO, MoveKind.UNDO),
    (_WIDEN, MoveKind.WIDEN),
    (_WHY, MoveKind.WHY),
    (_REJECT, MoveKind.REJECT),
    (_MORE_LIKE, MoveKind.MORE_LIKE),
    (_PICK, MoveKind.PICK),
)


def move_of(said: str) -> Move:
    """What a turn does."""
    words = " ".join(words_of(said)[:_MOST_WORDS])
    for pattern, kind in _WHOLE:
        if pattern.fullmatch(words):
            return Move(kind, place=_place(words))
    found = _MORE_BY.fullmatch(words)
    if found is not None:
        role = "directors" if found["who"].endswith("director") else "people"
        return Move(MoveKind.MORE_BY, part=role)
    found = _COMPARE.fullmatch(words)
    if found is not None:
        return Move(MoveKind.COMPARE, part=_COMPARATIVES[found["how"]])
    return _removing(said, words) or _replacing(said, words)


def _removing(said: str, words: str) -> Move | None:
    found = _REMOVE.fullmatch(words)
    if found is not None:
        return Move(MoveKind.REMOVE, part=_PART_OF[found["part"]])
    for pattern in (_NEEDNOT, _FORGET):
        found = pattern.fullmatch(words)
        if found is not None and _ASKS_LESS.search(words):
            return Move(MoveKind.REMOVE, rest=_tail(said, found["rest"]))
    return None


def _replacing(said: str, words: str) -> Move:
    if _INSTEAD.search(words):
        return Move(MoveKind.REPLACE, rest=said)
    return Move(MoveKind.REFINE, rest=said)


def _place(words: str) -> int:
    found = _PLACE.search(words)
    return -1 if found is None else _ORDINALS[found.group(1) or found.group(2)]


def _tail(said: str, words: str) -> str:
    """The end of what was said that has these words, with its capitals."""
    count = len(words.split())
    return " ".join(said.split()[-count:])
