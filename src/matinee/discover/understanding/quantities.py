"""Years, minutes and ages: patterns over words whose numbers are digits.

The readings that had to be settled (``early``, ``about``, ``short`` …) are written down in
``docs/reference/search-sentences.md``.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from matinee.discover.understanding import kinds
from matinee.discover.understanding.measures import DECADE, DECADES, YEAR, minutes_of, period
from matinee.discover.understanding.spans import Span
from matinee.discover.understanding.tokens import Token
from matinee.discover.understanding.wishes import Bounds
from matinee.vocabulary.maturity import MaturityRating

_AROUND_YEARS, _ABOUT_MINUTES = 2, 10
_WEIGHT = 14.0

_PART = (
    r"(?:(?:the )?(?:early|mid|middle|late|latter half|later)(?: part)?(?: of)?(?: the)?(?: to)? )"
)
_TIME = rf"(?:{_PART}?(?:the )?(?:year )?(?:{DECADE}|{YEAR}))"
_CENTURY = (
    r"(?:(?P<century>20th|21st|19th|twentieth|nineteenth|20 first|last|this|previous|new|our)"
    r" century)"
)
_LENGTH = (
    r"(?:\d+ and a half (?:hours?|hrs?)"
    r"|(?:\d+|an?) (?:hours?|hrs?|h)(?: and a half| and (?:a )?quarter"
    r"|(?: and)? \d{1,2}(?: minutes?| mins?| min| m)?)?"
    r"|half an hour|\d{1,3} (?:minutes?|mins?|min|m)\b)"
)
_LESS = (
    r"(?:under|less than|fewer than|below|shorter than|at most|no more than|not more than|"
    r"no longer than|not longer than|not over|up to|within|max|maximum|maximum of|max of|"
    r"a maximum of|inside|not exceeding|lasting less than|not much longer than|a max of)"
)
_MORE = (
    r"(?:over|more than|longer than|at least|above|no less than|not less than|no shorter than|"
    r"not under|minimum|min|lasting over|a minimum of|upwards of|exceeding)"
)
_ABOUT = r"(?:about|around|roughly|approximately|approx|circa|some|nearly|almost|or so)"


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: str
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], Bounds | int | None]
    weight: float = 0.0


def quantities(tokens: Sequence[Token]) -> Iterator[Span]:
    """Every reading as years, minutes or an age."""
    line, starts = _line(tokens)
    if not any(letter.isdigit() for letter in line) and not _WORTH.search(line):
        return
    for rule in _RULES:
        for match in rule.pattern.finditer(line):
            value = rule.read(match)
            if value is None:
                continue
            start = bisect_left(starts, match.start())
            end = bisect_left(starts, match.end())
            yield Span(start, end, rule.kind, value, _WEIGHT * (end - start) + 4 + rule.weight)


def _line(tokens: Sequence[Token]) -> tuple[str, list[int]]:
    starts: list[int] = []
    parts: list[str] = []
    length = 0
    for token in tokens:
        starts.append(length)
        parts.append(token.plain)
        length += len(token.plain) + 1
    return " ".join(parts), starts


def _within(match: re.Match[str]) -> Bounds | None:
    return period(match["time"])


def _from_to(match: re.Match[str]) -> Bounds | None:
    first, last = period(match["first"]), period(match["last"])
    return None if first is None or last is None or first[0] > last[1] else (first[0], last[1])


def _before(match: re.Match[str]) -> Bounds | None:
    found = period(match["time"])
    return None if found is None else (None, found[0] - 1)


def _until(match: re.Match[str]) -> Bounds | None:
    found = period(match["time"])
    return None if found is None else (None, found[1])


def _after(match: re.Match[str]) -> Bounds | None:
    found = period(match["time"])
    return None if found is None else (found[1] + 1, None)


def _since(match: re.Match[str]) -> Bounds | None:
    found = period(match["time"])
    return None if found is None else (found[0], None)


def _around(match: re.Match[str]) -> Bounds | None:
    found = period(match["time"])
    if found is None:
        return None
    if found[0] != found[1]:
        return found
    return found[0] - _AROUND_YEARS, found[1] + _AROUND_YEARS


def _century(match: re.Match[str]) -> Bounds:
    said = match["century"]
    if said in {"21st", "20 first", "this", "new", "our"}:
        return 2000, 2099
    return (1800, 1899) if said in {"19th", "nineteenth"} else (1900, 1999)


def _at_most(match: re.Match[str]) -> Bounds | None:
    found = minutes_of(match["length"])
    return None if found is None else (None, found)


def _at_least(match: re.Match[str]) -> Bounds | None:
    found = minutes_of(match["length"])
    return None if found is None else (found, None)


def _about(match: re.Match[str]) -> Bounds | None:
    found = minutes_of(match["length"])
    return None if found is None else (found - _ABOUT_MINUTES, found + _ABOUT_MINUTES)


def _between(match: re.Match[str]) -> Bounds | None:
    first, last = match["first"], match["last"]
    unit = re.search(r"[a-z]+$", last)
    if re.fullmatch(r"\d+|an?", first) and unit is not None:
        first = f"{first} {unit.group()}"
    low, high = minutes_of(first), minutes_of(last)
    return None if low is None or high is None or low > high else (low, high)


def _youngest(match: re.Match[str]) -> int | None:
    ages = [int(number) for number in re.findall(r"\d+", match["ages"])]
    return min(ages) if ages and max(ages) < 18 else None


def _certificate(match: re.Match[str]) -> int | None:
    age = int(match["age"])
    return age if 0 < age <= 18 else None


def _rating(match: re.Match[str]) -> int | None:
    rating = MaturityRating.known("MPA", match["rating"].replace(" ", "-"))
    return None if rating is None else rating.age


def _rule(
    kind: str,
    pattern: str,
    read: Callable[[re.Match[str]], Bounds | int | None],
    weight: float = 0.0,
) -> _Rule:
    return _Rule(kind, re.compile(rf"\b(?:{pattern})\b"), read, weight)


_THE = r"(?:the )?(?:year )?"
_IS = r"(?:made |released |shot |filmed |produced )?"
_AGES = r"(?P<ages>\d{1,2}(?:(?: and| or| to)?(?: an| a)? \d{1,2})*)"
_CHILD = (
    r"(?:kids?|children|child|son|daughter|nephews?|nieces?|boys?|girls?|sons|daughters|"
    r"grandson|granddaughter|grandchildren|grandkids|godson|goddaughter|brother|sister|cousin|"
    r"toddler|little one|he|she|they|twins)"
)
_RULES = (
    _rule(kinds.YEARS, rf"(?:in |from |of )?(?:the )?{_CENTURY}", _century, 3),
    _rule(kinds.YEARS, rf"{_IS}(?:from |in |of |during )?(?P<time>{_TIME})", _within),
    _rule(
        kinds.YEARS,
        rf"{_IS}(?:between |from |in |of )?(?P<first>{_TIME})"
        rf"(?: and| to| through| until| till| or)? (?P<last>{_TIME})",
        _from_to,
        10,
    ),
    _rule(
        kinds.YEARS,
        rf"{_IS}(?:from )?(?:before|pre|earlier than|older than|prior to) {_THE}(?P<time>{_TIME})",
        _before,
    ),
    _rule(
        kinds.YEARS,
        rf"{_IS}(?:(?:until|till|up to|no later than|not later than|by the end of) "
        rf"{_THE}(?P<time>{_TIME}))",
        _until,
    ),
    _rule(
        kinds.YEARS,
        rf"{_IS}(?:from )?(?P<time>{_TIME}) (?:or|and) (?:earlier|before|older)",
        _until,
    ),
    _rule(
        kinds.YEARS,
        rf"{_IS}(?:from )?(?:after|post|later than|newer than|more recent than|younger than) "
        rf"{_THE}(?P<time>{_TIME})",
        _after,
    ),
    _rule(
        kinds.YEARS,
        rf"{_IS}(?:since|no earlier than|not earlier than|not before|not older than|no older than) "
        rf"{_THE}(?P<time>{_TIME})",
        _since,
    ),
    _rule(
        kinds.YEARS,
        rf"{_IS}(?:from |in )?(?P<time>{_TIME}) "
        r"(?:(?:or|and) (?:later|after|newer|since|up)|onwards?|on(?! a| the| tv))",
        _since,
    ),
    _rule(
        kinds.YEARS,
        rf"{_IS}(?:from )?(?:around|about|circa|roughly|approximately) {_THE}(?P<time>{_TIME})",
        _around,
    ),
    _rule(kinds.MINUTES, rf"{_LESS} (?P<length>{_LENGTH})(?: long)?", _at_most),
    _rule(
        kinds.MINUTES,
        rf"(?P<length>{_LENGTH}) (?:or (?:less|under|shorter)|max(?:imum)?|tops|at most)",
        _at_most,
    ),
    _rule(kinds.MINUTES, rf"{_MORE} (?P<length>{_LENGTH})(?: long)?", _at_least),
    _rule(
        kinds.MINUTES,
        rf"(?P<length>{_LENGTH}) (?:or (?:more|over|longer)|minimum|at least|plus)",
        _at_least,
    ),
    _rule(
        kinds.MINUTES,
        rf"(?:between |from )?(?P<first>{_LENGTH}|\d+(?: and a half)?)(?: and| to) "
        rf"(?P<last>{_LENGTH})(?: long)?",
        _between,
    ),
    _rule(kinds.MINUTES, rf"{_ABOUT} (?P<length>{_LENGTH})(?: long)?", _about),
    _rule(kinds.MINUTES, rf"(?:of )?(?P<length>{_LENGTH})(?: long)?(?: or so)?", _about),
    _rule(
        kinds.MINUTES,
        r"(?:i |we )?(?:ve |have |has |with )?(?:only )?(?:got|have|ive got|weve got|with|only) "
        rf"(?:only |just |about |around |maybe )?(?P<length>{_LENGTH})"
        r"(?: to (?:kill|spare|fill|spend))?",
        _at_most,
        2,
    ),
    _rule(
        kinds.AGE,
        r"(?:for |suitable for |with )?(?:(?:my|a|an|our|the|her|his|their|two|2) )?"
        rf"{_AGES} (?:year|yr)s? olds?",
        _youngest,
        6,
    ),
    _rule(
        kinds.AGE,
        r"(?:for |with )?(?:my|our|the|her|his|their|a)? ?(?:two |three |2 |3 )?"
        rf"(?:little |young |older |younger )?{_CHILD} "
        rf"(?:is |are |who is |who are |aged |age |of |turns |turning |just turned |whos )+"
        rf"(?:just |only |nearly |almost |about )?{_AGES}(?: years?(?: old)?)?",
        _youngest,
        6,
    ),
    _rule(
        kinds.AGE,
        rf"(?:aged|ages|age|under) {_AGES}(?: and up)?(?: years)?(?! min| hour| m\b| h\b)",
        _youngest,
        -6,
    ),
    _rule(
        kinds.RATING,
        r"rated (?P<rating>pg 13|nc 17|pg|g|r)(?: or (?:lower|below|less|under))?",
        _rating,
    ),
    _rule(
        kinds.RATING,
        r"(?:nothing |not |no |none )?(?:above|over|higher than|more than|beyond|up to|at most|max"
        r"(?:imum)?) (?:a |an )?(?P<age>\d{1,2}) (?:rating|certificate|rated)",
        _certificate,
        12,
    ),
    _rule(
        kinds.RATING,
        r"(?:nothing |not |no |none )?rated (?:above|over|higher than|more than|beyond|up to|at "
        r"most) (?:a |an )?(?P<age>\d{1,2})",
        _certificate,
        12,
    ),
    _rule(
        kinds.RATING,
        r"(?:suitable for |max |maximum )?(?:a |an )?(?P<age>\d{1,2}) (?:certificate|rating)"
        r"(?: or (?:under|less|below|lower))?",
        _certificate,
        8,
    ),
    _rule(
        kinds.RATING,
        r"(?:rated|certificate) (?P<age>\d{1,2})(?: or (?:under|less|below))?",
        _certificate,
    ),
    _rule(
        kinds.AGE,
        rf"(?:shes|hes|theyre) (?:just |only |nearly |almost |about )?{_AGES}(?: years?(?: old)?)?",
        _youngest,
        6,
    ),
    _rule(kinds.RATING, r"(?P<rating>pg 13|nc 17|pg)(?: rated)?", _rating),
)
_WORTH = re.compile(rf"\b(?:hours?|{'|'.join(DECADES)}|century|rated|certificate|rating|pg)\b")
