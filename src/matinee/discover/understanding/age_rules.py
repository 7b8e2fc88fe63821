"""Ages of who watches, and certificates: ``my kids are 4 and 7``, ``nothing above a 12``."""

import re

from matinee.discover.understanding import kinds
from matinee.discover.understanding.rules_of_words import rule
from matinee.vocabulary.maturity import MaturityRating

_AGES = r"(?P<ages>\d{1,2}(?:(?: and| or| to)?(?: an| a)? \d{1,2})*)"
_UNIT = r"(?! (?:min|mins|minutes?|h|hrs?|hours?|m|of the|films?|movies?|percent)\b)"
_YEAR_OLD = r"(?: ?(?:years?|yrs?) olds?| ?yo| y o| olds?)"
_OF_AGE = r"(?:\s?(?:years?|yrs?|yo|y o)(?: olds?)?| olds?)"
_CHILD = (
    r"(?:kids?|children|child|(?:step ?)?(?:sons?|daughters?)|nephews?|nieces?|boys?|girls?|"
    r"grand ?sons?|grand ?daughters?|grand ?children|grand ?child|grand ?kids?|god ?sons?|"
    r"god ?daughters?|god ?child|brothers?|sisters?|cousins?|toddlers?|little ones?|lads?|twins|"
    r"teenagers?|teens?|babies|baby)"
)
_OURS = r"(?:(?:my|our|her|his|their|the) (?:[2-6]|lot|pair|youngest|eldest|oldest|smallest)|ours)"
_WHOSE = (
    r"(?:for |with )?(?:my|our|the|her|his|their|a|an)? ?(?:[2-6] )?(?:\d )?"
    r"(?:little |young |older |younger |big |baby )?"
)
_BEING = (
    r"(?:is |are |was |s |whos |who |has |have |aged |ages |age |of |turns |"
    r"turning |turned |turn |will be |wholl be |just |between |from )+"
)
_HARDLY = r"(?:just |only |nearly |almost |about |barely )?"
_LETTERS = r"(?P<rating>pg 13|nc 17|pg|12a|g|r|u)"
_CERTIFICATE = r"(?:rated|rating|certificates?|cert)"
_OR_LESS = (
    r"(?:or|and) (?:lower|below|less|under|milder|younger)|at (?:the )?(?:very |absolute )?"
    r"(?:most|max)|max(?:imum)?|tops|"
    r"is (?:as high as|(?:the|my|our) (?:limit|max|maximum|highest|most|cut off))"
)
_AT_MOST = (
    r"(?:(?:nothing|not|no|none|never|isnt|dont|cant|wont)(?: go| be| rated| with| want| anything|"
    r" \w+ thing)* )?(?:rated )?(?:above|over|higher than|more than|beyond|up to|at most|max"
    r"(?:imum)?(?: of)?|stronger than|worse than|past|as high as) (?:an? )?(?:the )?"
)


def _every(match: re.Match[str]) -> tuple[int, ...] | None:
    ages = tuple(int(number) for number in re.findall(r"\d+", match["ages"]))
    return ages if ages and max(ages) < 18 else None


def _grown_up(match: re.Match[str]) -> str | None:
    """The occasion, where somebody reaches an age beyond a child's."""
    return "birthday" if int(re.findall(r"\d+", match["only"])[0]) >= 18 else None


def _certificate(match: re.Match[str]) -> tuple[int] | None:
    age = int(match["age"])
    return (age,) if 0 < age <= 18 else None


def _rating(match: re.Match[str]) -> tuple[int] | None:
    """The age of a rating of the MPA or of the BBFC."""
    said = match["rating"].replace(" ", "-")
    rating = MaturityRating.known("MPA", said) or MaturityRating.known("BBFC", said)
    return None if rating is None else (rating.age,)


_DAY = (
    r"(?: (?:today|tomorrow|yesterday|tonight|this (?:week(?:end)?|month|evening|afternoon|\w+day)|"
    r"next (?:week(?:end)?|month|\w+day)|on (?:the )?\w+day|on the weekend|at the weekend))"
)
_TURNING = r"(?:turns|turning|is turning|will turn|wholl turn|will be turning|about to turn|turn)"
_A_CHILD = (
    rf"(?:{_WHOSE}(?:\w+ )?{_CHILD}|{_OURS}|he|she|they|whos|shes|hes|theyre|shell|hell|theyll)"
    r"(?: is| are)?"
)

AGE_RULES = (
    rule(kinds.BIRTHDAY, rf"{_A_CHILD} {_TURNING} {_HARDLY}{_AGES}{_DAY}?", _every, 14),
    rule(
        kinds.BIRTHDAY,
        rf"{_A_CHILD} (?:turned|has turned|is|are|s|will be|be|going to be)? ?{_HARDLY}{_AGES}"
        rf"{_OF_AGE}?{_DAY}",
        _every,
        14,
    ),
    rule(
        kinds.BIRTHDAY,
        rf"birthday (?:boy|girl|child|twins) (?:is |are |turns |turning |aged )?{_HARDLY}{_AGES}"
        rf"{_OF_AGE}?{_UNIT}",
        _every,
        10,
    ),
    rule(
        kinds.OCCASION,
        rf"(?:is|are|s|will be|turns|turned|ll be|im|shes|hes) (?P<only>\d{{2,3}}{_DAY})",
        _grown_up,
        8,
    ),
    rule(
        kinds.OCCASION,
        r"(?:my|our|her|his|their|the big|\w+s) (?P<only>(?:18|21|[3-9]0|100)(?:th|st)|eighteenth|"
        r"thirtieth|fortieth|fiftieth|sixtieth|seventieth|eightieth|ninetieth|hundredth)"
        r"(?! (?:century|of|anniversary|floor|wedding|film|movie|year))",
        lambda _: "birthday",
        4,
    ),
    rule(
        kinds.AGE,
        r"(?:for |suitable for |with )?"
        r"(?:(?:my|a|an|our|the|her|his|their|[2-6](?= \d{1,2} (?:year|yr) olds)) )?"
        rf"{_AGES}{_YEAR_OLD}",
        _every,
        6,
    ),
    rule(
        kinds.AGE,
        rf"(?:{_WHOSE}{_CHILD}|(?:he|she|they)(?! have| has \d)) "
        rf"{_BEING}{_HARDLY}{_AGES}{_OF_AGE}?{_UNIT}",
        _every,
        6,
    ),
    rule(kinds.AGE, rf"{_OURS} {_BEING}{_HARDLY}{_AGES}{_OF_AGE}?{_UNIT}", _every, 6),
    rule(
        kinds.AGE,
        rf"(?:(?:my|our|her|his|their) (?:little |young |older |younger )?{_CHILD}|"
        r"(?:the |[2-6] )?(?:young |little )?(?:kids|children|boys|girls|twins|teenagers|teens)) "
        rf"(?:in tow |here |with us |at home )?(?!1\b){_AGES}{_OF_AGE}?{_UNIT}",
        _every,
        6,
    ),
    rule(
        kinds.AGE,
        rf"(?:aged|ages|age|under) (?:between )?{_AGES}(?: and up)?(?: years)?{_UNIT}",
        _every,
        -6,
    ),
    rule(
        kinds.AGE,
        r"(?:shes|hes|theyre) (?:just |only |nearly |almost |about |turned |turning )*"
        rf"{_AGES}{_OF_AGE}?{_UNIT}",
        _every,
        6,
    ),
    rule(kinds.RATING, rf"{_CERTIFICATE} {_LETTERS}(?: (?:{_OR_LESS}))?", _rating),
    rule(kinds.RATING, rf"{_LETTERS} {_CERTIFICATE}(?: (?:{_OR_LESS}))?", _rating, 2),
    rule(kinds.RATING, rf"{_LETTERS} (?:{_OR_LESS})", _rating, 2),
    rule(kinds.RATING, rf"{_AT_MOST}{_LETTERS}", _rating, 4),
    rule(
        kinds.RATING,
        rf"{_AT_MOST}(?P<age>\d{{1,2}}) {_CERTIFICATE}",
        _certificate,
        12,
    ),
    rule(
        kinds.RATING,
        rf"(?:nothing |not |no |none )?rated (?:above|over|higher than|more than|beyond|up to|at "
        rf"most) (?:an? )?(?P<age>\d{{1,2}}){_UNIT}",
        _certificate,
        12,
    ),
    rule(
        kinds.RATING,
        r"(?:nothing|not|no|none|never|up to|max(?:imum)?|at most|cant go)(?: \w+){0,2}?"
        r"(?: (?:above|over|higher than|stronger than|more than|beyond|past))? "
        r"an? (?P<age>12|15|16|18|6|7|10|13|14)(?:s)?(?! year| yr| yo| minute| min| hour| hr| h\b)",
        _certificate,
        12,
    ),
    rule(
        kinds.RATING,
        rf"(?:nothing|none|no|not) (?:above|over|higher than|stronger than|beyond) "
        rf"(?P<age>12|15|16|18){_UNIT}(?! year| yr| yo)",
        _certificate,
        12,
    ),
    rule(
        kinds.RATING,
        rf"(?:an? )?(?P<age>12|15|16|18) (?:{_OR_LESS})",
        _certificate,
        4,
    ),
    rule(
        kinds.RATING,
        r"an? (?P<age>12|15|18)(?= (?:film|movie|something|horror|comedy|thriller|drama|action)|$)",
        _certificate,
        4,
    ),
    rule(
        kinds.RATING,
        r"(?:suitable for |max |maximum )?(?:an? )?(?P<age>\d{1,2}) (?:certificate|rating|cert)"
        rf"(?: (?:{_OR_LESS}))?",
        _certificate,
        8,
    ),
    rule(
        kinds.RATING,
        rf"(?:rated|certificate|cert) (?P<age>\d{{1,2}})(?: (?:{_OR_LESS}))?",
        _certificate,
    ),
    rule(kinds.RATING, r"(?P<rating>pg 13|nc 17|pg|12a)(?: rated)?", _rating),
)
